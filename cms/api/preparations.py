"""Fields that are loaded in a way of their own, by type and field.

Each gets all things of a wave, and notes the value of each with the answer's reader.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from cms.api import changes, page_fields
from cms.api.fetching import Sources, fetch_relations, find_what_is_pointed_to
from cms.api.lists import CONNECTED, Connection
from cms.api.nested import NESTED, prepare_nested
from cms.api.pictures import note_pictures
from cms.api.resolvers import FORMS_OF_RECORDS, LOCALES_OF_RECORDS
from cms.previews.drafts import nameless
from pages.models import EventReport, Quote, Testimonial
from pages.models.base import StoryPage
from pages.models.report_parts import EventReportTag
from snippets.drafts import draft_among, is_held_in_memory, shown
from snippets.models import Person
from snippets.reader import Reader
from snippets.reading import read
from snippets.rich_text import links_in
from snippets.statements import among, answers, rows


def prepare_tags(reports: list[Page], field: Any, info: Any) -> None:
    """The names of the tags of all reports, in one query."""
    names = defaultdict(list)
    for key, name in rows(tags_of, keys={report.pk for report in reports}):
        names[key].append(name)
    for report in reports:
        if is_held_in_memory(report, "tagged_items"):
            names[report.pk] = report.tag_names
        info.context.reader.prepare(report, "tag_names", names[report.pk])


def tags_of(keys: Any) -> QuerySet:
    """Key of the report and name of the tag, for all tags of reports."""
    tagged = EventReportTag.objects.filter(among("content_object_id", keys)).order_by("tag__name")
    return tagged.values_list("content_object_id", "tag__name")


def prepare_quotes(pages: Iterable[Page], field: Any, info: Any) -> None:
    """The readable quotes of all pages, in their order, in one query."""
    note_quotes(pages, info.context.reader)


def note_quotes(pages: Iterable[Page], reader: Reader) -> None:
    """Note with a reader what pages of all types quote, unless it is noted already."""
    quotes = defaultdict(list)
    by_key = {page.pk: page for page in pages if not reader.has_prepared(page, "told_quotes")}
    if not by_key:
        return
    for quote in answers(quotes_of, keys=by_key):
        quotes[quote.page_id].append(quote)
    if draft := draft_among(StoryPage):
        quotes[draft.pk] = list(shown.get().parts)
    for key, page in by_key.items():
        reader.remember(quotes[key])
        reader.prepare(page, "told_quotes", quotes[key])


def quotes_of(keys: Any) -> QuerySet:
    """The readable quotes of pages, in their order."""
    return Quote.objects.readable().filter(among("page_id", keys)).order_by("sort_order")


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


def prepare_person(testimonials: list[Testimonial], field: Any, info: Any) -> None:
    """Who tells. A testimonial is readable with its person, unless it is a draft that is previewed."""
    reader = info.context.reader
    found = reader.find(Person, [each.person_id for each in testimonials])
    for each in testimonials:
        if each.person_id not in found:
            reader.prepare(each, "person", nameless(Person, each.person_id, each.locale_id))


def prepare_links(texts: list[Any], field: Any, info: Any) -> None:
    """What the links of all texts lead to."""
    keys = defaultdict(set)
    for text in texts:
        for link in links_in(text):
            if link.target:
                keys[link.target.model].add(link.target.pk)
    for model, wanted in keys.items():
        info.context.reader.find(model, wanted)


def prepare_structured_data(pages: list[Page], field: Any, info: Any) -> None:
    """All that pages of one type tell machines, in one query a model or relation."""
    page_fields.prepare_breadcrumbs(pages, field, info)
    model, reader = type(pages[0]), info.context.reader
    told: Sources = [(pages, getattr(model.linked_data, "reads", []))]
    fetch_relations(told, reader)
    if issubclass(model, StoryPage):
        prepare_quotes(pages, field, info)
        told += spoken(quote for page in pages for quote in read(page, "told_quotes", reader))
    if issubclass(model, EventReport):
        prepare_tags(pages, field, info)
        told += spoken(speaker for page in pages for speaker in page.speakers.all())
    find_what_is_pointed_to(told, reader)
    pictures = [read(page.seo, "image", reader) for page in pages]
    info.context.pictures.note(picture for picture in pictures if picture)


def spoken(words: Iterable[Any]) -> Sources:
    """Speeches or quotes, whose person and organisation will be read; nothing without any."""
    things = list(words)
    return [(things, ["person", "organisation"])] if things else []


def count(lists: list[Connection], field: Any, info: Any) -> None:
    """How many nodes there are on all pages of the lists."""
    for each in lists:
        _ = each.total_count


PREPARATIONS = {
    **{f"{name}Connection.totalCount": count for name in CONNECTED},
    **changes.PREPARATIONS,
    **page_fields.PREPARATIONS,
    **dict.fromkeys(LOCALES_OF_RECORDS, page_fields.at_hand),
    **dict.fromkeys(FORMS_OF_RECORDS, page_fields.nothing),
    **page_fields.of_every_type({"structuredData": prepare_structured_data}),
    "RichText.links": prepare_links,
    **dict.fromkeys(NESTED, prepare_nested),
    "EventReport.quotes": prepare_quotes,
    "EventReport.tags": prepare_tags,
    "Image.rendition": note_pictures,
    "Image.srcset": note_pictures,
    "Quote.locale": prepare_languages,
    "QuoteBlock.quote": prepare_quotes_of_blocks,
    "Testimonial.person": prepare_person,
    "Testimonial.pullQuote": prepare_quotes,
    "Testimonial.quotes": prepare_quotes,
}
