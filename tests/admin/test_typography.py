"""What editors type is French when they see it again; what they write in English is left to them."""

import json
from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, rich_text, streamfield

from pages.models import EventReport, EventReportIndex
from snippets.models import Organisation, Person, Technopole
from tests.admin.forms import record_form, report_form
from tests.factories import make_organisation, make_person, make_photo

TYPED, PRINTED = 'L\'idée : "oui"...', "L’idée\u00a0: «\u00a0oui\u00a0»…"
ADDRESS = "https://example.com/l'eau"


def typed_report(person: Person) -> dict[str, Any]:
    """A form with the same words wherever one can type: eleven times in the body."""
    said = {"person": person.pk, "organisation": "", "role": TYPED, "text": TYPED}
    figure = {"value": "10 000", "unit": "m²", "label": TYPED, "as_of": "", "source": TYPED}
    listed = {"0": {"deleted": "", "order": "0", "value": figure, "id": ""}, "count": "1"}
    link = {"label": TYPED, "page": "", "document": "", "address": ADDRESS}
    html = rich_text(f"<p>{TYPED}</p>")
    body = [
        ("heading", {"text": TYPED, "level": "2"}),
        ("paragraph", html),
        ("quote", said),
        ("highlight", {"title": TYPED, "content": html}),
        ("key_figures", {"title": TYPED, "figures": listed}),
        ("call_to_action", {"text": TYPED, "link": link}),
    ]
    speaker = {"person": person.pk, "role": TYPED, "organisation": "", "topic": TYPED}
    texts = ("title", "standfirst", "venue", "seo_title", "search_description")
    speakers = inline_formset([speaker])
    return report_form(**dict.fromkeys(texts, TYPED), body=streamfield(body), speakers=speakers)


def add_report(client: Client, language: str = "fr", **form: Any) -> EventReport:
    """The report that a form makes below the list of a language."""
    index = EventReportIndex.objects.get(locale__language_code=language)
    client.post(reverse("wagtailadmin_pages:add", args=["pages", "eventreport", index.pk]), form)
    return EventReport.objects.get(locale__language_code=language)


def test_a_draft_is_shown_again_as_it_will_be_printed(writing: Client) -> None:
    page = add_report(writing, **typed_report(make_person()))
    for report in (page, page.get_latest_revision_as_object()):
        texts = (report.title, report.standfirst, report.venue)
        assert {*texts, report.seo_title, report.search_description} == {PRINTED}
        assert [(each.role, each.topic) for each in report.speakers.all()] == [(PRINTED, PRINTED)]
        body = json.dumps(list(report.body.raw_data), ensure_ascii=False)
        assert body.count(PRINTED) == 11
        assert body.count("idée") == 11
        assert '"10\u00a0000"' in body
        assert f'"{ADDRESS}"' in body
    assert page.slug == "dejeuner-de-juin"
    assert page.sort_title == "l’idee : « oui »..."

    form = writing.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert form.count(f'value="{PRINTED}"') >= 5
    assert "L&#x27;idée" not in form


def test_english_is_left_as_it_is_typed(writing: Client, publishing: Client) -> None:
    french = EventReportIndex.objects.get()
    english = Locale.objects.get(language_code="en")
    french.get_parent().specific.copy_for_translation(english)
    french.copy_for_translation(english)
    form = typed_report(make_person(locale=english))
    page = add_report(writing, "en", **form)
    assert (page.title, page.standfirst) == (TYPED, TYPED)
    body = json.dumps(list(page.get_latest_revision_as_object().body.raw_data))
    assert "\\u00a0" not in body


def test_what_is_made_in_a_chooser_is_french_too(writing: Client) -> None:
    create = reverse("wagtailsnippetchoosers_snippets_person:create")
    form = {"name": "Léa d'Ici", "role_1": "chargée de l'eau", "organisation_1": "L'Atelier"}
    answer = json.loads(writing.post(create, form).content)
    assert answer["result"]["string"] == "Léa d’Ici"
    [person] = Person.objects.all()
    [affiliation] = person.get_latest_revision_as_object().affiliations.all()
    assert (affiliation.role, affiliation.organisation.name) == ("chargée de l’eau", "L’Atelier")

    again = json.loads(writing.post(create, form).content)
    assert again["step"] == "reshow_creation_form"
    assert "Léa d’Ici" in again["htmlFragment"]
    assert Organisation.objects.count() == 1


def test_a_record_is_french_with_its_parts(publishing: Client) -> None:
    figure = {"value": "12 500", "unit": "", "label": "élèves d'ici", "as_of": "", "source": ""}
    form = record_form(
        Technopole,
        name="L'Étoile",
        address="13 013 Marseille",
        website=ADDRESS,
        presentation=rich_text('<p>Un <b>"pôle"</b> d\'excellence</p>'),
        key_figures=inline_formset([figure]),
    )
    publishing.post(reverse("wagtailsnippets_snippets_technopole:add"), form)
    technopole = Technopole.objects.get().get_latest_revision_as_object()
    assert (technopole.name, technopole.slug) == ("L’Étoile", "nouveau-nom")
    assert (technopole.address, technopole.website) == ("13 013 Marseille", ADDRESS)
    assert "Un <b>«\u00a0pôle\u00a0»</b> d’excellence" in technopole.presentation
    [counted] = technopole.key_figures.all()
    assert (counted.value, counted.label, counted.number) == ("12\u00a0500", "élèves d’ici", 12500)


def test_a_picture_is_described_in_french_and_keeps_its_title(publishing: Client) -> None:
    photo = make_photo()
    form = {"title": "l'entrée.jpg", "description": "L'entrée", "credit": "© L'Atelier"}
    address = reverse("wagtailimages:edit", args=[photo.pk])
    publishing.post(address, {**form, "collection": photo.collection_id, "tags": ""})
    photo.refresh_from_db()
    assert (photo.title, photo.description) == ("l'entrée.jpg", "L’entrée")
    assert photo.credit == "© L’Atelier"


def test_what_was_there_before_becomes_french_when_it_is_saved(publishing: Client) -> None:
    organisation = make_organisation(name="Alpha")
    Organisation.objects.update(name="L'Atelier", sort_name="l'atelier")
    organisation.refresh_from_db()
    assert organisation.name == "L'Atelier"
    organisation.save()
    organisation.refresh_from_db()
    assert (organisation.name, organisation.sort_name) == ("L’Atelier", "l’atelier")
