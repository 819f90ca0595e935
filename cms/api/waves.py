"""Executes an operation by groups: a field of all things of a type that stand in one place, at once.

graphql-core executes thing by thing and field by field, and spends most of its time on what is the
same for all things of a list: which fields are selected, with which arguments, how they are
completed. Here that is found once for each place of the operation (the idea is known as breadth-first
execution). Nothing but the way is different: whatever is no plain success, an error, a null where none
may be, a value that a type does not take, ends in `UnsureError`, and graphql-core executes the
operation from the start and says what the specification says of it.

Rests on parts of graphql-core 3.2 that are not its public interface; a test compares both on
operations made at random.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionContext,
    FieldNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    TypeNameMetaFieldDef,
    Undefined,
    default_field_resolver,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)
from graphql.execution.collect_fields import collect_fields, collect_sub_fields
from graphql.execution.values import get_argument_values

from cms.api.budget import WatchedExecution
from cms.api.loading import Loading
from cms.api.registered import type_name

Nodes = list[FieldNode]
Stand = tuple[str, tuple[int, ...]]
"""The name of a type, and the identities of the nodes that select something of it."""


class UnsureError(Exception):
    """Something is not as it should be: graphql-core shall say what."""


@dataclass(frozen=True)
class Place:
    """A field of a group, ready to be resolved for each of its things."""

    key: str
    definition: GraphQLField
    arguments: dict[str, Any]
    info: GraphQLResolveInfo

    def values(self, things: list[Any]) -> list[Any]:
        """The field's value of each thing."""
        resolve, info = self.definition.resolve or default_field_resolver, self.info
        if of_group := getattr(resolve, "of_group", None):
            return of_group(things, info.context.reader)
        if not self.arguments:
            return [resolve(thing, info) for thing in things]
        return [resolve(thing, info, **self.arguments) for thing in things]


class Waves:
    """The execution of one operation."""

    def __init__(self, exact: ExecutionContext) -> None:
        self.exact, self.context = exact, exact.context_value
        self.places: dict[Stand, list[Place]] = {}
        self.objects: dict[Stand, dict[int, tuple[Any, dict[str, Any]]]] = defaultdict(dict)
        """What was made of a thing, by its identity, where it stands: it is the same each time."""

    def data(self) -> dict[str, Any]:
        """What the operation asks for. Raises UnsureError."""
        found: dict[str, Any] = {}
        for place in self.roots():
            self.resolve(place, [None], [found])
        return found

    def roots(self) -> list[Place]:
        """The root fields of the operation."""
        exact, root = self.exact, self.exact.schema.query_type
        selected = collect_fields(
            exact.schema,
            exact.fragments,
            exact.variable_values,
            root,
            exact.operation.selection_set,
        )
        return self.places_of(root, selected)

    def places_of(self, of: GraphQLObjectType, selected: dict[str, Nodes]) -> list[Place]:
        """The selected fields of a type."""
        return [self.place(of, key, nodes) for key, nodes in selected.items()]

    def place(self, of: GraphQLObjectType, key: str, nodes: Nodes) -> Place:
        """One selected field of a type."""
        exact, name = self.exact, nodes[0].name.value
        definition = TypeNameMetaFieldDef if name == "__typename" else of.fields.get(name)
        if definition is None:
            raise UnsureError
        arguments = get_argument_values(definition, nodes[0], exact.variable_values)
        info = GraphQLResolveInfo(
            name,
            nodes,
            definition.type,
            of,
            None,
            exact.schema,
            exact.fragments,
            None,
            exact.operation,
            exact.variable_values,
            self.context,
            exact.is_awaitable,
        )
        return Place(key, definition, arguments, info)

    def fill(self, of: GraphQLObjectType, nodes: Nodes, things: list[Any], outs: list[Any]) -> None:
        """Put what is selected of things of one type into the objects of the answer."""
        self.context.budget.check()
        known = of.name, tuple(map(id, nodes))
        if (places := self.places.get(known)) is None:
            exact = self.exact
            selected = collect_sub_fields(
                exact.schema, exact.fragments, exact.variable_values, of, nodes
            )
            places = self.places[known] = self.places_of(of, selected)
        for place in places:
            self.resolve(place, things, outs)

    def resolve(self, place: Place, things: list[Any], outs: list[Any]) -> None:
        """Put one field of all things into the objects of the answer."""
        values, keys = place.values(things), [place.key] * len(things)
        self.put(values, place.definition.type, place, outs, keys)

    def put(
        self, values: list[Any], declared: Any, place: Place, outs: list[Any], keys: list[Any]
    ) -> None:
        """Put values of a declared type where they belong: at their key of an object or a list."""
        if is_non_null_type(declared):
            declared = declared.of_type
            if any(value is None for value in values):
                raise UnsureError
        if is_leaf_type(declared):
            self.put_leaves(values, declared.serialize, outs, keys)
        elif is_list_type(declared):
            self.put_lists(values, declared.of_type, place, outs, keys)
        elif is_abstract_type(declared):
            self.put_objects_by_type(values, place, outs, keys)
        else:
            self.put_objects(values, declared, place, outs, keys)

    def put_leaves(
        self, values: list[Any], serialize: Any, outs: list[Any], keys: list[Any]
    ) -> None:
        """Put scalars and enums."""
        for value, out, key in zip(values, outs, keys, strict=True):
            if value is None:
                out[key] = None
                continue
            written = serialize(value)
            if written is None or written is Undefined:
                raise UnsureError
            out[key] = written

    def put_lists(
        self, values: list[Any], of: Any, place: Place, outs: list[Any], keys: list[Any]
    ) -> None:
        """Put lists, and the items of all of them together."""
        items: list[Any] = []
        lists: list[Any] = []
        positions: list[int] = []
        for value, out, key in zip(values, outs, keys, strict=True):
            if value is None:
                out[key] = None
                continue
            if not isinstance(value, list | tuple):
                raise UnsureError
            out[key] = made = [None] * len(value)
            items.extend(value)
            lists.extend([made] * len(value))
            positions.extend(range(len(value)))
        if items:
            self.put(items, of, place, lists, positions)

    def put_objects_by_type(
        self, values: list[Any], place: Place, outs: list[Any], keys: list[Any]
    ) -> None:
        """Put objects of an interface or a union, those of each type together."""
        types = self.exact.schema.type_map
        by_type = defaultdict(list)
        for position, value in enumerate(values):
            if value is None:
                outs[position][keys[position]] = None
            else:
                by_type[type_name(value)].append(position)
        for name, positions in by_type.items():
            self.put_objects(
                [values[each] for each in positions],
                types[name],
                place,
                [outs[each] for each in positions],
                [keys[each] for each in positions],
            )

    def put_objects(
        self, values: list[Any], of: Any, place: Place, outs: list[Any], keys: list[Any]
    ) -> None:
        """Put objects of one type, and go on below them."""
        things: list[Any] = []
        made: list[Any] = []
        note = self.context.tags.note
        objects = self.objects[of.name, tuple(map(id, place.info.field_nodes))]
        for value, out, key in zip(values, outs, keys, strict=True):
            if value is None:
                out[key] = None
                continue
            if isinstance(value, Exception):
                raise UnsureError
            if (known := objects.get(id(value))) is not None:
                out[key] = known[1]
                continue
            out[key] = found = {}
            objects[id(value)] = value, found
            things.append(value)
            made.append(found)
            note(value)
        if things:
            self.fill(of, place.info.field_nodes, things, made)


def executed(exact: ExecutionContext) -> dict[str, Any]:
    """The data of an operation that nothing goes wrong with. Raises UnsureError for any other, and
    whatever resolvers raise."""
    return Waves(exact).data()


def told(
    document: DocumentNode, things: list[Any], schema: GraphQLSchema, context: Any
) -> list[Any]:
    """What an operation of one root field tells of each of these things, as if that had found them, as
    part of the answer whose context it is. Raises as `executed` does."""
    exact = WatchedExecution.build(schema, document, context_value=context)
    made = Waves(exact)
    [place] = made.roots()
    Loading(place.info).load(things)
    found: list[Any] = [None] * len(things)
    made.put(things, place.definition.type, place, [found] * len(things), list(range(len(things))))
    return found
