"""What each role may do, tried at the addresses themselves."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site, Task, Workflow, WorkflowContentType, WorkflowPage

from pages.models import EventReport, EventReportIndex
from snippets.models import EventSeries, Organisation, Person, Sector, Technopole
from tests import factories
from tests.admin.forms import record_form, report_form

DRAFTABLE = (Technopole, Organisation, Person)


def page_address(view: str, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{view}", args=args)


def record_address(record: Any, view: str) -> str:
    return reverse(f"wagtailsnippets_snippets_{record._meta.model_name}:{view}", args=[record.pk])


def add_report(client: Client, **fields: Any) -> EventReport | None:
    index = EventReportIndex.objects.get()
    client.post(page_address("add", "pages", "eventreport", index.pk), report_form(**fields))
    return EventReport.objects.filter(slug="dejeuner-de-juin").first()


def made(model: type, **fields: Any) -> Any:
    if model is Technopole:
        fields.setdefault("city", "Montclair")
    return factories.made(model, **{"name": "Ancien nom", **fields})


def test_nothing_is_called_as_wagtail_called_it(db: None) -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {
        "Rédacteurs",
        "Responsables de publication",
    }
    [workflow], [task] = Workflow.objects.all(), Task.objects.all()
    assert workflow.name == "la validation"
    assert task.name == "la relecture d’un responsable de publication"
    assert [group.name for group in task.specific.groups.all()] == ["Responsables de publication"]
    assert [each.page.depth for each in WorkflowPage.objects.all()] == [1]
    governed = {each.content_type.model for each in WorkflowContentType.objects.all()}
    assert governed == {model._meta.model_name for model in DRAFTABLE}


@pytest.mark.parametrize("action", ["action-publish", "action-submit", ""])
def test_an_editor_writes_and_submits_but_never_publishes(writing: Client, action: str) -> None:
    report = add_report(writing, **{action: "1"})
    assert report is not None
    assert report.live is False
    assert report.workflow_in_progress is (action == "action-submit")


def test_an_editor_changes_a_published_page_for_nobody_but_reviewers(writing: Client) -> None:
    report = factories.make_report(title="Avant", slug="avant")
    writing.post(
        page_address("edit", report.pk), report_form(title="Après", **{"action-publish": "1"})
    )
    report.refresh_from_db()
    assert (report.title, report.latest_revision.as_object().title) == ("Avant", "Après")


def test_no_address_lets_an_editor_publish_or_withdraw(writing: Client) -> None:
    live, draft = factories.make_report(), factories.make_report(live=False)
    draft.save_revision()
    for action, page in (("publish", draft), ("unpublish", live), ("delete", live)):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        writing.post(f"{address}?id={page.pk}")
    writing.post(page_address("unpublish", live.pk))
    writing.post(page_address("delete", live.pk))
    writing.post(page_address("set_privacy", live.pk), {"restriction_type": "login"})
    live.refresh_from_db()
    draft.refresh_from_db()
    assert (live.live, draft.live) == (True, False)
    assert not live.get_view_restrictions().exists()


def test_a_publisher_publishes_and_deletes_several_at_once(publishing: Client) -> None:
    draft, record = factories.make_report(live=False), made(Organisation)
    draft.save_revision()
    publish = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    publishing.post(f"{publish}?id={draft.pk}")
    delete = reverse("wagtail_bulk_action", args=["snippets", "organisation", "delete"])
    publishing.post(f"{delete}?id={record.pk}")
    draft.refresh_from_db()
    assert draft.live is True
    assert not Organisation.objects.exists()


def test_an_editor_may_not_approve_what_they_submit(writing: Client) -> None:
    report = add_report(writing, **{"action-submit": "1"})
    state = report.current_workflow_task_state
    address = page_address("workflow_action", report.pk, "approve", state.pk)
    writing.post(address, {"action": "approve"})
    report.refresh_from_db()
    assert report.live is False
    assert report.workflow_in_progress


def test_a_publisher_approves_what_an_editor_submits(writing: Client, publishing: Client) -> None:
    report = add_report(writing, **{"action-submit": "1"})
    state = report.current_workflow_task_state
    address = page_address("workflow_action", report.pk, "approve", state.pk)
    assert "Déjeuner de juin" in publishing.get(reverse("wagtailadmin_home")).content.decode()
    publishing.post(address, {"comment": ""})
    report.refresh_from_db()
    assert report.live is True
    assert report.workflow_in_progress is False
    home = publishing.get(reverse("wagtailadmin_home"))
    assert said(home) == ["En ligne maintenant\xa0: Déjeuner de juin."]


def test_a_publisher_who_approves_a_scheduled_report_is_not_told_that_it_is_online(
    writing: Client, publishing: Client
) -> None:
    later = (timezone.now() + timedelta(days=3)).strftime("%Y-%m-%d %H:%M")
    report = add_report(publishing, go_live_at=later, **{"action-submit": "1"})
    state = report.current_workflow_task_state
    publishing.get(reverse("wagtailadmin_home"))
    publishing.post(page_address("workflow_action", report.pk, "approve", state.pk))
    report.refresh_from_db()
    assert (report.live, report.workflow_in_progress) == (False, False)
    assert said(publishing.get(reverse("wagtailadmin_home"))) == []


def said(answer: Any) -> list[str]:
    """What stands at the head of the screen."""
    return [str(message) for message in answer.context["messages"]]


def actions(client: Client, address: str) -> list[str]:
    """The buttons below a form, the first one first; a line of a menu that asks a comment is left out."""
    menu = client.get(address).context["action_menu"]
    shown = [menu.default_item, *menu.menu_items]
    return [each.name for each in shown if not getattr(each, "launch_modal", False)]


def test_a_reviewer_approves_first_and_does_not_publish_past_the_review(
    editor: Any, writing: Client, publishing: Client
) -> None:
    report, person = factories.make_report(live=False), made(Person, live=False)
    addresses = page_address("edit", report.pk), record_address(person, "edit")
    for each in (report, person):
        each.save_revision(user=editor)
    for address in addresses:
        assert "approve" not in actions(publishing, address)
        assert "action-publish" in actions(publishing, address)
    for each in (report, person):
        each.get_workflow().start(each, editor)
    for address in addresses:
        assert actions(publishing, address)[0] == "approve"
        assert "action-publish" not in actions(publishing, address)
        assert "approve" not in actions(writing, address)


def test_a_publisher_publishes_and_withdraws(publishing: Client) -> None:
    report = add_report(publishing, **{"action-publish": "1"})
    assert report.live is True
    publishing.post(page_address("unpublish", report.pk))
    report.refresh_from_db()
    assert report.live is False


@pytest.mark.parametrize("model", DRAFTABLE)
def test_an_editor_changes_a_record_as_a_draft(writing: Client, model: type) -> None:
    record = made(model)
    form = record_form(model, **{"action-publish": "1"})
    writing.post(record_address(record, "edit"), form)
    record.refresh_from_db()
    assert record.name == "Ancien nom"
    assert record.get_latest_revision_as_object().name == "Nouveau nom"

    for view in ("unpublish", "delete"):
        writing.post(record_address(record, view))
    bulk = reverse("wagtail_bulk_action", args=["snippets", model._meta.model_name, "delete"])
    writing.post(f"{bulk}?id={record.pk}")
    assert model.objects.get(pk=record.pk).live is True


@pytest.mark.parametrize("model", DRAFTABLE)
def test_a_publisher_publishes_withdraws_and_deletes_a_record(
    publishing: Client, model: type
) -> None:
    record = made(model)
    publishing.post(record_address(record, "edit"), record_form(model, **{"action-publish": "1"}))
    record.refresh_from_db()
    assert (record.live, record.name) == (True, "Nouveau nom")
    publishing.post(record_address(record, "unpublish"))
    record.refresh_from_db()
    assert record.live is False
    publishing.post(record_address(record, "delete"))
    assert not model.objects.exists()


@pytest.mark.parametrize("model", [Sector, EventSeries])
def test_only_a_publisher_changes_what_is_public_at_once(
    writing: Client, publishing: Client, model: type
) -> None:
    record = made(model)
    form = record_form(model)
    writing.post(record_address(record, "edit"), form)
    record.refresh_from_db()
    assert record.name == "Ancien nom"
    publishing.post(record_address(record, "edit"), form)
    record.refresh_from_db()
    assert record.name == "Nouveau nom"


def test_neither_role_reaches_users_sites_or_workflows(writing: Client, publishing: Client) -> None:
    names = ("wagtailusers_users:index", "wagtailsites:index", "wagtailadmin_workflows:index")
    for client in (writing, publishing):
        assert {client.get(reverse(name)).status_code for name in names} == {302}


def test_the_home_of_the_site_stays_where_it_is(writing: Client, publishing: Client) -> None:
    home = Site.objects.get().root_page
    for client in (writing, publishing):
        client.post(page_address("delete", home.pk))
    assert Page.objects.filter(pk=home.pk).exists()
