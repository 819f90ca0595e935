"""Nothing that a page of ours does is forbidden by its policy, and what strangers wrote into it never runs.

Every test with a browser holds the first (`refusals` in `tests/conftest.py`); here are the screens that no other
one opens.
"""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.urls import Resolver404, resolve, reverse
from django.utils.safestring import SafeString
from wagtail.models import Page

from cms.accounts.models import User
from pages.head import Head
from snippets.models import EventSeries
from tests import factories
from tests.browser import editing
from tests.pages.stories import filled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "une phrase de passe pour essayer"
BULK = "wagtail_bulk_action"
NO_SCREENS = ("wagtailadmin_logout",)
LINKS = "[...document.querySelectorAll('a[href]')].map((each) => each.href.split('#')[0])"
HOSTILE = SafeString(
    "<script>window.ran = 1</script><img src=x onerror='window.ran = 2'>"
    "<svg onload='window.ran = 3'></svg><iframe srcdoc='<script>top.ran = 4</script>'></iframe>"
    "<form action='https://evil.example/'></form><base href='https://evil.example/'>"
)
SOME = {
    "wagtailadmin_pages:add",
    "wagtailadmin_pages:edit",
    "wagtailadmin_pages:history",
    "wagtailadmin_pages:revisions_compare",
    "wagtailadmin_pages:usage",
    "wagtailadmin_workflows:edit",
    "wagtailimages:add_multiple",
    "wagtailimages:edit",
    "wagtailusers_groups:edit",
    "wagtailusers_users:edit",
    BULK,
}
"""Some of the screens that are reached."""


def address_of(link: str) -> str:
    """A link as it is followed: what is done with many things is done with one."""
    found = resolve(urlsplit(link).path)
    if found.view_name != BULK:
        return link
    model = apps.get_model(found.kwargs["app_label"], found.kwargs["model_name"])
    first = model.objects.order_by("-pk").first()
    return f"{link.partition('?')[0]}?id={first.pk}"


def key_of(link: str) -> tuple[str, ...] | None:
    """What tells one screen of the admin from another: the view, and the kind of thing it shows. None for what
    is no screen."""
    parts = urlsplit(link)
    if not parts.path.startswith("/admin/") or "export=" in parts.query:
        return None
    try:
        found = resolve(parts.path)
    except Resolver404:
        return None
    if found.view_name in NO_SCREENS:
        return None
    values = [str(each) for each in (*found.args, *found.kwargs.values())]
    words = [each for each in values if not each.isdigit()]
    if found.view_name in ("wagtailadmin_pages:edit", "wagtailadmin_explore") and values:
        words.append(Page.objects.get(pk=values[0]).specific_class.__name__)
    return (found.view_name, *words)


def test_no_screen_of_the_admin_does_what_is_forbidden(browser_page: Any, live_server: Any) -> None:
    """From link to link, each screen once for each kind of thing."""
    User.objects.create_superuser("chef", password=PASSWORD)
    report = factories.make_report(slug="un", cover=factories.make_photo(), body=filled())
    factories.make_testimonial(body=filled())
    factories.make_standard_page(body=filled())
    for make in (factories.make_document, factories.make_sector, factories.make_technopole):
        make()
    EventSeries.objects.create(name="12/14")
    revisions = []
    for title in ("Autrement", "Encore autrement"):
        report.title = title
        revisions.append(report.save_revision().pk)
    errors: list[str] = []
    browser_page.on("pageerror", lambda error: errors.append(f"{browser_page.url}: {error}"))
    editing.log_in(browser_page, "chef", PASSWORD)
    seen: set[tuple[str, ...]] = set()
    versions = reverse("wagtailadmin_pages:revisions_compare", args=[report.pk, *revisions])
    links = [live_server.url + path for path in ("/admin/", versions)]
    while links:
        link = links.pop(0)
        if (key := key_of(link)) is None or key in seen:
            continue
        seen.add(key)
        answer = browser_page.goto(address_of(link))
        assert (answer.status, link) == (200, link)
        links += browser_page.evaluate(LINKS)
    assert errors == []
    assert {key[0] for key in seen} >= SOME
    assert len(seen) > 130


def test_comment_is_written(browser_page: Any, live_server: Any) -> None:
    User.objects.create_superuser("chef", password=PASSWORD)
    report = factories.make_report()
    editing.log_in(browser_page, "chef", PASSWORD)
    browser_page.goto(reverse("wagtailadmin_pages:edit", args=[report.pk]))
    field = browser_page.locator("[data-contentpath=title]")
    field.hover()
    field.locator("[data-comment-add]").click()
    comment = browser_page.locator("#comments .comment")
    comment.locator("textarea").fill("Plus court ?")
    comment.locator("[type=submit], .comment__button--primary").first.click()
    comment.get_by_text("Plus court ?").wait_for()


def test_what_is_written_into_a_page_does_not_run(
    browser_page: Any, refusals: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should anybody ever find a way to."""
    monkeypatch.setattr(Head, "json_ld", HOSTILE)
    browser_page.goto("/", wait_until="load")
    assert browser_page.evaluate("window.ran") is None
    assert browser_page.evaluate("document.baseURI") == browser_page.url
    for what in ("inline script", "inline event handler", "base URI"):
        assert [each for each in refusals if what in each]
    refusals.clear()


@pytest.mark.parametrize("path", ["/robots.txt", "/feeds/all.rss", "/feeds/all.json"])
def test_what_is_no_page_is_shown_without_a_complaint(browser_page: Any, path: str) -> None:
    factories.make_report()
    assert browser_page.goto(path).status == 200
