"""graphql-request, which keeps nothing: it asks, and reads answers and errors."""

import pytest

from pages.models import EventReport
from tests.clients.node import run

pytestmark = [pytest.mark.clients, pytest.mark.django_db]


def test_answers_and_errors_are_read(endpoint: str) -> None:
    seen = run("graphql_request.js", endpoint)
    report = EventReport.objects.get(slug="first-12-14-chateau-gombert")
    assert seen["title"] == report.title
    assert seen["site"] == {"name": "Technopôles"}
    assert 0 < seen["cost"]["requested"] < seen["cost"]["limit"]
    assert seen["withoutSlug"] == {"status": 400, "codes": ["BAD_USER_INPUT"]}
    assert seen["tooMany"] == {"status": 200, "codes": ["BAD_USER_INPUT"]}
    assert seen["said"] == []
    assert {each["mediaType"] for each in seen["sent"]} == {"application/graphql-response+json"}
    assert [each["method"] for each in seen["sent"]] == ["POST", "GET", "POST", "POST"]
