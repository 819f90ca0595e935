"""Screens that ask whether to delete say what that breaks, whatever the kind and the way there."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.models import GroupPagePermission

from pages.models import RelatedReport, Speaker
from snippets.models import EventSeries, Person
from tests import factories
from tests.factories import block

pytestmark = pytest.mark.thorough


def linking(kind: str, thing: Any) -> dict[str, Any]:
    return block("paragraph", f'<p>Voir <a linktype="{kind}" id="{thing.pk}">ici</a>.</p>')


def deletion(thing: Any) -> str:
    """The screen that asks whether to delete a thing."""
    names = {
        "photo": "wagtailimages:delete",
        "attachment": "wagtaildocs:delete",
        "page": "wagtailadmin_pages:delete",
    }
    kind = "page" if hasattr(thing, "url_path") else thing._meta.model_name
    if kind not in names:
        names[kind] = thing.snippet_viewset.get_url_name("delete")
    return reverse(names[kind], args=[thing.pk])


def bulk_deletion(*things: Any) -> str:
    """The screen that asks whether to delete several things at once."""
    model = "page" if hasattr(things[0], "url_path") else things[0]._meta.model_name
    app = "wagtailcore" if model == "page" else "snippets"
    action = reverse("wagtail_bulk_action", args=[app, model, "delete"])
    return f"{action}?{urlencode({'id': [each.pk for each in things]}, doseq=True)}"


def said(client: Client, address: str) -> dict[str, list[str]]:
    """What is said of each user of what is to be deleted."""
    answer = client.get(address)
    assert answer.status_code == 200
    found: dict[str, list[str]] = {}
    for context in answer.context:
        if context.get("losses"):
            for user in context["losses"].shown:
                words = [each.words.replace("\xa0", " ") for each in user.losses]
                found[str(user.thing)] = words
    return in_order(found)


def in_order(told: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: sorted(words) for name, words in told.items()}


def used_picture() -> tuple[Any, dict[str, list[str]]]:
    photo = factories.make_photo()
    body = [
        block("image", {"image": photo.pk}),
        block("gallery", {"figures": [{"image": photo.pk}, {"image": photo.pk}]}),
    ]
    factories.make_report(title="Midi", cover=photo, body=body)
    factories.make_person(name="Ada", photo=photo)
    return photo, {
        "Ada": ["« Portrait » sera vide."],
        "Midi": [
            "« Texte de la page → Image » : les lecteurs ne voient plus ce bloc.",
            "« Texte de la page → Galerie » perd cette entrée ; sans aucune autre, les lecteurs ne voient plus le bloc.",
            "« Image principale » sera vide.",
        ],
    }


def used_document() -> tuple[Any, dict[str, list[str]]]:
    document = factories.make_document()
    way = {"label": "Lire", "page": None, "document": document.pk, "address": ""}
    body = [linking("document", document), block("call_to_action", {"text": "", "link": way})]
    factories.make_standard_page(title="Page", body=body)
    return document, {
        "Page": [
            "Dans « Texte de la page → Paragraphe », le lien devient un simple texte.",
            "« Texte de la page → Appel à l’action » : les lecteurs ne voient plus ce bloc.",
        ]
    }


def used_page() -> tuple[Any, dict[str, list[str]]]:
    page = factories.make_standard_page()
    below = factories.make_standard_page(parent=page)
    factories.make_standard_page(title="Ailleurs", body=[linking("page", below)])
    factories.make_standard_page(parent=page, body=[linking("page", page)])
    return page, {
        "Ailleurs": ["Dans « Texte de la page → Paragraphe », le lien devient un simple texte."]
    }


def used_report() -> tuple[Any, dict[str, list[str]]]:
    report = factories.make_report()
    factories.make_report(title="Voisin", related_reports=[RelatedReport(report=report)])
    return report, {"Voisin": ["« Bilan d’événement » perd cette entrée."]}


def used_person() -> tuple[Any, dict[str, list[str]]]:
    person = factories.make_person()
    told = {"text": "Oui.", "person": person.pk, "role": "gérante"}
    answer = {"question": "?", "answer": "Oui", "person": person.pk}
    factories.make_report(
        title="Midi",
        body=[block("quote", told), block("question_answer", answer)],
        speakers=[Speaker(person=person, role="gérante")],
    )
    return person, {
        "Midi": [
            "« Intervenant → Personne » ne peut s’en passer.",
            "« Texte de la page → Citation » : les lecteurs ne voient plus ce bloc.",
            "« Texte de la page → Question et réponse » reste, sans cela.",
        ]
    }


def used_organisation() -> tuple[Any, dict[str, list[str]]]:
    organisation = factories.make_organisation()
    factories.make_report(title="Midi", organisers=[organisation])
    factories.made(EventSeries, name="12/14", organiser=organisation)
    return organisation, {
        "12/14": ["« Organisateur » ne peut s’en passer."],
        "Midi": ["« Organisateurs » perd cette entrée."],
    }


def used_technopole() -> tuple[Any, dict[str, list[str]]]:
    technopole = factories.make_technopole()
    factories.make_organisation(name="Alpha", technopole=technopole)
    return technopole, {"Alpha": ["« Technopôle » ne peut s’en passer."]}


def used_sector() -> tuple[Any, dict[str, list[str]]]:
    sector = factories.make_sector(name="Santé")
    factories.make_sector(name="Medtech", parent=sector)
    factories.make_organisation(name="Alpha", sectors=[sector])
    return sector, {
        "Santé › Medtech": ["« Filière principale » ne peut s’en passer."],
        "Alpha": ["« Filières » perd cette entrée."],
    }


def used_series() -> tuple[Any, dict[str, list[str]]]:
    series = factories.made(EventSeries, name="12/14")
    factories.make_report(title="Midi", series=series)
    return series, {"Midi": ["« Série d’événements » ne peut s’en passer."]}


USED = [
    used_picture,
    used_document,
    used_page,
    used_report,
    used_person,
    used_organisation,
    used_technopole,
    used_sector,
    used_series,
]


@pytest.mark.parametrize("use", USED, ids=lambda use: use.__name__)
def test_one_deletion_says_what_it_breaks(administering: Client, use: Any) -> None:
    thing, expected = use()
    assert said(administering, deletion(thing)) == in_order(expected)


@pytest.mark.parametrize("use", USED, ids=lambda use: use.__name__)
def test_several_deletions_say_so_too(administering: Client, use: Any) -> None:
    thing, expected = use()
    assert said(administering, bulk_deletion(thing)) == in_order(expected)
    other = type(thing).objects.exclude(pk=thing.pk).first() or use()[0]
    assert expected.keys() <= said(administering, bulk_deletion(thing, other)).keys()


def test_screen_refuses_and_leads_to_what_is_to_be_changed_first(publishing: Client) -> None:
    person, _expected = used_person()
    page = publishing.get(deletion(person)).content.decode()
    assert "La suppression est impossible" in page
    assert "empêche la suppression" in page
    report = person.speeches.get().report
    edit = reverse("wagtailadmin_pages:edit", args=[report.pk])
    assert f'href="{edit}#block-{report.body[0].id}-section"' in page
    publishing.post(deletion(person))
    assert Person.objects.filter(pk=person.pk).exists()


def test_what_nothing_uses_breaks_nothing(publishing: Client) -> None:
    assert said(publishing, deletion(factories.make_person())) == {}


def test_what_unpublishing_says_is_no_deletion(publishing: Client) -> None:
    person, _expected = used_person()
    address = reverse("wagtailsnippets_snippets_person:unpublish", args=[person.pk])
    page = publishing.get(address).content.decode()
    assert "Utilisé dans 1 page ou fiche." in page
    assert "ne peut s’en passer" not in page.replace("\xa0", " ")


def test_names_of_what_somebody_may_not_change_are_not_told(
    publishing: Client, publisher: Any
) -> None:
    person = factories.make_person()
    factories.make_report(title="Secret", speakers=[Speaker(person=person, role="x")])
    GroupPagePermission.objects.filter(group=publisher.groups.get()).delete()
    page = publishing.get(deletion(person)).content.decode()
    assert "Secret" not in page
    assert "Bilan d’événement que vous ne pouvez pas modifier" in page


def test_statements_do_not_grow_with_users(publishing: Client) -> None:
    photo = factories.make_photo()

    def counted() -> int:
        with CaptureQueriesContext(connection) as asked:
            publishing.get(deletion(photo))
        return len(asked)

    factories.make_report(cover=photo)
    counted()
    few = counted()
    for _ in range(4):
        factories.make_report(cover=photo)
    assert counted() == few


def test_what_a_draft_cannot_do_without_stays(publishing: Client) -> None:
    person = factories.make_person(name="Ada")
    report = factories.make_report(title="Midi")
    report.speakers.create(person=person, role="gérante")
    told = {"text": "Oui.", "person": person.pk, "role": "gérante"}
    report.body = [block("quote", told)]
    report.save_revision()
    assert said(publishing, deletion(person)) == in_order(
        {
            "Midi": [
                "Dans son brouillon : « Intervenant → Personne » ne peut s’en passer.",
                "Dans son brouillon : « Texte de la page → Citation » : les lecteurs ne voient plus ce bloc.",
            ]
        }
    )
    for address in (deletion(person), bulk_deletion(person)):
        answer = publishing.post(address, follow=True)
        assert "un brouillon ne peut s’en passer" in answer.content.decode()
    assert Person.objects.filter(pk=person.pk).exists()
    edit = reverse("wagtailadmin_pages:edit", args=[report.pk])
    assert publishing.get(edit).status_code == 200


def test_draft_that_can_do_without_keeps_nobody(publishing: Client) -> None:
    photo = factories.make_photo()
    person = factories.make_person(name="Ada")
    report = factories.make_report(title="Midi")
    told = {"text": "Oui.", "person": person.pk, "role": "gérante"}
    report.body = [block("quote", told)]
    report.cover = photo
    report.save_revision()
    assert said(publishing, deletion(photo)) == {
        "Midi": ["Dans son brouillon : « Image principale » sera vide."]
    }
    publishing.post(deletion(person))
    assert not Person.objects.filter(pk=person.pk).exists()
    edit = reverse("wagtailadmin_pages:edit", args=[report.pk])
    assert publishing.get(edit).status_code == 200
