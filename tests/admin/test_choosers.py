"""Choosing a record while writing, and making it there when it is missing."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from pages.models import EventReportIndex
from snippets.models import EventSeries, Organisation, Person, Sector, Technopole
from tests import factories


def address(model: type, view: str) -> str:
    return reverse(f"wagtailsnippetchoosers_snippets_{model._meta.model_name}:{view}")


def create(client: Client, model: type, **form: Any) -> Any:
    return json.loads(client.post(address(model, "create"), form).content)


@pytest.mark.parametrize(
    ("model", "form"),
    [
        (Technopole, {"name": "Montclair", "city": "Montclair"}),
        (Organisation, {"name": "Montclair", "kind": "company"}),
        (Person, {"name": "Montclair"}),
    ],
)
def test_what_an_editor_makes_is_a_draft(writing: Client, model: type, form: dict) -> None:
    answer = create(writing, model, **form)
    record = model.objects.get(name="Montclair")
    assert answer["step"] == "chosen"
    assert answer["result"]["string"] == "Montclair"
    assert (record.live, record.has_unpublished_changes) == (False, True)
    assert record.first_published_at is None
    assert record.latest_revision.user.username == "redactrice"
    assert record.slug == "montclair"


@pytest.mark.parametrize("model", [Sector, EventSeries])
def test_sectors_and_series_are_made_by_publishers_only(
    writing: Client, publishing: Client, model: type
) -> None:
    assert writing.post(address(model, "create"), {"name": "Santé"}).status_code == 302
    assert not model.objects.exists()
    assert "creation-form" not in json.loads(writing.get(address(model, "choose")).content)["html"]

    assert create(publishing, model, name="Santé")["step"] == "chosen"
    assert model.objects.get().latest_revision is not None


def test_a_person_with_two_roles_is_made_in_one_go(writing: Client) -> None:
    known = factories.make_organisation(name="Énergies Claires")
    create(
        writing,
        Person,
        name="Léa Deux-Maisons",
        role_1="gérante",
        organisation_1=" energies  claires",
        role_2="présidente",
        organisation_2="Maison Nouvelle",
        role_3="fondatrice",
        organisation_3="maison nouvelle",
    )
    person = Person.objects.get(name="Léa Deux-Maisons")
    new = Organisation.objects.get(name="Maison Nouvelle")
    assert [(each.role, each.organisation) for each in person.affiliations.all()] == [
        ("gérante", known),
        ("présidente", new),
        ("fondatrice", new),
    ]
    assert (person.live, new.live) == (False, False)
    assert new.latest_revision is not None
    assert [each.role for each in person.get_latest_revision_as_object().affiliations.all()] == [
        "gérante",
        "présidente",
        "fondatrice",
    ]


def test_an_unknown_organisation_is_announced_beside_its_field(writing: Client) -> None:
    html = writing.get(address(Person, "choose")).json()["html"]
    fields = html.partition('name="role_1"')[2].partition('name="role_2"')[0]
    assert "est créée avec la personne" in fields


def test_half_a_row_loses_nothing(writing: Client) -> None:
    answer = create(writing, Person, name="Léa", role_1="gérante", organisation_2="Maison Nouvelle")
    assert answer["step"] == "reshow_creation_form"
    for kept in ('value="Léa"', 'value="gérante"', 'value="Maison Nouvelle"'):
        assert kept in answer["htmlFragment"]
    assert "Dans quelle organisation" in answer["htmlFragment"]
    assert not Person.objects.exists()
    assert not Organisation.objects.exists()


def test_an_organisation_that_two_share_a_name_with_is_not_guessed(writing: Client) -> None:
    for _ in range(2):
        factories.make_organisation(name="Alpha")
    answer = create(writing, Person, name="Léa", role_1="gérante", organisation_1="Alpha")
    assert answer["step"] == "reshow_creation_form"
    assert "Plusieurs organisations" in answer["htmlFragment"]


def test_a_homonym_is_made_only_when_said_so(writing: Client) -> None:
    organisation = factories.make_organisation(name="Alpha")
    factories.make_person(("gérante", organisation), name="Léa Exemple")
    answer = create(writing, Person, name="lea exemple")
    assert answer["step"] == "reshow_creation_form"
    assert "gérante, Alpha" in answer["htmlFragment"]
    assert 'type="checkbox" name="is_another"' in answer["htmlFragment"]

    assert create(writing, Person, name="Léa Exemple", is_another="on")["step"] == "chosen"
    assert sorted(Person.objects.values_list("slug", flat=True)) == ["lea-exemple", "lea-exemple-2"]


def test_people_are_listed_with_what_they_are(writing: Client) -> None:
    organisation = factories.make_organisation(name="Alpha")
    factories.make_person(("gérante", organisation), name="Léa Exemple")
    for query in ("", "?q=lea", "?q=lea&locale=fr"):
        listed = writing.get(address(Person, "choose_results") + query).content.decode()
        assert "Léa Exemple" in listed
        assert "gérante, Alpha" in listed


def test_the_record_speaks_the_language_of_the_page(writing: Client) -> None:
    window = writing.get(address(Person, "choose"), {"locale": "en"}).content.decode()
    assert f"{address(Person, 'create')}?locale=en" in window
    writing.post(f"{address(Person, 'create')}?locale=en", {"name": "Lea"})
    writing.post(f"{address(Person, 'create')}?locale=zz", {"name": "Léa"})
    languages = Person.objects.values_list("name", "locale__language_code")
    assert sorted(languages) == [("Lea", "en"), ("Léa", "fr")]


def test_without_the_right_to_add_organisations_none_is_made(writing: Client, editor: Any) -> None:
    [group] = editor.groups.all()
    group.permissions.remove(group.permissions.get(codename="add_organisation"))
    answer = create(writing, Person, name="Léa", role_1="gérante", organisation_1="Nouvelle")
    assert answer["step"] == "reshow_creation_form"
    assert not Person.objects.exists()


def test_buttons_agree_in_gender(writing: Client) -> None:
    index = EventReportIndex.objects.get()
    add = reverse("wagtailadmin_pages:add", args=["pages", "eventreport", index.pk])
    form = writing.get(add).content.decode()
    assert "Choisir une personne" in form
    assert "Choisir personne" not in form
    assert "Choose a" not in form


def test_what_is_not_found_can_be_made_under_the_name_that_was_sought(writing: Client) -> None:
    found = writing.get(address(Person, "choose_results"), {"q": "Léa <Exemple>"}).content.decode()
    assert "Rien dans le répertoire ne répond à «\xa0Léa &lt;Exemple&gt;\xa0»." in found
    assert "Nouvelle personne – Léa &lt;Exemple&gt;" in found
    assert 'data-make-instead-name-value="Léa &lt;Exemple&gt;"' in found


def test_an_empty_list_leads_only_where_its_reader_may_go(
    writing: Client, publishing: Client
) -> None:
    for client, says in (
        (writing, "Un responsable de publication"),
        (publishing, "Nouvelle série"),
    ):
        window = client.get(address(EventSeries, "choose")).json()["html"]
        assert says in window
        assert 'target="_blank"' not in window


def listed(client: Client, model: type, **asked: str) -> str:
    """The list of the chooser, as the form of a story opens it."""
    return client.get(address(model, "choose_results"), asked).content.decode()


@pytest.mark.parametrize("search", ["", "atelier"])
@pytest.mark.parametrize("model", [Technopole, Organisation, Person, Sector, EventSeries])
def test_an_english_story_names_what_has_no_english_and_sees_its_language(
    writing: Client, model: type, search: str
) -> None:
    fields = {"city": "Montclair"} if model is Technopole else {}
    factories.made(model, name="Atelier sans anglais", **fields)
    told = factories.made(model, name="Atelier dit en anglais", **fields)
    english = Locale.objects.get(language_code="en")
    copy = told.copy_for_translation(english)
    copy.name = "Atelier in English"
    copy.save()
    asked = {"q": search} if search else {}
    shown = listed(writing, model, locale="en", **asked)
    assert "Atelier sans anglais" in shown
    assert "Atelier in English" in shown
    assert "Atelier dit en anglais" not in shown
    assert shown.count("Français") == 1
    assert shown.count("Anglais") == 1
    french = listed(writing, model, locale="fr", **asked)
    assert "Atelier dit en anglais" in french
    assert "Atelier in English" not in french
    everything = listed(writing, model, **asked)
    assert everything.count("Français") == 2
