"""Where a person, or an organisation, is quoted."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Locale

from snippets.models import Organisation, Person
from tests import factories
from tests.factories import block, make_organisation, make_person, make_report, make_testimonial


def quote(person: Person, text: str, organisation: Organisation | None = None) -> dict[str, Any]:
    told = {"text": text, "person": person.pk, "role": "gérante"}
    return block("quote", {**told, "organisation": organisation and organisation.pk})


def address(record: Any) -> str:
    return reverse("quotes_of", args=[record._meta.model_name, record.pk])


def listed(client: Client, record: Any) -> tuple[list[str], list[str]]:
    context = client.get(address(record)).context
    return (
        [each.text for each in context["listing"]],
        [each.text for each in context["drafted"]],
    )


def test_published_quotes_lead_to_their_blocks(writing: Client) -> None:
    person = make_person(name="Ada")
    said = quote(person, "Ensemble.")
    day = datetime(2025, 7, 8, 12, tzinfo=factories.PARIS)
    report = make_report(title="Midi", body=[said], starts_at=day)
    pulled = make_testimonial(person=person, pull_quote="Ici, tout va vite.")
    answer = writing.get(address(person))
    found = {each.text: each for each in answer.context["listing"]}
    assert set(found) == {"Ensemble.", "Ici, tout va vite."}
    assert found["Ensemble."].said_on == date(2025, 7, 8)
    page = answer.content.decode()
    edit = reverse("wagtailadmin_pages:edit", args=[report.pk])
    assert f'href="{edit}#block-{said["id"]}-section"' in page
    edit = reverse("wagtailadmin_pages:edit", args=[pulled.pk])
    assert f'href="{edit}#id_pull_quote"' in page
    for text in ("Midi", "gérante", "08/07/2025"):
        assert text in page


def test_drafts_are_told_apart(writing: Client) -> None:
    person, other = make_person(name="Ada"), make_person(name="Bo")
    kept = quote(person, "Ensemble.")
    report = make_report(body=[kept, quote(other, "Autre.")])
    report.body = [kept, quote(person, "Plus loin.")]
    report.save_revision()
    make_report(live=False, body=[quote(person, "Jamais lu."), quote(other, "Non plus.")])
    scheduled = make_report(live=False, body=[quote(person, "Demain.")])
    scheduled.go_live_at = timezone.now() + timedelta(days=1)
    scheduled.save_revision().publish()
    scheduled.body = []
    scheduled.save_revision()
    published, drafted = listed(writing, person)
    assert published == ["Ensemble."]
    assert sorted(drafted) == ["Demain.", "Jamais lu.", "Plus loin."]


def test_what_was_published_and_taken_back_is_said_to_be_so(writing: Client) -> None:
    person = make_person()
    make_report(body=[quote(person, "Ensemble.")]).unpublish()
    assert listed(writing, person) == (["Ensemble."], [])
    assert "pas en ligne" in writing.get(address(person)).content.decode()


def test_organisations_have_what_was_said_for_them(writing: Client) -> None:
    person, organisation = make_person(), make_organisation()
    make_report(body=[quote(person, "Pour elle.", organisation), quote(person, "Pour moi.")])
    make_report(live=False, body=[quote(person, "Bientôt.", organisation)])
    assert listed(writing, organisation) == (["Pour elle."], ["Bientôt."])


def test_quotes_of_the_same_person_in_another_language_count(writing: Client) -> None:
    person = make_person()
    english = person.copy_for_translation(Locale.objects.get(language_code="en"))
    english.save()
    make_report(body=[quote(english, "Together.")])
    assert listed(writing, person) == (["Together."], [])


def test_forms_and_lists_lead_there(writing: Client) -> None:
    for record in (make_person(), make_organisation()):
        for view, args in (("edit", [record.pk]), ("list", [])):
            name = record.snippet_viewset.get_url_name(view)
            assert address(record) in writing.get(reverse(name, args=args)).content.decode()


def test_nothing_is_told_of_pages_somebody_may_not_change(writing: Client, editor: Any) -> None:
    person = make_person()
    make_report(body=[quote(person, "Ensemble.")])
    make_report(live=False, body=[quote(person, "Jamais lu.")])
    group = editor.groups.get()
    GroupPagePermission.objects.filter(group=group).delete()
    assert listed(writing, person) == ([], [])
    group.permissions.filter(codename="change_person").delete()
    assert writing.get(address(person)).status_code == 302


@pytest.mark.parametrize("path", ["sector/1/quotes/", "person/999999/quotes/"])
def test_there_is_none_of_others(writing: Client, path: str) -> None:
    assert writing.get(f"{reverse('wagtailadmin_home')}{path}").status_code == 404


def test_statements_do_not_grow(writing: Client) -> None:
    person = make_person()

    def more() -> None:
        make_report(body=[quote(person, "Ensemble.")])
        make_report(live=False, body=[quote(person, "Jamais lu.")])

    def counted() -> int:
        with CaptureQueriesContext(connection) as asked:
            writing.get(address(person))
        return len(asked)

    more()
    counted()
    few = counted()
    for _ in range(4):
        more()
    assert counted() == few
