"""Quotes are records that live and die with what is published."""

from io import StringIO

import pytest
from django.core.management import call_command

from pages.models import EventReport, Quote, Speaker
from tests.factories import (
    block,
    make_organisation,
    make_person,
    make_report,
    make_technopole,
    make_testimonial,
)

pytestmark = pytest.mark.django_db


def quote(text: str, person: object, **values: object) -> dict:
    value = {"text": text, "person": person.pk, "role": "Mayor", "organisation": None, **values}
    return block("quote", value)


def publish(report: EventReport, body: list) -> None:
    report.body = EventReport._meta.get_field("body").stream_block.to_python(body)
    report.save_revision().publish()


def test_publishing_makes_records_of_quotes() -> None:
    person, technopole = make_person(), make_technopole()
    report = make_report(technopole=technopole, body=[quote("One", person), quote("Two", person)])
    first, second = report.quotes.order_by("sort_order")
    assert [first.text, second.text] == ["One", "Two"]
    assert (first.person, first.role, first.technopole) == (person, "Mayor", technopole)
    assert str(first.said_on) == "2025-07-08"


def test_quote_keeps_its_id_when_it_is_reworded_or_moved() -> None:
    person = make_person()
    one, two = quote("One", person), quote("Two", person)
    report = make_report(body=[one, two])
    keys = dict(report.quotes.values_list("text", "pk"))
    one["value"]["text"] = "One, reworded"
    publish(report, [two, one])
    assert list(report.quotes.order_by("sort_order").values_list("text", "pk")) == [
        ("Two", keys["Two"]),
        ("One, reworded", keys["One"]),
    ]


def test_quote_goes_when_its_block_goes() -> None:
    person = make_person()
    report = make_report(body=[quote("One", person), quote("Two", person)])
    publish(report, [])
    assert not Quote.objects.exists()


def test_draft_changes_leave_quotes_alone() -> None:
    person = make_person()
    report = make_report(body=[quote("One", person)])
    report.body = EventReport._meta.get_field("body").stream_block.to_python([])
    report.save_revision()
    assert report.quotes.get().text == "One"


def test_copies_have_quotes_of_their_own() -> None:
    report = make_report(body=[quote("One", make_person())])
    copy = report.copy(update_attrs={"slug": "copy", "title": "Copy"})
    assert [copy.quotes.count(), report.quotes.count()] == [1, 1]


def test_pull_quote_is_a_record() -> None:
    testimonial = make_testimonial(pull_quote="My words", role="founder")
    record = testimonial.quotes.get()
    assert (record.text, record.role, record.person) == ("My words", "founder", testimonial.person)


def test_rebuild_brings_every_quote_up_to_date() -> None:
    report = make_report(body=[quote("One", make_person())])
    key = report.quotes.get().pk
    Quote.objects.update(text="Wrong")
    make_report(live=False, body=[quote("Draft", make_person())])
    said = StringIO()
    call_command("rebuild_quotes", stdout=said)
    assert list(Quote.objects.values_list("pk", "text")) == [(key, "One")]
    assert said.getvalue() == "1 quotes in 2 published pages.\n"


def test_page_mentions_everyone_it_names_once() -> None:
    company, other = make_organisation(), make_organisation()
    person, speaker = make_person(), make_person()
    report = make_report(
        organisers=[company],
        speakers=[Speaker(person=speaker, role="founder", organisation=company)],
        body=[quote("One", person, organisation=other.pk), quote("Two", person)],
    )
    assert set(report.mentions.values_list("person", "organisation")) == {
        (person.pk, None),
        (speaker.pk, None),
        (None, company.pk),
        (None, other.pk),
    }
    kept = report.mentions.get(person=speaker).pk
    publish(report, [])
    assert report.mentions.get(person__isnull=False).pk == kept
    assert report.mentions.get(organisation__isnull=False).organisation == company
