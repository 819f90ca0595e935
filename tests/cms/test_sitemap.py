"""The map of the site for search engines, and where they may not go."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from pages import sitemap
from pages.models import StandardPage
from tests.api.test_page_fields import translate
from tests.factories import make_report, make_standard_page, make_testimonial

pytestmark = pytest.mark.django_db


def read(client: Client, path: str = "/sitemap.xml") -> str:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return response.content.decode()


def addresses(xml: str) -> list[str]:
    return [each.removeprefix("http://localhost") for each in re.findall("<loc>(.*?)</loc>", xml)]


def test_map_holds_every_readable_page_of_all_languages(client: Client) -> None:
    make_report(slug="b")
    make_report(slug="draft", live=False)
    make_report(slug="hidden", no_index=True)
    make_testimonial(slug="muted").person.unpublish()
    private = make_standard_page(slug="private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    translate(make_standard_page(slug="about"))
    assert sorted(addresses(read(client))) == [
        "/",
        "/about/",
        "/en/",
        "/en/about/",
        "/evenements/",
        "/evenements/b/",
        "/temoignages/",
    ]


def test_pages_outside_the_site_are_not_on_its_map(client: Client, root_at: Any) -> None:
    about = make_standard_page(slug="about")
    make_standard_page(slug="team", parent=about)
    root_at(about)
    assert addresses(read(client)) == ["/", "/team/"]


def test_entry_tells_when_the_page_changed_and_its_languages(client: Client) -> None:
    about = make_standard_page(slug="about")
    english = translate(about)
    Page.objects.filter(pk=about.pk).update(last_published_at="2026-07-01T10:00:00.5Z")
    xml = read(client)
    [entry] = re.findall(r"<url><loc>http://localhost/about/</loc>(.*?)</url>", xml)
    assert entry == (
        "<lastmod>2026-07-01T12:00:00+02:00</lastmod>"
        '<xhtml:link rel="alternate" hreflang="en" href="http://localhost/en/about/"/>'
        '<xhtml:link rel="alternate" hreflang="fr" href="http://localhost/about/"/>'
    )
    StandardPage.objects.filter(pk=english.pk).update(no_index=True)
    xml = read(client)
    assert "/en/about/" not in xml
    assert "xhtml:link" not in re.findall(r"<url><loc>http://localhost/about/</loc>.*", xml)[0]


def test_many_pages_are_told_in_several_files(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(sitemap, "MOST_ENTRIES", 2)
    translate(make_standard_page(slug="a"))
    index = read(client)
    assert "<sitemapindex" in index
    assert addresses(index) == [f"/sitemap.xml?file={number}" for number in (1, 2, 3)]
    files = [read(client, address) for address in addresses(index)]
    assert [len(addresses(xml)) for xml in files] == [2, 2, 2]
    told = [address for xml in files for address in addresses(xml)]
    assert sorted(told) == ["/", "/a/", "/en/", "/en/a/", "/evenements/", "/temoignages/"]
    assert sum(xml.count("xhtml:link") for xml in files) == 8
    for nonsense in ("0", "4", "x", "1.5"):
        assert client.get(f"/sitemap.xml?file={nonsense}").status_code == 404


def test_statements_do_not_grow(client: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            read(client)
        return len(captured)

    make_report()
    read(client)
    few = cost()
    for _ in range(4):
        make_report()
        translate(make_standard_page())
    assert cost() == few == 4


def test_addresses_are_written_as_xml(client: Client) -> None:
    Site.objects.update(hostname="a&b", port=443)
    assert "<loc>https://a&amp;b/</loc>" in read(client)


def test_robots_may_go_everywhere_but_into_the_admin(client: Client) -> None:
    Site.objects.update(hostname="www.example.org", port=443)
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "User-agent: *\nDisallow: /admin/\n\nSitemap: https://www.example.org/sitemap.xml\n"
    )


@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt"])
def test_map_is_only_read(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200
