"""Cost: how many objects an operation requests, told by the schema.

- An object counts 1, plus the objects selected in it.
- A list counts its items. `first` says how many: for the list itself, or for the lists of the
  connection it is an argument of. A list without it counts as LIST_ESTIMATE items.
- Where several types may stand (an interface or a union), the costliest counts.
- Texts, numbers, dates and lists of them count nothing, unless they are weighty, nor does what @skip or
  @include leave out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)
from graphql.execution.collect_fields import collect_fields, collect_sub_fields
from graphql.execution.execute import get_field_def
from graphql.execution.values import get_argument_values

from cms.api.limits.errors import CostError

LIST_ESTIMATE = 5
DEFAULT_PAGE, LARGEST_PAGE = 20, 100


def check(requested: int, most: int) -> None:
    """Raise CostError when more than `most` objects are requested."""
    if requested > most:
        raise CostError(
            f"The operation requests {requested} objects: request at most {most}, "
            "with a smaller `first` or fewer nested lists.",
            limit="cost",
        )


@dataclass
class Cost:
    """Counts what the operations of one document request with given variables."""

    schema: GraphQLSchema
    fragments: dict[str, FragmentDefinitionNode]
    variables: dict[str, Any]
    weights: Mapping[str, int] = field(default_factory=dict)
    """How many objects a text counts as that takes as much to make, by type and field."""
    known: dict[tuple, int] = field(default_factory=dict)

    def of(self, operation: OperationDefinitionNode) -> int:
        """The objects an operation requests."""
        root = self.schema.get_root_type(operation.operation)
        fields = collect_fields(
            self.schema, self.fragments, self.variables, root, operation.selection_set
        )
        return self.of_fields(root, fields.values(), page=None)

    def of_fields(
        self, parent: GraphQLObjectType, fields: Iterable[list[FieldNode]], *, page: int | None
    ) -> int:
        """The objects in the fields of one object; `page` is the size of a connection's lists."""
        return sum(self.of_field(parent, nodes, page=page) for nodes in fields)

    def of_field(
        self, parent: GraphQLObjectType, nodes: list[FieldNode], *, page: int | None
    ) -> int:
        """The objects in one field."""
        defined = get_field_def(self.schema, parent, nodes[0])
        if defined is None or is_leaf_type(get_named_type(defined.type)):
            return self.weights.get(f"{parent.name}.{nodes[0].name.value}", 0)
        first = self.first(defined, nodes[0])
        size = next((each for each in (first, page) if each is not None), LIST_ESTIMATE)
        below = None if holds_list(defined.type) else first
        return items(defined.type, size) * (1 + self.inside(defined, nodes, page=below))

    def inside(self, defined: GraphQLField, nodes: list[FieldNode], *, page: int | None) -> int:
        """The objects in the costliest object that may stand in a field."""
        named = get_named_type(defined.type)
        key = (named.name, page, *map(id, nodes))
        if key not in self.known:
            possible = self.schema.get_possible_types(named) if is_abstract_type(named) else [named]
            self.known[key] = max(
                (self.of_object(each, nodes, page=page) for each in possible), default=0
            )
        return self.known[key]

    def of_object(
        self, kind: GraphQLObjectType, nodes: list[FieldNode], *, page: int | None
    ) -> int:
        """The objects in an object of one type."""
        fields = collect_sub_fields(self.schema, self.fragments, self.variables, kind, nodes)
        return self.of_fields(kind, fields.values(), page=page)

    def first(self, defined: GraphQLField, node: FieldNode) -> int | None:
        """How many items a field is asked for; None when it cannot be asked."""
        if "first" not in defined.args:
            return None
        try:
            first = get_argument_values(defined, node, self.variables).get("first")
        except GraphQLError:
            first = None
        return DEFAULT_PAGE if first is None else max(0, min(first, LARGEST_PAGE))


def holds_list(kind: Any) -> bool:
    """Whether a field of this type is a list."""
    return is_list_type(kind.of_type if is_non_null_type(kind) else kind)


def items(kind: Any, size: int) -> int:
    """How many objects a field of this type holds when each of its lists holds `size`."""
    if is_non_null_type(kind):
        return items(kind.of_type, size)
    return size * items(kind.of_type, size) if is_list_type(kind) else 1
