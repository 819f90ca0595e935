"""Introspection: what an operation asks about the schema itself.

It costs the database nothing and the processor much: the schema is large, and asked for whole under
many names it holds a worker for seconds. So its values are counted, lists by about how long they are.
"""

from graphql import FieldNode, FragmentSpreadNode, SelectionNode

from cms.api.limits.errors import LimitError
from cms.api.limits.walking import Measure, Written

ABOUT_THE_SCHEMA = {"__schema", "__type"}
LENGTHS = {
    "types": 120,
    "directives": 5,
    "fields": 7,
    "args": 2,
    "inputFields": 5,
    "enumValues": 5,
    "possibleTypes": 5,
    "interfaces": 2,
}
"""About how long the lists of introspection are."""


class Values(Measure):
    """Counts the values in fields of introspection, through fragments."""

    def of_node(self, node: SelectionNode, inside: int) -> int:
        """The values of a field, an inline fragment or a spread."""
        if isinstance(node, FragmentSpreadNode):
            return self.of_fragment(node.name.value, inside)
        values = self.of(node.selection_set, inside)
        is_field = isinstance(node, FieldNode)
        return LENGTHS.get(node.name.value, 1) * (1 + values) if is_field else values


class Introspected(Measure):
    """Counts the values that are asked for about the schema, wherever in an operation."""

    def __init__(self, written: Written) -> None:
        super().__init__(written.fragments, sum)
        self.values = Values(written.fragments, sum)

    def of_node(self, node: SelectionNode, inside: int) -> int:
        """The values in a field, an inline fragment or a spread."""
        if isinstance(node, FragmentSpreadNode):
            return self.of_fragment(node.name.value, inside)
        if isinstance(node, FieldNode) and node.name.value in ABOUT_THE_SCHEMA:
            return self.values.of_node(node, inside)
        return self.of(node.selection_set, inside)


def check(written: Written, most: int) -> None:
    """Raise LimitError for more than `most` values about the schema."""
    introspected = Introspected(written)
    for operation in written.operations:
        values = introspected.of(operation.selection_set)
        if values > most:
            raise LimitError(
                "The operation asks for too much about the schema: ask for it once.",
                operation,
                limit="introspection",
            )
