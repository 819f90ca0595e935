"""Lists: pages by cursor, filters, orders, search, languages, and the lists below things."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.models import Speaker
from snippets.models import EventSeries, Organisation
from tests.factories import (
    block,
    made,
    make_organisation,
    make_person,
    make_report,
    make_sector,
    make_technopole,
    make_testimonial,
)
from tests.pages.test_reports import at

PAGE = """
query ($first: Int, $after: String, $order: EventReportOrder) {
  eventReports(first: $first, after: $after, orderBy: $order) {
    totalCount
    edges { cursor node { title } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""
FILTERED = """
query ($filter: EventReportFilter) {
  eventReports(filter: $filter, orderBy: TITLE_ASC) { totalCount nodes { title } }
}
"""
SEARCHED = """
query ($search: String, $order: EventReportOrder, $first: Int, $after: String) {
  eventReports(search: $search, orderBy: $order, first: $first, after: $after) {
    totalCount nodes { title } pageInfo { endCursor hasNextPage }
  }
}
"""


def titles(answer: dict[str, Any], name: str = "eventReports") -> list[str]:
    return [node.get("title") or node.get("name") for node in answer[name]["nodes"]]


def make_reports(*names: str) -> None:
    for day, name in enumerate(names, 1):
        make_report(title=name, starts_at=at(f"2025-07-{day:02}T12:00"))


def walked(ask: Any, order: str, first: int) -> list[str]:
    """Every title of the list, page by page."""
    found, after = [], None
    while True:
        page = ask(PAGE, first=first, after=after, order=order)["eventReports"]
        found += [edge["node"]["title"] for edge in page["edges"]]
        assert page["totalCount"] == 5
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]
        assert after == page["edges"][-1]["cursor"]


@pytest.mark.parametrize("first", [1, 2, 5, 100])
@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("HELD_DESC", ["éclat", "Eau", "Zeste", "Étang", "abri"]),
        ("HELD_ASC", ["abri", "Étang", "Zeste", "Eau", "éclat"]),
        ("PUBLISHED_ASC", ["abri", "Étang", "Zeste", "Eau", "éclat"]),
        ("TITLE_ASC", ["abri", "Eau", "éclat", "Étang", "Zeste"]),
    ],
)
def test_pages_follow_each_other(ask: Any, order: str, expected: list[str], first: int) -> None:
    make_reports("abri", "Étang", "Zeste", "Eau", "éclat")
    assert walked(ask, order, first) == expected


def test_cursor_survives_insertions_and_deletions(ask: Any) -> None:
    make_reports("a", "b", "c", "d")
    page = ask(PAGE, first=2, order="HELD_ASC")["eventReports"]
    make_report(title="before", starts_at=at("2025-06-01T12:00"))
    make_report(title="after", starts_at=at("2025-07-03T11:00"))
    after = page["pageInfo"]["endCursor"]
    found = ask(PAGE, after=after, order="HELD_ASC")["eventReports"]["edges"]
    assert [edge["node"]["title"] for edge in found] == ["after", "c", "d"]


@pytest.mark.parametrize(
    "after", ["", "x", "é", "W10", "bnVsbA", "WyJIRUxEX0RFU0MiLCJ4IiwxXQ", "A" * 9000]
)
def test_cursor_of_another_list_is_refused(client: Any, db: None, after: str) -> None:
    body = {"query": PAGE, "variables": {"after": after}}
    [error] = client.post("/graphql/", body, content_type="application/json").json()["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "endCursor" in error["message"]


@pytest.fixture
def content(db: None) -> dict[str, Any]:
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


def test_search_gives_the_best_answer_first_unless_told(ask: Any) -> None:
    make_report(title="Autre", standfirst="Une métropole.", starts_at=at("2025-07-09T12:00"))
    make_report(
        title="La métropole", standfirst="Les métropoles.", starts_at=at("2025-07-08T12:00")
    )
    make_report(title="Rien", standfirst="Rien.")
    answer = ask(SEARCHED, search="metropoles")
    assert titles(answer) == ["La métropole", "Autre"]
    assert answer["eventReports"]["totalCount"] == 2
    assert titles(ask(SEARCHED, search="metropoles", order="HELD_DESC")) == [
        "Autre",
        "La métropole",
    ]
    page = ask(SEARCHED, search="metropoles", first=1)["eventReports"]["pageInfo"]
    assert page["hasNextPage"]
    rest = ask(SEARCHED, search="metropoles", first=1, after=page["endCursor"])
    assert titles(rest) == ["Autre"]
    assert not rest["eventReports"]["pageInfo"]["hasNextPage"]


@pytest.mark.parametrize(
    "text", ["", "   ", '"', '" OR "', "(", "*", "\\", "'", "%", "AND", "a\x00b"]
)
def test_hostile_search_finds_nothing(ask: Any, text: str) -> None:
    make_report(title="Anything")
    assert titles(ask(SEARCHED, search=text)) == []


def test_long_search_is_refused(client: Any, db: None) -> None:
    body = {"query": SEARCHED, "variables": {"search": "x" * 256}}
    [error] = client.post("/graphql/", body, content_type="application/json").json()["errors"]
    assert "255" in error["message"]


NESTED = """
query ($first: Int) {
  technopoles { name
    eventReports(first: $first) { totalCount nodes { title } pageInfo { endCursor hasNextPage } }
    organisations { totalCount nodes { name } }
    last: eventReports(first: 1, orderBy: HELD_ASC) { nodes { title } }
    testimonials { totalCount }
    quotes { totalCount nodes { text } }
  }
}
"""


def fill_technopoles(count: int) -> None:
    for number in range(count):
        technopole = make_technopole(name=f"Technopole {number}")
        company = make_organisation(technopole=technopole)
        person = make_person(("founder", company))
        quote = {"text": "Words", "person": person.pk, "role": "x", "organisation": company.pk}
        for day in (1, 2, 3):
            body = [block("quote", quote)]
            title = f"{number}-{day}"
            make_report(
                title=title, technopole=technopole, body=body, starts_at=at(f"2025-07-0{day}T12:00")
            )
        make_testimonial(person=person, technopole=technopole)


def test_lists_below_things_come_in_one_query_each(ask: Any) -> None:
    fill_technopoles(1)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            ask(NESTED, first=2)
        return len(captured)

    cost()
    one = cost()
    fill_technopoles(3)
    assert cost() == one
    first = ask(NESTED, first=2)["technopoles"][0]
    assert first["eventReports"]["totalCount"] == 3
    assert titles(first) == ["0-3", "0-2"]
    assert first["eventReports"]["pageInfo"]["hasNextPage"]
    assert titles(first, "last") == ["0-1"]
    assert first["organisations"]["totalCount"] == first["testimonials"]["totalCount"] == 1
    assert first["quotes"]["totalCount"] == 3


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


@pytest.mark.parametrize(
    "identifier", ["", "x", "é", "UGVyc29uOjk5OTk5", "UGVyc29uOng", "VXNlcjox", "A" * 5000]
)
def test_unknown_ids_are_null(ask: Any, identifier: str) -> None:
    assert ask("query ($id: ID!) { node(id: $id) { id } }", id=identifier) == {"node": None}


def test_hidden_node_is_null(ask: Any, content: dict) -> None:
    query = "query ($id: ID!) { node(id: $id) { id } }"
    identifier = ask('{ organisation(slug: "company") { id } }')["organisation"]["id"]
    assert ask(query, id=identifier)["node"]
    Organisation.objects.get(slug="company").unpublish()
    assert ask(query, id=identifier) == {"node": None}
