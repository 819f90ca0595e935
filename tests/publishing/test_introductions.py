"""Records written while writing a report go public with it, and only then."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pages.models import EventReport, Speaker
from snippets.models import Affiliation, Organisation, Person
from tests.factories import block, make_organisation, make_person, make_report

pytestmark = pytest.mark.django_db


def draft(model: type, **values: Any) -> Any:
    record = model(live=False, **values)
    record.full_clean()
    record.save()
    record.save_revision()
    return record


def is_live(record: Any) -> bool:
    record.refresh_from_db()
    return record.live


def test_report_introduces_the_records_it_names() -> None:
    company = draft(Organisation, name="Company")
    person = draft(Person, name="Person")
    person.affiliations = [Affiliation(role="founder", organisation=company)]
    person.save_revision()
    report = make_report(live=False, speakers=[Speaker(person=person, role="founder")])
    assert not is_live(person)
    report.get_latest_revision().publish()
    assert is_live(person)
    assert is_live(company)
    assert person.affiliations.get().organisation == company


def test_report_introduces_records_of_its_blocks() -> None:
    person, company = draft(Person, name="Person"), draft(Organisation, name="Company")
    quote = {"text": "Words", "person": person.pk, "role": "Mayor", "organisation": None}
    make_report(
        body=[block("quote", quote), block("organisations", {"organisations": [company.pk]})]
    )
    assert is_live(person)
    assert is_live(company)


def test_withdrawn_record_stays_withdrawn() -> None:
    person = make_person()
    person.save_revision()
    person.unpublish()
    make_report(speakers=[Speaker(person=person, role="founder")])
    assert not is_live(person)


def test_scheduled_report_introduces_nobody_before_its_time() -> None:
    person = draft(Person, name="Person")
    report = make_report(live=False, speakers=[Speaker(person=person, role="founder")])
    report.go_live_at = timezone.now() + timedelta(hours=1)
    report.save_revision().publish()
    assert not is_live(report)
    assert not is_live(person)
    report.scheduled_revision.approved_go_live_at = timezone.now() - timedelta(seconds=1)
    revision = report.scheduled_revision
    revision.approved_go_live_at = timezone.now() - timedelta(seconds=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    call_command("publish_scheduled")
    assert is_live(report)
    assert is_live(person)


def test_publisher_is_told_what_went_public_and_what_did_not(admin_client: Client) -> None:
    newcomer, withdrawn = draft(Person, name="Newcomer"), make_person(name="Withdrawn")
    withdrawn.unpublish()
    newcomer.affiliations = [
        Affiliation(role="founder", organisation=draft(Organisation, name="New"))
    ]
    newcomer.save_revision()
    hidden = make_person(name="Hidden")
    hidden.unpublish()
    people = newcomer, withdrawn, hidden
    speakers = [Speaker(person=each, role="founder") for each in people]
    report = make_report(live=False, speakers=speakers)
    bulk = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "publish"))
    response = admin_client.post(f"{bulk}?id={report.pk}", {"include_descendants": ""}, follow=True)
    said = {str(message) for message in response.context["messages"]}
    assert "Publiés en même temps : Newcomer, New." in said
    assert "Les lecteurs ne voient pas encore : Hidden, Withdrawn." in said
    assert len(said) == 3
    assert EventReport.objects.get(pk=report.pk).live


def test_failed_request_of_the_admin_leaves_nothing_behind(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = make_report(live=False)

    def fail(page: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("cms.publishing.signals.update_told", fail)
    admin_client.raise_request_exception = False
    bulk = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "publish"))
    response = admin_client.post(f"{bulk}?id={report.pk}")
    assert response.status_code == 500
    assert not EventReport.objects.get(pk=report.pk).live


def test_publishing_a_person_introduces_their_organisation() -> None:
    company = draft(Organisation, name="Company")
    person = draft(Person, name="Person")
    person.affiliations = [Affiliation(role="founder", organisation=company)]
    person.save_revision().publish()
    assert is_live(company)


def test_translation_of_a_record_is_a_draft() -> None:
    from wagtail.models import Locale

    company = make_organisation()
    translation = company.copy_for_translation(Locale.objects.get(language_code="en"))
    translation.save()
    assert not translation.live
    assert translation.first_published_at is None
