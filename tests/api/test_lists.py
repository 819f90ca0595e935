"""Lists: pages by cursor, filters, orders, search, languages, and the lists below things."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    block,
    make_organisation,
    make_person,
    make_report,
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


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("HELD_DESC", ["éclat", "Eau", "Zeste", "Étang", "abri"]),
        ("HELD_ASC", ["abri", "Étang", "Zeste", "Eau", "éclat"]),
        ("PUBLISHED_ASC", ["abri", "Étang", "Zeste", "Eau", "éclat"]),
        ("TITLE_ASC", ["abri", "Eau", "éclat", "Étang", "Zeste"]),
    ],
)
def test_pages_follow_each_other(ask: Any, order: str, expected: list[str]) -> None:
    make_reports("abri", "Étang", "Zeste", "Eau", "éclat")
    for first in (1, 2, 5, 100):
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


@pytest.mark.usefixtures("uncached")
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


@pytest.mark.parametrize("there", [4, 5, 12])
def test_list_below_a_thing_is_as_long_as_asked_and_says_what_follows(ask: Any, there: int) -> None:
    technopole = make_technopole()
    for number in range(there):
        make_report(technopole=technopole, starts_at=at(f"2025-07-{number + 1:02}T12:00"))
    for first in (0, 1, 3, 4, 5, 11, 12, 100):
        [told] = ask(NESTED, first=first)["technopoles"]
        assert len(told["eventReports"]["nodes"]) == min(first, there)
        assert told["eventReports"]["pageInfo"]["hasNextPage"] is (first < there)


@pytest.mark.parametrize(
    "identifier", ["", "x", "é", "UGVyc29uOjk5OTk5", "UGVyc29uOng", "VXNlcjox", "A" * 5000]
)
def test_unknown_ids_are_null(ask: Any, identifier: str) -> None:
    assert ask("query ($id: ID!) { node(id: $id) { id } }", id=identifier) == {"node": None}
