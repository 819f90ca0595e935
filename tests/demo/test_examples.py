"""Whoever tries the examples of the documentation and of GraphiQL on the demo gets answers, and what
is written down anywhere is loaded before it is read."""

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from bench.operations import FOLDER
from bench.operations import OPERATIONS as MEASURED
from cms.api import execution, ide
from cms.api.ids import global_id
from cms.previews.tokens import issue
from pages.models import EventReport
from snippets.models import Sector
from tests.house.test_docs import EXAMPLE_PAGES, examples, root_fields

pytestmark = pytest.mark.usefixtures("demo")


def says_something(value: Any) -> bool:
    """Whether a root field answered with content."""
    return bool(value.get("nodes", True) if isinstance(value, dict) else value)


def test_those_of_the_documentation_answer_as_printed(client: Client, admin_user: Any) -> None:
    token = {"Preview-Token": issue(EventReport.objects.first(), admin_user)}
    wrong = {}
    for page in EXAMPLE_PAGES:
        for request, printed in examples(page):
            request["query"] = request["query"].replace("AN_ID", global_id(Sector.objects.first()))
            headers = token if "preview" in root_fields(request["query"]) else {}
            answer = client.post(
                "/graphql/", request, content_type="application/json", headers=headers
            ).json()
            silent = [
                name for name, got in (answer.get("data") or {}).items() if not says_something(got)
            ]
            if "errors" in answer or silent or (printed and printed["data"] != answer["data"]):
                wrong[f"{page.name}: {request['query']}"] = answer.get("errors") or silent or answer
    assert wrong == {}


def test_those_of_graphiql_answer(client: Client) -> None:
    assert len(ide.examples()) == 4
    for example in ide.examples():
        body = {"query": example["query"]}
        answer = client.post("/graphql/", body, content_type="application/json").json()
        assert "errors" not in answer, example
        assert all(answer["data"].values()), example


def documented() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every operation that is written down in the project, with its place."""
    for page in EXAMPLE_PAGES:
        for request, _ in examples(page):
            yield page.name, request
    for path in sorted((settings.BASE_DIR / "cms" / "api" / "examples").glob("*.graphql")):
        yield path.name, {"query": path.read_text()}
    for each in MEASURED:
        query = (FOLDER / "operations" / f"{each.file}.graphql").read_text()
        yield each.name, {"query": query, "variables": each.variables}


def is_loading() -> bool:
    """Whether a root field is being found and loaded, not read."""
    frame = sys._getframe()
    while frame and frame.f_code.co_name != "resolve_and_load":
        frame = frame.f_back
    return frame is not None


@pytest.mark.usefixtures("uncached")
def test_resolvers_do_not_query(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is any of these operations left to the slower execution."""
    monkeypatch.setattr(execution, "step_by_step", lambda *asked: pytest.fail(str(asked)))
    sector = global_id(Sector.objects.first())
    read_by: list[str] = []

    def note(execute: Callable, sql: str, *rest: Any) -> Any:
        if not is_loading():
            read_by.append(f"{place}: {sql} of {request}")
        return execute(sql, *rest)

    for place, request in documented():
        request["query"] = request["query"].replace("AN_ID", sector)
        with connection.execute_wrapper(note):
            answer = client.post("/graphql/", request, content_type="application/json").json()
        assert "errors" not in answer, (place, answer)
    assert read_by == []
