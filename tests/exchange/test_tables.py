"""An editor brings organisations and people in from a table, and sees first what will change."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from snippets.models import Organisation, Person
from tests import factories
from tests.admin.conftest import editor, publisher, publishing, sign_in, writing

__all__ = ["editor", "publisher", "publishing", "sign_in", "writing"]

ORGANISATIONS = """Nom;Type;Technopôle;Filières;Site;Année;Présentation;Divers
Atelier du Midi;Laboratoire;Technopôle de Montclair;Santé|Numérique;https://atelier.example/;2010;Un atelier & un jardin;x
Solétoile;;;;https://soletoile.example/;;;
"""
PEOPLE = """nom,fonction,organisation,biographie
Camille Exemple,gérante,Solétoile,Deux lignes.
Camille Exemple,présidente,Atelier,
"""


def send(client: Client, kind: str, table: str | bytes, **others: Any) -> Any:
    """Choose a file."""
    data = table.encode() if isinstance(table, str) else table
    file = SimpleUploadedFile("table.csv", data, "text/csv")
    return client.post(reverse("import_table", args=[kind]), {"file": file, **others})


def confirm(client: Client, kind: str, answer: Any, **others: Any) -> Any:
    """Press the button below what will change."""
    told = {"text": answer.context["text"], "confirm": "1", **others}
    return client.post(reverse("import_table", args=[kind]), told)


@pytest.fixture
def directory(db: None) -> None:
    """What the table names."""
    factories.make_technopole(name="Technopôle de Montclair")
    factories.make_sector(name="Santé")
    factories.make_sector(name="Numérique")
    factories.make_organisation(name="Solétoile", website="https://ancien.example/")


def told(answer: Any) -> list[tuple[str, bool, list[tuple[str, str, str]], list[str]]]:
    rows = answer.context["rows"]
    return [(row.name, row.is_new, row.changes, row.problems) for row in rows]


def test_table_is_shown_before_it_is_brought_in(directory: None, writing: Client) -> None:
    answer = send(writing, "organisation", ORGANISATIONS)
    new, changed = told(answer)
    assert new[:2] == ("Atelier du Midi", True)
    assert ("Filières", "", "Numérique, Santé") in new[2]
    assert changed == (
        "Solétoile",
        False,
        [("Site web", "https://ancien.example/", "https://soletoile.example/")],
        [],
    )
    assert "Apporter 2 lignes" in answer.content.decode()
    assert Organisation.objects.count() == 1

    confirm(writing, "organisation", answer, publish="on")
    made = Organisation.objects.get(name="Atelier du Midi")
    assert (made.live, made.kind, made.founded_in) == (False, "laboratory", 2010)
    assert made.technopole.name == "Technopôle de Montclair"
    draft = made.get_latest_revision_as_object()
    assert sorted(each.name for each in draft.sectors.all()) == ["Numérique", "Santé"]
    assert draft.presentation == "<p>Un atelier &amp; un jardin</p>"
    known = Organisation.objects.get(name="Solétoile")
    assert known.website == "https://ancien.example/"
    assert known.get_latest_revision_as_object().website == "https://soletoile.example/"


def test_publisher_may_publish_at_once(directory: None, publishing: Client) -> None:
    answer = send(publishing, "organisation", ORGANISATIONS)
    confirm(publishing, "organisation", answer, publish="on")
    assert Organisation.objects.readable().count() == 2
    assert Organisation.objects.get(name="Solétoile").website == "https://soletoile.example/"
    again = send(publishing, "organisation", ORGANISATIONS)
    assert [(row[1], row[2]) for row in told(again)] == [(False, []), (False, [])]
    assert "est déjà dans le répertoire" in again.content.decode()


def test_person_has_a_row_for_each_role(directory: None, publishing: Client) -> None:
    factories.make_organisation(name="Atelier")
    answer = send(publishing, "person", PEOPLE)
    confirm(publishing, "person", answer, publish="on")
    person = Person.objects.get()
    assert person.current_roles == "gérante, Solétoile · présidente, Atelier"
    assert [row[2] for row in told(send(publishing, "person", PEOPLE))] == [[], []]


def test_tables_of_windows_are_read(directory: None, writing: Client) -> None:
    table = "Nom;Présentation\r\nCafé d’Été;« Été »\r\n".encode("cp1252")
    [row] = told(send(writing, "organisation", table))
    assert row[0] == "Café d’Été"


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("nom;type\nA;club\n", "Il n’y a pas de type « club »."),
        ("nom;annee\nA;hier\n", "« hier » n’est pas une année."),
        ("nom;annee\nA;3000\n", "Année de création : "),
        ("nom;technopole\nA;Nulle part\n", "Pas dans le répertoire : technopôle « Nulle part »."),
        ("nom;site\nA;nulle part\n", "Site web : "),
        ("nom;site\n;https://a.example/\n", "Le nom manque."),
    ],
)
def test_row_that_cannot_be_brought_in_is_marked(
    directory: None, writing: Client, table: str, problem: str
) -> None:
    answer = send(writing, "organisation", table)
    [row] = told(answer)
    assert any(each.replace("\xa0", " ").startswith(problem) for each in row[3]), row[3]
    confirm(writing, "organisation", answer)
    assert Organisation.objects.count() == 1


def test_homonyms_are_told_apart_by_their_slug(directory: None, writing: Client) -> None:
    factories.make_organisation(name="Solétoile", slug="autre")
    [row] = told(send(writing, "organisation", "nom;site\nSolétoile;https://b.example/\n"))
    assert "identifiant" in row[3][0]
    [row] = told(
        send(writing, "organisation", "nom;identifiant;site\nSolétoile;autre;https://b.example/\n")
    )
    assert row[2:] == ([("Site web", "", "https://b.example/")], [])


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("", "Choisissez un fichier."),
        ("nom;site\n", "Le tableau est vide"),
        ("site;type\na;b\n", "Il n’y a pas de colonne « nom »."),
        ("nom\n" + "A\n" * 2_001, "Le tableau a 2001 lignes"),
    ],
)
def test_table_that_cannot_be_read_is_refused(
    directory: None, writing: Client, table: str, sentence: str
) -> None:
    if table:
        answer = send(writing, "organisation", table)
    else:
        answer = writing.post(reverse("import_table", args=["organisation"]), {})
    assert sentence in str(answer.context["form"].errors["file"]).replace("\xa0", " ")


def test_only_kinds_that_have_tables(writing: Client, client: Client) -> None:
    assert writing.get(reverse("import_table", args=["sector"])).status_code == 404
    assert client.get(reverse("import_table", args=["person"])).status_code == 302


def test_list_leads_to_the_screen(writing: Client) -> None:
    page = writing.get(reverse("wagtailsnippets_snippets_person:list")).content.decode()
    assert reverse("import_table", args=["person"]) in page
