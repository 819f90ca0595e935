"""The head of a page on the plain site: what the API tells, for search engines and networks."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction, Site

from cms.publishing.making import make_files
from pages.models import Home
from tests import factories
from tests.api.test_page_fields import translate
from tests.pages.vocabulary import check
from tests.stored import address_of_pictures

pytestmark = pytest.mark.django_db

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
QUERY = """query ($path: String!) { page(path: $path) { ... on Page { structuredData } } }"""


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def json_ld(html: str) -> dict[str, Any]:
    [text] = SCRIPT.findall(html)
    return json.loads(text)


def alternates(html: str) -> list[str]:
    return re.findall(r'<link rel="alternate" hreflang="(\w+)"', html)


def test_title_and_description_are_those_of_the_api(client: Client) -> None:
    Site.objects.update(site_name="Parcs")
    report = factories.make_report(title="Le midi", standfirst="Dit & écrit. " * 20)
    html = read(client, report.url)
    assert "<title>Le midi – Parcs</title>" in html
    assert '<meta property="og:title" content="Le midi">' in html
    [description] = re.findall(r'<meta name="description" content="(.*?)">', html)
    assert description.startswith("Dit &amp; écrit.")
    assert description.endswith(" Dit…")
    assert f'<meta property="og:description" content="{description}">' in html
    assert '<meta property="og:type" content="article">' in html
    Home.objects.update(seo_title="Parcs")
    assert "<title>Parcs</title>" in read(client, "/")


def test_page_kept_from_search_engines_says_so(client: Client) -> None:
    shown, hidden = factories.make_standard_page(), factories.make_standard_page(no_index=True)
    robots = '<meta name="robots" content="noindex">'
    assert robots not in read(client, shown.url)
    assert read(client, hidden.url).count(robots) == 1
    assert shown.make_preview_request().rendered_content.count(robots) == 1


def test_languages_of_a_page_name_each_other(client: Client) -> None:
    page = factories.make_standard_page(slug="a-propos")
    assert alternates(read(client, "/a-propos/")) == []
    english = translate(page, slug="about")
    assert alternates(read(client, "/a-propos/")) == ["fr", "en"]
    assert alternates(read(client, "/en/about/")) == ["en", "fr"]
    html = read(client, "/a-propos/")
    assert 'hreflang="fr" href="http://localhost/a-propos/"' in html
    assert 'hreflang="en" href="http://localhost/en/about/"' in html
    type(english).objects.filter(pk=english.pk).update(no_index=True)
    assert alternates(read(client, "/a-propos/")) == []
    assert alternates(read(client, "/en/about/")) == []
    assert '<a href="/en/about/" hreflang="en" lang="en">English</a>' in read(client, "/a-propos/")


def test_networks_get_the_picture_made_for_them(
    client: Client, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    photo = factories.make_photo(description="Le hall")
    report = factories.make_report(cover=photo)
    assert "og:image" not in read(client, report.url)
    make_files(photo)
    html = read(client, report.url)
    [address] = re.findall(r'<meta property="og:image" content="(.*?)">', html)
    assert address.startswith(address_of_pictures())
    assert address.endswith(".jpg")
    assert '<meta property="og:image:width" content="640">' in html
    assert '<meta property="og:image:alt" content="Le hall">' in html


def test_script_holds_what_the_api_gives(client: Client) -> None:
    page = factories.make_testimonial(pull_quote="J’ai osé.")
    answer = client.post(
        "/graphql/",
        {"query": QUERY, "variables": {"path": page.url}},
        content_type="application/json",
    ).json()
    told = json_ld(read(client, page.url))
    assert told == answer["data"]["page"]["structuredData"]
    check(told)


def test_nothing_ends_the_script(client: Client) -> None:
    evil = "</script><script>alert(1)</script><!--\u2028&amp;"
    page = factories.make_standard_page(title=evil)
    html = read(client, page.url)
    assert html.count("<script") == 1
    assert "alert(1)</script>" not in html
    assert json_ld(html)["@graph"][0]["name"] == evil


def test_private_page_above_is_in_no_head(client: Client, django_user_model: Any) -> None:
    top = factories.make_standard_page(title="Sommet")
    low = factories.make_standard_page(title="Bas", parent=top)
    Page.objects.filter(pk=top.pk).update(live=False)
    assert "Sommet" not in read(client, low.url)
    Page.objects.filter(pk=top.pk).update(live=True)
    PageViewRestriction.objects.create(page=top, restriction_type="login")
    client.force_login(django_user_model.objects.create_user("ada"))
    assert "Sommet" not in read(client, low.url)


def test_new_page_is_previewed_before_it_is_saved() -> None:
    page = factories.make_testimonial(live=False, title="Bientôt")
    page.pk = page.id = None
    page.person_id = None
    assert "Bientôt" in page.make_preview_request().rendered_content
