"""What only a browser shows: windows over a form, lists that scripts keep, files that are dropped."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from pages.models import EventReport, EventReportIndex, Home, StandardPage
from snippets.models import Organisation, Person, Photo
from tests import factories
from tests.admin.test_pictures import drawn
from tests.browser.editing import WATCHING, until

pytestmark = pytest.mark.browser


@pytest.fixture
def screen(browser_page: Any, editor: Any) -> Any:
    """A tab in which somebody who writes has signed in."""
    return signed_in(browser_page, editor)


def signed_in(screen: Any, user: Any) -> Any:
    screen.goto(reverse("wagtailadmin_login"))
    screen.locator("#id_username").fill(user.username)
    screen.locator("#id_password").fill("passe-de-test")
    screen.locator("form button[type=submit]").click()
    screen.get_by_role("link", name="Écrire un bilan").wait_for()
    return screen


CALENDAR = (
    "[...document.querySelectorAll('.xdsoft_datetimepicker')].some((each) => each.offsetParent)"
)
UNTIL_IT_OPENS = 400
"""Milliseconds. A calendar opens late, and a click that closes it does nothing else."""


def begin_report(screen: Any) -> None:
    index = EventReportIndex.objects.get()
    screen.goto(reverse("wagtailadmin_pages:add", args=["pages", "eventreport", index.pk]))
    screen.locator("#id_starts_at").fill("2025-06-12 12:00")
    screen.locator("#id_title").fill("Déjeuner de juin")
    screen.locator("#id_standfirst").fill("Une rencontre à midi.")
    screen.wait_for_timeout(UNTIL_IT_OPENS)
    while screen.evaluate(CALENDAR):
        screen.locator("#id_standfirst").click()
        screen.wait_for_timeout(UNTIL_IT_OPENS)


def press_save(screen: Any) -> None:
    screen.get_by_role("button", name="Enregistrer le brouillon").click()
    screen.locator(".messages .success").wait_for()


def save(screen: Any) -> EventReport:
    press_save(screen)
    return EventReport.objects.get().get_latest_revision_as_object()


def test_title_that_another_page_has_is_changed_where_the_editor_is_told(screen: Any) -> None:
    factories.make_report(title="Déjeuner de juin")
    begin_report(screen)
    screen.get_by_role("button", name="Enregistrer le brouillon").click()
    screen.get_by_text("Une autre page a déjà l’adresse «\u00a0dejeuner-de-juin\u00a0».").wait_for()
    screen.locator("#id_title").fill("Déjeuner de juin, le second")
    screen.locator("#id_title").press("Tab")
    until(screen, "document.getElementById('id_slug').value.endsWith('-second')")
    press_save(screen)
    assert EventReport.objects.get(live=False).slug == "dejeuner-de-juin-le-second"


def leave(field: Any, typed: str) -> None:
    """Type a date and go on with the keyboard."""
    field.fill(typed)
    until(field.page, CALENDAR)
    field.press("Tab")
    until(field.page, f"!{CALENDAR}")


@pytest.mark.parametrize("typed", ["32/13/2026 12:00", "demain"])
def test_date_that_cannot_be_read_stays_as_it_was_typed(screen: Any, typed: str) -> None:
    begin_report(screen)
    date = screen.locator("#id_starts_at")
    leave(date, typed)
    assert date.input_value() == typed
    screen.get_by_role("button", name="Enregistrer le brouillon").click()
    screen.get_by_text("Saisissez une date et une heure valides.").wait_for()
    assert date.input_value() == typed
    leave(date, "08/07/2026 12:00")
    assert save(screen).starts_at == datetime(2026, 7, 8, 12, tzinfo=factories.PARIS)


def test_a_speaker_with_two_roles_is_made_without_leaving_the_story(screen: Any) -> None:
    begin_report(screen)
    screen.get_by_role("button", name="Ajouter un(e) intervenant").click()
    screen.get_by_role("button", name="Choisir une personne").click()
    screen.get_by_role("tab", name="Nouvelle personne").click()
    window = screen.get_by_role("dialog")
    window.get_by_label("Nom").fill("Léa Deux-Maisons")
    for number, role, organisation in ((1, "fondatrice", "Alpha"), (2, "présidente", "Bêta")):
        window.get_by_label(f"Fonction {number}").fill(role)
        window.get_by_label(f"Organisation {number}").fill(organisation)
    window.get_by_role("button", name="Créer").click()
    window.wait_for(state="hidden")
    screen.get_by_label("Fonction ce jour-là").fill("fondatrice d’Alpha")

    [speaker] = save(screen).speakers.all()
    assert speaker.person == Person.objects.get(name="Léa Deux-Maisons", live=False)
    assert [str(each) for each in speaker.person.affiliations.all()] == [
        "fondatrice, Alpha",
        "présidente, Bêta",
    ]


def test_who_is_not_found_is_made_without_typing_the_name_again(screen: Any) -> None:
    begin_report(screen)
    screen.get_by_role("button", name="Ajouter un(e) intervenant").click()
    screen.get_by_role("button", name="Choisir une personne").click()
    window = screen.get_by_role("dialog")
    window.get_by_label("Terme de recherche").fill("Léa Deux-Maisons")
    window.get_by_role("button", name="Nouvelle personne – Léa Deux-Maisons").click()
    assert window.get_by_label("Nom").input_value() == "Léa Deux-Maisons"
    window.get_by_role("button", name="Créer").click()
    window.wait_for(state="hidden")
    assert Person.objects.get().name == "Léa Deux-Maisons"


def test_organisers_are_chosen_made_and_removed(screen: Any) -> None:
    for name in ("Alpha", "Bêta", "Gamma"):
        factories.make_organisation(name=name)
    begin_report(screen)
    screen.get_by_role("button", name="Ajouter depuis le répertoire").click()
    window = screen.get_by_role("dialog")
    for name in ("Alpha", "Gamma"):
        window.get_by_role("row", name=name).get_by_role("checkbox").check()
    window.get_by_role("button", name="Confirmer la sélection").click()
    window.wait_for(state="hidden")
    screen.get_by_role("button", name="Ajouter depuis le répertoire").click()
    screen.get_by_role("tab", name="Nouvelle organisation").click()
    window.get_by_label("Nom").fill("Delta")
    window.get_by_role("button", name="Créer").click()
    window.wait_for(state="hidden")
    screen.get_by_role("button", name="Retirer Gamma").click()

    chosen = {each.name: each.live for each in save(screen).organisers.all()}
    assert chosen == {"Alpha": True, "Delta": False}
    assert Organisation.objects.count() == 4


def test_pictures_dropped_together_are_each_described(screen: Any) -> None:
    screen.goto(reverse("wagtailimages:add_multiple"))
    files = [
        {"name": "IMG_1.heic", "mimeType": "image/heic", "buffer": drawn("heic")},
        {"name": "IMG_2.jpg", "mimeType": "image/jpeg", "buffer": drawn("jpg")[:5000]},
    ]
    screen.locator("input[type=file]").set_input_files(files)
    screen.get_by_text("Cette image est abîmée ou incomplète").wait_for()
    update = screen.get_by_role("button", name="Mettre à jour")
    update.click()
    screen.get_by_text("Décrivez ce que montre l’image").wait_for()
    assert not Photo.objects.exists()
    screen.get_by_label("Texte alternatif").fill("Un buffet")
    update.click()
    update.wait_for(state="detached")
    assert Photo.objects.get().alt == "Un buffet"


def test_picture_that_was_not_described_need_not_be_chosen_again(screen: Any) -> None:
    begin_report(screen)
    screen.get_by_role("button", name="Choisir une image").first.click()
    window = screen.get_by_role("dialog")
    window.get_by_role("tab", name="Transférer").click()
    picture = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": drawn("jpg")}
    window.locator("input[type=file]").set_input_files({**picture, "buffer": b"GIF89a"})
    window.locator("#id_image-chooser-upload-title").fill("Buffet")
    window.get_by_role("button", name="Transférer").click()
    refused = window.locator(".w-field--error input[type=file]")
    refused.wait_for()
    assert refused.evaluate("each => each.files.length") == 0
    window.locator("input[type=file]").set_input_files(picture)
    window.get_by_role("button", name="Transférer").click()
    refused.wait_for(state="detached")
    window.get_by_text("Décrivez ce que montre l’image").wait_for()
    window.get_by_label("Texte alternatif").fill("Un buffet")
    window.get_by_role("button", name="Transférer").click()
    window.wait_for(state="hidden")
    assert Photo.objects.get().alt == "Un buffet"
    assert save(screen).cover == Photo.objects.get()


@pytest.mark.parametrize(
    ("make", "edit", "field"),
    [
        (factories.make_report, "wagtailadmin_pages:edit", "#id_standfirst"),
        (factories.make_person, "wagtailsnippets_snippets_person:edit", "#id_name"),
    ],
)
def test_what_is_typed_during_an_autosave_is_kept(
    screen: Any, make: Callable[[], Any], edit: str, field: str
) -> None:
    screen.add_init_script(WATCHING)
    address = reverse(edit, args=[make().pk])
    screen.goto(address)
    until(screen, "window.isWatched")

    def is_save(request: Any) -> bool:
        return request.method == "POST" and request.url.endswith(address)

    held: list[Any] = []
    screen.route(f"**{address}", lambda route: held.append(route), times=1)
    with screen.expect_request(is_save):
        screen.locator(field).fill("Avant")
    screen.locator(field).fill("Avant et pendant")
    with screen.expect_request(is_save) as second:
        held[0].continue_()
    assert second.value.response().json()["success"]

    screen.reload()
    assert screen.locator(field).input_value() == "Avant et pendant"


@pytest.mark.parametrize(
    ("model", "name", "arguments", "field"),
    [
        (StandardPage, "wagtailadmin_pages:add", ["pages", "standardpage"], "#id_title"),
        (Person, "wagtailsnippets_snippets_person:add", [], "#id_name"),
    ],
)
def test_button_pressed_during_the_first_autosave_makes_no_second_draft(
    screen: Any, model: Any, name: str, arguments: list[str], field: str
) -> None:
    parents = [Home.objects.get().pk] if arguments else []
    address = re.compile(reverse(name, args=[*arguments, *parents]) + r"($|\?)")
    screen.add_init_script(WATCHING)
    screen.goto(reverse(name, args=[*arguments, *parents]))
    until(screen, "window.isWatched")
    held: list[Any] = []
    screen.route(address, lambda route: held.append(route), times=1)
    with screen.expect_request(address):
        screen.locator(field).press_sequentially("Avant")
    screen.locator(field).press_sequentially(" et après")
    screen.get_by_role("button", name="Enregistrer le brouillon").click()
    screen.wait_for_timeout(1000)
    assert not model.objects.exists()

    held[0].continue_()
    screen.locator(".messages .success").wait_for()
    assert str(model.objects.get().get_latest_revision_as_object()) == "Avant et après"
    assert screen.locator(field).input_value() == "Avant et après"


def test_the_enter_key_saves_and_does_not_approve(
    browser_page: Any, editor: Any, publisher: Any
) -> None:
    report = factories.make_report(live=False)
    report.save_revision(user=editor)
    report.get_workflow().start(report, editor)
    screen = signed_in(browser_page, publisher)
    screen.goto(reverse("wagtailadmin_pages:edit", args=[report.pk]))
    assert screen.get_by_role("button", name="Approuver et Publier").is_visible()
    screen.locator("#id_title").press("Enter")
    screen.locator(".messages .success").wait_for()
    report.refresh_from_db()
    assert (report.live, report.workflow_in_progress) == (False, True)
