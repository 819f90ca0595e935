"""Tries of finding again, tables and duplicates."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from snippets.models import Organisation
from tests import factories
from tests.admin.rights import AS_DRAFT, NO, YES, agreed, opens, trying, yes_if
from tests.admin.test_roles import made


@trying("voir le calendrier, les listes de bilans et de témoignages, qui est cité où")
def finds(client: Client) -> str:
    person = factories.make_person()
    return agreed(
        opens(client, "calendar"),
        *(yes_if(client.get(f"/admin/{name}/").status_code == 200) for name in LISTS),
        opens(client, "quotes_of", "person", person.pk),
    )


LISTS = ("event-reports", "testimonials")


@trying("importer un tableau d’organisations ou de personnes")
def imports(client: Client) -> str:
    address = reverse("import_table", args=["organisation"])
    table = SimpleUploadedFile("table.csv", b"nom\nAtelier du Midi\n", "text/csv")
    shown = client.post(address, {"file": table})
    if shown.status_code != 200:
        return NO
    client.post(address, {"text": shown.context["text"], "confirm": "1", "publish": "on"})
    found = Organisation.objects.filter(name="Atelier du Midi").first()
    if found is None:
        return NO
    return YES if found.live else AS_DRAFT


@trying("fusionner des doublons")
def merges(client: Client) -> str:
    kept, gone = made(Organisation, name="Atelier"), made(Organisation, name="L’Atelier")
    address = reverse("merge", args=["organisation", kept.pk, gone.pk])
    client.post(address, {"stays": kept.pk})
    return yes_if(not Organisation.objects.filter(pk=gone.pk).exists())
