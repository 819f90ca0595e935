"""Execution by groups gives what graphql-core gives, to the last key, or leaves it to graphql-core."""

import json
from random import Random
from typing import Any

import pytest
from graphql import (
    GraphQLObjectType,
    execute_sync,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    parse,
    validate,
)

from cms.api import execution, waves
from cms.api.budget import WatchedExecution
from cms.api.context import Context
from cms.api.errors import BadInputError
from cms.api.schema import schema
from cms.api.waves import UnsureError
from pages.models import EventReport
from tests.api.everything import ARGUMENTS, arguments

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.thorough]
SCHEMA = schema.graphql_schema
ROOTS = {
    "eventReports": "(first: 3)",
    "testimonials": "",
    "quotes": "(first: 4)",
    "technopoles": "",
    "organisations": "(first: 5)",
    "people": '(locale: "en")',
    "sectors": "",
    "allEventSeries": "",
    "pages": "(first: 4)",
    "redirects": "",
    "navigation": "",
    "site": "",
    "search": '(query: "innovation", first: 3)',
    "page": '(path: "/evenements/")',
    "changes": "(first: 3)",
    "eventReport": '(slug: "premier-12-14-chateau-gombert")',
    "organisation": '(slug: "nowhere")',
}


class Author:
    """Writes valid operations at random, with aliases, fragments and directives."""

    def __init__(self, seed: int) -> None:
        self.random, self.number = Random(seed), 0  # noqa: S311
        self.fragments: list[str] = []

    def operation(self) -> str:
        """One operation with variables `yes` and `no`."""
        names = self.random.sample(sorted(ROOTS), self.random.randint(1, 3))
        fields = []
        for name in names:
            of = get_named_type(SCHEMA.query_type.fields[name].type)
            fields.append(f"{self.alias()}{name}{ROOTS[name]} {self.selection(of, 5)}")
        head = "query ($yes: Boolean! = true, $no: Boolean! = false) { a: __typename @include(if: $yes) b: __typename @skip(if: $no) "
        return " ".join([head, *fields, "}", *self.fragments])

    def alias(self) -> str:
        """A name of its own, so that fields of one name never clash."""
        self.number += 1
        return f"f{self.number}: "

    def directive(self) -> str:
        """Mostly none."""
        choices = [""] * 6 + ["@include(if: $yes)", "@skip(if: $yes)", "@include(if: $no)"]
        return self.random.choice(choices)

    def selection(self, of: Any, depth: int) -> str:
        """Some of what a type offers."""
        if is_abstract_type(of):
            members = sorted(SCHEMA.get_possible_types(of), key=lambda each: each.name)
            chosen = self.random.sample(members, min(len(members), 4))
            parts = [f"... on {each.name} {self.selection(each, depth)}" for each in chosen]
            return f"{{ __typename {' '.join(parts)} }}"
        parts = ["__typename", *self.fields(of, depth)]
        if self.random.random() < 0.2:
            self.number += 1
            name = f"F{self.number}"
            self.fragments.append(f"fragment {name} on {of.name} {{ {' '.join(parts)} }}")
            return f"{{ ...{name} {self.directive()} {self.alias()}__typename }}"
        if self.random.random() < 0.2:
            return f"{{ ... on {of.name} {self.directive()} {{ {' '.join(parts)} }} __typename }}"
        return f"{{ {' '.join(parts)} }}"

    def fields(self, of: GraphQLObjectType, depth: int) -> list[str]:
        """Some fields of a type, some of them twice."""
        names = sorted(of.fields)
        chosen = self.random.sample(names, self.random.randint(1, min(len(names), 6)))
        return [text for name in chosen if (text := self.field(of, name, depth))]

    def field(self, of: GraphQLObjectType, name: str, depth: int) -> str:
        """One field with what is below it."""
        definition = of.fields[name]
        written = f"{self.alias()}{name}{arguments(definition, ARGUMENTS)} {self.directive()}"
        below = get_named_type(definition.type)
        if is_leaf_type(below):
            return written
        return f"{written} {self.selection(below, depth - 1)}" if depth else ""


def in_waves(query: str, **variables: Any) -> tuple[dict[str, Any], set]:
    context = Context()
    exact = WatchedExecution.build(
        SCHEMA, parse(query), context_value=context, raw_variable_values=variables
    )
    return waves.executed(exact), context.tags.things


def step_by_step(query: str, **variables: Any) -> tuple[dict[str, Any], set]:
    context = Context()
    result = execute_sync(
        SCHEMA,
        parse(query),
        context_value=context,
        variable_values=variables,
        execution_context_class=WatchedExecution,
    )
    assert result.errors is None
    return result.data, context.tags.things


FEW, MANY = 8, 100
SEEDS = [
    *range(FEW),
    *(pytest.param(each, marks=pytest.mark.thorough) for each in range(FEW, MANY)),
]


@pytest.mark.parametrize("seed", SEEDS)
def test_same_answer_to_operations_made_at_random(seed: int) -> None:
    query = Author(seed).operation()
    assert validate(SCHEMA, parse(query)) == []
    found, held = in_waves(query)
    expected, noted = step_by_step(query)
    assert json.dumps(found) == json.dumps(expected), query
    assert held == noted


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ __schema { types { name } } }", UnsureError),
        ('{ eventReports(after: "x") { totalCount } }', BadInputError),
        ("{ eventReports { nodes { readingMinutes } } }", UnsureError),
    ],
)
def test_whatever_is_no_plain_success_is_left_to_the_exact_execution(
    query: str, expected: type[Exception], client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EventReport, "reading_minutes", property(lambda report: None))
    with pytest.raises(expected):
        in_waves(query)
    by_groups = client.get("/graphql/", {"query": query}).json()
    monkeypatch.setattr(execution, "in_waves", lambda *_: None)
    assert client.get("/graphql/", {"query": query}).json() == by_groups
