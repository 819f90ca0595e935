"""Selections of everything that the schema offers, written from the schema itself."""

from collections.abc import Iterator
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_required_argument,
)

from cms.api.schema import schema

SCHEMA = schema.graphql_schema
ARGUMENTS = {"preset": "CARD"}
"""Values of arguments that fields below the root need."""


def selection(of: Any, depth: int) -> str:
    """Every field of a type, to a depth; of an abstract one, of all that may stand there."""
    if not is_abstract_type(of):
        return f"{{ __typename {' '.join(fields_of(of, depth))} }}"
    members = SCHEMA.get_possible_types(of)
    twofold = names_of_two_shapes(members)
    each = [
        f"... on {member.name} {{ {' '.join(fields_of(member, depth, twofold))} }}"
        for member in members
    ]
    return f"{{ __typename {' '.join(each)} }}"


def fields_of(
    of: GraphQLObjectType, depth: int, renamed: frozenset[str] = frozenset()
) -> Iterator[str]:
    """The fields of one type; those among `renamed` under an alias of its own."""
    for name, field in of.fields.items():
        if text := written(name, field, depth):
            yield f"{of.name}_{name}: {text}" if name in renamed else text


def written(name: str, field: GraphQLField, depth: int) -> str:
    """One field with what is below it; nothing when that is too deep."""
    of = get_named_type(field.type)
    called = f"{name}{arguments(field, ARGUMENTS)}"
    if is_leaf_type(of):
        return called
    return f"{called} {selection(of, depth - 1)}" if depth else ""


def arguments(field: GraphQLField, values: dict[str, Any]) -> str:
    """The arguments that a field cannot do without."""
    needed = [name for name, each in field.args.items() if is_required_argument(each)]
    return f"({', '.join(f'{name}: {values[name]}' for name in needed)})" if needed else ""


def names_of_two_shapes(members: Any) -> frozenset[str]:
    """The names of fields that have another type in another member."""
    shapes: dict[str, set[str]] = {}
    for member in members:
        for name, field in member.fields.items():
            shapes.setdefault(name, set()).add(str(field.type))
    return frozenset(name for name, found in shapes.items() if len(found) > 1)
