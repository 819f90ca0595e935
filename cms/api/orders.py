"""The orders of lists: enums of the contract, and the keys a place in a list is told by."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import F, Model, Q, QuerySet
from django.db.models.functions import Coalesce
from wagtail.models import Page

from snippets.drafts import draft_among


@dataclass(frozen=True)
class Key:
    """A column of an order, and how its value is read of a node."""

    column: str
    descending: bool = False
    expression: Any = None

    def of(self, node: Model) -> Any:
        """The value that places `node`."""
        return attrgetter(self.column.replace("__", "."))(node)

    def directed(self) -> Any:
        """What to order by.

        A draft that was never published comes as if it were published last. Readers have none, and
        their lists keep the plain order that an index has.
        """
        column = F(self.column)
        if not self.may_be_empty:
            return column.desc() if self.descending else column.asc()
        if self.descending:
            return column.desc(nulls_first=True)
        return column.asc(nulls_last=True)

    @property
    def may_be_empty(self) -> bool:
        """Whether a node may have no value: only with a draft among the nodes."""
        return self.column == "first_published_at" and draft_among(Page) is not None

    def after(self, value: Any) -> Q:
        """The condition of a value that comes after this one."""
        if value is None:
            return Q(**{f"{self.column}__isnull": False}) if self.descending else Q(pk__in=[])
        later = Q(**{f"{self.column}__{'lt' if self.descending else 'gt'}": value})
        if self.may_be_empty and not self.descending:
            later |= Q(**{f"{self.column}__isnull": True})
        return later


@dataclass(frozen=True)
class Order:
    """Keys of which the last one is unique, so that every node has one place."""

    name: str
    keys: tuple[Key, ...]

    def annotated(self, queryset: QuerySet) -> QuerySet:
        """The queryset with the columns that are computed."""
        computed = {key.column: key.expression for key in self.keys if key.expression is not None}
        return queryset.annotate(**computed)

    def columns(self) -> list[Any]:
        """What to order by."""
        return [key.directed() for key in self.keys]

    def place_of(self, node: Model) -> list[Any]:
        """The values that tell where `node` stands."""
        return [key.of(node) for key in self.keys]

    def after(self, place: list[Any]) -> Q:
        """The condition of standing after a place."""
        condition, same = Q(), Q()
        for key, value in zip(self.keys, place, strict=True):
            condition |= same & key.after(value)
            same &= Q(**{key.column: value})
        return condition


RELEVANCE = "RELEVANCE"


def order(name: str, *columns: str, **computed: Any) -> Order:
    """An order by columns, those after a minus sign descending, then by primary key."""
    keys = [
        Key(each.lstrip("-"), each.startswith("-"), computed.get(each.lstrip("-")))
        for each in columns
    ]
    return Order(name, (*keys, Key("pk", descending=keys[0].descending)))


FOUNDED = Coalesce("founded_in", 0)
SAID = (Key("said_on", descending=True), Key("page_id"), Key("sort_order"), Key("pk"))
SAID_FIRST = (Key("said_on"), Key("page_id"), Key("sort_order"), Key("pk"))

ORDERS: dict[str, dict[str, tuple[Order | None, str]]] = {
    "EventReportOrder": {
        RELEVANCE: (None, "The best answers to `search` first; without it, HELD_DESC."),
        "HELD_DESC": (order("HELD_DESC", "-starts_at"), "The last event first."),
        "HELD_ASC": (order("HELD_ASC", "starts_at"), "The first event first."),
        "PUBLISHED_DESC": (
            order("PUBLISHED_DESC", "-first_published_at"),
            "The last published first.",
        ),
        "PUBLISHED_ASC": (
            order("PUBLISHED_ASC", "first_published_at"),
            "The first published first.",
        ),
        "TITLE_ASC": (order("TITLE_ASC", "sort_title"), "By title, accents and case set aside."),
    },
    "TestimonialOrder": {
        RELEVANCE: (None, "The best answers to `search` first; without it, PUBLISHED_DESC."),
        "PUBLISHED_DESC": (
            order("PUBLISHED_DESC", "-first_published_at"),
            "The last published first.",
        ),
        "PUBLISHED_ASC": (
            order("PUBLISHED_ASC", "first_published_at"),
            "The first published first.",
        ),
        "TITLE_ASC": (order("TITLE_ASC", "sort_title"), "By title, accents and case set aside."),
    },
    "NewsletterIssueOrder": {
        "NUMBER_DESC": (order("NUMBER_DESC", "-number"), "The last one first."),
    },
    "QuoteOrder": {
        RELEVANCE: (None, "The best answers to `search` first; without it, SAID_DESC."),
        "SAID_DESC": (
            Order("SAID_DESC", SAID),
            "The last said first; in the page's order within a page.",
        ),
        "SAID_ASC": (Order("SAID_ASC", SAID_FIRST), "The first said first."),
    },
    "OrganisationOrder": {
        RELEVANCE: (None, "The best answers to `search` first; without it, NAME_ASC."),
        "NAME_ASC": (order("NAME_ASC", "sort_name"), "By name, accents and case set aside."),
        "NAME_DESC": (order("NAME_DESC", "-sort_name"), "By name, from Z to A."),
        "FOUNDED_DESC": (
            order("FOUNDED_DESC", "-founded", founded=FOUNDED),
            "The youngest first; those of unknown age last.",
        ),
    },
    "PersonOrder": {
        RELEVANCE: (None, "The best answers to `search` first; without it, NAME_ASC."),
        "NAME_ASC": (order("NAME_ASC", "sort_name"), "By name, accents and case set aside."),
        "NAME_DESC": (order("NAME_DESC", "-sort_name"), "By name, from Z to A."),
    },
}
