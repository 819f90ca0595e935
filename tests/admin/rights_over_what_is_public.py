"""Tries of what decides what readers see."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from pages.models import EventReport
from snippets.models import (
    Person,
)
from tests import factories
from tests.admin.conftest import member_of
from tests.admin.forms import record_form, report_form
from tests.admin.rights import agreed, bulk, gone, trying, written, yes_if
from tests.admin.test_roles import DRAFTABLE, add_report, made, page_address, record_address


@trying("soumettre à la validation, annuler sa soumission")
def submits(client: Client) -> str:
    report = add_report(client, **{"action-submit": "1"})
    is_submitted = yes_if(report.workflow_in_progress)
    client.post(page_address("confirm_workflow_cancellation", report.pk))
    form = report_form(**{"action-cancel-workflow": "1"})
    client.post(page_address("edit", report.pk), form)
    report.refresh_from_db()
    return agreed(is_submitted, yes_if(not report.workflow_in_progress))


def submitted(thing: Any) -> Any:
    """A thing that somebody else submitted, and the state of its task."""
    author = member_of("Rédacteurs", f"autrice {thing.pk}")
    thing.save_revision(user=author)
    thing.get_workflow().start(thing, author)
    return thing.current_workflow_task_state


@trying("modifier une page soumise à la validation")
def changes_what_is_submitted(client: Client) -> str:
    report = factories.make_report(live=False)
    submitted(report)
    client.post(page_address("edit", report.pk), report_form(title="Changé", slug=report.slug))
    latest = EventReport.objects.get(pk=report.pk).get_latest_revision_as_object()
    return yes_if(latest.title == "Changé")


@trying("approuver, demander des modifications")
def approves(client: Client) -> str:
    found = []
    for thing, address in (
        (factories.make_report(live=False), page_address),
        (made(Person, live=False), None),
    ):
        state = submitted(thing)
        name = address or (
            lambda view, *args: reverse(Person.snippet_viewset.get_url_name(view), args=args)
        )
        client.post(name("workflow_action", thing.pk, "approve", state.pk), {"comment": ""})
        thing.refresh_from_db()
        found.append(yes_if(thing.live))
    report = factories.make_report(live=False)
    state = submitted(report)
    client.post(page_address("workflow_action", report.pk, "reject", state.pk), {"comment": "Non"})
    state.refresh_from_db()
    return agreed(*found, yes_if(state.status == "rejected"))


@trying("publier, programmer")
def publishes(client: Client) -> str:
    draft, record = factories.make_report(live=False), made(Person, live=False)
    bulk(client, draft, "publish")
    form = record_form(Person, **{"action-publish": "1"})
    client.post(record_address(record, "edit"), {**form, "slug": record.slug})
    later = (timezone.now() + timedelta(days=3)).strftime("%Y-%m-%d %H:%M")
    planned = add_report(client, go_live_at=later, **{"action-publish": "1"})
    for thing in (draft, record):
        thing.refresh_from_db()
    return agreed(
        yes_if(draft.live), yes_if(record.live), yes_if(planned and planned.approved_schedule)
    )


@trying("retirer une page, une fiche")
def withdraws(client: Client) -> str:
    page, another, record = factories.make_report(), factories.make_report(), made(Person)
    client.post(page_address("unpublish", page.pk))
    bulk(client, another, "unpublish")
    client.post(record_address(record, "unpublish"))
    for thing in (page, another, record):
        thing.refresh_from_db()
    return agreed(*(yes_if(not thing.live) for thing in (page, another, record)))


@trying("voir l’historique, comparer deux versions")
def looks_back(client: Client) -> str:
    report, record = factories.make_report(), made(Person)
    for thing in (report, record):
        thing.save_revision()
    found = [client.get(record_address(record, "history"))]
    versions = ("earliest", "latest")
    compare = page_address("revisions_compare", report.pk, *versions)
    found += [client.get(page_address("history", report.pk)), client.get(compare)]
    found.append(client.get(reverse("wagtailadmin_reports:site_history")))
    return agreed(*(yes_if(answer.status_code == 200) for answer in found))


@trying("reprendre une ancienne version")
def takes_back(client: Client) -> str:
    report = factories.make_report(title="Avant")
    first = report.latest_revision
    report.title = "Après"
    report.save_revision().publish()
    form = report_form(
        title="Avant", slug=report.slug, revision=first.pk, **{"action-publish": "1"}
    )
    client.post(page_address("edit", report.pk), form)
    return written(report, "Avant")


@trying("supprimer une page jamais publiée")
def deletes_drafts(client: Client) -> str:
    draft, another = factories.make_report(live=False), factories.make_report(live=False)
    client.post(page_address("delete", draft.pk))
    bulk(client, another, "delete")
    return agreed(*(yes_if(gone(each)) for each in (draft, another)))


@trying("supprimer une page en ligne, une fiche")
def deletes(client: Client) -> str:
    live, another = factories.make_report(), factories.make_report()
    records = [made(model, name=f"Fiche {number}") for number, model in enumerate(DRAFTABLE * 2)]
    client.post(page_address("delete", live.pk))
    bulk(client, another, "delete")
    for record in records[:3]:
        client.post(record_address(record, "delete"))
    for record in records[3:]:
        bulk(client, record, "delete")
    return agreed(*(yes_if(gone(each)) for each in (live, another, *records)))


@trying("déplacer une page en ligne, ranger les pages dans un autre ordre")
def moves(client: Client) -> str:
    above = factories.make_standard_page()
    moved, another = (factories.make_standard_page() for _ in range(2))
    client.post(page_address("move_confirm", moved.pk, above.pk))
    bulk(client, another, "move", chooser=above.pk)
    found = [
        yes_if(Page.objects.get(pk=each.pk).get_parent().pk == above.pk)
        for each in (moved, another)
    ]
    first, last = (factories.make_standard_page() for _ in range(2))
    client.post(f"{page_address('set_page_position', last.pk)}?position=0")
    order = list(first.get_parent().get_children().values_list("pk", flat=True))
    return agreed(*found, yes_if(order.index(last.pk) < order.index(first.pk)))


@trying("restreindre la visibilité d’une page")
def makes_private(client: Client) -> str:
    report = factories.make_report()
    client.post(page_address("set_privacy", report.pk), {"restriction_type": "login"})
    return yes_if(report.get_view_restrictions().exists())


@trying("verrouiller une page, une fiche")
def locks(client: Client) -> str:
    report, locked, record = factories.make_report(), factories.make_report(), made(Person)
    other = get_user_model().objects.create_user("qui verrouille")
    locked.locked, locked.locked_by, locked.locked_at = True, other, timezone.now()
    locked.save()
    client.post(page_address("lock", report.pk))
    client.post(page_address("unlock", locked.pk))
    client.post(record_address(record, "lock"))
    for thing in (report, locked, record):
        thing.refresh_from_db()
    return agreed(yes_if(report.locked), yes_if(not locked.locked), yes_if(record.locked))
