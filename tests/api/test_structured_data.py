"""What pages tell machines in JSON-LD: true, readable, and in the words of schema.org."""

from collections import Counter
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from cms.publishing.making import make_files
from pages.models import EventReport, Home, Speaker
from snippets.models import EventSeries
from tests.api.test_page_fields import translate
from tests.factories import (
    PARIS,
    block,
    made,
    make_organisation,
    make_person,
    make_photo,
    make_report,
    make_sector,
    make_standard_page,
    make_technopole,
    make_testimonial,
)
from tests.pages.vocabulary import check, one
from tests.stored import address_of_pictures

DOCUMENT = "query ($path: String!) { page(path: $path) { ... on Page { structuredData } } }"
EVERYTHING = """
query ($first: Int) {
  eventReports(first: $first) { totalCount nodes { ...Told } }
}
fragment Told on EventReport {
  title path url locale structuredData tags
  seo { title description noIndex image { alt rendition(preset: SOCIAL) { url } } }
  breadcrumbs { title path url }
  translations { title path seo { image { alt } } breadcrumbs { path } structuredData }
  quotes { text person { name } }
  speakers { person { name } organisation { name } }
}
"""


def document(ask: Any, page: Page) -> dict[str, Any]:
    told = ask(DOCUMENT, path=page.url)["page"]["structuredData"]
    check(told)
    return told


def make_full_report(**fields: Any) -> EventReport:
    company = make_organisation(name="Lumen", website="https://lumen.example", founded_in=2010)
    ada = make_person(name="Ada Martin")
    quote = {"text": "Nous avançons.", "person": ada.pk, "role": "maire", "organisation": None}
    values = {
        "title": "Un midi",
        "slug": "midi",
        "starts_at": datetime(2025, 7, 8, 12, tzinfo=PARIS),
        "ends_at": datetime(2025, 7, 8, 14, tzinfo=PARIS),
        "series": made(EventSeries, name="12/14", promise="Deux heures."),
        "technopole": make_technopole(
            name="Val-Clair", address="1 rue Haute", latitude="43.341900", longitude="5.436500"
        ),
        "venue": "Grand hall",
        "cover": make_photo(description="Le hall", credit="© Hélène"),
        "organisers": [company],
        "speakers": [Speaker(person=ada, role="physicienne", organisation=company)],
        "sectors": [make_sector(name="Santé")],
        "tags": ["midi"],
        "body": [block("quote", quote)],
    }
    return make_report(**{**values, **fields})


def test_report_is_an_article_about_an_event(ask: Any, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    Site.objects.update(site_name="Parcs")
    report = make_full_report()
    make_files(report.cover)
    told = document(ask, report)
    address = "http://localhost/evenements/midi/"
    article, event = one(told, "Article"), one(told, "Event")
    publisher = {
        "@type": "Organization",
        "@id": "http://localhost/#publisher",
        "name": "Parcs",
        "url": "http://localhost/",
    }
    picture = article.pop("image")
    assert picture["url"].startswith(address_of_pictures())
    assert {name: picture[name] for name in picture if name != "url"} == {
        "@type": "ImageObject",
        "width": 640,
        "height": 336,
        "caption": "Le hall",
        "creditText": "© Hélène",
    }
    assert event.pop("image") == picture
    assert article.pop("datePublished") == article.pop("dateModified")
    assert article == {
        "@type": "Article",
        "@id": f"{address}#article",
        "url": address,
        "headline": "Un midi",
        "description": "Une rencontre à midi.",
        "inLanguage": "fr",
        "publisher": publisher,
        "author": publisher,
        "mainEntityOfPage": address,
        "about": {"@id": f"{address}#event"},
        "keywords": ["midi", "Santé"],
    }
    lumen = {
        "@type": "Organization",
        "name": "Lumen",
        "url": "https://lumen.example",
        "foundingDate": "2010",
    }
    postal = {
        "@type": "PostalAddress",
        "streetAddress": "1 rue Haute",
        "addressLocality": "Montclair",
    }
    assert event == {
        "@type": "Event",
        "@id": f"{address}#event",
        "name": "Un midi",
        "description": "Une rencontre à midi.",
        "startDate": "2025-07-08T12:00:00+02:00",
        "endDate": "2025-07-08T14:00:00+02:00",
        "location": {
            "@type": "Place",
            "name": "Grand hall",
            "address": postal,
            "containedInPlace": {
                "@type": "Place",
                "name": "Val-Clair",
                "address": postal,
                "geo": {"@type": "GeoCoordinates", "latitude": 43.3419, "longitude": 5.4365},
            },
        },
        "organizer": [lumen],
        "performer": [
            {
                "@type": "Person",
                "name": "Ada Martin",
                "jobTitle": "physicienne",
                "affiliation": [lumen],
            }
        ],
        "superEvent": {"@type": "EventSeries", "name": "12/14", "description": "Deux heures."},
        "subjectOf": {"@id": f"{address}#article"},
    }
    assert one(told, "Quotation") == {
        "@type": "Quotation",
        "text": "Nous avançons.",
        "creator": {"@type": "Person", "name": "Ada Martin", "jobTitle": "maire"},
        "dateCreated": "2025-07-08",
        "isPartOf": {"@id": f"{address}#article"},
    }
    assert one(told, "BreadcrumbList")["itemListElement"] == [
        {"@type": "ListItem", "position": position, "name": name, "item": item}
        for position, name, item in (
            (1, Home.objects.get().title, "http://localhost/"),
            (2, "Événements", "http://localhost/evenements/"),
            (3, "Un midi", address),
        )
    ]


def test_picture_that_has_no_file_yet_is_not_told(ask: Any) -> None:
    told = document(ask, make_report(cover=make_photo()))
    assert "image" not in one(told, "Article")


def test_testimonial_is_the_profile_of_a_person(ask: Any) -> None:
    company, school = make_organisation(name="A"), make_organisation(name="B")
    page = make_testimonial(
        slug="t",
        person=make_person(name="Ada Martin"),
        role="gérante",
        organisations=[company, school],
        pull_quote="J’ai osé.",
    )
    told = document(ask, page)
    address = "http://localhost/temoignages/t/"
    profile, person = one(told, "ProfilePage"), one(told, "Person")
    assert (profile["@id"], profile["mainEntity"]) == (address, {"@id": f"{address}#person"})
    assert one(told, "Article")["about"] == {"@id": f"{address}#person"}
    assert one(told, "Article")["mainEntityOfPage"] == {"@id": address}
    assert person == {
        "@type": "Person",
        "@id": f"{address}#person",
        "name": "Ada Martin",
        "jobTitle": "gérante",
        "affiliation": [
            {"@type": "Organization", "name": "A"},
            {"@type": "Organization", "name": "B"},
        ],
    }
    assert one(told, "Quotation")["text"] == "J’ai osé."


def test_other_pages_say_what_they_are(ask: Any) -> None:
    home, about = Home.objects.get(), make_standard_page(slug="about", title="À propos")
    site = document(ask, home)
    assert Counter(node["@type"] for node in site["@graph"]) == {"WebSite": 1}
    assert one(site, "WebSite")["@id"] == "http://localhost/#website"
    told = document(ask, about)
    assert one(told, "WebPage")["name"] == "À propos"
    assert len(one(told, "BreadcrumbList")["itemListElement"]) == 2
    index = Page.objects.get(slug="evenements")
    assert one(document(ask, index), "CollectionPage")["url"] == "http://localhost/evenements/"


def test_nothing_is_told_that_readers_may_not_read(ask: Any) -> None:
    report = make_full_report()
    report.speakers.get().person.unpublish()
    report.organisers.get().unpublish()
    report.technopole.unpublish()
    Page.objects.filter(slug="evenements").update(live=False)
    told = document(ask, report)
    text = str(told)
    for secret in (
        "Ada",
        "avançons",
        "Lumen",
        "Val-Clair",
        "rue Haute",
        "evenements/'",
        "Événements",
    ):
        assert secret not in text
    assert one(told, "Event")["location"] == {"@type": "Place", "name": "Grand hall"}
    assert len(one(told, "BreadcrumbList")["itemListElement"]) == 2


def test_page_outside_the_site_has_no_address_to_tell(ask: Any, root_at: Any) -> None:
    report = make_full_report()
    root_at(make_standard_page(slug="only"))
    query = "{ eventReports { nodes { structuredData breadcrumbs { path } } } }"
    [node] = ask(query)["eventReports"]["nodes"]
    assert node["breadcrumbs"] == []
    kinds = [each["@type"] for each in node["structuredData"]["@graph"]]
    assert kinds == ["Article", "Event", "Quotation"]
    assert f"/{report.slug}/" not in str(node["structuredData"])
    assert "mainEntityOfPage" not in one(node["structuredData"], "Article")


def statements(ask: Any, first: int) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        answer = ask(EVERYTHING, first=first)
    assert len(answer["eventReports"]["nodes"]) == first
    return [each["sql"][:60] + "… " + each["sql"][-200:] for each in captured.captured_queries]


@pytest.mark.usefixtures("uncached")
@pytest.mark.parametrize("with_translations", [False, True], ids=["alone", "translated"])
def test_statements_do_not_grow(ask: Any, with_translations: Any) -> None:
    for number in range(3):
        report = make_full_report(slug=f"r{number}")
        if with_translations:
            translate(report)
    ask(EVERYTHING, first=1)
    one_report, many = statements(ask, 1), statements(ask, 3)
    assert len(many) == len(one_report), "\n".join(many)
    assert len(many) <= 32, "\n".join(many)


@pytest.mark.usefixtures("uncached")
def test_testimonials_cost_what_one_costs(ask: Any) -> None:
    query = """query ($first: Int) {
      testimonials(first: $first) { nodes { structuredData seo { image { alt } } breadcrumbs { path } } }
    }"""

    def cost(first: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert len(ask(query, first=first)["testimonials"]["nodes"]) == first
        return len(captured)

    for _ in range(4):
        make_testimonial(
            portrait=make_photo(), organisations=[make_organisation()], pull_quote="Oui."
        )
    cost(1)
    assert cost(1) == cost(4)
