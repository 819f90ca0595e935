"""What is scheduled happens by itself, once, and is told."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.publishing import leases, schedule
from cms.publishing.models import Lease
from pages.models import EventReport
from snippets.models import Person
from tests.factories import PARIS, make_organisation, make_person, make_report
from tests.threads import beside

HOUR = timedelta(hours=1)


def scheduled_report() -> EventReport:
    """A report that is to go public in an hour."""
    report = make_report(live=False)
    report.go_live_at = timezone.now() + HOUR
    report.save_revision().publish()
    return report


def in_two_hours(time_machine: Any) -> None:
    time_machine.move_to(timezone.now() + 2 * HOUR)


@pytest.fixture
def told_later(told: Callable, time_machine: Any) -> Callable:
    """What the journal tells after the schedule ran two hours from now."""

    def later() -> list[tuple[str, str]]:
        told()
        in_two_hours(time_machine)
        schedule.run_due()
        return told()

    return later


def test_what_is_due_goes_public(told_later: Callable) -> None:
    report = scheduled_report()
    assert told_later() == [("PUBLISHED", "EVENT_REPORT")]
    assert EventReport.objects.get(pk=report.pk).live is True
    assert schedule.run_due() == 0


def test_what_expires_is_withdrawn(told_later: Callable) -> None:
    report, person = make_report(), make_person()
    for thing in (report, person):
        thing.expire_at = timezone.now() + HOUR
        thing.save_revision().publish()
    assert told_later() == [("WITHDRAWN", "EVENT_REPORT"), ("WITHDRAWN", "PERSON")]
    assert Person.objects.get(pk=person.pk).expired is True


@pytest.mark.parametrize("day", ["since", "until"])
def test_role_that_begins_or_ends_with_the_day_is_told_once(
    told: Callable, time_machine: Any, day: str
) -> None:
    time_machine.move_to(datetime(2026, 3, 1, 23, 50, tzinfo=PARIS), tick=False)
    person = make_person(("founder", make_organisation()))
    first_and_last = {"since": date(2026, 3, 2), "until": date(2026, 3, 1)}
    person.affiliations.update(**{day: first_and_last[day]})
    told()
    assert schedule.run_due() == 0
    time_machine.move_to(datetime(2026, 3, 2, 0, 0, 1, tzinfo=PARIS), tick=False)
    assert schedule.run_due() == 1
    assert told() == [("UPDATED", "PERSON")]
    assert schedule.run_due() == 0


def test_what_fails_does_not_stop_the_rest(
    told_later: Callable, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    scheduled_report()
    report = make_report()
    report.expire_at = timezone.now() + HOUR
    report.save_revision().publish()

    def fail(thing: Any) -> None:
        raise ValueError("odd")

    monkeypatch.setattr(schedule, "end", fail)
    assert told_later() == [("PUBLISHED", "EVENT_REPORT")]
    assert "What was scheduled could not be done: end of <Page:" in caplog.text


def test_another_process_that_is_at_it_is_left_alone(told_later: Callable) -> None:
    scheduled_report()
    theirs = Lease.objects.create(name="schedule", holder="x", until=timezone.now() + HOUR)
    assert told_later() == []
    theirs.until -= 2 * HOUR
    theirs.save()
    assert schedule.run_due() == 1
    assert leases.hold("schedule", HOUR) is True


@pytest.mark.django_db(transaction=True)
def test_lease_is_given_to_one_of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    got: list[bool] = []

    def ask(holder: str) -> None:
        monkeypatch.setattr(leases, "HOLDER", holder)
        got.append(leases.hold("schedule", HOUR))

    for holder in ("one", "two"):
        beside(ask, holder).join()
    assert got == [True, False]


def test_command_tells_and_does_what_is_due(
    told: Callable, time_machine: Any, capsys: pytest.CaptureFixture
) -> None:
    report = scheduled_report()
    told()
    in_two_hours(time_machine)
    call_command("publish_scheduled", dryrun=True)
    assert capsys.readouterr().out == f"publication of {report.title}\n"
    assert told() == []
    call_command("publish_scheduled")
    assert told() == [("PUBLISHED", "EVENT_REPORT")]
