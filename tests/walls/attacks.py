"""What is sent to exhaust a server: each a body that a few lines of code can make."""

import json
from typing import Any

from graphql import get_introspection_query


def repeated(text: str, times: int) -> str:
    """The text so many times, its number in the place of %."""
    return " ".join(text.replace("%", str(each)) for each in range(times))


def body(query: str, **others: Any) -> bytes:
    """The body of a request."""
    return json.dumps({"query": query, **others}).encode()


def nested(opening: str, inside: str, closing: str, depth: int) -> str:
    """`inside` in so many layers."""
    return opening * depth + inside + closing * depth


INTROSPECTION = get_introspection_query()
BOMB = " ".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(80))
RING = " ".join(f"fragment F{n} on Query {{ ...F{(n + 1) % 90} }}" for n in range(90))
SEARCH = (
    'a%: eventReports(search: "de la à les une % métropole entreprises") '
    "{ totalCount nodes { title } }"
)
REPORT = (
    "title standfirst path url tags readingMinutes cover { alt rendition(preset: CARD) { url } } "
    "speakers { role person { name affiliations { role organisation { name } } } } "
    "body { id ... on ParagraphBlock { content { html text markdown links { url } } } "
    "... on QuoteBlock { quote { text person { name } } } }"
)
WIDEST = (
    f"{{ technopoles {{ eventReports(first: 100) {{ nodes {{ {REPORT} }} }} "
    "organisations(first: 100) { nodes { name people(first: 3) { nodes { name } } } } } }"
)

ATTACKS: dict[str, bytes] = {
    "deep nesting": body(nested("{ sectors ", "{ name }", "}", 4_000)),
    "deep lists": body("{ a(b: " + nested("[", "", "]", 50_000) + ") }"),
    "deep objects": body("{ a(b: " + nested("{c: ", "1", "}", 30_000) + ") }"),
    "aliases": body(f"{{ {repeated('a%: site { name }', 1_000)} }}"),
    "aliases of lists": body(
        f"{{ {repeated('a%: eventReports(first: 100) { nodes { body { id } } }', 50)} }}"
    ),
    "root fields": body(f"{{ {repeated('a%: __typename', 20_000)} }}"),
    "tokens": body("{ " + "__typename " * 20_000 + "}"),
    "comments": body("{ __typename }" + "#\n" * 120_000),
    "one long name": body("{ " + "a" * 250_000 + " }"),
    "one long text": body('{ person(slug: "' + "a" * 250_000 + '") { name } }'),
    "block text": body('{ person(slug: """' + "\\n  " * 40_000 + '""") { name } }'),
    "directives": body("{ __typename " + "@include(if: true) " * 900 + "}"),
    "variables declared": body(f"query ({repeated('$a%: Int', 600)}) {{ __typename }}"),
    "fragment bomb": body(f"{{ ...F0 }} {BOMB} fragment F80 on Query {{ __typename }}"),
    "fragments in a ring": body(f"{{ ...F0 }} {RING}"),
    "overlapping fields": body("{ " + "sectors { children { name } } " * 300 + "}"),
    "overlap in fragments": body(
        "{ sectors { "
        + repeated("...F%", 90)
        + " } } "
        + repeated("fragment F% on Sector { children { name slug id } parent { name } }", 90)
    ),
    "introspection": body(INTROSPECTION),
    "introspection in itself": body(
        "{ __schema { types " + nested("{ fields { type ", "{ name }", "} }", 4) + " } }"
    ),
    "100 introspections": body(
        f"{{ {repeated('a%: __schema { types { name fields { name args { name } } } }', 100)} }}"
    ),
    "45 introspections": body(
        f"{{ {repeated('a%: __schema { types { fields { args { name } } } }', 45)} }}"
    ),
    "20,000 fields": body("{ " + "a: __typename " * 20_000 + "}"),
    "operations": body(repeated("query Q% { __typename }", 600), operationName="Q1"),
    "nested JSON": b'{"query": "{ __typename }", "variables": '
    + b"[" * 120_000
    + b"]" * 120_000
    + b"}",
    "wide JSON": body("{ __typename }", variables={f"v{n}": n for n in range(12_000)}),
    "long number": b'{"query": "{ __typename }", "variables": {"n": ' + b"9" * 250_000 + b"}}",
    "unfinished JSON": b'{"query": "' + b"\\u00e9" * 40_000,
    "10 MB": b'{"query": "' + b"a" * 10_000_000 + b'"}',
    "widest query": body(WIDEST),
    "lists in lists": body(
        "{ technopoles { organisations(first: 100) { nodes { people(first: 20) { nodes { "
        "eventReports(first: 4) { nodes { title speakers { role } } } } } } } } }"
    ),
    "regular expression": body('{ people(search: "((((a+)+)+)+)+$") { totalCount } }'),
    "50 searches": body(f"{{ {repeated(SEARCH, 50)} }}"),
    "long filters": body(
        "query ($s: [String!]) { eventReports(filter: {technopole: $s, organisation: $s, person: $s, tag: $s}) { totalCount } }",
        variables={"s": [f"slug-{n}" for n in range(15_000)]},
    ),
    "many years": body(
        "query ($y: [Int!]) { eventReports(filter: {year: $y}) { totalCount } }",
        variables={"y": [1000 + n % 8000 for n in range(40_000)]},
    ),
    "many kinds": body(
        "query ($k: [ContentKind!]) { pages(kinds: $k) { totalCount } }",
        variables={"k": ["PERSON"] * 20_000},
    ),
    "wrong values": body(
        "query ($y: [Int!]) { eventReports(filter: {year: $y}) { totalCount } }",
        variables={"y": ["x"] * 50_000},
    ),
    "unknown fields": body("{ " + repeated("field%", 1_500) + " }"),
    "mistyped fields": body("{ eventReports { nodes { " + repeated("standfirs%", 1_200) + " } } }"),
}
