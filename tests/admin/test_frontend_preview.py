"""The preview beside the form shows the customer's frontend, what is not saved yet included."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from cms.previews.models import Unsaved
from snippets.models import Person
from tests.admin.forms import record_form, report_form
from tests.factories import block, make_person, make_report

FRONTEND = "https://www.example.org/preview?token={token}&path={path}"
QUERY = """{ preview {
    ... on EventReport { title body { ... on ParagraphBlock { content { text } } } speakers { role } }
    ... on Person { name }
} }"""


@pytest.fixture(autouse=True)
def frontend(settings: Any) -> None:
    """A frontend for the French pages."""
    settings.PREVIEW_URLS = {"fr": FRONTEND}


def previewed(client: Client, thing: Any, form: dict[str, Any], **asked: str) -> Any:
    """The response to the panel beside the form of a thing, into which something was typed."""
    if isinstance(thing, Person):
        address = reverse(Person.snippet_viewset.get_url_name("preview_on_edit"), args=[thing.pk])
    else:
        address = reverse("wagtailadmin_pages:preview_on_edit", args=[thing.pk])
    assert client.post(address, form).json() == {"is_valid": True, "is_available": True}
    return client.get(address, asked)


def token_in(response: Any) -> str:
    assert response.status_code == 302
    return parse_qs(urlsplit(response["Location"]).query)["token"][0]


def shown(token: str) -> Any:
    """What a frontend shows to whoever has a token."""
    headers = {"Preview-Token": token}
    answer = Client().post(
        "/graphql/", {"query": QUERY}, content_type="application/json", headers=headers
    )
    return answer.json()["data"]["preview"] if answer.status_code == 200 else answer.status_code


def test_frontend_shows_what_is_typed_and_not_saved_yet(writing: Client) -> None:
    report = make_report(title="Publié", slug="dejeuner-de-juin")
    response = previewed(writing, report, report_form(title="En train d’écrire"))
    assert response["Location"].startswith("https://www.example.org/preview?token=")
    assert "path=%2Fevenements%2Fdejeuner-de-juin" in response["Location"]
    told = {
        "title": "En train d’écrire",
        "body": [{"content": {"text": "Bonjour"}}],
        "speakers": [],
    }
    assert shown(token_in(response)) == told
    report.refresh_from_db()
    assert report.get_latest_revision_as_object().title == "Publié"


def test_the_last_that_was_typed_counts(writing: Client) -> None:
    report = make_report(slug="dejeuner-de-juin")
    first = token_in(previewed(writing, report, report_form(title="Un")))
    second = token_in(previewed(writing, report, report_form(title="Deux")))
    assert [shown(token)["title"] for token in (first, second)] == ["Deux", "Deux"]
    assert Unsaved.objects.count() == 1


def test_records_are_shown_too(writing: Client) -> None:
    person = make_person(name="Camille")
    response = previewed(writing, person, record_form(Person, name="Camille Exemple"))
    assert shown(token_in(response)) == {"name": "Camille Exemple"}


def test_new_page_waits_for_its_first_save(writing: Client) -> None:
    index = make_report(slug="un-autre").get_parent()
    address = reverse("wagtailadmin_pages:preview_on_add", args=["pages", "eventreport", index.pk])
    assert writing.post(address, report_form()).json()["is_valid"]
    told = writing.get(address, {"in_preview_panel": "true"}).content.decode()
    assert "L’aperçu vient avec le premier enregistrement" in told
    assert Unsaved.objects.count() == 0


def test_what_others_type_is_theirs(writing: Client, publishing: Client) -> None:
    report = make_report(slug="dejeuner-de-juin")
    tokens = [
        token_in(previewed(client, report, report_form(title=title)))
        for client, title in ((writing, "Rédactrice"), (publishing, "Responsable"))
    ]
    assert [shown(token)["title"] for token in tokens] == ["Rédactrice", "Responsable"]


def test_token_ends_when_its_user_may_edit_no_more(writing: Client, editor: Any) -> None:
    token = token_in(previewed(writing, make_report(slug="a"), report_form()))
    editor.groups.remove(Group.objects.get(name="Rédacteurs"))
    assert shown(token) == 403


def test_plain_site_shows_what_no_frontend_does(writing: Client, settings: Any) -> None:
    settings.PREVIEW_URLS = {"en": FRONTEND}
    report = make_report(slug="dejeuner-de-juin")
    page = previewed(writing, report, report_form(title="En train d’écrire"))
    assert "En train d’écrire" in page.content.decode()
    draft = reverse("wagtailadmin_pages:view_draft", args=[report.pk])
    settings.PREVIEW_URLS = {"fr": FRONTEND}
    assert writing.get(draft).status_code == 200


def test_plain_site_shows_everything_where_tokens_are_turned_off(
    writing: Client, settings: Any
) -> None:
    settings.PREVIEW_HOURS = 0
    page = previewed(writing, make_report(slug="a"), report_form(title="En train d’écrire"))
    assert "En train d’écrire" in page.content.decode()


def test_each_language_has_its_frontend(writing: Client, settings: Any) -> None:
    settings.PREVIEW_URLS = {"fr": FRONTEND, "en": "https://en.example.org/{id}/{token}"}
    person = make_person(name="Camille")
    english = person.copy_for_translation(Locale.objects.get(language_code="en"))
    english.save()
    response = previewed(writing, english, record_form(Person, name="Camille"))
    assert response["Location"].startswith(f"https://en.example.org/{english.pk}/")


def test_nothing_that_was_typed_stays_when_somebody_is_erased(
    writing: Client, administering: Client
) -> None:
    person = make_person(name="Zircon")
    report = make_report(slug="dejeuner-de-juin")
    said = block("quote", {"text": "Quartz", "person": person.pk, "role": "élue"})
    report.body = [said]
    report.save_revision()
    previewed(writing, report, report_form(title="Zircon"))
    assert Unsaved.objects.filter(content__title="Zircon").exists()
    assert administering.post(reverse("forget_person", args=[person.pk])).status_code == 302
    assert not Unsaved.objects.exists()
