"""Feeds are kept and given again, cost little, and say so when they cannot be given."""

from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.api import waves
from cms.api.budget import OutOfTimeError
from cms.api.kept import is_public
from cms.newsletter import views
from cms.publishing.making import make_files
from tests.api.alike import publish_stories
from tests.factories import (
    make_photo,
    make_report,
)
from tests.newsletter.asking import published, told

pytestmark = pytest.mark.django_db

FEEDS = [
    f"/feeds/{kind}.{written}"
    for kind in ("reports", "testimonials", "all")
    for written in ("rss", "atom", "json")
]
NASTY = 'Été à « Luminy » & <b>Cie</b> ]]> 🚀 « l’œuf » 5"'


def test_what_tools_append_is_no_other_question(get: Any) -> None:
    make_report()
    first = get("/feeds/all.rss?limit=5")
    with CaptureQueriesContext(connection) as asked:
        again = get("/feeds/all.rss?limit=5&_=17&fbclid=x")
    assert len(asked) == 0
    assert again.content == first.content


def test_news_are_not_left_to_a_cdn(get: Any, settings: Any) -> None:
    settings.CDN_SECONDS = 60
    make_report()
    feed = get("/feeds/all.json")
    assert "s-maxage" in feed.headers["Cache-Control"]
    news = feed.json()["_technopole"]["news_url"].replace("http://localhost", "")
    assert "s-maxage" not in get(news).headers["Cache-Control"]


def test_pages_below_the_feeds_are_pages(client: Client) -> None:
    assert not is_public("/newsletter/une-page/")
    assert not is_public("/feeds/")
    assert is_public("/feeds/all.rss")
    assert client.get("/newsletter/une-page/").status_code == 404


def test_answer_is_kept_and_the_client_told_that_it_has_it(get: Any) -> None:
    report = make_report(**published(2))
    first = get("/feeds/all.rss")
    etag = first.headers["ETag"]
    assert first.headers["Last-Modified"]
    assert {"EventReport", "Testimonial"} <= set(first.headers["Cache-Tag"].split(","))
    with CaptureQueriesContext(connection) as asked:
        assert get("/feeds/all.rss").content == first.content
    assert len(asked) == 0
    assert get("/feeds/all.rss", if_none_match=etag).status_code == 304
    report.unpublish()
    assert get("/feeds/all.rss", if_none_match=etag).status_code == 200


@pytest.mark.usefixtures("uncached")
@pytest.mark.parametrize("many", [6, pytest.param(100, marks=pytest.mark.thorough)])
def test_many_items_cost_as_few_statements(get: Any, many: int) -> None:
    publish_stories(many)
    for address in ("/feeds/reports.rss", "/feeds/testimonials.json", "/feeds/all.atom"):
        get(f"{address}?limit=100")
        with CaptureQueriesContext(connection) as asked:
            response = get(f"{address}?limit=100")
        assert len(asked) <= 20, "\n".join(each["sql"][:200] for each in asked)
        assert len(response.content) < 1_000_000


def test_picture_whose_file_was_lost_is_left_out(on_disk: Path, get: Any) -> None:
    photo = make_photo()
    make_files(photo)
    make_report(cover=photo)
    for rendition in photo.renditions.all():
        rendition.file.storage.delete(rendition.file.name)
    [item] = told(get("/feeds/all.json"))["items"]
    assert "image" not in item
    assert "<img" not in item["content_html"]


def test_without_a_database_tools_are_told_to_come_again(
    get: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*asked: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(views, "told", fail)
    response = get("/feeds/all.rss")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert response.headers["Cache-Control"] == "no-store"


def test_feed_that_takes_too_long_is_refused_as_an_answer_of_the_api_is(
    get: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take_long(*asked: Any) -> None:
        raise OutOfTimeError

    make_report()
    monkeypatch.setattr(waves, "told", take_long)
    response = get("/feeds/all.rss")
    assert response.status_code == 503
    assert response.headers["Cache-Control"] == "no-store"


def test_only_known_feeds_and_safe_methods(client: Client) -> None:
    assert client.get("/feeds/quotes.rss").status_code == 404
    assert client.get("/feeds/all.xml").status_code == 404
    assert client.post("/feeds/all.rss").status_code == 405
    assert client.head("/feeds/all.rss").status_code == 200


def test_site_tells_of_its_feeds(get: Any) -> None:
    page = get("/").content.decode()
    assert '<link rel="alternate" type="application/rss+xml"' in page
    assert 'href="/feeds/all.rss"' in page
