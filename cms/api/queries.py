"""The root of the schema: every list and every single item."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.validators import slug_re
from django.db.models import Model, Q
from wagtail.models import Page

from cms.api import changes, registered, searching, site
from cms.api.findable import FINDABLE, may_be_found
from cms.api.ids import decoded, global_id
from cms.api.languages import LOCALE, language_of
from cms.api.lists import (
    FIRST_AFTER,
    LISTS,
    Connection,
    ListOf,
    beginning,
    connected,
    in_language,
)
from pages.models import EventReport, NewsletterIssue, Testimonial
from pages.querysets import find_readable_pages
from pages.redirects import Forwarding, forwarding_at
from snippets.drafts import draft_among, or_draft
from snippets.models import EventSeries, Organisation, Person, Sector, Technopole
from snippets.models.former import MERGED, formerly
from snippets.promises import promises
from snippets.reader import is_governed, readable_among

LONGEST_PATH = 2000
LONGEST_KEY = 18
"""Digits: no key of a database has more."""


def list_arguments(kind: str, usual: str) -> str:
    """The arguments of a root list."""
    return f"""
    "Which ones." filter: {kind}Filter
    "Words to look for, at most 255 characters: French word forms and accents are understood."
    search: String
    "In which order: RELEVANCE when `search` is given, else {usual}, when absent." orderBy: {kind}Order
    {LOCALE} {FIRST_AFTER}
    """


class Query:
    """Everything readable, in one language at a time."""

    graphql_fields = promises(
        f"""
        "Event reports, the last event first."
        eventReports({list_arguments("EventReport", "HELD_DESC")}): EventReportConnection!
        "One event report; null when there is none readable."
        eventReport("Its slug." slug: String!, {LOCALE}): EventReport
        "Testimonials, the last published first."
        testimonials({list_arguments("Testimonial", "PUBLISHED_DESC")}): TestimonialConnection!
        "One testimonial; null when there is none readable."
        testimonial("Its slug." slug: String!, {LOCALE}): Testimonial
        "Quotes, the last said first; in the order of the page within a day."
        quotes({list_arguments("Quote", "SAID_DESC")}): QuoteConnection!
        "Every technopole, by name."
        technopoles({LOCALE}): [Technopole!]!
        "One technopole; null when there is none readable."
        technopole("Its slug, in any language." slug: String!, {LOCALE}): Technopole
        "Organisations, by name."
        organisations({list_arguments("Organisation", "NAME_ASC")}): OrganisationConnection!
        "One organisation; null when there is none readable."
        organisation("Its slug, in any language, or the slug of one that became part of it." slug: String!, {LOCALE}): Organisation
        "People, by name."
        people({list_arguments("Person", "NAME_ASC")}): PersonConnection!
        "One person; null when there is none readable."
        person("Its slug, in any language, or the slug of one that became part of it." slug: String!, {LOCALE}): Person
        "Every sector and sub-sector, by name."
        sectors({LOCALE}): [Sector!]!
        "One sector; null when there is none."
        sector("Its slug, in any language." slug: String!, {LOCALE}): Sector
        "Every event series, by name."
        allEventSeries({LOCALE}): [EventSeries!]!
        "One event series; null when there is none."
        eventSeries("Its slug, in any language." slug: String!, {LOCALE}): EventSeries
        "Newsletter issues that were sent, the last one first."
        newsletterIssues({LOCALE} {FIRST_AFTER}): NewsletterIssueConnection!
        "One newsletter issue; null when there is none readable."
        newsletterIssue("Its number; the last one when absent." number: Int, {LOCALE}): NewsletterIssue
        "Whatever stands at this path of the site: a page of any type; where there is none, the redirect that leads from it; or null."
        page("The whole path as in `url`, language prefix included: /evenements/. It may hold a query string." path: String!): PageResult
        {searching.PROMISES}
        {site.PROMISES}
        {changes.PROMISES}
        "Whatever has this id, in its own language; null when it is not readable or no id of ours."
        node("As given by `id`." id: ID!): Node
        "The object that the header Preview-Token names, as last saved; null without the header."
        preview: Node
        """
    )


def one(model: type[Model]) -> Callable:
    """A resolver of a single object by slug: a record by its slug in any language."""

    def resolve(root: None, info: Any, slug: str, locale: str | None = None) -> Model | None:
        language = language_of(info, locale)
        if slug_re.fullmatch(slug) is None:
            return None
        found = find_one(model, slug, language)
        info.context.reader.remember([found] if found else [])
        return found

    return resolve


def issue_of(
    root: None, info: Any, number: int | None = None, locale: str | None = None
) -> NewsletterIssue | None:
    """The readable issue of a number, or the last one."""
    language = language_of(info, locale)
    issues = NewsletterIssue.objects.readable().filter(locale__language_code=language)
    if number is not None:
        issues = issues.filter(number=number)
    found = issues.order_by("-number", "-pk").first()
    info.context.reader.remember([found] if found else [])
    if number is None:
        info.context.tags.whole.add(NewsletterIssue.__name__)
    return found


def find_one(model: type[Model], slug: str, language: str) -> Model | None:
    """The readable page of a slug in a language; a record in it, else in the default one."""
    if issubclass(model, Page):
        pages = model.objects.readable().filter(or_draft(Q(slug=slug), model, slug=[slug]))
        return pages.filter(locale__language_code=language).first()
    called = model.objects.readable().filter(or_draft(Q(slug=slug), model, slug=[slug]))
    known = in_language(model, language)
    found = known.filter(translation_key__in=called.values("translation_key")).first()
    if found is None and model in MERGED:
        return known.filter(translation_key__in=formerly(model, [slug])).first()
    return found


def some(name: str) -> Callable:
    """A resolver of a list that can grow."""
    kind = LISTS[name]

    def resolve(root: None, info: Any, locale: str | None = None, **arguments: Any) -> Connection:
        language = language_of(info, locale)
        given, text = arguments.pop("filter", None), arguments.get("search")
        if given is text is arguments.get("after") is None:
            page = beginning(kind, language, arguments.get("order_by"), arguments.get("first"))
        else:
            page = some_of(kind, language, given, arguments)
        info.context.reader.remember(page.nodes)
        return page.count_once(name, language, given, text)

    return resolve


def some_of(kind: ListOf, language: str, given: Any, arguments: dict[str, Any]) -> Connection:
    """The page of a list that is filtered, searched or turned."""
    is_searched = arguments.get("search") is not None
    is_whole = is_searched and not given and kind.model in FINDABLE
    among = may_be_found((kind.model,), language, {}) if is_whole else None
    queryset = kind.filtered(kind.readable(language), given)
    return connected(kind, queryset, among=among, **arguments)


def every(model: type[Model]) -> Callable:
    """A resolver of a list that stays short."""

    def resolve(root: None, info: Any, locale: str | None = None) -> list[Model]:
        found = list(in_language(model, language_of(info, locale)))
        info.context.reader.remember(found)
        return found

    return resolve


def page_at(root: None, info: Any, path: str) -> Page | Forwarding | None:
    """The readable page at a path, else where the path leads; slashes at its ends are forgiven."""
    if len(path) > LONGEST_PATH or not path.isprintable():
        return None
    addresses = info.context.addresses
    address = addresses.tree_path(path.partition("?")[0])
    stands_there = or_draft(Q(url_path=address), Page, url_path=[address])
    keys = Page.objects.filter(stands_there).values_list("pk", flat=True)
    page = in_its_language(info, find_readable_pages(list(keys)).values())
    return page or forwarding_at(path, addresses)


def node_of(root: None, info: Any, id: str) -> Model | None:  # noqa: A002
    """The readable object of a global id, which is written in one way only."""
    name, key, language, *_rest = [*decoded(id), "", "", ""]
    model = registered.things.get(name)
    if not is_key(key) or not is_model(model):
        return None
    found = readable_among(model, [int(key)]).values()
    thing = in_its_language(info, found, language=language)
    return thing if thing and global_id(thing, info.context.language) == id else None


def is_key(text: str) -> bool:
    """Whether a text can be the key of an object, written as ids write it."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY


def is_model(thing: Any) -> bool:
    """Whether ids name objects of this kind."""
    return isinstance(thing, type) and issubclass(thing, Model) and is_governed(thing)


def in_its_language(info: Any, found: Iterable[Model], *, language: str = "") -> Model | None:
    """The one object found; what is below it is in its language.

    A record that its id tells in another language is answered in that one.
    """
    for each in found:
        locale = getattr(each, "locale_id", None)
        languages = info.context.addresses.languages
        own = languages.get(locale, settings.LANGUAGE_CODE)
        info.context.speak(language if language in languages.values() else own)
        info.context.reader.remember([each])
        return each
    return None


def preview_of(root: None, info: Any) -> Model | None:
    """The object that is previewed."""
    draft = draft_among(Model)
    return in_its_language(info, [draft] if draft else [])


ROOTS = {
    "eventReports": some("EventReport"),
    "eventReport": one(EventReport),
    "testimonials": some("Testimonial"),
    "testimonial": one(Testimonial),
    "quotes": some("Quote"),
    "technopoles": every(Technopole),
    "technopole": one(Technopole),
    "organisations": some("Organisation"),
    "organisation": one(Organisation),
    "people": some("Person"),
    "person": one(Person),
    "sectors": every(Sector),
    "sector": one(Sector),
    "allEventSeries": every(EventSeries),
    "eventSeries": one(EventSeries),
    "newsletterIssues": some("NewsletterIssue"),
    "newsletterIssue": issue_of,
    "page": page_at,
    "node": node_of,
    **searching.ROOTS,
    "preview": preview_of,
    **site.ROOTS,
    **changes.ROOTS,
}
