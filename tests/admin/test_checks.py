"""What has to be corrected is said beside the form, and nothing goes public before, by any way."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Revision
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.checking.everything import check_everything
from cms.checking.models import Verdict
from cms.publishing.schedule import run_due
from pages.checking.catalogue import RULES
from pages.models import EventReport, EventReportIndex
from snippets.checking.findings import NotReadyError
from snippets.models import Person
from tests import factories
from tests.admin.forms import record_form, report_form

EMPTY_LINK = '<p>Voir <a href="https://example.com/"></a> ici.</p>'
STORED = factories.block("paragraph", EMPTY_LINK)
REFUSAL = "Un lien vers https://example.com/ n’a pas de texte."
FIX = "Écrivez où mène le lien, ou retirez-le."
DRAFTAIL = (
    '{"blocks":[{"key":"aaaaa","text":"Voir  ici.","type":"unstyled","depth":0,'
    '"inlineStyleRanges":[],"entityRanges":[{"offset":5,"length":1,"key":0}]}],'
    '"entityMap":{"0":{"type":"LINK","mutability":"MUTABLE","data":{"url":"https://example.com/"}}}}'
)
"""The same link as the editor of texts sends it."""


def faulty(**fields: Any) -> dict[str, Any]:
    """The form of a report with a link that has no words."""
    return report_form(body=streamfield([("paragraph", DRAFTAIL)]), **fields)


def faulty_draft(**fields: Any) -> EventReport:
    """A report with such a link, saved and not published."""
    return factories.make_report(body=[STORED], live=False, **fields)


def said(answer: Any) -> str:
    """What stands at the head of the screen, in one line."""
    return " ".join(str(message) for message in answer.context["messages"]).replace("\xa0", " ")


def edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


# Saving and sending out, by the form.


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_form_says_what_to_correct_and_keeps_what_was_typed(
    publishing: Client, action: str
) -> None:
    address = reverse(
        "wagtailadmin_pages:add", args=["pages", "eventreport", EventReportIndex.objects.get().pk]
    )
    answer = publishing.post(address, faulty(**{action: "1"}))
    assert not EventReport.objects.exists()
    form = answer.context["form"]
    assert form["title"].value() == "Déjeuner de juin"
    assert len(form.non_field_errors()) == 1
    [error] = form.errors["body"].as_data()
    assert error.message.replace("\xa0", " ") == f"Paragraphe (bloc 1) : {REFUSAL} {FIX}"
    [told] = error.block_errors[0].non_block_errors
    assert told == f"{REFUSAL} {FIX}"


def test_draft_is_saved_whatever_is_wrong(writing: Client) -> None:
    draft = faulty_draft()
    writing.post(edit(draft), faulty(title="Autre titre"))
    draft.refresh_from_db()
    assert draft.get_latest_revision_as_object().title == "Autre titre"


def test_draft_of_what_went_public_before_it_was_checked_is_saved(publishing: Client) -> None:
    report = factories.make_report()
    Revision.objects.filter(pk=report.live_revision_id).update(content=faulty_content(report))
    publishing.post(edit(report), report_form(title="Autre titre"))
    report.refresh_from_db()
    assert report.get_latest_revision_as_object().title == "Autre titre"


def faulty_content(report: EventReport) -> dict[str, Any]:
    """A version of a report as it may have been published once."""
    report.body = [STORED]
    return report.serializable_data()


def test_change_of_a_published_page_is_refused_too(publishing: Client) -> None:
    report = factories.make_report(title="En ligne")
    answer = publishing.post(edit(report), faulty(**{"action-publish": "1"}))
    assert REFUSAL in str(answer.context["form"].errors["body"])
    report.refresh_from_db()
    assert (report.title, report.has_unpublished_changes) == ("En ligne", False)


def test_record_is_refused_beside_its_field(publishing: Client) -> None:
    person = factories.make_person(live=False)
    address = reverse("wagtailsnippets_snippets_person:edit", args=[person.pk])
    fields = record_form(Person, biography=DRAFTAIL, **{"action-publish": "1"})
    answer = publishing.post(address, fields)
    assert answer.context["form"].errors["biography"] == [f"{REFUSAL} {FIX}"]
    person.refresh_from_db()
    assert person.live is False


def test_advice_forbids_nothing(publishing: Client) -> None:
    draft = factories.make_report(live=False)
    publishing.post(edit(draft), report_form(**{"action-publish": "1"}))
    draft.refresh_from_db()
    assert draft.live is True


# Going public by other ways.


def test_several_pages_are_published_together_or_not_at_all(publishing: Client) -> None:
    good, bad = factories.make_report(live=False), faulty_draft(title="À finir")
    action = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = publishing.post(f"{action}?{urlencode({'id': [good.pk, bad.pk]}, doseq=True)}")
    assert f"À finir : Paragraphe (bloc 1) : {REFUSAL} {FIX}" in said(publishing.get(answer.url))
    assert not EventReport.objects.filter(live=True).exists()


def test_approval_is_refused_and_the_text_stays_with_the_reviewer(
    writing: Client, publishing: Client
) -> None:
    draft = factories.make_report(live=False)
    writing.post(edit(draft), report_form(**{"action-submit": "1"}))
    draft.refresh_from_db()
    draft.body = [STORED]
    draft.save_revision()
    state = draft.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", state.pk])
    answer = publishing.post(address, {"comment": ""})
    assert REFUSAL in said(publishing.get(answer.url))
    draft.refresh_from_db()
    assert (draft.live, draft.workflow_in_progress) == (False, True)


def test_approval_in_the_form_keeps_what_the_reviewer_typed(
    writing: Client, publishing: Client
) -> None:
    draft = factories.make_report(live=False)
    writing.post(edit(draft), report_form(**{"action-submit": "1"}))
    approving = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    answer = publishing.post(edit(draft), faulty(title="Retouché", **approving))
    assert answer.context["form"]["title"].value() == "Retouché"
    assert REFUSAL in str(answer.context["form"].errors["body"])
    draft.refresh_from_db()
    assert (draft.live, draft.workflow_in_progress) == (False, True)


@pytest.mark.parametrize("live", [True, False], ids=["of what is live", "of a draft"])
def test_schedule_is_refused_when_it_is_made(db: None, live: bool) -> None:
    report = factories.make_report(live=live)
    report.body = [STORED]
    report.go_live_at = timezone.now() + timedelta(days=1)
    with pytest.raises(NotReadyError, match="n’a pas de texte"):
        report.save_revision().publish()
    assert not report.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_what_was_scheduled_goes_public_at_its_time(db: None) -> None:
    photo = factories.make_photo()
    draft = factories.make_report(live=False, cover=photo)
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    draft.save_revision().publish()
    photo.description = "IMG_1234.jpg"
    photo.save()
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert run_due() == 1
    draft.refresh_from_db()
    assert draft.live is True


def test_program_of_the_admin_publishes_nothing_that_is_not_ready(publishing: Client) -> None:
    draft = faulty_draft()
    address = reverse("wagtailadmin_api:pages:action", args=[draft.pk, "publish"])
    answer = publishing.post(address, headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert REFUSAL in str(answer.json())
    draft.refresh_from_db()
    assert draft.live is False


def test_record_that_a_page_introduces_is_checked_with_it(db: None) -> None:
    person = factories.make_person(live=False, biography=EMPTY_LINK)
    report = factories.make_report(live=False)
    report.speakers.create(person=person, role="gérante")
    with pytest.raises(NotReadyError) as refusal:
        report.save_revision().publish()
    assert refusal.value.messages[0].startswith(f"{person.name} : Biographie")


# The panel.


def findings(client: Client, preview: str, form: dict[str, Any]) -> Any:
    """What the panel beside a form is answered."""
    return client.post(f"{reverse('checks_of_form')}?{urlencode({'preview': preview})}", form)


@pytest.mark.parametrize("is_new", [True, False], ids=["new", "saved"])
def test_panel_tells_of_the_form_as_it_stands(writing: Client, is_new: bool) -> None:
    parent = EventReportIndex.objects.get()
    preview = (
        reverse("wagtailadmin_pages:preview_on_add", args=["pages", "eventreport", parent.pk])
        if is_new
        else reverse("wagtailadmin_pages:preview_on_edit", args=[factories.make_report().pk])
    )
    answer = findings(writing, preview, faulty())
    codes = [each.rule.code for each in answer.context_data["findings"]]
    assert codes == ["empty-link", "no-cover"]
    page = answer.content.decode()
    assert FIX in page
    assert 'href="#id_cover-chooser"' in page
    assert EventReport.objects.count() == (not is_new)


def test_panel_tells_of_records(writing: Client) -> None:
    person = factories.make_person()
    preview = reverse("wagtailsnippets_snippets_person:preview_on_edit", args=[person.pk])
    answer = findings(writing, preview, record_form(Person, biography=DRAFTAIL))
    [found] = answer.context_data["findings"]
    assert (found.rule.code, found.place.anchor) == ("empty-link", "id_biography")


def test_panel_waits_while_a_field_cannot_be_read(writing: Client) -> None:
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[factories.make_report().pk])
    answer = findings(writing, preview, report_form(starts_at="hier"))
    assert "Une case ne peut pas encore être lue" in answer.content.decode()


@pytest.mark.parametrize("preview", ["", "/", "/admin/", "/admin/pages/1/edit/", "//elsewhere/"])
def test_panel_answers_for_forms_only(writing: Client, preview: str) -> None:
    assert findings(writing, preview, report_form()).status_code == 404


def test_panel_tells_nothing_to_who_may_not_edit(client: Client, writing: Client) -> None:
    page = factories.make_report()
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert findings(client, preview, faulty()).status_code == 302
    home = reverse("wagtailadmin_pages:preview_on_edit", args=[1])
    assert findings(writing, home, nested_form_data({"title": "x"})).status_code in (302, 403, 404)


def test_guide_says_what_each_check_means() -> None:
    guide = (settings.BASE_DIR / "docs" / "editeurs.md").read_text()
    with override("fr"):
        names = [str(rule.name) for rule in RULES.values()]
    assert [name for name in names if f"**{name}**" not in guide] == []


# All content.


def test_command_lists_and_fails_where_something_may_not_go_public(
    db: None, capsys: pytest.CaptureFixture
) -> None:
    faulty_draft(title="À finir", cover=factories.make_photo(credit="© Atelier"))
    withdrawn = faulty_draft(title="Retiré")
    type(withdrawn).objects.filter(pk=withdrawn.pk).update(first_published_at=timezone.now())
    with pytest.raises(CommandError, match=r"Blocking: 1\."):
        call_command("check_content", blocking=True)
    told = capsys.readouterr().out.replace("\xa0", " ")
    assert "À finir" in told
    assert f"✗ empty-link: Paragraphe (bloc 1) : {REFUSAL} {FIX}" in told
    assert "Retiré" not in told


def test_command_passes_where_there_is_nothing_to_correct(
    db: None, capsys: pytest.CaptureFixture
) -> None:
    factories.make_report()
    call_command("check_content")
    told = capsys.readouterr().out
    assert "! no-cover" in told
    assert "Blocking: 0. All: 1." in told


def test_report_counts_and_tells_what_is_true_now(publishing: Client) -> None:
    address = reverse("checks_report")
    bare, draft = factories.make_report(title="Sans image"), faulty_draft(title="À finir")
    assert "Rien n’a encore été contrôlé" in publishing.get(address).content.decode()
    publishing.post(address)
    answer = publishing.get(address)
    counts = {each["rule"]: (each["things"], each["findings"]) for each in answer.context["counts"]}
    assert counts == {"empty-link": (1, 1), "no-cover": (2, 2)}
    assert [row["thing"].title for row in answer.context["rows"]] == ["À finir", "Sans image"]
    assert edit(draft) in answer.content.decode()

    filtered = publishing.get(f"{address}?rule=empty-link")
    assert [row["thing"].title for row in filtered.context["rows"]] == ["À finir"]
    bare.cover = factories.make_photo(credit="© Atelier")
    bare.save_revision().publish()
    draft.delete()
    now = publishing.get(address)
    assert [row["findings"] for row in now.context["rows"]] == [[]]
    assert "Corrigé depuis." in now.content.decode()
    publishing.post(address)
    assert not Verdict.objects.exists()


def test_cost_does_not_grow_with_what_is_checked(db: None) -> None:
    def checked() -> int:
        with CaptureQueriesContext(connection) as asked:
            list(check_everything())
        return len(asked)

    person, organisation = factories.make_person(), factories.make_organisation()

    def make() -> None:
        quote = {"text": "Oui.", "person": person.pk, "role": "gérante"}
        factories.make_report(
            body=[factories.block("quote", quote)],
            organisers=[organisation],
            cover=factories.make_photo(),
        )

    make()
    checked()
    few = checked()
    for _ in range(5):
        make()
    assert checked() == few
