"""What search engines are told to look at: every readable page of the site that may be shown."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from wagtail.models import Page

from pages.addresses import Addresses
from pages.linked_data.nodes import moment
from pages.querysets import page_types, pages_of_site

MOST_ENTRIES = 50_000
"""How many addresses search engines read of one file. Source: https://www.sitemaps.org/protocol.html"""


@dataclass(frozen=True)
class Entry:
    """A page, when it last changed, and its versions by language: itself and its translations."""

    url: str
    changed: str | None
    versions: list[tuple[str, str]]


def shown_pages(addresses: Addresses) -> QuerySet[Page]:
    """The pages of all languages that search engines may show, by path."""
    hidden = Q()
    for model in page_types():
        hidden |= Q(pk__in=model.objects.filter(no_index=True).values("pk"))
    told = ("url_path", "locale_id", "translation_key", "last_published_at")
    return pages_of_site(addresses).exclude(hidden).only(*told).order_by("url_path", "pk")


def files(addresses: Addresses) -> Paginator:
    """The pages, in files of at most 50,000."""
    return Paginator(shown_pages(addresses), MOST_ENTRIES)


def entries(pages: Sequence[Page], addresses: Addresses) -> list[Entry]:
    """The entries of the pages of one file; their versions are asked for in one query."""
    versions = defaultdict(list)
    keys = shown_pages(addresses).filter(pk__in=[])
    if pages:
        span = {"url_path__gte": pages[0].url_path, "url_path__lte": pages[-1].url_path}
        keys = shown_pages(addresses).filter(**span).order_by()
    for page in shown_pages(addresses).filter(translation_key__in=keys.values("translation_key")):
        tag = addresses.languages[page.locale_id]
        versions[page.translation_key].append((tag, addresses.url(page)))
    return [
        Entry(
            addresses.url(page),
            moment(page.last_published_at),
            sorted(versions[page.translation_key], key=lambda version: version[0]),
        )
        for page in pages
    ]
