"""An editor sees beside the form what to correct, goes there, corrects it and publishes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from cms.accounts.models import User
from tests import factories
from tests.browser import editing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "une phrase de passe pour essayer"
TOGGLE = '[data-side-panel-toggle="checks"]'


@pytest.fixture
def page(browser_page: Any) -> Any:
    """The admin, in which a publisher is signed in."""
    user = User.objects.create_user("responsable", password=PASSWORD)
    user.groups.add(Group.objects.get(name="Responsables de publication"))
    editing.log_in(browser_page, "responsable", PASSWORD)
    return browser_page


def test_what_is_to_be_corrected_is_found_corrected_and_published(
    page: Any, live_server: Any, grave_violations: Callable[[], list[str]]
) -> None:
    heading = factories.block("heading", {"text": "Un lieu ouvert", "level": "3"})
    draft = factories.make_report(body=[heading], live=False)
    address = live_server.url + reverse("wagtailadmin_pages:edit", args=[draft.pk])
    page.goto(address)
    page.locator(TOGGLE).get_by_text("2").wait_for()
    page.locator(TOGGLE).press("Enter")
    found = page.locator("[data-finding='heading-order']")
    found.wait_for()
    panel = page.locator(".findings").evaluate("panel => panel.outerHTML")
    violations = [each.partition(": ")[2] for each in grave_violations()]
    assert [html for html in violations if html in panel] == []

    found.get_by_role("link").press("Enter")
    block = f"block-{heading['id']}-section"
    is_there = f"document.getElementById('{block}').contains(document.activeElement)"
    assert page.evaluate(is_there)

    publish(page)
    refused = page.locator(f"#{block} .w-field__errors")
    refused.get_by_text("Une sous-partie est placée avant toute partie").wait_for()
    draft.refresh_from_db()
    assert draft.live is False

    page.locator(f"#{block} select").select_option("2")
    page.locator(TOGGLE).get_by_text("1", exact=True).wait_for()
    publish(page)
    draft.refresh_from_db()
    assert draft.live is True


def publish(page: Any) -> None:
    """Press the button that publishes, in the menu below the form."""
    page.locator("footer [data-w-dropdown-target='toggle']").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Publier").click()
