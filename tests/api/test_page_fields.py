"""What every page tells of the pages around it and of itself to search engines."""

from typing import Any

import pytest
from wagtail.models import Locale, Page, PageViewRestriction

from pages.models import EventReportIndex, Home
from tests.factories import (
    make_collection,
    make_photo,
    make_report,
    make_standard_page,
    make_testimonial,
)

AROUND = """
query ($path: String!) { page(path: $path) { ... on Page {
  translations { __typename locale path title ... on EventReport { standfirst technopole { name } } }
  breadcrumbs { title path url }
} } }
"""
SEO = """
query ($path: String!) { page(path: $path) { ... on Page {
  seo { title description noIndex image { alt } }
} } }
"""


def translate(page: Page, **values: Any) -> Page:
    """A published English copy, its parents too."""
    copy = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    for name, value in values.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return copy


def around(ask: Any, path: str) -> dict[str, Any]:
    return ask(AROUND, path=path)["page"]


def trail(ask: Any, path: str) -> list[str]:
    return [each["path"] for each in around(ask, path)["breadcrumbs"]]


def seo(ask: Any, page: Page) -> dict[str, Any]:
    return ask(SEO, path=page.url)["page"]["seo"]


def test_page_gives_its_translations(ask: Any) -> None:
    report = make_report(title="Bilan", slug="bilan")
    assert around(ask, "/evenements/bilan/")["translations"] == []
    draft = report.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    assert around(ask, "/evenements/bilan/")["translations"] == []
    draft.title, draft.slug = "Report", "report"
    draft.save_revision().publish()
    assert around(ask, "/evenements/bilan/")["translations"] == [
        {
            "__typename": "EventReport",
            "locale": "en",
            "path": "/en/evenements/report/",
            "title": "Report",
            "standfirst": "Une rencontre à midi.",
            "technopole": None,
        }
    ]
    [back] = around(ask, "/en/evenements/report/")["translations"]
    assert (back["locale"], back["path"]) == ("fr", "/evenements/bilan/")


def test_translation_that_is_private_or_muted_is_no_translation(ask: Any) -> None:
    page, testimonial = make_standard_page(slug="a"), make_testimonial(slug="t")
    english = translate(page)
    translate(testimonial)
    PageViewRestriction.objects.create(page=english, restriction_type="login")
    assert around(ask, "/a/")["translations"] == []
    assert len(around(ask, "/temoignages/t/")["translations"]) == 1
    testimonial.person.unpublish()
    assert ask(AROUND, path="/temoignages/t/") == {"page": None}


def test_breadcrumbs_lead_down_from_the_front_page(ask: Any) -> None:
    Home.objects.update(title="Accueil")
    make_report(slug="bilan")
    assert around(ask, "/evenements/bilan/")["breadcrumbs"] == [
        {"title": "Accueil", "path": "/", "url": "http://localhost/"},
        {
            "title": "Événements",
            "path": "/evenements/",
            "url": "http://localhost/evenements/",
        },
    ]
    assert trail(ask, "/") == []
    translate(EventReportIndex.objects.get())
    assert trail(ask, "/en/evenements/") == ["/en/"]


def test_what_is_not_readable_is_no_breadcrumb(ask: Any) -> None:
    top = make_standard_page(slug="top")
    middle = make_standard_page(slug="middle", parent=top)
    make_standard_page(slug="low", parent=middle)
    assert trail(ask, "/top/middle/low/") == ["/", "/top/", "/top/middle/"]
    middle.unpublish()
    assert trail(ask, "/top/middle/low/") == ["/", "/top/"]


def test_pages_outside_the_site_are_around_no_page(ask: Any, root_at: Any) -> None:
    about = make_standard_page(slug="about")
    make_standard_page(slug="team", parent=about)
    stray = translate(about)
    root_at(about)
    Home.objects.filter(pk=stray.get_parent().pk).update(url_path="/elsewhere/")
    Page.objects.filter(pk=stray.pk).update(url_path="/elsewhere/about/")
    assert around(ask, "/team/") == {
        "translations": [],
        "breadcrumbs": [
            {"title": about.title, "path": "/", "url": "http://localhost/"},
        ],
    }
    assert trail(ask, "/") == []


def test_search_engines_get_what_the_editor_wrote_for_them(ask: Any) -> None:
    page = make_report(
        title="Titre",
        seo_title="Titre pour moteurs",
        search_description="x" * 300,
        cover=make_photo(description="Une salle"),
        no_index=True,
    )
    assert seo(ask, page) == {
        "title": "Titre pour moteurs",
        "description": "x" * 300,
        "noIndex": True,
        "image": {"alt": "Une salle"},
    }


def test_search_engines_get_title_and_standfirst_of_a_page_that_says_no_more(ask: Any) -> None:
    words = "L’événement a réuni des gens ;\nils ont parlé.  " * 6
    told = seo(ask, make_report(title="Titre", standfirst=words))
    assert told["title"] == "Titre"
    assert len(told["description"]) <= 160
    assert told["description"].endswith("gens\u00a0; ils ont parlé. L’événement a réuni…")
    assert "\n" not in told["description"]
    assert told["noIndex"] is False
    assert seo(ask, make_standard_page())["description"] == ""


@pytest.mark.parametrize(
    ("standfirst", "description"),
    [
        ("  Trois\n\tmots ici ", "Trois mots ici"),
        ("x" * 160, "x" * 160),
        ("x" * 161, "x" * 159 + "…"),
        ("a " + "x" * 200, "a…"),
        ("mot " * 38 + "fin «\u00a0dehors\u00a0»", "mot " * 38 + "fin…"),
    ],
)
def test_standfirst_is_cut_at_a_word(ask: Any, standfirst: str, description: str) -> None:
    assert seo(ask, make_report(standfirst=standfirst))["description"] == description


def test_picture_of_a_testimonial_is_its_portrait(ask: Any) -> None:
    photo = make_photo(description="Elle sourit")
    assert seo(ask, make_testimonial(portrait=photo))["image"]["alt"] == "Elle sourit"
    assert seo(ask, Home.objects.get())["image"] is None


def test_private_picture_stands_for_no_page(ask: Any) -> None:
    photo = make_photo(collection=make_collection(is_private=True))
    assert seo(ask, make_report(cover=photo))["image"] is None
