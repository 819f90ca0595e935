"""What search finds whatever the form of the words, in which order, at what cost."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.models import EventReport
from tests.api.test_searching import FACETS, SEARCH, names
from tests.factories import (
    make_organisation,
    make_person,
    make_report,
    make_sector,
    make_standard_page,
    make_technopole,
    make_testimonial,
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("l'été", "L’été des technopôles"),
        ("technopole", "L’été des technopôles"),
        ("d'entreprise", "Les entreprises"),
        ("entreprises l'", "Les entreprises"),
    ],
)
def test_french_forms_are_alike(ask: Any, query: str, expected: str) -> None:
    make_report(title="L’été des technopôles", standfirst="Rien.")
    make_standard_page(title="Les entreprises")
    assert names(ask, query) == [expected]


def test_equals_come_in_one_order(ask: Any) -> None:
    for _ in range(5):
        make_report(title="Égal", standfirst="Un midi.")
    paths = [node["path"] for node in ask(SEARCH, text="égal")["search"]["nodes"]]
    reports = EventReport.objects.order_by("-pk")
    assert [path.split("/")[2] for path in paths] == [report.slug for report in reports]


def test_long_text_is_refused(ask_raw: Any) -> None:
    [error] = ask_raw(SEARCH, text="x" * 256)["errors"]
    assert error["extensions"]["code"] == "LIMIT_EXCEEDED"


@pytest.mark.usefixtures("uncached")
def test_statements_do_not_grow(ask: Any) -> None:
    def make_one_of_each() -> None:
        company = make_organisation(name="Métropole", technopole=technopole, sectors=[sector])
        person = make_person(("élue", company), name="Métropole")
        make_report(title="Métropole", technopole=technopole, sectors=[sector])
        make_testimonial(title="Métropole", person=person)
        make_standard_page(title="Métropole")

    def statements(query: str) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            ask(query, text="métropole")
        return [each["sql"] for each in captured.captured_queries]

    search = SEARCH.replace("first: $first", "first: 100").replace("$first: Int, ", "")
    facets = FACETS.replace("first: 1)", "first: 100)")
    technopole, sector = make_technopole(name="Métropole"), make_sector()
    make_one_of_each()
    for query in (search, facets):
        ask(query, text="métropole")
    few = [statements(query) for query in (search, facets)]
    for _ in range(4):
        make_one_of_each()
    many = [statements(query) for query in (search, facets)]
    assert list(map(len, many)) == list(map(len, few)), "\n".join(many[0])


def test_cursor_expires_with_the_next_change(ask: Any, ask_raw: Any) -> None:
    for _ in range(2):
        make_report(title="Métropole")
    lists = """
    query ($after: String) {
      eventReports(search: "métropole", first: 1, after: $after) { pageInfo { endCursor } }
    }
    """
    for query, variables in ((SEARCH, {"text": "métropole", "first": 1}), (lists, {})):
        [page] = ask(query, **variables).values()
        after = page["pageInfo"]["endCursor"]
        ask(query, **variables, after=after)
        make_sector()
        [error] = ask_raw(query, **variables, after=after)["errors"]
        assert error["extensions"] == {"code": "CURSOR_EXPIRED"}
        assert error["message"].endswith("Begin the list anew.")
