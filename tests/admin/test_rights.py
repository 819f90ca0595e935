"""“Qui fait quoi” in docs/editeurs.md is what is found at the addresses themselves."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Locale, Page

from cms.checking.models import WholeCheck
from cms.newsletter.models import NewsletterSettings, legal_line
from cms.translating.models import MadeFrom
from pages.models import EventReport, EventReportIndex, Home
from snippets.models import (
    Attachment,
    EventSeries,
    Organisation,
    Person,
    Photo,
    Sector,
    Technopole,
)
from tests import factories
from tests.admin.conftest import member_of
from tests.admin.forms import record_form, report_form
from tests.admin.test_roles import add_report, made, page_address, record_address

YES, NO, AS_DRAFT = "oui", "non", "oui, en brouillon"
ROLES = {"Rédacteurs": "writing", "Responsables de publication": "publishing"}
DRAFTABLE = (Technopole, Organisation, Person)
GUIDE = settings.BASE_DIR / "docs" / "editeurs.md"

Try = Callable[[Client], str]
tries: dict[str, Try] = {}


def trying(row: str) -> Callable[[Try], Try]:
    """Says which row of the table a function tries."""

    def registered(function: Try) -> Try:
        tries[row] = function
        return function

    return registered


def table() -> dict[str, dict[str, str]]:
    """What the guide says: the right, then the role."""
    told = GUIDE.read_text().partition("## Qui fait quoi")[2].partition("\n## ")[0]
    lines = [line for line in told.splitlines() if line.startswith("|")]
    cells = [[cell.strip(" *") for cell in line.strip("|").split("|")] for line in lines]
    roles = cells[0][1:]
    return {row: dict(zip(roles, said, strict=True)) for row, *said in cells[2:]}


def agreed(*verdicts: str) -> str:
    """What several attempts say alike; what they say otherwise is no verdict of the table."""
    found = dict.fromkeys(verdicts)
    return next(iter(found)) if len(found) == 1 else " / ".join(verdicts)


def yes_if(worked: Any) -> str:
    return YES if worked else NO


def opens(client: Client, name: str, *args: Any) -> str:
    return yes_if(client.get(reverse(name, args=args)).status_code == 200)


def user_of(client: Client) -> Any:
    return get_user_model().objects.get(pk=client.session["_auth_user_id"])


def written(thing: Any, text: str, *, field: str = "title") -> str:
    """Where a text stands now: before readers, in a draft, or nowhere."""
    thing.refresh_from_db()
    if getattr(thing, "live", True) and getattr(thing, field) == text:
        return YES
    latest = thing.get_latest_revision_as_object()
    return AS_DRAFT if getattr(latest, field) == text else NO


def bulk(client: Client, thing: Any, action: str, **form: Any) -> None:
    """What a list does with all that is ticked."""
    is_page = isinstance(thing, Page)
    kinds = {Photo: ("wagtailimages", "image"), Attachment: ("wagtaildocs", "document")}
    label, model = kinds.get(type(thing), ("snippets", thing._meta.model_name))
    if isinstance(thing, Photo):
        label, model = "snippets", "photo"
    if isinstance(thing, Attachment):
        label, model = "snippets", "attachment"
    names = ["wagtailcore", "page"] if is_page else [label, model]
    address = reverse("wagtail_bulk_action", args=[*names, action])
    client.post(f"{address}?id={thing.pk}", form)


@trying("écrire et modifier un bilan, un témoignage, une page, une lettre d’information")
def writes_pages(client: Client) -> str:
    new = add_report(client, **{"action-publish": "1"})
    live = factories.make_report()
    form = report_form(title="Changé", slug=live.slug, **{"action-publish": "1"})
    client.post(page_address("edit", live.pk), form)
    home = Home.objects.get(locale__language_code="fr")
    forms = [
        opens(client, "wagtailadmin_pages:add", "pages", kind, parent.pk)
        for kind, parent in (
            ("standardpage", home),
            ("newsletterissue", home),
            ("testimonial", factories.make_testimonial().get_parent()),
        )
    ]
    is_offered = agreed(*forms) == YES
    return agreed(written(new, "Déjeuner de juin"), written(live, "Changé")) if is_offered else NO


@trying("copier une page")
def copies_pages(client: Client) -> str:
    live = factories.make_report(title="Copié")
    form = {
        "new_title": "Copie",
        "new_slug": "seconde",
        "new_parent_page": live.get_parent().pk,
        "publish_copies": "on",
    }
    client.post(page_address("copy", live.pk), form)
    copy = EventReport.objects.filter(slug="seconde").first()
    return written(copy, "Copie") if copy else NO


@trying("créer et modifier une organisation, une personne, un technopôle")
def keeps_records(client: Client) -> str:
    found = []
    for model in DRAFTABLE:
        record = made(model)
        form = record_form(model, **{"action-publish": "1"})
        client.post(record_address(record, "edit"), {**form, "slug": record.slug})
        found.append(written(record, "Nouveau nom", field="name"))
        add = reverse(model.snippet_viewset.get_url_name("add"))
        client.post(add, {**form, "name": "Tout neuf", "slug": "tout-neuf"})
        found.append(written(model.objects.get(slug="tout-neuf"), "Tout neuf", field="name"))
    return agreed(*found)


@trying("tenir les filières et les séries d’événements")
def keeps_public_records(client: Client) -> str:
    found = []
    for model in (Sector, EventSeries):
        record = made(model)
        client.post(record_address(record, "edit"), {**record_form(model), "slug": record.slug})
        found.append(written(record, "Nouveau nom", field="name"))
        add = reverse(model.snippet_viewset.get_url_name("add"))
        client.post(add, record_form(model, name="Tout neuf", slug="tout-neuf"))
        found.append(yes_if(model.objects.filter(slug="tout-neuf").exists()))
        chooser = f"wagtailsnippetchoosers_snippets_{model._meta.model_name}"
        window = client.get(reverse(f"{chooser}:choose")).json()["html"]
        found.append(yes_if("creation-form" in window))
        client.post(reverse(f"{chooser}:create"), {"name": "Choisie"})
        found.append(yes_if(model.objects.filter(name="Choisie").exists()))
        client.post(record_address(record, "delete"))
        found.append(yes_if(not model.objects.filter(pk=record.pk).exists()))
    return agreed(*found)


def picture_file() -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new("RGB", (60, 40), "#3a6b78").save(drawn, "PNG")
    return SimpleUploadedFile("image.png", drawn.getvalue(), "image/png")


@trying("ajouter des images et des documents")
def adds_files(client: Client) -> str:
    root = Collection.get_first_root_node()
    picture = {"title": "À moi", "file": picture_file(), "description": "Une vue du parc"}
    client.post(reverse("wagtailimages:add"), {**picture, "collection": root.pk})
    paper = SimpleUploadedFile("papier.pdf", b"%PDF-1.4 x", "application/pdf")
    client.post(
        reverse("wagtaildocs:add"), {"title": "À moi", "file": paper, "collection": root.pk}
    )
    return agreed(*(yes_if(own(model, client)) for model in (Photo, Attachment)))


def own(model: type, client: Client) -> Any:
    return model.objects.filter(title="À moi", uploaded_by_user=user_of(client)).exists()


FILES = ((factories.make_photo, "wagtailimages"), (factories.make_document, "wagtaildocs"))


@trying("décrire, recadrer et ranger les images et les documents, les siens et ceux des autres")
def describes_files(client: Client) -> str:
    other = get_user_model().objects.create_user("quelqu’un d’autre")
    collection, found = factories.make_collection(), []
    for author in (other, user_of(client)):
        for make, app in FILES:
            file = make(title="Avant", uploaded_by_user=author)
            root = file.collection_id
            form = {"title": "Après", "description": "Une vue du parc", "collection": root}
            client.post(reverse(f"{app}:edit", args=[file.pk]), {**form, "tags": ""})
            bulk(client, file, "add_to_collection", collection=collection.pk)
            file.refresh_from_db()
            found += [yes_if(file.title == "Après"), yes_if(file.collection == collection)]
    return agreed(*found)


def deletes_files(client: Client, author: Any) -> str:
    """Delete one of each kind by its page, another one from the list."""
    found = []
    for make, app in FILES:
        file, other = make(uploaded_by_user=author), make(uploaded_by_user=author)
        client.post(reverse(f"{app}:delete", args=[file.pk]))
        bulk(client, other, "delete")
        found += [yes_if(gone(each)) for each in (file, other)]
    return agreed(*found)


@trying("supprimer les images et les documents que l’on a ajoutés")
def deletes_own_files(client: Client) -> str:
    return deletes_files(client, user_of(client))


@trying("supprimer ceux des autres")
def deletes_files_of_others(client: Client) -> str:
    other = get_user_model().objects.create_user("quelqu’un d’autre")
    return agreed(deletes_files(client, other), deletes_files(client, None))


@trying("tenir les collections")
def keeps_collections(client: Client) -> str:
    root = Collection.get_first_root_node()
    client.post(reverse("wagtailadmin_collections:add"), {"name": "Salons", "parent": root.pk})
    kept = factories.make_collection()
    edit = reverse("wagtailadmin_collections:edit", args=[kept.pk])
    client.post(edit, {"name": "Autre nom", "parent": root.pk})
    kept.refresh_from_db()
    private = reverse("wagtailadmin_collections:set_privacy", args=[kept.pk])
    client.post(private, {"restriction_type": "login"})
    return agreed(
        yes_if(Collection.objects.filter(name="Salons").exists()),
        yes_if(kept.name == "Autre nom"),
        yes_if(kept.get_view_restrictions().exists()),
    )


@trying("prévisualiser, partager un brouillon par un lien")
def previews_and_shares(client: Client) -> str:
    report, person = factories.make_report(live=False), made(Person, live=False)
    person.save_revision()
    found = [opens(client, "wagtailadmin_pages:view_draft", report.pk)]
    preview = page_address("preview_on_edit", report.pk)
    found.append(yes_if(client.post(preview, report_form()).json()["is_valid"]))
    for thing in (report, person):
        address = reverse("share_draft", args=[thing._meta.label_lower, thing.pk])
        found.append(yes_if("/drafts/" in client.post(address, {"share": "1"}).content.decode()))
    return agreed(*found)


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


def gone(thing: Any) -> bool:
    return not type(thing).objects.filter(pk=thing.pk).exists()


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


def english_lists() -> None:
    english = Locale.objects.get(language_code="en")
    EventReportIndex.objects.get().copy_for_translation(english, copy_parents=True)


@trying("traduire une page, une fiche")
def translates(client: Client) -> str:
    english_lists()
    english = Locale.objects.get(language_code="en")
    report, record, sector = factories.make_report(), made(Person), made(Sector)
    page = reverse("simple_translation:submit_page_translation", args=[report.pk])
    client.post(page, {"locales": [english.pk]})
    for each in (record, sector):
        names = ["snippets", each._meta.model_name, each.pk]
        address = reverse("simple_translation:submit_snippet_translation", args=names)
        client.post(address, {"locales": [english.pk]})
    return agreed(*(yes_if(each.has_translation(english)) for each in (report, record, sector)))


@trying("dire qu’une traduction est à jour")
def marks_translations(client: Client) -> str:
    english_lists()
    found = []
    for source in (factories.make_report(), made(Person)):
        copy = source.copy_for_translation(Locale.objects.get(language_code="en"))
        copy.save()
        new = source.save_revision()
        address = reverse("translation_up_to_date", args=[copy._meta.label_lower, copy.pk])
        client.post(address, {"version": new.pk})
        row = MadeFrom.objects.get(kind=copy._meta.label_lower, key=copy.pk)
        found.append(yes_if(row.version_id == new.pk))
    return agreed(*found)


@trying("voir les contrôles et les traductions à mettre à jour, tout contrôler de nouveau")
def sees_reports(client: Client) -> str:
    found = [opens(client, "checks_report"), opens(client, "translations_report")]
    client.post(reverse("checks_report"))
    return agreed(*found, yes_if(WholeCheck.objects.exists()))


@trying("voir ce que les flux donnent aux outils d’envoi")
def sees_feeds(client: Client) -> str:
    return opens(client, "feed_doctor")


@trying("effacer toutes les traces d’une personne")
def removes_traces(client: Client) -> str:
    person = made(Person)
    address = reverse("forget_person", args=[person.pk])
    is_offered = yes_if(client.get(address).status_code == 200)
    is_listed = yes_if(address in client.get(reverse(list_of(Person))).content.decode())
    client.post(address)
    return agreed(is_offered, is_listed, yes_if(gone(person)))


def list_of(model: type) -> str:
    return model.snippet_viewset.get_url_name("list")


@trying("écrire la mention légale des lettres d’information")
def sets_newsletters(client: Client) -> str:
    kept = NewsletterSettings.load()
    address = reverse("wagtailsettings:edit", args=["newsletter", "newslettersettings", kept.pk])
    client.post(address, {"legal_line": "Envoyé par le parc."})
    return yes_if(legal_line() == "Envoyé par le parc.")


@trying("tenir les redirections")
def keeps_redirects(client: Client) -> str:
    report = factories.make_report()
    form = {"old_path": "/avant", "redirect_page": report.pk, "is_permanent": "on", "site": ""}
    client.post(reverse("wagtailredirects:add"), form)
    kept = Redirect.objects.create(old_path="/ancien", redirect_page=report)
    client.post(reverse("wagtailredirects:delete", args=[kept.pk]))
    return agreed(
        yes_if(Redirect.objects.filter(old_path="/avant").exists()),
        yes_if(gone(kept)),
        opens(client, "wagtailredirects:index"),
        opens(client, "wagtailredirects:start_import"),
    )


@trying("tenir les comptes, les groupes, le site, les langues, le circuit de validation")
def keeps_the_house(client: Client) -> str:
    names = (
        "wagtailusers_users:index",
        "wagtailusers_users:add",
        "wagtailusers_groups:index",
        "wagtailusers_groups:add",
        "wagtailsites:index",
        "wagtaillocales:index",
        "wagtailadmin_workflows:index",
        "wagtailadmin_workflows:task_index",
    )
    other = get_user_model().objects.create_user("autre personne")
    return agreed(
        *(opens(client, name) for name in names),
        opens(client, "wagtailusers_users:edit", other.pk),
    )


def test_every_row_is_tried_and_every_try_stands_in_the_table() -> None:
    assert list(table()) == list(tries)


@pytest.fixture
def role(request: pytest.FixtureRequest, db: None) -> tuple[str, Client]:
    name = request.param
    return name, request.getfixturevalue(ROLES.get(name, "administering"))


@pytest.mark.parametrize("role", [*ROLES, "Administrateurs"], indirect=True)
@pytest.mark.parametrize("row", list(tries))
def test_each_role_may_do_what_the_guide_says(role: tuple[str, Client], row: str) -> None:
    name, client = role
    assert tries[row](client) == table()[row][name]


def ways(client: Client, address: str) -> list[str]:
    """Where an address leads; to the home of the admin, whoever may not go there."""
    return [each for each, _ in client.get(address, follow=True).redirect_chain]


@pytest.mark.parametrize("role", [*ROLES, "Administrateurs"], indirect=True)
def test_menu_leads_only_where_one_may_go(role: tuple[str, Client]) -> None:
    """Each entry of the menu opens; there is none for what a role may not do."""
    name, client = role
    props = client.get(reverse("wagtailadmin_home")).content.decode()
    addresses = set(re.findall(r'"url": "(/admin/[^"]*)"', props))
    assert addresses
    for address in addresses - {"/admin/logout/"}:
        assert client.get(address, follow=True).status_code == 200, address
        assert reverse("wagtailadmin_home") not in ways(client, address), address
    only_administrators = {reverse("wagtailusers_users:index"), reverse("wagtailredirects:index")}
    assert (only_administrators <= addresses) is (name == "Administrateurs")
    collections = reverse("wagtailadmin_collections:index")
    assert (collections in addresses) is (name != "Rédacteurs")
