"""Fields that are loaded in a way of their own, by type and field.

Each gets all things of a wave, and notes the value of each with the answer's reader.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from wagtail.models import Page

from cms.api import page_fields
from cms.api.nested import NESTED, prepare_nested
from cms.api.pictures import note_pictures
from cms.api.resolvers import LOCALES_OF_RECORDS
from pages.models import Quote
from pages.models.report_parts import EventReportTag
from snippets.rich_text import links_in


def prepare_tags(reports: list[Page], field: Any, info: Any) -> None:
    """The names of the tags of all reports, in one query."""
    names = defaultdict(list)
    rows = EventReportTag.objects.filter(content_object__in=reports).order_by("tag__name")
    for key, name in rows.values_list("content_object_id", "tag__name"):
        names[key].append(name)
    for report in reports:
        info.context.reader.prepare(report, "tag_names", names[report.pk])


def prepare_quotes(pages: Iterable[Page], field: Any, info: Any) -> None:
    """The readable quotes of all pages, in their order, in one query."""
    reader = info.context.reader
    quotes = defaultdict(list)
    by_key = {page.pk: page for page in pages if not reader.has_prepared(page, "told_quotes")}
    if not by_key:
        return
    for quote in Quote.objects.readable().filter(page__in=by_key).order_by("sort_order"):
        quotes[quote.page_id].append(quote)
    for key, page in by_key.items():
        reader.remember(quotes[key])
        reader.prepare(page, "told_quotes", quotes[key])


def prepare_quotes_of_blocks(blocks: list[Any], field: Any, info: Any) -> None:
    """The quotes of the pages that the blocks stand in."""
    prepare_quotes({block.told_in for block in blocks}, field, info)


def prepare_languages(quotes: list[Quote], field: Any, info: Any) -> None:
    """The languages of the pages that tell the quotes, in one query."""
    page_fields.at_hand(quotes, field, info)
    pages = Page.objects.filter(pk__in={quote.page_id for quote in quotes})
    languages = dict(pages.values_list("pk", "locale_id"))
    for quote in quotes:
        quote.locale_id = languages[quote.page_id]


def prepare_links(texts: list[Any], field: Any, info: Any) -> None:
    """What the links of all texts lead to."""
    keys = defaultdict(set)
    for text in texts:
        for link in links_in(text):
            if link.target:
                keys[link.target.model].add(link.target.pk)
    for model, wanted in keys.items():
        info.context.reader.find(model, wanted)


PREPARATIONS = {
    **page_fields.PREPARATIONS,
    **dict.fromkeys(LOCALES_OF_RECORDS, page_fields.at_hand),
    "RichText.links": prepare_links,
    **dict.fromkeys(NESTED, prepare_nested),
    "EventReport.quotes": prepare_quotes,
    "EventReport.tags": prepare_tags,
    "Image.rendition": note_pictures,
    "Image.srcset": note_pictures,
    "Quote.locale": prepare_languages,
    "QuoteBlock.quote": prepare_quotes_of_blocks,
    "Testimonial.pullQuote": prepare_quotes,
    "Testimonial.quotes": prepare_quotes,
}
