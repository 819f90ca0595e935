"""Every kind of page as axe, a narrow screen and a wide one see it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from pages.models import GalleryPicture, RelatedReport, Speaker
from tests import factories
from tests.browser.conftest import is_too_wide
from tests.pages.stories import filled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = 360, 1280
KINDS = (
    "/",
    "/evenements/",
    "/evenements/une-rencontre/",
    "/temoignages/",
    "/temoignages/un-chemin/",
    "/a-propos/",
    "/nulle-part/",
)


@pytest.fixture
def site(live_server: Any) -> str:
    """A site with each kind of page and, in the bodies, each type of block."""
    photo = factories.make_photo(credit="© Atelier")
    person = factories.make_person(photo=photo)
    organisation = factories.make_organisation(website="https://example.com/", logo=photo)
    technopole = factories.make_technopole()
    factories.make_report(
        slug="une-rencontre",
        technopole=technopole,
        starts_at=timezone.now(),
        cover=photo,
        organisers=[organisation],
        sectors=[factories.make_sector()],
        tags=["midi"],
        speakers=[Speaker(person=person, role="physicienne", organisation=organisation)],
        gallery=[GalleryPicture(image=photo, caption="La salle")],
        related_reports=[RelatedReport(report=factories.make_report())],
        body=filled(),
    )
    factories.make_testimonial(
        slug="un-chemin",
        person=person,
        technopole=technopole,
        organisations=[organisation],
        portrait=photo,
        pull_quote="J’ai osé.",
        body=filled(),
    )
    factories.make_standard_page(slug="a-propos", cover=photo, show_in_menus=True, body=filled())
    for _ in range(13):
        factories.make_report()
    return live_server.url


@pytest.fixture
def complaints(browser_page: Any) -> Iterator[list[str]]:
    """What the browser's console complained about."""
    heard: list[str] = []

    def note(message: Any) -> None:
        if message.type in {"error", "warning"}:
            heard.append(message.text)

    browser_page.on("console", note)
    browser_page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def test_site_is_for_everybody(
    site: str,
    browser_page: Any,
    rf: Any,
    complaints: list[str],
    grave_violations: Callable,
    subtests: Any,
) -> None:
    """One site for all that is looked at: to make it takes longer than to look."""
    with subtests.test("every kind of page is accessible"):
        look_at_every_kind(browser_page, grave_violations)
        assert [each for each in complaints if "404" not in each] == []
    with subtests.test("no paragraph stands for a heading"):
        look_for_headings(browser_page)
    with subtests.test("pages hold down to 320 pixels"):
        look_through_a_slit(browser_page)
    with subtests.test("the keyboard skips to the content"):
        skip_to_the_content(browser_page)
    with subtests.test("pages run no script"):
        look_for_scripts(browser_page)
    for name in ("403.html", "500.html"):
        with subtests.test("error pages are accessible", name=name):
            browser_page.goto("/")
            browser_page.set_content(render_to_string(name, request=rf.get("/")), wait_until="load")
            assert browser_page.title()
            assert grave_violations() == []


def look_at_every_kind(page: Any, grave_violations: Callable) -> None:
    for path in KINDS:
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                page.goto(path, wait_until="load")
                assert (path, width, scheme, grave_violations()) == (path, width, scheme, [])
            assert (path, width, is_too_wide(page)) == (path, width, False)


def look_for_headings(page: Any) -> None:
    """The rule is experimental for axe; the checks that Wagtail shows to editors count on it."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    only = {"runOnly": {"type": "rule", "values": ["p-as-heading"]}}
    for path in ("/evenements/une-rencontre/", "/temoignages/un-chemin/", "/a-propos/"):
        page.goto(path, wait_until="load")
        found = axe.run(page, options=only).response["violations"]
        assert [node["html"] for each in found for node in each["nodes"]] == []


def look_through_a_slit(page: Any) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for path in KINDS:
        page.goto(path)
        assert (path, is_too_wide(page)) == (path, False)


def skip_to_the_content(page: Any) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    link = page.locator(":focus")
    assert link.get_attribute("href") == "#page-content"
    assert link.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.locator("main:focus").count() == 1


def look_for_scripts(page: Any) -> None:
    scripts: list[str] = []

    def note(request: Any) -> None:
        if request.resource_type == "script":
            scripts.append(request.url)

    page.on("request", note)
    for path in KINDS:
        page.goto(path)
        assert page.locator("script:not([type='application/ld+json'])").count() == 0
    assert scripts == []
