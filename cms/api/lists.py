"""Lists that can grow: pages of nodes with cursors, and the total."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Model, Q, QuerySet, Subquery
from django.db.models.lookups import Exact
from wagtail.models import Locale, Page

from cms.api.counts import counts
from cms.api.cursors import cursor_of, place_in
from cms.api.errors import BadInputError
from cms.api.filters import condition_of
from cms.api.orders import ORDERS, RELEVANCE, Order
from cms.api.relevance import relevance_in, searched
from cms.search.answers import Findable
from pages.models import EventReport, NewsletterIssue, Quote, Testimonial
from pages.querysets import readable_pages
from snippets.models import Organisation, Person
from snippets.records import Record
from snippets.statements import answers, how_many

NOT_BY_INDEX = 0
"""Added to the key of a language, it keeps databases from finding all the pages of a language only to
sort them: they go along the order of the list, and stop where its page ends."""

DEFAULT_LENGTH = 20
GREATEST_LENGTH = 100
FIRST_AFTER = """
    "At most 100; 20 when absent." first: Int
    "endCursor of the page before." after: String
"""
"""The arguments of a list that can grow."""


@dataclass(frozen=True)
class ListOf:
    """A kind of list: its nodes, how it may be filtered, and its order when none is asked."""

    model: type[Model]
    usual_order: str
    locale_path: str = "locale"

    @property
    def name(self) -> str:
        """The name of the type of its nodes."""
        return self.model.__name__

    def readable(self, language: str) -> QuerySet:
        """The readable nodes in a language; of records, also those that have no translation."""
        if issubclass(self.model, Record):
            return in_language(self.model, language)
        return self.model.objects.readable().filter(
            Exact(F(f"{self.locale_path}_id") + NOT_BY_INDEX, key_of(language))
        )

    def filtered(self, queryset: QuerySet, given: Any) -> QuerySet:
        """The nodes that a filter input lets through."""
        return queryset.filter(condition_of(f"{self.name}Filter", given)) if given else queryset

    def order(self, asked: str | None, search: str | None) -> Order | None:
        """The order asked for; None for relevance, which is usual while searching."""
        if asked is None:
            asked = RELEVANCE if search is not None else self.usual_order
        if asked == RELEVANCE and search is None:
            asked = self.usual_order
        return ORDERS[f"{self.name}Order"][asked][0]


def key_of(language: str) -> Subquery:
    """The key of a language, which is looked up once for all rows."""
    return Subquery(Locale.objects.filter(language_code=language).order_by().values("pk"))


def in_language(model: type[Record], language: str) -> QuerySet:
    """The readable records in a language; those without a translation in the default one."""
    readable = model.objects.readable()
    own = readable.filter(locale__language_code=language)
    if language == settings.LANGUAGE_CODE:
        return own
    translated = own.values("translation_key")
    default = readable.filter(locale__language_code=settings.LANGUAGE_CODE)
    missing = default.exclude(translation_key__in=translated)
    return readable.filter(Q(pk__in=own.values("pk")) | Q(pk__in=missing.values("pk")))


LISTS = {
    each.name: each
    for each in (
        ListOf(EventReport, "HELD_DESC"),
        ListOf(Testimonial, "PUBLISHED_DESC"),
        ListOf(Quote, "SAID_DESC", locale_path="page__locale"),
        ListOf(Organisation, "NAME_ASC"),
        ListOf(Person, "NAME_ASC"),
        ListOf(NewsletterIssue, "NUMBER_DESC"),
    )
}


CONNECTED = (*LISTS, "Page", "Redirect", "Search")
"""What comes in lists that can grow, by the name of the list's type."""


@dataclass(frozen=True)
class PageInfo:
    """Where a page of a list begins and ends."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@dataclass(frozen=True)
class Edge:
    """A node with its cursor."""

    cursor: str
    node: Model


@dataclass
class Connection:
    """A page of a list. `found` holds more nodes than asked for when there are more."""

    found: list[Model]
    length: int
    cursor_of: Callable[[Model], str]
    is_first: bool
    count: Callable[[], int]

    @property
    def nodes(self) -> list[Model]:
        """The nodes, in the order of the list."""
        return self.found[: self.length]

    @cached_property
    def edges(self) -> list[Edge]:
        """The nodes with their cursors."""
        return [Edge(self.cursor_of(node), node) for node in self.nodes]

    @property
    def page_info(self) -> PageInfo:
        """Where the page begins and ends."""
        ends = [self.cursor_of(node) for node in (self.nodes[:1] + self.nodes[-1:])]
        return PageInfo(
            has_next_page=len(self.found) > self.length,
            has_previous_page=not self.is_first,
            start_cursor=ends[0] if ends else None,
            end_cursor=ends[-1] if ends else None,
        )

    @cached_property
    def total_count(self) -> int:
        """How many nodes there are on all pages."""
        return self.count()

    def count_once(self, *question: Any) -> Self:
        """The same page, whose total is kept under what it depends on beside the content."""
        self.count = partial(counts.of, question, self.count)
        return self


def length_asked(first: int | None) -> int:
    """How many nodes to give; refuses what is not between 0 and 100."""
    length = DEFAULT_LENGTH if first is None else first
    if not 0 <= length <= GREATEST_LENGTH:
        raise BadInputError(f"first: ask for 0 to {GREATEST_LENGTH} items, not {length}.")
    return length


def connected(
    kind: ListOf,
    queryset: QuerySet,
    *,
    search: str | None = None,
    order_by: Any = None,
    first: int | None = None,
    after: str | None = None,
    among: list[Findable] | None = None,
    **ignored: Any,
) -> Connection:
    """A page of a readable queryset."""
    length = length_asked(first)
    order = kind.order(getattr(order_by, "name", order_by), search)
    if order is None:
        return relevance_in(queryset, search, among).page(Connection, length, after)
    if search is not None:
        queryset = searched(queryset, search)
    return in_order(queryset, order, length, after)


def in_order(queryset: QuerySet, order: Order, length: int, after: str | None) -> Connection:
    """The page of a readable queryset that follows a cursor, in an order."""
    ordered = order.annotated(queryset).order_by(*order.columns())
    if after is not None:
        ordered = ordered.filter(order.after(place_in(order, queryset.model, after)))
    return Connection(
        list(ordered[: length + 1]),
        length,
        lambda node: cursor_of(order, node),
        is_first=after is None,
        count=queryset.count,
    )


def beginning(
    kind: ListOf, language: str, order_by: Any = None, first: int | None = None
) -> Connection:
    """The first page of everything readable in a language."""
    length = length_asked(first)
    order = kind.order(getattr(order_by, "name", order_by), None)
    return Connection(
        answers(first_nodes, kind, language, order, length + 1),
        length,
        lambda node: cursor_of(order, node),
        is_first=True,
        count=lambda: how_many(all_nodes, kind, language),
    )


def first_nodes(kind: ListOf, language: str, order: Order, length: int, keys: Any) -> QuerySet:
    """The first nodes readable in a language, in an order."""
    return order.annotated(kind.readable(language)).order_by(*order.columns())[:length]


def all_nodes(kind: ListOf, language: str, keys: Any) -> QuerySet:
    """The keys of the nodes readable in a language; of pages, by an index that tells everything."""
    found = kind.readable(language)
    if issubclass(kind.model, Page):
        of_type = Q(content_type=ContentType.objects.get_for_model(kind.model))
        found = readable_pages().filter(of_type, locale_id=key_of(language))
    return found.order_by().values_list("pk")
