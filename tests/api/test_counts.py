"""Totals are counted once for a version of the content, and never tell what was."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.api.counts import Counts
from cms.api.kept import memory
from tests.factories import make_report, make_sector, make_technopole

pytestmark = pytest.mark.django_db

TOTALS = """{
  eventReports { totalCount }
  named: eventReports(search: "réunion") { totalCount }
  begun: eventReports(filter: {year: [2025]}) { totalCount }
  search(query: "réunion", kinds: [EVENT_REPORT]) {
    totalCount
    facets { kinds { count } technopoles { count } sectors { count } }
  }
  pages(kinds: [EVENT_REPORT]) { totalCount }
}"""


@pytest.fixture(autouse=True)
def no_answer_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "most", 0)


def totals(answer: dict[str, Any]) -> set[int]:
    """Every number in an answer to TOTALS."""
    facets = answer["search"].pop("facets")
    of_facets = {part["count"] for facet in facets.values() for part in facet}
    return {each["totalCount"] for each in answer.values()} | of_facets


def statements_that_count(ask: Any, query: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask(query)
    return sum("COUNT(" in each["sql"] for each in captured)


def test_total_is_counted_once_for_all_pages_of_a_list(ask: Any) -> None:
    make_report(title="Une réunion")
    assert statements_that_count(ask, TOTALS) == 8
    assert statements_that_count(ask, TOTALS) == 0
    again = "{ eventReports(first: 7, orderBy: TITLE_ASC) { totalCount } }"
    assert statements_that_count(ask, again) == 0
    for other in ('search: "midi"', "filter: {year: [2024]}", 'locale: "en"'):
        assert statements_that_count(ask, f"{{ eventReports({other}) {{ totalCount }} }}") == 1


def test_change_is_counted_at_once(ask: Any) -> None:
    place, sector = make_technopole(name="Ici"), make_sector()

    def make_one() -> Any:
        return make_report(title="Une réunion", technopole=place, sectors=[sector])

    make_one()
    assert totals(ask(TOTALS)) == {1}
    second = make_one()
    assert totals(ask(TOTALS)) == {2}
    restriction = PageViewRestriction.objects.create(page=second, restriction_type="login")
    assert totals(ask(TOTALS)) == {1}
    restriction.delete()
    assert totals(ask(TOTALS)) == {2}
    second.unpublish()
    assert totals(ask(TOTALS)) == {1}


def test_total_ends_when_something_in_it_does(ask: Any) -> None:
    """The clock decides, whether the schedule withdrew it already or not."""
    now = timezone.now()
    make_report(title="Une réunion", expire_at=now + timedelta(hours=1))
    make_report(title="Une réunion")
    assert totals(ask(TOTALS)) == {2}
    with time_machine.travel(now + timedelta(minutes=61), tick=False):
        answer = ask(TOTALS)
    assert answer["eventReports"]["totalCount"] == 1
    assert answer["search"]["totalCount"] == 1


def test_preview_counts_for_itself(ask: Any, preview: Callable) -> None:
    draft = make_report(title="Une réunion", live=False)
    query = "{ eventReports { totalCount } }"
    assert ask(query) == {"eventReports": {"totalCount": 0}}
    assert preview(draft, query) == {"eventReports": {"totalCount": 1}}
    assert ask(query) == {"eventReports": {"totalCount": 0}}


def test_what_was_asked_last_is_kept() -> None:
    counts = Counts(2)
    asked: list[str] = []

    def count(name: str) -> int:
        return counts.of((name,), lambda: asked.append(name) or len(asked))

    assert [count(name) for name in ("a", "b", "a", "c", "a", "b")] == [1, 2, 1, 3, 1, 4]
    assert asked == ["a", "b", "c", "b"]
