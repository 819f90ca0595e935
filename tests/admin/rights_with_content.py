"""Tries of what one writes: pages, records, pictures, documents."""

from io import BytesIO
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection

from pages.models import EventReport, Home
from snippets.models import (
    Attachment,
    EventSeries,
    Person,
    Photo,
    Sector,
)
from tests import factories
from tests.admin.forms import record_form, report_form
from tests.admin.rights import NO, YES, agreed, bulk, gone, opens, trying, user_of, written, yes_if
from tests.admin.test_roles import DRAFTABLE, add_report, made, page_address, record_address


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
