"""Every kind of page as axe, a narrow screen and a wide one see it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from pages.models import GalleryPicture, RelatedReport, Speaker
from tests import factories
from tests.pages.stories import filled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GRAVE = {"moderate", "serious", "critical"}
WIDTHS = 360, 1280
KINDS = (
    "/",
    "/evenements/",
    "/evenements/une-rencontre/",
    "/temoignages/",
    "/temoignages/un-chemin/",
    "/a-propos/",
    "/nulle-part/",
    "/_util/login/",
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


@pytest.fixture
def grave_violations(browser_page: Any) -> Callable[[], list[str]]:
    """What axe finds of moderate or higher impact on the page that is open."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()

    def find() -> list[str]:
        return [
            f"{found['id']}: {node['html']}"
            for found in axe.run(browser_page).response["violations"]
            if found["impact"] in GRAVE
            for node in found["nodes"]
        ]

    return find


def test_no_paragraph_stands_for_a_heading(site: str, browser_page: Any) -> None:
    """The rule is experimental for axe; the checks that Wagtail shows to editors count on it."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    only = {"runOnly": {"type": "rule", "values": ["p-as-heading"]}}
    for path in ("/evenements/une-rencontre/", "/temoignages/un-chemin/", "/a-propos/"):
        browser_page.goto(path, wait_until="load")
        found = axe.run(browser_page, options=only).response["violations"]
        assert [node["html"] for each in found for node in each["nodes"]] == []


def is_too_wide(page: Any) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def test_every_kind_of_page_is_accessible(
    site: str, browser_page: Any, complaints: list[str], grave_violations: Callable
) -> None:
    for path in KINDS:
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                browser_page.set_viewport_size({"width": width, "height": 900})
                browser_page.emulate_media(color_scheme=scheme)
                browser_page.goto(path, wait_until="load")
                assert (path, width, scheme, grave_violations()) == (path, width, scheme, [])
            assert (path, width, is_too_wide(browser_page)) == (path, width, False)
    assert [each for each in complaints if "404" not in each] == []


@pytest.mark.parametrize("name", ["403.html", "500.html"])
def test_error_pages_are_accessible(
    name: str, site: str, rf: Any, browser_page: Any, grave_violations: Callable
) -> None:
    browser_page.goto("/")
    browser_page.set_content(render_to_string(name, request=rf.get("/")), wait_until="load")
    assert browser_page.title()
    assert grave_violations() == []


def test_pages_hold_down_to_320_pixels(site: str, browser_page: Any) -> None:
    browser_page.set_viewport_size({"width": 320, "height": 640})
    for path in KINDS:
        browser_page.goto(path)
        assert (path, is_too_wide(browser_page)) == (path, False)


def test_keyboard_skips_to_the_content(site: str, browser_page: Any) -> None:
    browser_page.goto("/")
    browser_page.keyboard.press("Tab")
    link = browser_page.locator(":focus")
    assert link.get_attribute("href") == "#page-content"
    assert link.bounding_box()["y"] >= 0
    browser_page.keyboard.press("Enter")
    assert browser_page.locator("main:focus").count() == 1


def test_pages_run_no_script(site: str, browser_page: Any) -> None:
    scripts: list[str] = []
    browser_page.on(
        "request",
        lambda request: scripts.append(request.url) if request.resource_type == "script" else None,
    )
    for path in KINDS:
        browser_page.goto(path)
        assert browser_page.locator("script:not([type='application/ld+json'])").count() == 0
    assert scripts == []
