"""The calendar holds what calendar programs need, as they read it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar, Event
from time_machine import travel
from wagtail.models import Locale, Site

from cms.newsletter import stories
from cms.newsletter.events import PARIS as HOURS_OF_PARIS
from pages.models import EventReport
from snippets.models import EventSeries
from tests.factories import (
    PARIS,
    made,
    make_organisation,
    make_report,
    make_sector,
    make_technopole,
    make_testimonial,
)
from tests.newsletter.asking import told

pytestmark = pytest.mark.django_db

ADDRESS = "/feeds/events.ics"
NASTY = "Été ; à « Luminy », \\n ou 🚀\u2028 l’œuf : " + "é🚀" * 60


def calendar(response: Any) -> Calendar:
    """The calendar of a response, as a program reads it."""
    assert response.status_code == 200, response.content
    return Calendar.from_ical(response.content)


def events(response: Any) -> list[Event]:
    return calendar(response).events


def words(text: str) -> str:
    """A text with ordinary spaces."""
    return str(text).replace("\u00a0", " ")


def titles(response: Any) -> list[str]:
    return [str(event["SUMMARY"]) for event in events(response)]


def test_event_has_what_programs_show(get: Any) -> None:
    report = make_report(
        title="Midi",
        standfirst="Un midi.",
        venue="Hall",
        technopole=make_technopole(
            name="Luminy", city="Marseille", latitude="43.231", longitude="5.438"
        ),
        series=made(EventSeries, name="12/14"),
        sectors=[make_sector(name="Santé")],
        ends_at=datetime(2025, 7, 8, 14, tzinfo=PARIS),
    )
    whole = calendar(get(ADDRESS))
    [event] = whole.events
    [item] = told(get("/feeds/all.json"))["items"]
    assert event["UID"] == item["id"]
    assert event["SUMMARY"] == "Midi"
    assert event["SUMMARY"].params["LANGUAGE"] == "fr"
    assert event["DESCRIPTION"] == f"Un midi.\n\nÀ lire en ligne\u00a0: {report.full_url}"
    assert event["LOCATION"] == "Hall, Luminy, Marseille"
    assert (event["GEO"].latitude, event["GEO"].longitude) == (43.231, 5.438)
    assert event["URL"] == report.full_url
    assert [str(each) for each in event.categories] == ["Luminy", "12/14", "Santé"]
    assert event.start == datetime(2025, 7, 8, 12, tzinfo=PARIS)
    assert event.end == datetime(2025, 7, 8, 14, tzinfo=PARIS)
    assert event["DTSTART"].params["TZID"] == "Europe/Paris"
    second = report.last_published_at.replace(microsecond=0)
    assert event.DTSTAMP == event.LAST_MODIFIED == second
    assert not {"ORGANIZER", "METHOD"} & {*event, *whole}


def test_calendar_says_what_it_is(get: Any) -> None:
    Site.objects.update(site_name="Technopôles ; Aix, Marseille")
    whole = calendar(get(ADDRESS))
    # The library does not undo the escapes of these two when it reads.
    name = "Technopôles \\; Aix\\, Marseille – Événements"
    assert whole["VERSION"] == "2.0"
    assert whole["NAME"].params["LANGUAGE"] == "fr"
    assert whole["NAME"] == whole["X-WR-CALNAME"] == name
    assert whole["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert [zone["TZID"] for zone in whole.timezones] == ["Europe/Paris"]
    assert calendar(get(f"{ADDRESS}?lang=en"))["NAME"].endswith(" – Events")


def test_every_sign_survives(get: Any) -> None:
    make_report(
        title=NASTY[:120],
        standfirst=f"Une ligne\x0b\r\nune autre, {NASTY}",
        venue="Salle ; 1, \\ 2",
        technopole=make_technopole(name="A, b", city="C ; d"),
    )
    [event] = events(get(ADDRESS))
    assert words(event["SUMMARY"]) == NASTY[:120]
    assert words(event["DESCRIPTION"]).startswith(f"Une ligne\nune autre, {NASTY}\n\n")
    assert words(event["LOCATION"]) == "Salle ; 1, \\ 2, A, b, C ; d"
    assert [str(each) for each in event.categories] == ["A, b"]


def test_lines_are_folded_without_breaking_letters(get: Any) -> None:
    make_report(title=NASTY[:120], standfirst=NASTY)
    lines = get(ADDRESS).content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line for line in lines if line.decode()]


def test_event_without_end_gets_none(get: Any) -> None:
    make_report()
    [event] = events(get(ADDRESS))
    assert "DTEND" not in event
    assert "DURATION" not in event


def test_event_of_several_days_across_the_change_of_hours(get: Any) -> None:
    make_report(
        starts_at=datetime(2025, 10, 25, 9, tzinfo=PARIS),
        ends_at=datetime(2025, 10, 27, 18, tzinfo=PARIS),
    )
    response = get(ADDRESS)
    assert b"DTSTART;TZID=Europe/Paris:20251025T090000\r\n" in response.content
    assert b"DTEND;TZID=Europe/Paris:20251027T180000\r\n" in response.content
    [event] = events(response)
    assert event.end.astimezone(UTC) == datetime(2025, 10, 27, 17, tzinfo=UTC)


def test_hours_of_paris_are_those_of_the_law() -> None:
    zone = Calendar.from_ical(b"BEGIN:VCALENDAR\r\n" + HOURS_OF_PARIS + b"END:VCALENDAR").timezones[
        0
    ]
    told_by_us = zone.to_tz(lookup_tzid=False)
    first = datetime(1997, 1, 1, 12)  # noqa: DTZ001
    days = (first + timedelta(days=number) for number in range(0, 40 * 365, 3))
    assert all(
        day.replace(tzinfo=told_by_us).utcoffset()
        == day.replace(tzinfo=ZoneInfo("Europe/Paris")).utcoffset()
        for day in days
    )


def test_sequence_grows_with_each_publication_and_the_uid_stays(get: Any) -> None:
    with travel("2025-09-01T12:00:00+02:00", tick=False):
        report = make_report(title="Avant")
        [first] = events(get(ADDRESS))
    found = [first]
    for moment in ("2025-09-01T12:00:05+02:00", "2026-02-01T12:00:00+01:00"):
        with travel(moment, tick=False):
            report.title = moment
            report.save_revision().publish()
            found += events(get(ADDRESS))
    assert [event["SEQUENCE"] for event in found] == [0, 5, 13_222_800]
    assert len({event["UID"] for event in found}) == 1
    assert datetime(2026, 2, 1, 11, tzinfo=UTC) == found[2].LAST_MODIFIED


def test_events_to_come_are_first_and_testimonials_are_none(get: Any) -> None:
    now = timezone.now()
    for days in (-3, 20, -400, 2):
        make_report(title=str(days), starts_at=now + timedelta(days=days))
    make_testimonial()
    assert titles(get(ADDRESS)) == ["20", "2", "-3", "-400"]


def test_withdrawn_report_is_gone(get: Any) -> None:
    report, draft = make_report(), make_report(live=False)
    first = get(ADDRESS)
    assert titles(first) == [report.title]
    assert draft.title not in first.content.decode()
    report.unpublish()
    assert titles(get(ADDRESS, if_none_match=first.headers["ETag"])) == []


def test_filters_are_those_of_feeds(get: Any) -> None:
    luminy = make_technopole(name="Luminy")
    make_report(title="a", technopole=luminy, organisers=[make_organisation(name="Atelier")])
    make_report(title="b", series=made(EventSeries, name="Midis", slug="midis"))
    make_report(title="c", sectors=[make_sector(name="Santé")])
    english = Locale.objects.get(language_code="en")
    copy = EventReport.objects.get(title="c").copy_for_translation(english, copy_parents=True)
    copy.title = "d"
    copy.save_revision().publish()
    assert titles(get(f"{ADDRESS}?technopole=luminy")) == ["a"]
    assert titles(get(f"{ADDRESS}?organisation=atelier")) == ["a"]
    assert titles(get(f"{ADDRESS}?series=midis")) == ["b"]
    assert titles(get(f"{ADDRESS}?sector=sante")) == ["c"]
    assert titles(get(f"{ADDRESS}?lang=en")) == ["d"]


@pytest.mark.parametrize("name", ["limit", "since", "cursor", "image", "technopol"])
def test_other_parameters_are_refused(get: Any, name: str) -> None:
    response = get(f"{ADDRESS}?{name}=5")
    assert response.status_code == 400
    assert response.content.decode() == (
        f"{name}\u00a0: ce paramètre n’existe pas. "
        "Il y a\u00a0: technopole, sector, organisation, series, lang, utm_*.\n"
    )


def test_what_programs_append_is_passed_over_and_marks_go_to_links(get: Any) -> None:
    report = make_report()
    [event] = events(get(f"{ADDRESS}?_=17&fbclid=x&utm_source=agenda"))
    assert event["URL"] == f"{report.full_url}?utm_source=agenda"


def test_calendar_is_kept_like_a_feed(get: Any) -> None:
    make_report()
    first = get(ADDRESS)
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.headers["Last-Modified"]
    assert "EventReport" in first.headers["Cache-Tag"].split(",")
    with CaptureQueriesContext(connection) as asked:
        assert get(f"{ADDRESS}?_=1").content == first.content
    assert len(asked) == 0
    assert get(ADDRESS, if_none_match=first.headers["ETag"]).status_code == 304


def test_safe_methods_only(client: Client) -> None:
    head = client.head(ADDRESS)
    assert head.status_code == 200
    assert head.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert client.post(ADDRESS).status_code == 405
    assert client.get("/feeds/reports.ics").status_code == 404
    assert client.get("/feeds/events.rss").status_code == 404


@pytest.mark.usefixtures("uncached")
def test_calendar_ends_somewhere_and_costs_as_much_for_many(
    get: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stories, "GREATEST_LIMIT", 3)
    monkeypatch.setattr(stories, "PAGES_OF_EVENTS", 2)
    now, cost = timezone.now(), []
    for number in range(8):
        make_report(
            title=str(number),
            starts_at=now - timedelta(days=number),
            technopole=make_technopole(),
            sectors=[make_sector()],
            series=made(EventSeries, name=f"Série {number}"),
        )
        get(ADDRESS)
        with CaptureQueriesContext(connection) as asked:
            response = get(ADDRESS)
        cost.append(len(asked))
    assert titles(response) == ["0", "1", "2", "3", "4", "5"]
    assert cost[0] == cost[2]
    assert cost[4] == cost[7] <= 2 * cost[0]


def test_site_tells_of_its_calendar(get: Any) -> None:
    page = get("/").content.decode()
    assert (
        '<link rel="alternate" type="text/calendar" title="Événements" href="/feeds/events.ics">'
        in page
    )
