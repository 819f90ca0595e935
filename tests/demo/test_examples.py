"""Whoever tries the examples of the documentation and of GraphiQL on the demo gets answers."""

from typing import Any

import pytest
from django.test import Client

from cms.api import ide
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
