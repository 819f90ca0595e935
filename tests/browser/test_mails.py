"""Mails with whatever a mail can hold, as Chromium shows them, with pictures and without."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from wagtail.models import Site

from tests.browser.conftest import is_too_wide
from tests.newsletter.everything import issue_of_twelve, report_of_everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = {600: (552, 345), 375: (327, 204)}
"""Pixels: how wide a screen is, and how large the pictures of the mail are on it."""
OF_WHOLE_PAGES = ("landmark-one-main: ", "region: ")
"""Rules about landmarks: a mail stands in those of the program that shows it."""


@pytest.fixture(params=["report", "issue"])
def mail(request: pytest.FixtureRequest, live_server: Any) -> str:
    """Where the mail is; its pictures are on the same server."""
    served = urlsplit(live_server.url)
    Site.objects.update(hostname=served.hostname, port=served.port)
    if request.param == "report":
        return f"/newsletter/reports/{report_of_everything().slug}.html"
    return f"/newsletter/issues/{issue_of_twelve().number}.html"


def test_mail_is_for_everybody(
    mail: str, browser_page: Any, grave_violations: Callable, subtests: Any
) -> None:
    for width, picture in WIDTHS.items():
        browser_page.set_viewport_size({"width": width, "height": 900})
        with subtests.test("with pictures, in their proportions", width=width):
            look_at(browser_page, mail, grave_violations)
            assert set(sizes_of_pictures(browser_page)) == {picture}
        with subtests.test("without pictures, whose words take no more than a line", width=width):
            browser_page.route("**/images/**", lambda route: route.abort())
            look_at(browser_page, mail, grave_violations)
            assert {height for _, height in sizes_of_pictures(browser_page)} <= {0, 24}
            browser_page.unroute("**/images/**")
        with subtests.test("where the program drops the head's styles", width=width):
            browser_page.eval_on_selector_all(
                "style", "found => found.forEach(each => each.remove())"
            )
            assert not is_too_wide(browser_page)


def look_at(page: Any, mail: str, grave_violations: Callable) -> None:
    page.goto(mail, wait_until="load")
    assert [each for each in grave_violations() if not each.startswith(OF_WHOLE_PAGES)] == []
    assert not is_too_wide(page)


def sizes_of_pictures(page: Any) -> list[tuple[int, int]]:
    """The width and height of each, in whole pixels."""
    boxes = [each.bounding_box() for each in page.locator("img").all()]
    return [(round(box["width"]), round(box["height"])) for box in boxes]
