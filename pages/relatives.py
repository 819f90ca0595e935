"""The pages around a page, for many pages at once: those it lies in, and its translations."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from pages.addresses import Addresses
from pages.querysets import of_own_types, readable_pages
from snippets.drafts import as_drafted
from snippets.promises import promises


@dataclass(frozen=True)
class Breadcrumb:
    """A page that another one lies in."""

    title: str
    path: str
    url: str

    graphql_fields = promises(
        """
        "Title of the page."
        title: String!
        "Path of the page, language prefix included, with a slash at both ends."
        path: String!
        "Whole address of the page."
        url: URL!
        """
    )


def breadcrumbs_of(pages: Collection[Page], addresses: Addresses) -> dict[Any, list[Breadcrumb]]:
    """By key of the page: the readable pages of the site above it, the front page first."""
    wanted = {path for page in pages for path in paths_above(page)}
    above = map(as_drafted, readable_pages().filter(path__in=wanted))
    found = {each.path: each for each in above}
    crumbs = {
        each.path: Breadcrumb(each.title, addresses.path(each), addresses.url(each))
        for each in found.values()
        if addresses.path(each)
    }
    return {
        page.pk: [crumbs[path] for path in paths_above(page) if path in crumbs] for page in pages
    }


def paths_above(page: Page) -> Iterator[str]:
    """Where in the tree the pages above a page are, the highest first."""
    step = Page.steplen
    yield from (page.path[:end] for end in range(step, len(page.path), step))


def translations_of(pages: Collection[Page], addresses: Addresses) -> dict[Any, list[Page]]:
    """By key of the page: its readable translations on the site, by tag of their language."""
    siblings = defaultdict(list)
    keys = {page.translation_key for page in pages}
    for each in readable_pages().filter(translation_key__in=keys):
        if addresses.path(each):
            siblings[each.translation_key].append(each)
    others = {
        page.pk: sorted(
            (each for each in siblings[page.translation_key] if each.pk != page.pk),
            key=lambda each: addresses.languages[each.locale_id],
        )
        for page in pages
    }
    own = of_own_types(each for found in others.values() for each in found)
    return {
        key: [as_drafted(own[each.pk]) for each in found if each.pk in own]
        for key, found in others.items()
    }
