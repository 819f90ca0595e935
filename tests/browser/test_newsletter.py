"""An editor composes an issue of a newsletter, sees it, has it approved; what was sent stays as it was."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from cms.accounts.models import User
from pages.models import Home, NewsletterIssue
from tests import factories
from tests.browser import editing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "une phrase de passe pour essayer"
SECTIONS = "#sections-root > [data-streamfield-stream-container]"


@pytest.fixture
def reports() -> list[Any]:
    """Five reports that no issue told."""
    return [factories.make_report(title=f"Rencontre imaginaire {number}") for number in range(5)]


@pytest.fixture
def publisher_page(browser_page: Any) -> Any:
    """The admin, in which a publisher is signed in."""
    user = User.objects.create_user("responsable", password=PASSWORD)
    user.groups.add(Group.objects.get(name="Responsables de publication"))
    editing.log_in(browser_page, "responsable", PASSWORD)
    return browser_page


def begin(page: Any, title: str) -> None:
    """Type the head of an issue whose stories a rule finds."""
    home = Home.objects.get(locale__language_code="fr")
    page.goto(reverse("wagtailadmin_pages:add", args=["pages", "newsletterissue", home.pk]))
    page.locator(f"{SECTIONS} button").first.wait_for()
    editing.fill(page, {"id_title": title, "id_subject": "Cinq rencontres"})
    page.locator(f"{SECTIONS} > div > button.c-sf-add-button").last.click()
    editing.pick(page, editing.in_french("Everything since the last issue"))
    page.locator("input[name=sections-0-type][value=rule]").wait_for(state="attached")


def publish(page: Any) -> None:
    editing.press_below(page, "button[name=action-publish]")
    page.wait_for_url(editing.LISTING)


def test_what_was_sent_stays_as_it_was(publisher_page: Any, reports: list[Any]) -> None:
    begin(publisher_page, "Première lettre")
    assert publisher_page.locator("#id_number").input_value() == "1"
    assert "15 caractères sur 50" in publisher_page.locator(".gauge").first.inner_text()
    preview = editing.open_preview(publisher_page)
    preview.get_by_text("Poids").wait_for()
    for report in reports:
        preview.get_by_role("link", name=report.title).wait_for()
    publish(publisher_page)

    sent = publisher_page.request.get("/newsletter/issues/1.html").text()
    assert all(report.title in sent for report in reports)
    reports[0].title = "Un tout autre titre"
    reports[0].save_revision().publish()
    assert publisher_page.request.get("/newsletter/issues/1.html").text() == sent

    begin(publisher_page, "Deuxième lettre")
    assert publisher_page.locator("#id_number").input_value() == "2"
    # The panel stays open from one form to the next.
    preview = publisher_page.frame_locator("[data-side-panel=preview] iframe:visible")
    preview.get_by_text("Poids").wait_for()
    assert preview.get_by_role("link", name="Rencontre imaginaire").count() == 0
    editing.press_below(publisher_page, "button[name=action-publish]")
    assert any("ne contient rien" in each for each in editing.messages(publisher_page))
    assert NewsletterIssue.objects.filter(live=True).count() == 1


def test_chooser_tells_which_issue_told_a_story(publisher_page: Any, reports: list[Any]) -> None:
    factories.make_issue(factories.rule(), number=41)
    begin(publisher_page, "Lettre suivante")
    publisher_page.locator(f"{SECTIONS} > div > button.c-sf-add-button").last.click()
    editing.pick(publisher_page, editing.in_french("Chosen stories"))
    publisher_page.locator("input[name=sections-1-type]").wait_for(state="attached")
    item = "sections-1-value-items-0-value"
    if not publisher_page.locator(f"#{item}-story-chooser").count():
        item = editing.add_item(publisher_page, "sections-1-value-items")
    window = editing.open_chooser(publisher_page, f"{item}-story")
    window.locator("input[name=q]").fill("Rencontre imaginaire 3")
    window.get_by_text("Rencontre imaginaire 3 (déjà dans le n° 41)").wait_for()
