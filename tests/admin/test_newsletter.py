"""What an editor may save, and what a publisher may not publish, of a newsletter issue."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.newsletter.models import FrozenIssue
from pages.models import Home, NewsletterIssue
from tests import factories

NOTHING_TOLD = "Cette lettre ne contient rien"


def issue_form(*sections: tuple[str, Any], **fields: Any) -> dict[str, Any]:
    return nested_form_data(
        {
            "title": "La lettre de juin",
            "slug": "la-lettre-de-juin",
            "number": "7",
            "subject": "Deux récits",
            "preheader": "",
            "introduction": rich_text("<p>Bonjour</p>"),
            "sections": streamfield(list(sections)),
            "comments": inline_formset([]),
            **fields,
        }
    )


def send(client: Client, form: dict[str, Any]) -> Any:
    home = Home.objects.get(locale__language_code="fr")
    address = reverse("wagtailadmin_pages:add", args=["pages", "newsletterissue", home.pk])
    return client.post(address, form, follow=True)


RULE = ("rule", {"title": "Du nouveau", "technopole": "", "kind": "all"})


def test_draft_without_a_story_is_saved(writing: Client) -> None:
    send(writing, issue_form())
    assert NewsletterIssue.objects.get().live is False


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_issue_that_cannot_be_sent_goes_nowhere(publishing: Client, action: str) -> None:
    answer = send(publishing, issue_form(RULE, **{action: "1"}))
    assert NOTHING_TOLD in answer.content.decode()
    assert "La lettre de juin" in answer.content.decode()
    assert not NewsletterIssue.objects.exists()


def test_publishing_freezes_and_locks(publishing: Client) -> None:
    factories.make_report(title="Le premier 12/14")
    send(publishing, issue_form(RULE, **{"action-publish": "1"}))
    issue = NewsletterIssue.objects.get()
    assert issue.live
    assert issue.locked
    assert [item.told["title"] for item in issue.frozen.items.all()] == ["Le premier 12/14"]


def test_approval_is_refused_with_a_sentence(publishing: Client, editor: Any) -> None:
    report = factories.make_report(title="Le premier 12/14")
    issue = factories.make_issue(factories.rule(), live=False)
    issue.get_workflow().start(issue, editor)
    report.unpublish()
    address = reverse("wagtailadmin_pages:edit", args=[issue.pk])
    state = issue.current_workflow_task_state
    approval = reverse("wagtailadmin_pages:workflow_action", args=[issue.pk, "approve", state.pk])
    answer = publishing.post(approval, {"comment": ""}, headers={"referer": address}, follow=True)
    assert NOTHING_TOLD in answer.content.decode()
    issue.refresh_from_db()
    assert issue.live is False
    assert issue.current_workflow_task_state.pk == state.pk
    assert not FrozenIssue.objects.exists()


def test_what_was_sent_is_not_written_anew(publishing: Client) -> None:
    issue = factories.make_issue(factories.chosen(factories.make_report()), number=7)
    NewsletterIssue.objects.update(locked=False)
    address = reverse("wagtailadmin_pages:edit", args=[issue.pk])
    answer = publishing.post(address, issue_form(subject="Un autre objet"))
    assert "est gardée telle quelle" in answer.content.decode()
    assert not issue.revisions.filter(content__subject="Un autre objet").exists()


def test_copy_is_another_issue(publishing: Client) -> None:
    issue = factories.make_issue(factories.chosen(factories.make_report()), number=7)
    address = reverse("wagtailadmin_pages:copy", args=[issue.pk])
    parent = issue.get_parent().pk
    for slug, more in (("copie", {}), ("copie-publique", {"publish_copies": "on"})):
        form = {"new_title": slug, "new_slug": slug, "new_parent_page": parent, **more}
        publishing.post(address, form)
    draft, public = NewsletterIssue.objects.exclude(pk=issue.pk).order_by("path")
    assert (draft.live, public.live) == (False, True)
    assert public.frozen.number == 8
    form = publishing.get(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    assert form.context["form"].initial["number"] == 9
