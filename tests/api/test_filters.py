"""Filters, backlinks and nodes: what one asks for is found, what is hidden is not."""

from copy import deepcopy
from typing import Any

import pytest

from pages.models import Speaker
from snippets.models import EventSeries, Organisation
from tests.api.test_lists import titles
from tests.conftest import shared
from tests.factories import (
    made,
    make_organisation,
    make_person,
    make_report,
    make_sector,
    make_technopole,
)
from tests.pages.test_reports import at

FILTERED = """
query ($filter: EventReportFilter) {
  eventReports(filter: $filter, orderBy: TITLE_ASC) { totalCount nodes { title } }
}
"""


def make_content() -> dict[str, Any]:
    """Three reports that differ in everything one can ask for."""
    health = make_sector(name="Health")
    medtech = make_sector(name="Medtech", parent=health)
    company = make_organisation(name="Company")
    person = make_person(("founder", company), name="Person")
    series, technopole = made(EventSeries, name="Series"), make_technopole(name="North")
    make_report(
        title="First",
        series=series,
        technopole=technopole,
        sectors=[medtech, health],
        tags=["solar"],
        starts_at=at("2024-12-31T23:30"),
        speakers=[Speaker(person=person, role="founder", organisation=company)],
    )
    make_report(title="Second", sectors=[health], starts_at=at("2025-01-01T00:00"))
    make_report(title="Third", starts_at=at("2025-07-08T12:00"))
    return {"company": company, "person": person, "technopole": technopole}


made_content = shared(make_content)


@pytest.fixture
def content(made_content: dict[str, Any], db: None) -> dict[str, Any]:
    """The content, for one test to change."""
    return deepcopy(made_content)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"technopole": "north"}, ["First"]),
        ({"series": ["series", "unknown"]}, ["First"]),
        ({"sector": "health"}, ["First", "Second"]),
        ({"sector": "medtech"}, ["First"]),
        ({"organisation": "company"}, ["First"]),
        ({"person": "person"}, ["First"]),
        ({"tag": "solar"}, ["First"]),
        ({"year": 2024}, ["First"]),
        ({"year": [2024, 2025, 99999999]}, ["First", "Second", "Third"]),
        ({"heldOnOrAfter": "2025-01-01"}, ["Second", "Third"]),
        ({"heldOnOrBefore": "2025-01-01"}, ["First", "Second"]),
        (
            {"heldOnOrBefore": "9999-12-31", "heldOnOrAfter": "0001-01-01"},
            ["First", "Second", "Third"],
        ),
        ({"publishedAfter": "2020-01-01T00:00:00Z"}, ["First", "Second", "Third"]),
        ({"sector": "health", "technopole": "north"}, ["First"]),
        ({"sector": []}, []),
        ({"sector": None}, ["First", "Second", "Third"]),
        ({"sector": "unknown"}, []),
        ({}, ["First", "Second", "Third"]),
    ],
)
def test_filter(ask: Any, content: dict, given: dict, expected: list[str]) -> None:
    answer = ask(FILTERED, filter=given)
    assert titles(answer) == expected
    assert answer["eventReports"]["totalCount"] == len(expected)


def test_filter_by_a_hidden_record_tells_nothing(ask: Any, content: dict) -> None:
    content["company"].unpublish()
    content["technopole"].unpublish()
    assert titles(ask(FILTERED, filter={"organisation": "company"})) == []
    assert titles(ask(FILTERED, filter={"technopole": "north"})) == []


BACKLINKS = """
{
  organisation(slug: "company") { people { nodes { name } } eventReports { totalCount nodes { title } } }
  person(slug: "person") { eventReports { nodes { title } } quotes { totalCount } testimonials { totalCount } }
  health: sector(slug: "health") { eventReports { totalCount nodes { title } } }
  medtech: sector(slug: "medtech") { eventReports { totalCount nodes { title } } }
  eventSeries(slug: "series") { eventReports { nodes { title } } }
}
"""


def test_records_lead_back_to_what_names_them(ask: Any, content: dict) -> None:
    answer = ask(BACKLINKS)
    assert titles(answer["organisation"], "people") == ["Person"]
    assert titles(answer["organisation"]) == titles(answer["person"]) == ["First"]
    assert titles(answer["health"]) == ["Second", "First"]
    assert answer["health"]["eventReports"]["totalCount"] == 2
    assert titles(answer["medtech"]) == titles(answer["eventSeries"]) == ["First"]


def test_every_node_is_found_by_its_id(ask: Any, content: dict) -> None:
    ids = ask(
        "{ eventReports { nodes { id } } people { nodes { id } } organisations { nodes { id } } "
        "sectors { id } technopoles { id } allEventSeries { id } }"
    )
    query = "query ($id: ID!) { node(id: $id) { id __typename } }"
    found = [*ids["sectors"], *ids["technopoles"], *ids["allEventSeries"]]
    found += [
        node for name in ("eventReports", "people", "organisations") for node in ids[name]["nodes"]
    ]
    for each in found:
        assert ask(query, id=each["id"])["node"]["id"] == each["id"]


def test_hidden_node_is_null(ask: Any, content: dict) -> None:
    query = "query ($id: ID!) { node(id: $id) { id } }"
    identifier = ask('{ organisation(slug: "company") { id } }')["organisation"]["id"]
    assert ask(query, id=identifier)["node"]
    Organisation.objects.get(slug="company").unpublish()
    assert ask(query, id=identifier) == {"node": None}
