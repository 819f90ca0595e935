"""What is done to the directory, the media library, redirects, the site and its languages."""

import re
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import CollectionViewRestriction, Locale

from cms.publishing.journal import one_change
from tests.publishing.acts import act, changed, posted
from tests.publishing.editorial_world import EditorialWorld

# The directory


@act
def a_person_is_renamed(world: EditorialWorld, admin: Client) -> None:
    changed(world.person, name="Autre Nom")


@act
def a_person_changes_roles(world: EditorialWorld, admin: Client) -> None:
    person = world.person
    person.affiliations.create(role="présidente", organisation=world.other_organisation)
    changed(person)


@act
def a_person_is_withdrawn(world: EditorialWorld, admin: Client) -> None:
    posted(admin, "wagtailsnippets_snippets_person:unpublish", world.person.pk)


@act
def an_organisation_is_withdrawn(world: EditorialWorld, admin: Client) -> None:
    posted(admin, "wagtailsnippets_snippets_organisation:unpublish", world.organisation.pk)


@act
def an_organisation_that_quotes_name_is_deleted(world: EditorialWorld, admin: Client) -> None:
    world.other_organisation.affiliations.all().delete()
    world.other_organisation.delete()


@act
def a_technopole_gets_other_figures(world: EditorialWorld, admin: Client) -> None:
    technopole = world.technopole
    technopole.key_figures.create(value="8", label="laboratoires")
    changed(technopole)


@act
def sectors_get_another_parent(world: EditorialWorld, admin: Client) -> None:
    changed(world.sector, parent=None)


@act
def a_sector_is_deleted(world: EditorialWorld, admin: Client) -> None:
    world.sector.delete()


@act
def a_series_is_promised_otherwise(world: EditorialWorld, admin: Client) -> None:
    changed(world.series, name="Autre série")


@act
def a_record_is_translated(world: EditorialWorld, admin: Client) -> None:
    with one_change():
        copied = world.technopole.copy_for_translation(world.english)
        copied.name, copied.slug = "Park", "park"
        copied.save()
        copied.save_revision().publish()


@act
def a_translation_is_deleted(world: EditorialWorld, admin: Client) -> None:
    world.english_organisation.delete()


# Pictures and documents


@act
def a_picture_shows_something_else(world: EditorialWorld, admin: Client) -> None:
    changed(world.photo, description="Un autre rectangle")


@act
def a_picture_gets_a_focal_point(world: EditorialWorld, admin: Client) -> None:
    changed(
        world.photo,
        focal_point_x=100,
        focal_point_y=90,
        focal_point_width=20,
        focal_point_height=20,
    )


@act
def a_picture_is_replaced(world: EditorialWorld, admin: Client) -> None:
    drawn = BytesIO()
    Image.new("RGB", (320, 320), "#aa0000").save(drawn, "PNG")
    changed(world.photo, file=ContentFile(drawn.getvalue(), "autre.png"))


@act
def files_of_pictures_are_made(world: EditorialWorld, admin: Client) -> None:
    call_command("renditions")


@act
def a_picture_is_deleted(world: EditorialWorld, admin: Client) -> None:
    world.photo.delete()


@act
def a_document_gets_another_title(world: EditorialWorld, admin: Client) -> None:
    changed(world.document, title="Autre programme")


@act
def a_document_is_deleted(world: EditorialWorld, admin: Client) -> None:
    world.document.delete()


@act
def a_collection_is_made_private(world: EditorialWorld, admin: Client) -> None:
    name = "wagtailadmin_collections:set_privacy"
    address = reverse(name, args=[world.collection.pk])
    assert admin.post(address, {"restriction_type": "login"}).status_code == 200
    assert CollectionViewRestriction.objects.filter(collection=world.collection).exists()


@act
def a_collection_is_moved_into_a_private_one(world: EditorialWorld, admin: Client) -> None:
    fields = {"name": "Déplacée", "parent": world.private_collection.pk}
    posted(admin, "wagtailadmin_collections:edit", world.collection.pk, **fields)


@act
def a_program_moves_a_collection_into_a_private_one(world: EditorialWorld, admin: Client) -> None:
    with one_change():
        world.collection.move(world.private_collection, "sorted-child")
        world.collection.save()


@act
def a_picture_changes_its_collection(world: EditorialWorld, admin: Client) -> None:
    changed(world.photo, collection=world.private_collection)


# Redirects, the site, its languages


@act
def a_redirect_leads_elsewhere(world: EditorialWorld, admin: Client) -> None:
    changed(world.old_path, redirect_link="https://example.org/")


@act
def a_redirect_changes_its_path(world: EditorialWorld, admin: Client) -> None:
    changed(world.old_path, old_path="/tres-vieux")


@act
def a_redirect_gets_a_twin_for_the_site(world: EditorialWorld, admin: Client) -> None:
    Redirect.objects.create(old_path="/vieux", redirect_link="/contact/", site=world.site)


@act
def a_redirect_with_a_twin_is_deleted(world: EditorialWorld, admin: Client) -> None:
    twin = Redirect.objects.create(old_path="/vieux", redirect_link="/la/", site=world.site)
    twin.redirect_link = "/ici/"
    twin.save()
    twin.delete()
    changed(world.old_path, is_permanent=False)


@act
def redirects_are_imported(world: EditorialWorld, admin: Client) -> None:
    table = ContentFile(
        b"from,to\n/une,https://example.org/1\n/deux,https://example.org/2\n", "redirects.csv"
    )
    start = reverse("wagtailredirects:start_import")
    read = admin.post(start, {"import_file": table, "input_format": "0"}).content.decode()
    given = dict(re.findall(r'name="(import_file_name|input_format)" value="([^"]+)"', read))
    posted(
        admin,
        "wagtailredirects:process_import",
        **{**given, "from_index": 0, "to_index": 1, "permanent": "on"},
    )


@act
def the_site_moves(world: EditorialWorld, admin: Client) -> None:
    changed(world.site, hostname="www.example.org", port=443)


@act
def the_site_is_renamed(world: EditorialWorld, admin: Client) -> None:
    changed(world.site, site_name="Autre nom")


@act
def a_language_is_taken_away(world: EditorialWorld, admin: Client) -> None:
    world.english_index.delete()
    world.english_home.delete()
    world.english_organisation.delete()
    posted(admin, "wagtaillocales:delete", Locale.objects.get(language_code="en").pk)
