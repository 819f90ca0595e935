"""The calendar: what is told on which day, to whom."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission

from cms.finding.calendar import What
from cms.publishing.schedule import run_due
from snippets.models import Person
from tests import factories

NOW = datetime(2024, 11, 20, 10, tzinfo=factories.PARIS)


@pytest.fixture(autouse=True)
def _some_wednesday(db: None) -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def shown(client: Client, month: str = "2024-11") -> list[tuple[int, What, str]]:
    """Day, what and title of each entry."""
    answer = client.get(reverse("calendar"), {"month": month})
    return [
        (day.day, entry.what, entry.title)
        for week in answer.context["weeks"]
        for day, entries in week
        for entry in entries
    ]


def scheduled(thing: Any, **dates: datetime) -> Any:
    for name, at in dates.items():
        setattr(thing, name, at)
    thing.save_revision().publish()
    return thing


def test_a_month_tells_what_happens(writing: Client) -> None:
    report = factories.make_report(title="Midi", starts_at=NOW - timedelta(days=8))
    scheduled(report, expire_at=NOW + timedelta(days=9))
    draft = factories.make_testimonial(title="Parcours", live=False, person=made("Ada"))
    scheduled(draft, go_live_at=NOW + timedelta(days=2), expire_at=NOW + timedelta(days=3))
    assert shown(writing) == [
        (12, What.EVENT, "Midi"),
        (20, What.PUBLISHED, "Ada"),
        (20, What.PUBLISHED, "Midi"),
        (22, What.SCHEDULED, "Parcours"),
        (23, What.ENDS, "Parcours"),
        (29, What.ENDS, "Midi"),
    ]
    with time_machine.travel(NOW + timedelta(days=10)):
        run_due()
        assert (29, What.ENDED, "Midi") in shown(writing)


def made(name: str) -> Person:
    return factories.make_person(name=name)


def test_a_month_begins_and_ends_at_midnight_in_paris(writing: Client) -> None:
    for day, month in ((1, 11), (30, 11), (1, 12)):
        minute = {"hour": 0, "minute": 0} if day == 1 else {"hour": 23, "minute": 59}
        at = datetime(2024, month, day, tzinfo=factories.PARIS, **minute)
        factories.make_report(title=f"{day}/{month}", starts_at=at)
    events = [(day, title) for day, what, title in shown(writing) if what is What.EVENT]
    assert events == [(1, "1/11"), (30, "30/11")]
    assert [each[2] for each in shown(writing, "2024-12")] == ["1/12"]


@pytest.mark.parametrize("month", ["", "novembre", "2024-13", "0000-01", "9999-12", "2024-1"])
def test_a_bad_month_is_the_current_one(writing: Client, month: str) -> None:
    answer = writing.get(reverse("calendar"), {"month": month})
    assert answer.context["month"] == NOW.date().replace(day=1)
    page = answer.content.decode()
    assert "novembre 2024" in page
    assert '<a class="button button-secondary" rel="prev" href="?month=2024-10">' in page
    assert 'rel="next" href="?month=2024-12"' in page
    assert 'aria-current="date"' in page


def test_entries_lead_to_their_forms(writing: Client) -> None:
    report, person = factories.make_report(live=False, starts_at=NOW), made("Ada")
    page = writing.get(reverse("calendar")).content.decode()
    assert f'href="{reverse("wagtailadmin_pages:edit", args=[report.pk])}"' in page
    assert reverse("wagtailsnippets_snippets_person:edit", args=[person.pk]) in page
    assert "pas en ligne" in page
    home = writing.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("calendar") in home


def test_only_what_somebody_may_change_is_told(writing: Client, editor: Any) -> None:
    factories.make_report(title="Midi", starts_at=NOW)
    made("Ada")
    group = editor.groups.get()
    GroupPagePermission.objects.filter(group=group).delete()
    assert [each[2] for each in shown(writing)] == ["Ada"]
    group.permissions.filter(codename="change_person").delete()
    assert shown(writing) == []


def test_nobody_else_sees_it(client: Client) -> None:
    assert client.get(reverse("calendar")).status_code == 302


def test_statements_do_not_grow(writing: Client) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as asked:
            writing.get(reverse("calendar"))
        return len(asked)

    def more() -> None:
        scheduled(factories.make_report(starts_at=NOW), expire_at=NOW + timedelta(days=3))
        scheduled(factories.make_report(live=False), go_live_at=NOW + timedelta(days=3))
        factories.make_person(("gérante", factories.make_organisation()))

    more()
    counted()
    few = counted()
    for _ in range(4):
        more()
    assert counted() == few
