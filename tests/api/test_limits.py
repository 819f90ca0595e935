"""What one operation may ask for: everything sensible, and nothing that exhausts the server."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from graphql import (
    GraphQLObjectType,
    build_schema,
    get_introspection_query,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_required_argument,
    parse,
)

from cms.api import limits
from cms.api.documents import LIMITS, prepare
from cms.api.errors import Code, RefusedError
from cms.api.limits.cost import LIST_ESTIMATE, Cost, items
from cms.api.limits.walking import Written
from cms.api.schema import schema
from tests.api.test_loading import CARDS, FULL

SCHEMA = schema.graphql_schema
INTROSPECTION = get_introspection_query(
    descriptions=True,
    specified_by_url=True,
    directive_is_repeatable=True,
    schema_description=True,
    input_value_deprecation=True,
)
SMALL = build_schema(
    """
    type Query { things(first: Int): Things! plain: [Thing!]! one: Thing either: Either
                 paged(first: Int = 7): [Thing!]! grid: [[Thing!]!]! }
    type Things { nodes: [Thing!]! edges: [Edge!]! totalCount: Int! }
    type Edge { node: Thing! }
    type Thing { name: String! tags: [String!]! parts: [Thing!]! }
    type Other { thing: Thing! }
    union Either = Thing | Other
    """
)


def repeated(text: str, times: int) -> str:
    return " ".join(text.replace("%", str(each)) for each in range(times))


def chain(inside: str, length: int) -> str:
    """Fragments each of which spreads the next, by what stands `inside` it."""
    made = (
        f"fragment F{each} on Sector {{ {inside.replace('next', f'...F{each + 1}')} }}"
        for each in range(length)
    )
    return f"{{ sectors {{ ...F0 }} }} {' '.join(made)} fragment F{length} on Sector {{ name }}"


FLOODS = {
    "tokens": "{ " + "__typename " * 20_000 + "}",
    "comments": "#\n" * 100_000 + "{ __typename }",
    "overlap": "{ " + "a: __typename " * 400 + "}",
    "overlapping objects": "{ " + "sectors { name slug } " * 300 + "}",
    "nested overlap": "{ " + "sectors { children { name } children { slug } } " * 49 + "}",
    "aliases": f"{{ sectors {{ {repeated('a%: name', 101)} }} }}",
    "root fields": f"{{ {repeated('a%: __typename', 51)} }}",
    "introspection": f"{{ {repeated('a%: __schema { description }', 60)} }}",
    "introspection of types": f"{{ {repeated('a%: __schema { types { fields { args { name } } } }', 45)} }}",
    "introspection in aliases": f"{{ __schema {{ types {{ {repeated('a%: fields { args { name } }', 60)} }} }} }}",
    "directives": "{ __typename " + "@include(if: true) " * 51 + "}",
    "operations": repeated("query q% { __typename }", 11),
    "fragments": "{ ...F0 } " + repeated("fragment F% on Query { __typename }", 101),
    "depth": "{ sectors { " + "children { " * 14 + "name" + " }" * 14 + " } }",
    "inline fragments": "{ " + "... { " * 150 + "__typename" + " }" * 150 + " }",
    "fragments in fragments": chain("next next", 60),
    "fragments in aliases": chain("a: children { next } b: children { next }", 12),
    "fragments in inline fragments": chain("... { ... { ... { ... { next } } } }", 60),
    "fragment of itself": "{ sectors { ...F } } fragment F on Sector { children { ...F } }",
    "fragments of each other": (
        "{ sectors { ...F } } fragment F on Sector { ...G } fragment G on Sector { ...F }"
    ),
}


@pytest.mark.parametrize("query", FLOODS.values(), ids=FLOODS)
def test_floods_are_refused_at_once(query: str) -> None:
    begun = time.thread_time()
    with pytest.raises(RefusedError) as refused:
        prepare(query)
    assert time.thread_time() - begun < 1
    assert refused.value.args[0] in {Code.LIMIT_EXCEEDED, Code.GRAPHQL_VALIDATION_FAILED}
    [error] = refused.value.errors[:1]
    assert len(error.message) < 200


@pytest.mark.parametrize(
    "query", [INTROSPECTION, CARDS, FULL], ids=["introspection", "cards", "full"]
)
def test_what_frontends_ask_passes(query: str) -> None:
    ready = prepare(query)
    assert cost_of(query, SCHEMA, first=100) <= LIMITS.cost
    assert ready.text == query


@pytest.mark.parametrize("name", sorted(settings.GRAPHQL_LIMITS))
def test_every_limit_is_a_setting(name: str) -> None:
    assert getattr(LIMITS, name) == settings.GRAPHQL_LIMITS[name] > 0


@pytest.mark.parametrize(
    ("limit", "query", "at_most"),
    [
        ("tokens", "{ __typename }", 3),
        ("operations", "query A { __typename } query B { __typename }", 2),
        ("depth", "{ sectors { ...F } } fragment F on Sector { children { name } }", 3),
        ("root_fields", "{ a: __typename ...F } fragment F on Query { b: __typename }", 2),
        ("aliases", "{ a: __typename ...F } fragment F on Query { b: __typename }", 2),
        ("directives", "{ __typename @skip(if: true) ... @include(if: true) { __typename } }", 2),
        ("fragments", "{ ...F ...G } fragment F on Query { a } fragment G on Query { b }", 2),
        ("fields", "{ a { ...F } b { ...F } } fragment F on Query { c d }", 6),
        ("introspection", "{ __schema { ...F } } fragment F on __Schema { types { name } }", 241),
        ("repeats", "{ a { b } ...F } fragment F on Query { a { b b } }", 3),
    ],
)
def test_limits_count_exactly(limit: str, query: str, at_most: int) -> None:
    def refused(number: int) -> bool:
        own = limits.Limits(**{**settings.GRAPHQL_LIMITS, limit: number})
        try:
            limits.check(limits.tokens.parsed(query, own.tokens), own)
        except limits.LimitError:
            return True
        return False

    assert (refused(at_most), refused(at_most - 1)) == (False, True)


def cost_of(query: str, among: Any = SMALL, **variables: Any) -> int:
    written = Written(parse(query))
    return Cost(among, written.fragments, variables).of(written.operations[0])


@pytest.mark.parametrize(
    ("query", "cost"),
    [
        ("{ __typename }", 0),
        ("{ one { name tags } }", 1),
        ("{ one { name } two: one { name } one { tags } }", 2),
        ("{ plain { name } }", 5),
        ("{ plain { parts { name } } }", 5 + 5 * 5),
        ("{ grid { name } }", 25),
        ("{ paged { name } }", 7),
        ("{ paged(first: 3) { name parts { name } } }", 3 + 3 * 5),
        ("{ things { totalCount } }", 1),
        ("{ things { nodes { name } } }", 1 + 20),
        ("{ things(first: null) { nodes { name } } }", 1 + 20),
        ("{ things(first: 2) { nodes { parts { name } } } }", 1 + 2 * (1 + 5)),
        ("{ things(first: 2) { edges { node { name } } nodes { name } } }", 1 + 2 * 2 + 2),
        ("{ things(first: -5) { nodes { name } } }", 1),
        ("{ things(first: 100000) { nodes { name } } }", 1 + 100),
        ("query ($n: Int) { things(first: $n) { nodes { name } } }", 1 + 9),
        ("query ($n: Int) { paged(first: $n) { name } }", 9),
        ("{ either { ... on Thing { name } ... on Other { thing { name } } } }", 2),
        ("{ either { ...F } } fragment F on Thing { parts { name } }", 1 + 5),
        (
            "query ($no: Boolean) { one @skip(if: true) { name } plain @include(if: $no) { name } }",
            0,
        ),
    ],
)
def test_cost_counts_requested_objects(query: str, cost: int) -> None:
    assert cost_of(query, n=9, no=False) == cost


def lists() -> Iterator[tuple[GraphQLObjectType, str]]:
    """Every field of the schema that holds a list of objects."""
    for kind in SCHEMA.type_map.values():
        for name, field in getattr(kind, "fields", {}).items():
            bare = field.type.of_type if is_non_null_type(field.type) else field.type
            if not isinstance(kind, GraphQLObjectType) or not is_list_type(bare):
                continue
            if not is_leaf_type(get_named_type(bare)):
                yield kind, name


@pytest.mark.parametrize(("kind", "name"), [*lists()], ids=str)
def test_no_list_escapes_the_cost(kind: GraphQLObjectType, name: str) -> None:
    field = kind.fields[name]
    needed = [each for each, argument in field.args.items() if is_required_argument(argument)]
    given = "(" + " ".join(f'{each}: "x"' for each in needed) + ")" if needed else ""
    [selected] = (
        parse(f"{{ {name}{given} {{ __typename }} }}").definitions[0].selection_set.selections
    )
    counter = Cost(SCHEMA, {}, {})
    usual = field.args["first"].default_value if "first" in field.args else LIST_ESTIMATE
    assert counter.of_field(kind, [selected], page=None) >= min(usual, LIST_ESTIMATE)
    assert counter.of_field(kind, [selected], page=100) >= min(usual, LIST_ESTIMATE)
    assert items(field.type, 3) % 3 == 0


def test_cost_stands_in_every_answer(ask_raw: Any) -> None:
    answer = ask_raw("query ($n: Int) { organisations(first: $n) { nodes { name } } }", n=30)
    assert answer["extensions"]["cost"] == {"requested": 31, "limit": LIMITS.cost}
    assert "errors" not in answer


def test_costly_operation_is_refused_and_told_its_cost(ask_raw: Any) -> None:
    query = "{ sectors { " + "children { parent { " * 6 + "name" + " } }" * 6 + " } }"
    assert len(query) < 250
    answer = ask_raw(query)
    [error] = answer["errors"]
    requested = answer["extensions"]["cost"]["requested"]
    assert error["extensions"] == {"code": "COST_EXCEEDED"}
    assert error["message"] == (
        f"The operation requests {requested} objects: request at most {LIMITS.cost}, "
        "with a smaller `first` or fewer nested lists."
    )
    assert requested > LIMITS.cost
    assert "data" not in answer


def test_long_messages_are_cut(ask_raw: Any) -> None:
    [error] = ask_raw(f'{{ eventReports(first: "{"x" * 50_000}") {{ totalCount }} }}')["errors"]
    assert len(error["message"]) == 501


@pytest.mark.parametrize("text", ["x" * 256, '"' * 40_000])
def test_long_search_texts_are_refused(text: str) -> None:
    values = limits.search.searched(parse("query ($a: String) { things(search: $a) { name } }"))
    with pytest.raises(limits.LimitError, match=f"has {len(text)} characters: send at most 255"):
        limits.search.check(values, {"a": text}, 255)
    limits.search.check(values, {"a": text[:255]}, 255)
    literal = limits.search.searched(parse(f"{{ search(query: {json.dumps(text)}) {{ name }} }}"))
    with pytest.raises(limits.LimitError):
        limits.search.check(literal, {}, 255)
