"""The box for a text that was written elsewhere sends it to the admin, which answers with blocks."""

from html import unescape

from django.test import Client
from django.urls import reverse

from pages.models import EventReportIndex
from tests.factories import make_person

ADDRESS = "blocks_of_text"
TEXT = "<h1>Titre</h1><p>Un <b>mot</b>.</p><ul><li>a</li></ul><p><img src='x'>Fin.</p>"


def test_editors_get_the_blocks_of_a_text(writing: Client) -> None:
    asked = {"html": TEXT, "text": "Titre Un mot", "takes_title": "on"}
    answer = writing.post(reverse(ADDRESS), asked).json()
    assert answer["title"] == "Titre"
    assert [block["type"] for block in answer["blocks"]] == ["paragraph"] * 3
    assert answer["told"] == (
        "Ajoutés\u00a0: 2 paragraphes, 1 liste. Le titre vient du texte. "
        "Les images ne sont pas reprises\u00a0: ajoutez-les avec le bloc Image."
    )


def test_who_said_it_is_chosen_where_the_name_is_known(writing: Client) -> None:
    person = make_person(name="Camille Exemple")
    said = "« Nous avons gagné deux années entières », dit Camille Exemple, élue."
    [block] = writing.post(reverse(ADDRESS), {"text": said}).json()["blocks"]
    assert block["value"]["person"]["id"] == person.pk
    assert block["value"]["role"] == "élue"


def test_what_cannot_be_split_is_answered_in_french(writing: Client) -> None:
    for text, why in (
        (" \n", "Il n’y a rien à répartir\u00a0: collez d’abord un texte."),
        ("a" * 1_000_001, "Le texte est trop long. Collez-en une partie, puis la suivante."),
    ):
        response = writing.post(reverse(ADDRESS), {"text": text})
        assert (response.status_code, response.json()["told"]) == (400, why)


def test_nobody_else_may_ask(client: Client, writing: Client) -> None:
    assert client.post(reverse(ADDRESS), {"text": "a"}).status_code == 302
    assert writing.get(reverse(ADDRESS)).status_code == 405


def test_the_form_of_a_report_offers_the_box(writing: Client) -> None:
    reports = EventReportIndex.objects.get(locale__language_code="fr")
    form = writing.get(reverse("wagtailadmin_pages:add", args=["pages", "eventreport", reports.pk]))
    assert "Coller un texte" in unescape(form.content.decode())
    assert "admin/pasted-text" in form.content.decode()
