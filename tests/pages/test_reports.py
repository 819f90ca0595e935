"""What an event report refuses, counts and knows of its day."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from pages.models import EventReport, EventReportIndex, Home
from snippets.models import EventSeries
from tests.factories import made, make_report, make_technopole

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def test_editions_are_counted_per_series_and_technopole() -> None:
    series = made(EventSeries, name="12/14")
    arbois, gombert = make_technopole(), make_technopole()
    first, second = (make_report(series=series, technopole=arbois) for _ in range(2))
    elsewhere = make_report(series=series, technopole=gombert)
    assert [first.edition, second.edition, elsewhere.edition] == [1, 2, 1]
    assert make_report(technopole=gombert).edition is None


def test_edition_is_counted_on_publication_and_then_kept() -> None:
    series, technopole = made(EventSeries, name="12/14"), make_technopole()
    report = make_report(live=False, series=series)
    assert report.edition is None
    report.technopole = technopole
    make_report(series=series, technopole=technopole)
    report.save_revision().publish()
    report.refresh_from_db()
    assert report.edition == 2
    make_report(series=series, technopole=technopole)
    report.edition = None
    report.save_revision().publish()
    report.refresh_from_db()
    assert report.edition == 2


def test_edition_told_twice_is_refused() -> None:
    series, technopole = made(EventSeries, name="12/14"), make_technopole()
    make_report(series=series, technopole=technopole, edition=1)
    with pytest.raises(ValidationError) as refusal:
        make_report(series=series, technopole=technopole, edition=1)
    assert set(refusal.value.message_dict) == {"edition"}


@pytest.mark.parametrize("edition", [0, 1001, 99_999_999_999])
def test_editions_are_counted_from_one(edition: int) -> None:
    report = make_report()
    report.edition = edition
    with pytest.raises(ValidationError) as refusal:
        report.full_clean()
    assert "edition" in refusal.value.message_dict


def test_no_edition_zero_comes_into_the_database() -> None:
    report = make_report()
    with pytest.raises(IntegrityError, match="editions_are_counted_from_one"):
        EventReport.objects.filter(pk=report.pk).update(edition=0)


def test_event_ends_after_it_starts() -> None:
    report = make_report(starts_at=at("2025-07-08T12:00"))
    report.ends_at = report.starts_at
    with pytest.raises(ValidationError) as refusal:
        report.full_clean()
    assert "ends_at" in refusal.value.message_dict
    with pytest.raises(IntegrityError):
        EventReport.objects.filter(pk=report.pk).update(ends_at=at("2025-07-08T11:00"))


@pytest.mark.parametrize("now", ["2025-07-08T00:00:00", "2025-07-08T23:59:59"])
@pytest.mark.parametrize(
    "start", ["2025-07-08T00:00:00", "2025-07-08T12:00:00", "2025-07-08T23:59:00"]
)
def test_event_of_today_is_todays_all_day_in_paris(now: str, start: str) -> None:
    report = make_report(starts_at=at(start))
    with time_machine.travel(at(now), tick=False):
        assert report.is_today
        assert EventReport.objects.held_on(at(now).date()).get() == report


@pytest.mark.parametrize("now", ["2025-07-07T23:59:59", "2025-07-09T00:00:00"])
def test_event_of_another_day_is_not_todays(now: str) -> None:
    report = make_report(starts_at=at("2025-07-08T00:00:00"), ends_at=at("2025-07-08T23:59:59"))
    with time_machine.travel(at(now), tick=False):
        assert not report.is_today
        assert not EventReport.objects.held_on(at(now).date()).exists()


def test_event_of_several_days_is_held_on_each() -> None:
    report = make_report(starts_at=at("2025-07-08T18:00"), ends_at=at("2025-07-10T12:00"))
    days = [
        day for day in range(6, 13) if EventReport.objects.held_on(at(f"2025-07-{day:02}").date())
    ]
    assert days == [8, 9, 10]
    with time_machine.travel(at("2025-07-09T03:00"), tick=False):
        assert report.is_today


def test_reading_time_counts_standfirst_and_body() -> None:
    words = "mot " * 199
    report = make_report(standfirst="deux mots", body=[("paragraph", f"<p>{words}</p>")])
    assert report.reading_minutes == 2


def test_each_list_stands_once_in_a_language() -> None:
    home = Home.objects.get()
    assert not EventReportIndex.can_create_at(home)
    assert EventReport.can_create_at(EventReportIndex.objects.get())
    assert not EventReport.can_create_at(home)


def test_front_page_stands_once_in_a_language() -> None:
    home = Home.objects.get()
    root = home.get_parent()
    assert not Home.can_create_at(root)
    with pytest.raises(ValidationError):
        root.add_child(instance=Home(title="Second", locale=home.locale))
