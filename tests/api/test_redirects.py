"""Old paths lead readers to where things stand now, by the API and on the plain site alike."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction, Site

from pages.models import EventReportIndex
from tests.api.test_page_fields import translate
from tests.factories import make_report, make_standard_page, make_testimonial

Rename = Callable[[Page, str], None]

LIST = """
query ($first: Int, $after: String) { redirects(first: $first, after: $after) {
  totalCount nodes { path to permanent } edges { cursor node { path } } pageInfo { hasNextPage endCursor }
} }
"""
AT = """
query ($path: String!) { page(path: $path) {
  __typename ... on Page { path } ... on Redirect { to permanent }
} }
"""


def listed(ask: Any) -> list[tuple[str, str]]:
    return [(each["path"], each["to"]) for each in ask(LIST)["redirects"]["nodes"]]


def leads_to(ask: Any, path: str) -> str | None:
    found = ask(AT, path=path)["page"]
    return found and found["to"] if found is None or found["__typename"] == "Redirect" else "page"


def add(path: str, to: Any, **options: Any) -> Redirect:
    return Redirect.add_redirect(path, to, **options)


@pytest.fixture
def rename(django_capture_on_commit_callbacks: Callable) -> Rename:
    """Publish a page under another slug; Wagtail keeps its old paths once that is committed."""

    def published(page: Page, slug: str) -> None:
        page = page.specific_class.objects.get(pk=page.pk)
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    return published


def hide_by_draft(page: Page) -> None:
    page.unpublish()


def hide_by_restriction(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def hide_by_section(page: Page) -> None:
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")


def test_redirects_lead_to_pages_and_elsewhere(ask: Any) -> None:
    add("/old/", make_standard_page(slug="new"))
    add("/away", "https://www.example.org/x?y=1", is_permanent=False)
    add("/inside", "/evenements/")
    assert ask(LIST)["redirects"]["nodes"] == [
        {"path": "/away", "to": "https://www.example.org/x?y=1", "permanent": False},
        {"path": "/inside", "to": "http://localhost/evenements/", "permanent": True},
        {"path": "/old", "to": "http://localhost/new/", "permanent": True},
    ]


def test_page_at_an_old_path_is_a_redirect(ask: Any, client: Client) -> None:
    add("/old", make_standard_page(slug="new"))
    assert ask(AT, path="/old/")["page"] == {
        "__typename": "Redirect",
        "to": "http://localhost/new/",
        "permanent": True,
    }
    response = client.get("/old/")
    assert (response.status_code, response["Location"]) == (301, "/new/")
    add("/for-now", "https://www.example.org/", is_permanent=False)
    response = client.get("/for-now/")
    assert (response.status_code, response["Location"]) == (302, "https://www.example.org/")
    assert leads_to(ask, "/nowhere/") is None
    assert client.get("/nowhere/").status_code == 404


@pytest.mark.parametrize("hide", [hide_by_draft, hide_by_restriction, hide_by_section])
def test_redirect_to_what_is_not_readable_does_not_exist(
    ask: Any, client: Client, hide: Callable[[Page], None]
) -> None:
    secret = make_standard_page(slug="secret", parent=make_standard_page(slug="section"))
    add("/old", secret)
    assert leads_to(ask, "/old/") == "http://localhost/section/secret/"
    hide(secret)
    assert ask(LIST)["redirects"]["totalCount"] == 0
    assert listed(ask) == []
    assert leads_to(ask, "/old/") is None
    response = client.get("/old/")
    assert response.status_code == 404
    assert "secret" not in response.content.decode()


def test_redirect_to_a_muted_testimonial_does_not_exist(ask: Any, client: Client) -> None:
    testimonial = make_testimonial()
    add("/old", testimonial)
    testimonial.person.unpublish()
    assert listed(ask) == []
    assert client.get("/old/").status_code == 404


def test_redirect_to_a_page_outside_the_site_does_not_exist(
    ask: Any, client: Client, root_at: Any
) -> None:
    outside = make_standard_page(slug="outside")
    add("/old", outside)
    root_at(make_standard_page(slug="root"))
    assert listed(ask) == []
    assert client.get("/old/").status_code == 404


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        ("/Ancien/", "/Ancien"),
        ("/Ancien/", "Ancien/"),
        ("/%C3%89v%C3%A9nement/", "/Événement/"),
        ("/Événement", "/%C3%89v%C3%A9nement"),
        ("/old?b=2&a=1", "/old/?a=1&b=2"),
        ("/old", "/old/?utm_source=mail"),
        ("/en/old", "/en/old/"),
        ("/a.php", "/a.php"),
    ],
)
def test_old_paths_are_found_as_wagtail_finds_them(
    ask: Any, client: Client, kept: str, asked: str
) -> None:
    add(kept, "https://www.example.org/")
    assert leads_to(ask, asked) == "https://www.example.org/"
    assert client.get(asked if asked.startswith("/") else f"/{asked}")["Location"] == (
        "https://www.example.org/"
    )


@pytest.mark.parametrize(
    "path", ["//[x/", "", "?", "/\x00", "/ancien/", "x" * 3000, "/%00", "/%ff"]
)
def test_other_paths_lead_nowhere(ask: Any, path: str) -> None:
    add("/Ancien", "https://www.example.org/")
    assert leads_to(ask, path) in (None, "page")


def test_path_of_a_page_is_no_redirect(ask: Any, client: Client) -> None:
    add("/a", "https://www.example.org/")
    add("/a?page=2", "https://www.example.org/")
    add("/", "https://www.example.org/")
    add("/en/a", "https://www.example.org/")
    page = make_standard_page(slug="a")
    translate(page)
    assert listed(ask) == []
    assert leads_to(ask, "/a/") == leads_to(ask, "/") == leads_to(ask, "/en/a/") == "page"
    assert leads_to(ask, "/a/?page=2") == "page"
    assert client.get("/a/").status_code == 200
    page.unpublish()
    assert [path for path, _ in listed(ask)] == ["/a", "/a?page=2"]


def test_upper_case_is_another_path(ask: Any) -> None:
    make_standard_page(slug="a")
    translate(make_standard_page(slug="b"))
    add("/A", "https://www.example.org/")
    add("/EN/b", "https://www.example.org/")
    assert [path for path, _ in listed(ask)] == ["/A", "/EN/b"]


def test_redirect_of_the_site_goes_before_one_of_all_sites(ask: Any, client: Client) -> None:
    add("/old", "https://all.example.org/")
    add("/old", "https://site.example.org/", site=Site.objects.get())
    assert listed(ask) == [("/old", "https://site.example.org/")]
    assert client.get("/old/")["Location"] == "https://site.example.org/"
    Redirect.objects.filter(site=None).delete()
    add("/twice", "https://one.example.org/")
    add("/twice", "https://two.example.org/")
    assert dict(listed(ask))["/twice"] == "https://one.example.org/"


@pytest.mark.parametrize(
    "to",
    ["/loop", "/loop/", "http://localhost/loop/", "javascript:alert(1)", "//evil.example.org/", ""],
)
def test_redirect_that_leads_back_or_nowhere_does_not_exist(
    ask: Any, client: Client, to: str
) -> None:
    add("/loop", to)
    assert listed(ask) == []
    assert leads_to(ask, "/loop/") is None
    assert client.get("/loop/").status_code == 404


def test_renamed_page_is_found_at_each_of_its_old_paths(
    ask: Any, client: Client, rename: Rename
) -> None:
    page = make_report(slug="one")
    for slug in ("two", "three"):
        rename(page, slug)
    here = "http://localhost/evenements/three/"
    assert listed(ask) == [("/evenements/one", here), ("/evenements/two", here)]
    assert client.get("/evenements/one/")["Location"] == "/evenements/three/"
    rename(page, "one")
    here = "http://localhost/evenements/one/"
    assert listed(ask) == [("/evenements/three", here), ("/evenements/two", here)]
    assert leads_to(ask, "/evenements/one/") == "page"
    assert client.get("/evenements/one/").status_code == 200


def test_renamed_section_takes_its_pages_along(ask: Any, rename: Rename) -> None:
    make_report(slug="one")
    rename(EventReportIndex.objects.get(), "agenda")
    assert listed(ask) == [
        ("/evenements", "http://localhost/agenda/"),
        ("/evenements/one", "http://localhost/agenda/one/"),
    ]


def test_moved_page_is_found_at_its_old_path(ask: Any) -> None:
    page, below = make_standard_page(slug="a"), make_standard_page(slug="b")
    page.move(below, pos="last-child")
    assert listed(ask) == [("/a", "http://localhost/b/a/")]


def test_renamed_translation_is_found_below_its_language(
    ask: Any, client: Client, rename: Rename
) -> None:
    english = translate(make_standard_page(slug="a"))
    rename(english, "about")
    assert listed(ask) == [("/en/a", "http://localhost/en/about/")]
    assert client.get("/en/a/")["Location"] == "/en/about/"
    assert Locale.objects.count() == 2


def test_redirects_follow_each_other_whatever_comes_between(ask: Any) -> None:
    for path in ("/b", "/d", "/f"):
        add(path, "https://www.example.org/")
    page = ask(LIST, first=2)["redirects"]
    assert page["totalCount"] == 3
    assert page["pageInfo"]["hasNextPage"]
    assert page["edges"][-1]["cursor"] == page["pageInfo"]["endCursor"]
    add("/a", "https://www.example.org/")
    add("/e", "https://www.example.org/")
    rest = ask(LIST, after=page["pageInfo"]["endCursor"])["redirects"]
    assert [each["path"] for each in rest["nodes"]] == ["/e", "/f"]


@pytest.mark.usefixtures("uncached")
def test_cost_does_not_grow(ask: Any) -> None:
    def cost(first: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert len(ask(LIST, first=first)["redirects"]["nodes"]) == first
        return len(captured)

    for number in range(5):
        add(f"/old-{number}", make_standard_page())
    cost(1)
    assert cost(1) == cost(5) == 3
