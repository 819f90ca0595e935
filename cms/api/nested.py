"""Lists that belong to a thing: a page of each for all things of a wave, in one query.

Every node of a list knows the keys of the things it belongs to; a window over them ranks it
within each, so that the first nodes of all lists come together.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Model, QuerySet, Window
from django.db.models.functions import Coalesce, DenseRank
from graphql.execution.values import get_argument_values

from cms.api.cursors import cursor_of, place_in
from cms.api.lists import GREATEST_LENGTH, LISTS, Connection, ListOf, length_asked
from snippets.models import Sector
from snippets.statements import OWNER, among, owned_answers

if TYPE_CHECKING:
    from cms.api.orders import Order

STEPS = (4, 11, 21, 51, GREATEST_LENGTH + 1)
"""How many nodes of each list are asked for, whatever the length: each makes a statement of its own."""
MAIN_SECTOR = Coalesce("sectors__parent__translation_key", "sectors__translation_key")
"""A main sector has what its sub-sectors have."""


@dataclass(frozen=True)
class Nested:
    """A list below a thing: its kind, and the path from a node to the keys of its owners."""

    kind: str
    path: str

    @property
    def list_of(self) -> ListOf:
        """The kind of list."""
        return LISTS[self.kind]

    def ways(self, things: list[Model]) -> list[tuple[bool, set]]:
        """Whether owners are main sectors, to which nodes lead through their own sectors, and the translation keys of those that
        are, or are not."""
        main = {
            thing.translation_key
            for thing in things
            if isinstance(thing, Sector) and not thing.parent_id
        }
        others = {thing.translation_key for thing in things} - main
        return [(is_main, keys) for is_main, keys in ((False, others), (True, main)) if keys]

    def owner(self, is_main: bool) -> Any:  # noqa: FBT001
        """How a node tells the translation key of its owner."""
        return MAIN_SECTOR if is_main else F(f"{self.path}__translation_key")


NESTED = {
    "Technopole.organisations": Nested("Organisation", "technopole"),
    "Technopole.eventReports": Nested("EventReport", "technopole"),
    "Technopole.testimonials": Nested("Testimonial", "technopole"),
    "Technopole.quotes": Nested("Quote", "technopole"),
    "Organisation.people": Nested("Person", "affiliations__organisation"),
    "Organisation.eventReports": Nested("EventReport", "mentions__organisation"),
    "Organisation.testimonials": Nested("Testimonial", "mentions__organisation"),
    "Organisation.quotes": Nested("Quote", "organisation"),
    "Person.eventReports": Nested("EventReport", "mentions__person"),
    "Person.testimonials": Nested("Testimonial", "mentions__person"),
    "Person.quotes": Nested("Quote", "person"),
    "Sector.organisations": Nested("Organisation", "sectors"),
    "Sector.eventReports": Nested("EventReport", "sectors"),
    "EventSeries.eventReports": Nested("EventReport", "series"),
}


def arguments_key(arguments: dict[str, Any]) -> str:
    """What tells one use of a field from another with other arguments."""
    return repr(sorted(arguments.items()))


def prepare_nested(things: list[Model], field: Any, info: Any) -> None:
    """A page of the list below each thing, for each way the field is asked for."""
    nested = NESTED[field.name]
    definition = field.of.fields[field.promise.name]
    for node in field.nodes:
        arguments = get_argument_values(definition, node, info.variable_values)
        pages = NestedLists(nested, things, info.context.language, arguments).pages()
        for thing in things:
            name = f"{field.name}{arguments_key(arguments)}"
            info.context.reader.prepare(thing, name, pages[thing.translation_key])
        info.context.reader.remember(each for page in pages.values() for each in page.nodes)


class NestedLists:
    """The lists of one kind below many things."""

    def __init__(
        self, nested: Nested, things: list[Model], language: str, arguments: dict[str, Any]
    ) -> None:
        self.nested, self.kind, self.language = nested, nested.list_of, language
        self.ways = nested.ways(things)
        self.length = length_asked(arguments.get("first"))
        self.after = arguments.get("after")
        asked = arguments.get("order_by")
        self.order: Order = self.kind.order(getattr(asked, "name", asked), None)
        self.filter = arguments.get("filter")

    def pages(self) -> dict[Any, Connection]:
        """A page for each thing, by translation key."""
        found = defaultdict(dict)
        for is_main, keys in self.ways:
            for owner, node in self.owned(is_main, keys):
                found[owner].setdefault(node.pk, node)
        return {
            key: Connection(
                list(found[key].values()),
                self.length,
                lambda node: cursor_of(self.order, node),
                is_first=self.after is None,
                count=lambda key=key: self.counts.get(key, 0),
            )
            for _, keys in self.ways
            for key in keys
        }

    def owned(self, is_main: bool, keys: set) -> Iterable[tuple[Any, Model]]:  # noqa: FBT001
        """The first nodes of each owner's list, at least one more than asked for, each with the key of its owner."""
        if self.after is None and not self.filter:
            length = next(step for step in STEPS if step > self.length)
            beginning = self.nested, is_main, self.language, self.order, length
            return owned_answers(first_of_each, *beginning, keys=keys)
        nodes = self.order.annotated(self.queryset)
        if self.after is not None:
            place = place_in(self.order, self.kind.model, self.after)
            nodes = nodes.filter(self.order.after(place))
        owner = self.nested.owner(is_main)
        found = first_of(nodes, owner, self.order, self.length + 1, keys)
        return [(node.owner_key, node) for node in found]

    @property
    def queryset(self) -> QuerySet:
        """The readable nodes that the filter lets through."""
        return self.kind.filtered(self.kind.readable(self.language), self.filter)

    @cached_property
    def counts(self) -> dict[Any, int]:
        """How many nodes each list has, by the key of its owner; one query for all."""
        counted = {}
        for is_main, keys in self.ways:
            owned = self.queryset.order_by().annotate(owner_key=self.nested.owner(is_main))
            rows = owned.filter(owner_key__in=keys).values("owner_key")
            counted.update(
                rows.annotate(nodes=Count("pk", distinct=True)).values_list("owner_key", "nodes")
            )
        return counted


def first_of_each(
    nested: Nested,
    is_main: bool,  # noqa: FBT001
    language: str,
    order: "Order",
    length: int,
    keys: Any,
) -> QuerySet:
    """The first nodes of each owner's list that are readable in a language, in an order."""
    nodes = order.annotated(nested.list_of.readable(language))
    return first_of(nodes, nested.owner(is_main), order, length, keys)


def first_of(nodes: QuerySet, owner: Any, order: "Order", length: int, keys: Any) -> QuerySet:
    """The first of the nodes of each owner among `keys`, in an order whose columns they have."""
    rank = Window(DenseRank(), partition_by=owner, order_by=order.columns())
    owned = nodes.annotate(**{OWNER: owner}).filter(among(OWNER, keys))
    ranked = owned.annotate(rank_in_list=rank).filter(rank_in_list__lte=length)
    return ranked.order_by(OWNER, "rank_in_list")


def nested_list(name: str) -> Any:
    """A resolver of a list that was prepared."""

    def resolve(thing: Model, info: Any, **arguments: Any) -> Connection:
        key = type(thing), thing.pk, f"{name}{arguments_key(arguments)}"
        return info.context.reader.prepared[key]

    return resolve


def nested_values(things: list[Model], field: Any, info: Any) -> Any:
    """The lists below things, node by node that asks for them."""
    definition = field.of.fields[field.promise.name]
    resolve = nested_list(field.name)
    for node in field.nodes:
        arguments = get_argument_values(definition, node, info.variable_values)
        yield [resolve(thing, info, **arguments) for thing in things], [node]
