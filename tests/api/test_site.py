"""The site as a whole: every page for static builds, the menu, name and languages."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, PageViewRestriction, Site

from pages.models import EventReportIndex, Home
from tests.factories import make_report, make_standard_page, make_testimonial

PAGES = """
query ($kinds: [ContentKind!], $locale: Locale, $first: Int, $after: String) {
  pages(kinds: $kinds, locale: $locale, first: $first, after: $after) {
    totalCount
    edges { cursor node { __typename path } }
    nodes {
      title
      ... on EventReport { standfirst technopole { name } speakers { person { name } } }
      ... on Testimonial { person { name } }
      ... on StandardPage { body { id } }
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""
MENU = """
query ($locale: Locale) {
  navigation(locale: $locale) { label path url children { label children { label } } }
}
"""


def paths(ask: Any, **variables: Any) -> list[str]:
    return [edge["node"]["path"] for edge in ask(PAGES, **variables)["pages"]["edges"]]


def labels(items: list[dict[str, Any]]) -> list[Any]:
    return [(each["label"], labels(each.get("children", []))) for each in items]


def test_every_readable_page_comes_by_path(ask: Any) -> None:
    make_report(slug="b")
    make_report(slug="a")
    make_report(slug="draft", live=False)
    secret = make_standard_page(slug="secret")
    make_standard_page(slug="below", parent=secret)
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    make_testimonial(slug="muted").person.unpublish()
    assert paths(ask) == ["/", "/evenements/", "/evenements/a/", "/evenements/b/", "/temoignages/"]
    assert ask(PAGES)["pages"]["totalCount"] == 5


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ("STANDARD_PAGE", ["/about/"]),
        (["HOME", "EVENT_REPORT"], ["/", "/evenements/report/"]),
        (["EVENT_REPORT_INDEX", "PERSON", "SITE"], ["/evenements/"]),
        ("QUOTE", []),
        ([], []),
    ],
)
def test_kinds_choose_pages(ask: Any, kinds: Any, expected: list[str]) -> None:
    make_report(slug="report")
    make_standard_page(slug="about")
    assert paths(ask, kinds=kinds) == expected


def test_pages_of_another_language_are_asked_for(ask: Any) -> None:
    assert paths(ask, locale="en") == []
    english = Locale.objects.get(language_code="en")
    Home.objects.get().copy_for_translation(english).save_revision().publish()
    about = make_standard_page(slug="a-propos")
    about.copy_for_translation(english, copy_parents=True).save_revision().publish()
    assert paths(ask, locale="en") == ["/en/", "/en/a-propos/"]
    assert "/en/" not in paths(ask)


def test_pages_follow_each_other_whatever_comes_between(ask: Any) -> None:
    for slug in "bdf":
        make_standard_page(slug=slug)
    page = ask(PAGES, kinds="STANDARD_PAGE", first=2)["pages"]
    assert page["pageInfo"]["hasNextPage"]
    make_standard_page(slug="a")
    make_standard_page(slug="e")
    after = page["pageInfo"]["endCursor"]
    assert paths(ask, kinds="STANDARD_PAGE", after=after) == ["/e/", "/f/"]


def test_cursor_of_another_list_is_refused(ask_raw: Any) -> None:
    make_report()
    reports = ask_raw("{ eventReports { pageInfo { endCursor } } }")["data"]["eventReports"]
    [error] = ask_raw(PAGES, after=reports["pageInfo"]["endCursor"])["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.usefixtures("uncached")
def test_statements_do_not_grow(ask: Any) -> None:
    def statements() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            ask(PAGES, first=100)
        return [each["sql"] for each in captured.captured_queries]

    def make_one_of_each() -> None:
        make_report()
        make_testimonial()
        make_standard_page()

    make_one_of_each()
    ask(PAGES)
    few = statements()
    for _ in range(4):
        make_one_of_each()
    many = statements()
    assert len(many) == len(few), "\n".join(many)


def test_menu_is_a_tree_of_what_editors_show(ask: Any) -> None:
    about = make_standard_page(title="About", show_in_menus=True)
    make_standard_page(title="Hidden")
    team = make_standard_page(title="Team", parent=about, show_in_menus=True)
    make_standard_page(title="History", parent=about)
    make_standard_page(title="Board", parent=team, show_in_menus=True)
    EventReportIndex.objects.update(title="Events")
    Page.objects.filter(slug="temoignages").update(show_in_menus=False)
    answer = ask(MENU)["navigation"]
    assert labels(answer) == [
        ("Events", []),
        ("About", [("Team", [("Board", [])])]),
    ]
    assert answer[1]["path"] == "/about/"
    assert answer[1]["url"] == "http://localhost/about/"


@pytest.mark.parametrize("state", ["draft", "private", "out of menus"])
def test_what_is_left_out_takes_what_is_below_it_along(ask: Any, state: str) -> None:
    about = make_standard_page(title="About", show_in_menus=True)
    make_standard_page(title="Team", parent=about, show_in_menus=True)
    if state == "draft":
        about.unpublish()
    elif state == "private":
        PageViewRestriction.objects.create(page=about, restriction_type="login")
    else:
        type(about).objects.filter(pk=about.pk).update(show_in_menus=False)
    assert "About" not in str(ask(MENU))
    assert "Team" not in str(ask(MENU))


def test_menu_of_a_language_without_front_page_is_empty(ask: Any) -> None:
    assert ask(MENU, locale="en") == {"navigation": []}
    Home.objects.get().unpublish()
    assert ask(MENU) == {"navigation": []}


def test_site_tells_its_name_address_and_languages(ask: Any) -> None:
    Site.objects.update(hostname="www.example.org", port=443, site_name="Parks")
    assert ask("{ site { name url defaultLocale locales } }") == {
        "site": {
            "name": "Parks",
            "url": "https://www.example.org",
            "defaultLocale": "fr",
            "locales": ["fr", "en"],
        }
    }
