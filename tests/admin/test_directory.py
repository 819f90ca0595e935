"""The directory: lists, forms and what uses a record."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from snippets.models import EventSeries, Organisation, Person, Sector, Technopole
from tests import factories
from tests.admin.forms import record_form

KINDS = (EventSeries, Organisation, Person, Sector, Technopole)


def address(model: type, view: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_snippets_{model._meta.model_name}:{view}", args=args)


def make(model: type, **fields: Any) -> Any:
    if model is Technopole:
        fields.setdefault("city", "Montclair")
    return factories.made(model, **{"name": "Énergie", **fields})


@pytest.mark.parametrize("model", KINDS)
def test_every_screen_of_a_record_opens(publishing: Client, model: type) -> None:
    record = make(model)
    screens = [address(model, name) for name in ("list", "add")]
    screens += [
        address(model, name, record.pk)
        for name in ("edit", "inspect", "usage", "history", "delete")
    ]
    answers = {screen: publishing.get(screen).status_code for screen in screens}
    assert set(answers.values()) == {HTTPStatus.OK}, answers


@pytest.mark.parametrize("model", KINDS)
@pytest.mark.parametrize(
    "query",
    ["q=ener", "ordering=-sort_name", "q=energie&ordering=sort_name", "locale=fr&q=énergie"],
)
def test_a_list_is_searched_sorted_and_filtered(
    publishing: Client, model: type, query: str
) -> None:
    make(model)
    answer = publishing.get(f"{address(model, 'list')}?{query}")
    assert [record.name for record in answer.context["object_list"]] == ["Énergie"]


@pytest.mark.parametrize("query", ["kind=company", "live=true", "q=ener&kind=company&live=true"])
def test_organisations_are_filtered_by_what_they_are(publishing: Client, query: str) -> None:
    make(Organisation)
    make(Organisation, name="Laboratoire", kind="laboratory", live=False)
    answer = publishing.get(f"{address(Organisation, 'list')}?{query}")
    assert [record.name for record in answer.context["object_list"]] == ["Énergie"]


def test_names_are_sorted_without_accents(publishing: Client) -> None:
    for name in ("Zeste", "écume", "Étoile", "Abeille"):
        make(Organisation, name=name)
    answer = publishing.get(address(Organisation, "list"))
    names = [record.name for record in answer.context["object_list"]]
    assert names == ["Abeille", "écume", "Étoile", "Zeste"]


def test_lists_tell_what_uses_a_record(publishing: Client) -> None:
    technopole = make(Technopole)
    organisation = make(Organisation, technopole=technopole)
    person = factories.make_person(("gérante", organisation), ("présidente", organisation))
    body = [
        factories.block("organisations", {"organisations": [organisation.pk]}),
        factories.block("quote", {"text": "Ensemble.", "person": person.pk, "role": "gérante"}),
    ]
    report = factories.make_report(body=body, title="Déjeuner de juin")

    [listed] = publishing.get(address(Organisation, "list")).context["object_list"]
    assert listed.usage_count == 2
    used_in = publishing.get(listed.usage_url).content.decode()
    assert report.title in used_in
    assert person.name in used_in


def test_our_columns_cost_nothing_a_record(
    publishing: Client, django_assert_max_num_queries: Any
) -> None:
    for model in (Organisation, Person):
        counts = []
        # The first list with a row in it also fills what a process remembers (locales, types).
        for size in (1, 2, 6):
            for _ in range(size):
                organisation = factories.make_organisation(technopole=None)
                factories.make_person(("gérante", organisation))
            with django_assert_max_num_queries(100) as queries:
                publishing.get(address(model, "list"))
            counts.append(len(queries))
        # Wagtail asks three times a row: what it is waiting for, its schedule, its translations.
        assert counts[2] - counts[1] == 3 * 6, model


def test_a_person_is_written_with_two_roles(writing: Client) -> None:
    first, second = make(Organisation, name="Alpha"), make(Organisation, name="Bêta")
    rows = {"role": ("gérante", "présidente"), "organisation": (first.pk, second.pk)}
    form = {
        "name": "Léa Deux-Maisons",
        "links-TOTAL_FORMS": 0,
        "links-INITIAL_FORMS": 0,
        "affiliations-TOTAL_FORMS": 2,
        "affiliations-INITIAL_FORMS": 0,
        "biography": "null",
        **{f"affiliations-{row}-{name}": rows[name][row] for row in (0, 1) for name in rows},
        **{f"affiliations-{row}-ORDER": row + 1 for row in (0, 1)},
    }
    writing.post(address(Person, "add"), form)
    person = Person.objects.get(name="Léa Deux-Maisons")
    assert person.live is False
    assert [str(each) for each in person.affiliations.all()] == [
        "gérante, Alpha",
        "présidente, Bêta",
    ]


def test_a_sub_sector_is_no_choice_for_a_parent(publishing: Client) -> None:
    health = make(Sector, name="Santé")
    make(Sector, name="Medtech", parent=health)
    form = publishing.get(address(Sector, "add")).context["form"]
    assert list(form.fields["parent"].queryset) == [health]


def test_sectors_are_ticked_family_by_family(writing: Client) -> None:
    health, energy = make(Sector, name="Santé"), make(Sector, name="Énergie")
    make(Sector, name="Medtech", parent=health)
    make(Sector, name="Batteries", parent=energy)
    field = writing.get(address(Organisation, "add")).context["form"].fields["sectors"]
    assert [label for _, label in field.choices] == [
        "Énergie",
        "Énergie › Batteries",
        "Santé",
        "Santé › Medtech",
    ]


@pytest.mark.parametrize("model", KINDS)
def test_a_record_is_seen_before_it_is_saved(publishing: Client, model: type) -> None:
    pictured = {"photo": factories.make_photo()} if hasattr(model, "photo") else {}
    record = make(model, **pictured)
    preview = address(model, "preview_on_edit", record.pk)
    keys = {name: photo.pk for name, photo in pictured.items()}
    assert publishing.post(preview, record_form(model, name="Nom en cours", **keys)).json()[
        "is_valid"
    ]
    shown = publishing.get(preview)
    assert shown.status_code == 200
    assert "<h1>Nom en cours</h1>" in shown.content.decode()


def test_links_keep_their_order(db: None) -> None:
    person = factories.make_person()
    person.links.create(label="Second", url="https://b.example", sort_order=2)
    person.links.create(label="Premier", url="https://a.example", sort_order=1)
    person.save()
    assert [link.label for link in Person.objects.get().links.all()] == ["Premier", "Second"]
