"""An editor without a mouse writes a recap and publishes it: everything is reached with the tabulator."""

from typing import Any

import pytest
from django.contrib.auth.models import Group

from cms.accounts.models import User
from pages.models import EventReport
from tests import factories
from tests.browser import editing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "une phrase de passe pour essayer"
MOST_TABS = 250
TEXT = """Le midi, on se parle.
Ce qui s’est dit
La salle écoutait. « Nous avons gagné deux années entières ici », explique Camille Exemple, élue.
Puis tout le monde a goûté la soupe, et l’on s’est promis de revenir à l’automne."""


@pytest.fixture
def page(browser_page: Any) -> Any:
    """The way in to the admin."""
    factories.make_person(name="Camille Exemple")
    user = User.objects.create_user("responsable", password=PASSWORD)
    user.groups.add(Group.objects.get(name="Responsables de publication"))
    browser_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    browser_page.goto("/admin/")
    return browser_page


def go_to(page: Any, wanted: Any) -> None:
    """Press the tabulator until the cursor is there."""
    element = wanted.element_handle()
    for _ in range(MOST_TABS):
        if page.evaluate("element => element === document.activeElement", element):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"not reached with the tabulator: {wanted}")


def type_into(page: Any, field: str, text: str) -> None:
    """Go to a field and type."""
    go_to(page, page.locator(f"#{field}"))
    page.keyboard.insert_text(text)


def press(page: Any, wanted: Any) -> None:
    """Go to a link or a button and press it."""
    wanted.wait_for()
    go_to(page, wanted)
    page.keyboard.press("Enter")


def test_recap_is_written_and_published_without_a_mouse(page: Any) -> None:
    type_into(page, "id_username", "responsable")
    type_into(page, "id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")

    press(page, page.get_by_role("link", name=editing.in_french("Write an event report")))
    page.wait_for_url("**/admin/pages/add/pages/eventreport/**")
    page.locator(f"{editing.BODY} button").first.wait_for()
    type_into(page, "id_title", "Une rencontre imaginaire")
    type_into(page, "id_standfirst", "On se parle, puis on goûte la soupe.")
    type_into(page, "id_starts_at", "08/09/2026 12:00")
    page.keyboard.press("Tab")

    press(page, page.locator("#id_speakers-ADD"))
    row = page.locator("#inline_child_speakers-0")
    press(page, row.locator("#id_speakers-0-person-chooser [data-chooser-action-choose]").first)
    search = page.locator(".modal:visible input[name=q]")
    search.wait_for()
    go_to(page, search)
    page.keyboard.insert_text("Camille")
    press(
        page, page.locator(".modal:visible").get_by_role("link", name="Camille Exemple", exact=True)
    )
    editing.wait_until_chosen(page, "id_speakers-0-person", "Camille Exemple")
    type_into(page, "id_speakers-0-role", "élue")

    box = page.get_by_label(editing.in_french("A text from Word, a mail or elsewhere"))
    go_to(page, box)
    page.evaluate("text => navigator.clipboard.writeText(text)", TEXT)
    page.keyboard.press("Control+V")
    press(page, page.get_by_role("button", name=editing.in_french("Split into blocks")))
    page.locator(".pasted-text [role=status]").get_by_text("Ajoutés").wait_for()

    press(page, page.locator("footer [data-w-dropdown-target=toggle]"))
    press(page, page.locator("footer button[name=action-publish]"))
    page.wait_for_url(editing.LISTING)
    report = EventReport.objects.get()
    assert report.live
    assert [block.block_type for block in report.body] == [
        "paragraph",
        "heading",
        "paragraph",
        "quote",
        "paragraph",
    ]
    assert report.quotes.get().person.name == "Camille Exemple"
    assert report.speakers.get().role == "élue"
