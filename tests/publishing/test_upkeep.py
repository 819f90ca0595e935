"""A change brings the search index and the references up to date at its end, each thing once."""

import logging
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from modelsearch.backends import get_search_backend
from wagtail.models import ReferenceIndex

from cms.publishing.journal import one_change
from pages.models import EventReport, Speaker
from snippets.models import Organisation, Person
from tests.factories import make_organisation, make_person, make_report

pytestmark = pytest.mark.django_db


def is_used(person: Person) -> bool:
    return ReferenceIndex.get_references_to(person).exists()


def test_page_is_indexed_once_however_often_it_is_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    report = make_report(title="Zircon")
    backend = type(get_search_backend())
    add_bulk, indexed = backend.add_bulk, []

    def add(self: Any, model: Any, things: list[Any]) -> None:
        indexed.extend(thing.title for thing in things)
        add_bulk(self, model, things)

    monkeypatch.setattr(backend, "add_bulk", add)
    with one_change():
        for title in ("Opale", "Rubis", "Topaze"):
            report.title = title
            report.save_revision().publish()
    assert indexed == ["Topaze"]
    assert EventReport.objects.search("Topaze").count() == 1
    assert EventReport.objects.search("Zircon").count() == 0


def test_parts_bring_the_references_of_their_whole_up_to_date() -> None:
    report, people = make_report(), [make_person() for number in range(3)]
    with CaptureQueriesContext(connection) as captured, one_change():
        for number, person in enumerate(people):
            Speaker.objects.create(report=report, person=person, sort_order=number)
    looked_up = [
        each["sql"] for each in captured if 'FROM "wagtailcore_referenceindex"' in each["sql"]
    ]
    assert len(looked_up) == 1
    assert all(is_used(person) for person in people)
    report.speakers = list(report.speakers.exclude(person=people[0]))
    report.save()
    assert [is_used(person) for person in people] == [False, True, True]


def test_what_comes_and_goes_in_one_change_leaves_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), one_change():
        make_organisation(name="Zircon").delete()
    assert Organisation.objects.search("Zircon").count() == 0
    assert caplog.records == []


def test_thing_that_cannot_be_indexed_is_saved_and_keeps_no_other_from_the_index(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told = EventReport.words_of_speakers

    def words(report: EventReport) -> Any:
        if report.title == "Rubis":
            raise ValueError("no words")
        return told.fget(report)

    monkeypatch.setattr(EventReport, "words_of_speakers", property(words))
    with one_change():
        for title in ("Opale", "Rubis", "Topaze"):
            make_report(title=title)
    assert EventReport.objects.get(title="Rubis").live
    found = [EventReport.objects.search(word).count() for word in ("Opale", "Rubis", "Topaze")]
    assert found == [1, 0, 1]
    assert "Not brought up to date" in caplog.text
