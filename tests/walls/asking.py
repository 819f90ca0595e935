"""Makes operations out of the schema: every field, two relations deep, and every argument.

It is told by the schema: a new root, field, type, filter or order is asked for without a word here,
and an argument of a type that nobody knows how to fill is an error.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLObjectType,
    get_named_type,
    is_abstract_type,
    is_enum_type,
    is_input_object_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_required_argument,
    is_union_type,
)

from cms.api.schema import schema

SCHEMA = schema.graphql_schema
TOKENS = 1500
"""Of one operation; the API takes 2,000."""
MOST_ALIASES, MOST_REPEATS = 45, 45
MOST_ITEMS = {True: 12, False: 4}
"""`first` of a list of the root, and of one below: all that is public fits."""
TEXTS = {"String", "ID"}


@dataclass
class Samples:
    """Values of arguments: texts, by the name of their argument or type, and the rest by type."""

    texts: dict[str, list[str]]
    others: dict[str, list[str]] = field(
        default_factory=lambda: {
            "Boolean": ["true", "false"],
            "Date": ['"1987-03-05"', '"2100-01-01"'],
            "DateTime": ['"1987-03-05T12:00:00+01:00"', '"2100-01-01T00:00:00+01:00"'],
            "Int": ["1", "10", "1987"],
            "Locale": ['"fr"', '"en"'],
        }
    )

    def of(self, argument: str, kind: Any, *, only_texts: bool = False) -> list[str]:
        """Values of an argument, as they are written in an operation."""
        if is_non_null_type(kind):
            return self.of(argument, kind.of_type, only_texts=only_texts)
        if is_list_type(kind):
            items = self.of(argument, kind.of_type, only_texts=only_texts)
            single = [] if only_texts else ["[]", *(f"[{each}]" for each in items)]
            return [*single, f"[{', '.join(items)}]"] if items else single
        if is_input_object_type(kind):
            return [
                f"{{{name}: {value}}}"
                for name, each in kind.fields.items()
                for value in self.of(name, each.type, only_texts=only_texts)
            ]
        if kind.name in TEXTS:
            texts = self.texts.get(argument, self.texts.get(kind.name, []))
            return [json.dumps(each) for each in texts]
        if only_texts:
            return []
        return list(kind.values) if is_enum_type(kind) else self.known(kind.name)

    def known(self, name: str) -> list[str]:
        """Values of a scalar."""
        if name not in self.others:
            raise AssertionError(
                f"The walk cannot fill an argument of type {name}: "
                "give values to Samples, tests/walls/asking.py."
            )
        return self.others[name]


def weight(text: str) -> int:
    """How many tokens an operation has, or a few more."""
    return len(re.findall(r'"[^"]*"|\w+|[^\s\w,]', text))


def packed(parts: Iterable[str], tokens: int = TOKENS, most: int = 1000) -> Iterator[str]:
    """The parts together, as many as fit into one operation."""
    held: list[str] = []
    for part in parts:
        together = " ".join([*held, part])
        is_full = weight(together) > tokens or together.count(" id ") > MOST_REPEATS
        if held and (is_full or len(held) == most):
            yield " ".join(held)
            held = []
        held.append(part)
    if held:
        yield " ".join(held)


def is_connection(kind: Any) -> bool:
    """Whether a type is a page of a list."""
    return {"nodes", "edges", "totalCount"} <= getattr(kind, "fields", {}).keys()


@cache
def types_of(name: str) -> list[str]:
    """The types that fields of a name have, the one of most fields first."""
    kinds = [each for each in SCHEMA.type_map.values() if isinstance(each, GraphQLObjectType)]
    types = Counter(str(each.fields[name].type) for each in kinds if name in each.fields)
    return [kind for kind, _ in types.most_common()]


def own_name(name: str, asked: GraphQLField) -> str:
    """What a field is answered under, so that fields of its name that differ in type may stand by."""
    number = types_of(name).index(str(asked.type))
    return f"{name}_{number}: " if number else ""


class Asking:
    """Operations on the whole schema, with values that are public."""

    def __init__(self, samples: Samples) -> None:
        self.samples = samples
        self.everything = cache(self.selections)

    def given(self, name: str, asked: GraphQLField, *, at_root: bool = False, **values: str) -> str:
        """A field with the arguments that it must have, and those that are given."""
        arguments = {
            each: self.samples.of(each, argument.type)[0]
            for each, argument in asked.args.items()
            if is_required_argument(argument)
        }
        if "first" in asked.args and is_connection(get_named_type(asked.type)):
            arguments["first"] = str(MOST_ITEMS[at_root])
        arguments |= values
        written = ", ".join(f"{each}: {value}" for each, value in arguments.items())
        return f"{name}({written})" if written else name

    def selections(self, kind: Any, depth: int) -> list[str]:
        """What together asks everything of a type, `depth` relations deep."""
        if is_leaf_type(kind):
            return [""]
        if is_abstract_type(kind):
            possible = SCHEMA.get_possible_types(kind)
            parts = [
                f"... on {each.name} {of}" for each in possible for of in self.below(each, depth)
            ]
            return [*packed(["__typename", *parts])]
        if is_connection(kind):
            node = get_named_type(kind.fields["nodes"].type)
            [edge, *_] = self.below(node, 0)
            ends = "totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
            return [
                f"{ends} edges {{ cursor node {edge} }} nodes {of}"
                for of in self.below(node, depth)
            ]
        return [*packed(self.parts(kind, depth))] or ["__typename"]

    def below(self, kind: Any, depth: int) -> list[str]:
        """The selections of a type in braces."""
        return [f"{{ {each} }}" for each in self.everything(kind, depth)]

    def parts(self, kind: GraphQLObjectType, depth: int) -> Iterator[str]:
        """The fields of an object, each with what is asked below it."""
        for name, asked in kind.fields.items():
            of = get_named_type(asked.type)
            written = own_name(name, asked) + self.given(name, asked)
            if is_leaf_type(of):
                yield written
            elif depth:
                yield from (f"{written} {each}" for each in self.below(of, depth - 1))

    def roots(self) -> Iterator[tuple[str, str, GraphQLField]]:
        """Each field of the root, with each value of the arguments that it must have."""
        for name, asked in SCHEMA.query_type.fields.items():
            needed = [each for each, arg in asked.args.items() if is_required_argument(arg)]
            for each in needed[:1] or [None]:
                values = self.samples.of(each, asked.args[each].type) if each else [None]
                for value in values:
                    chosen = {each: value} if each else {}
                    yield name, self.given(name, asked, at_root=True, **chosen), asked

    def arguments(self) -> Iterator[tuple[str, str, GraphQLField, str, GraphQLArgument]]:
        """Each argument of each field: the way to its object, the field and the argument."""
        for kind, way in self.ways().items():
            for name, asked in SCHEMA.type_map[kind].fields.items():
                for argument, of in asked.args.items():
                    yield way, name, asked, argument, of

    def uses(
        self, samples: Samples, *, only_texts: bool = False
    ) -> Iterator[tuple[str, list[str], list[str]]]:
        """The way to each argument, its values, and the field asked with each of them."""
        for way, name, asked, argument, of in self.arguments():
            values = samples.of(argument, of.type, only_texts=only_texts)
            fields = [
                f"{self.given(name, asked, at_root=way == '%s', **{argument: value})} "
                f"{self.brief(asked)}"
                for value in values
            ]
            if fields:
                yield way, values, fields

    def brief(self, asked: GraphQLField) -> str:
        """Which things a field gives: their ids, or the values of what has none."""
        kind = get_named_type(asked.type)
        if is_leaf_type(kind):
            return ""
        if not is_connection(kind):
            return f"{{ {self.identity(kind)} }}"
        identity = self.identity(get_named_type(kind.fields["nodes"].type))
        ends = "totalCount pageInfo { hasNextPage hasPreviousPage }"
        return f"{{ {ends} edges {{ node {{ {identity} }} }} nodes {{ {identity} }} }}"

    def identity(self, kind: Any) -> str:
        """What tells an object of a type from others."""
        if is_union_type(kind):
            return "... on Node { id }"
        if "id" in kind.fields:
            return "id"
        plain = [
            self.given(name, asked)
            for name, asked in kind.fields.items()
            if is_leaf_type(get_named_type(asked.type))
        ]
        return " ".join(plain) or "__typename"

    def ways(self) -> dict[str, str]:
        """A way from the root to each type of object, the shortest one; `%s` stands inside it."""
        ways, waiting = {"Query": "%s"}, ["Query"]
        while waiting:
            here = waiting.pop(0)
            for name, asked in SCHEMA.type_map[here].fields.items():
                of = get_named_type(asked.type)
                if is_leaf_type(of) or (
                    here == "Query" and any(map(is_required_argument, asked.args.values()))
                ):
                    continue
                field_here = self.given(name, asked, at_root=here == "Query")
                for kind in SCHEMA.get_possible_types(of) if is_abstract_type(of) else [of]:
                    inside = f"... on {kind.name} {{ %s }}" if is_abstract_type(of) else "%s"
                    if kind.name not in ways:
                        ways[kind.name] = ways[here] % f"{field_here} {{ {inside} }}"
                        waiting.append(kind.name)
        return ways
