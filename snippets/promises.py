"""The lines of the GraphQL contract, written beside the models and blocks that keep them.

`promises("…")` takes field definitions in GraphQL's own schema language and gives the list of
declarations that grapple registers. A declaration names its type only; `cms.api` fills `names`
with the real types before it builds the schema.
"""

from collections.abc import Callable, Iterator
from functools import cache
from keyword import iskeyword
from typing import Any

import graphene
from graphene.utils.str_converters import to_snake_case
from graphql import (
    FieldDefinitionNode,
    InputValueDefinitionNode,
    TypeNode,
    Undefined,
    parse,
)
from graphql.language import ListTypeNode, NamedTypeNode, NonNullTypeNode
from graphql.utilities import value_from_ast_untyped
from grapple.models import GraphQLField

from .reader import Reader
from .reading import read, read_all

names: dict[str, Any] = {
    "Boolean": graphene.Boolean,
    "Float": graphene.Float,
    "ID": graphene.ID,
    "Int": graphene.Int,
    "String": graphene.String,
}

TEXTS = ("String", "RichText")


class Field(graphene.Field):
    """A field whose arguments wait until the schema is built, because their types do."""

    def __init__(self, of: Callable, *, line: FieldDefinitionNode, **options: Any) -> None:
        self.line = line
        super().__init__(of, **options)

    @property
    def args(self) -> dict[str, graphene.Argument]:
        return {to_snake_case(each.name.value): argument(each) for each in self.line.arguments}

    @args.setter
    def args(self, ignored: dict) -> None:
        """graphene assigns the arguments it was given: none."""


class Promise(GraphQLField):
    """One line of the contract: `name(arguments): Type`, kept by the attribute `source`."""

    def __init__(self, line: FieldDefinitionNode, sources: dict[str, str]) -> None:
        attribute = to_snake_case(line.name.value)
        super().__init__(
            f"{attribute}_" if iskeyword(attribute) else attribute,
            typed(line.type),
            source=sources.get(attribute, attribute),
            description=described(line),
        )
        self.name = line.name.value
        self.line = line

    def mounted(self, of: Any, resolver: Callable | None = None) -> Field:
        """The graphene field of type `of` that keeps this promise, by `resolver` or by reading."""
        return Field(
            of,
            line=self.line,
            name=self.name,
            description=self.description,
            resolver=resolver or reading(self.field_source, self.line.type),
        )


def promises(lines: str, **sources: str) -> list[tuple[Promise, Callable]]:
    """Declarations of the fields in `lines`, each with a description.

    A field reads the attribute of its own name in snake case; `sources` names another one.
    """
    [fragment] = parse(f"type Fragment {{ {lines} }}").definitions
    kept = [Promise(line, sources) for line in fragment.fields]
    return [(promise, promise.mounted) for promise in kept]


def typed(node: TypeNode) -> Any:
    """The graphene type of a type written in the schema language; a named one is looked up late."""
    if isinstance(node, NonNullTypeNode):
        return graphene.NonNull(typed(node.type))
    if isinstance(node, ListTypeNode):
        return graphene.List(typed(node.type))
    return lambda: names[node.name.value]


def argument(node: InputValueDefinitionNode) -> graphene.Argument:
    """The graphene argument of one written in the schema language, with its default."""
    of = typed(node.type)
    default = (
        Undefined if node.default_value is None else value_from_ast_untyped(node.default_value)
    )
    if (
        isinstance(node.type, NamedTypeNode)
        and getattr(node.default_value, "kind", "") == "enum_value"
    ):
        default = of()._meta.enum[default]
    return graphene.Argument(
        of, name=node.name.value, description=described(node), default_value=default
    )


def described(node: FieldDefinitionNode | InputValueDefinitionNode) -> str | None:
    """The description that stands before the definition."""
    return node.description.value if node.description else None


def reading(source: str, of: TypeNode) -> Callable:
    """A resolver that reads `source` as the answer's reader may see it.

    Blank text is null where the field allows it; where it does not, missing text is blank.
    """
    is_required = isinstance(of, NonNullTypeNode)
    is_text = is_required and isinstance(of.type, NamedTypeNode) and of.type.name.value in TEXTS

    def given(value: Any) -> Any:
        if is_text and value is None:
            return ""
        return value if is_required or value != "" else None

    def of_group(things: list[Any], reader: Reader) -> list[Any]:
        """The values of many things."""
        values = read_all(things, source, reader)
        return values if is_required and not is_text else list(map(given, values))

    def resolve(thing: Any, info: Any, **arguments: Any) -> Any:
        return given(read(thing, source, info.context.reader))

    resolve.of_group = of_group
    return resolve


def lines(thing: type) -> Iterator[Promise]:
    """What a model, block or shape promises, after what its base classes do."""
    for each in reversed(thing.__mro__):
        yield from (promise for promise, _ in vars(each).get("graphql_fields", ()))


@cache
def promised_fields(thing: type) -> dict[str, Promise]:
    """What a model, block or shape promises, by the name of the field."""
    return {promise.name: promise for promise in lines(thing)}
