"""Feeds hold what tools need, each story once, and refuse what they do not understand."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import feedparser
import pytest
from defusedxml.minidom import parseString
from django.test import Client
from django.utils import timezone

from cms.api.cursors import packed
from cms.publishing.making import make_files
from pages.models import Speaker
from tests.factories import (
    block,
    make_organisation,
    make_person,
    make_photo,
    make_report,
    make_sector,
    make_technopole,
    make_testimonial,
)
from tests.newsletter.asking import published, told
from tests.stored import given_at

pytestmark = pytest.mark.django_db

FEEDS = [
    f"/feeds/{kind}.{written}"
    for kind in ("reports", "testimonials", "all")
    for written in ("rss", "atom", "json")
]
NASTY = 'Été à « Luminy » & <b>Cie</b> ]]> 🚀 « l’œuf » 5"'


def titles(response: Any) -> list[str]:
    return [item["title"] for item in told(response)["items"]]


@pytest.mark.parametrize("address", FEEDS)
def test_every_feed_survives_every_sign(get: Any, address: str) -> None:
    for make in (make_report, make_testimonial):
        make(
            title=NASTY,
            standfirst=f"{NASTY}\x0b",
            body=[block("heading", {"text": NASTY, "level": "2"})],
        )
    response = get(address)
    count = 2 if "/all." in address else 1
    if address.endswith("json"):
        found = [item["title"] for item in told(response)["items"]]
    else:
        assert parseString(response.content).documentElement
        parsed = feedparser.parse(response.content)
        assert not parsed.bozo
        found = [entry.title for entry in parsed.entries]
    assert [title.replace("\u00a0", " ") for title in found] == [NASTY] * count


def test_rss_item_has_what_tools_look_for(get: Any) -> None:
    photo = make_photo(title="Salle", description="Une salle", credit="© Atelier")
    make_files(photo)
    person = make_person(name="Ada Test")
    report = make_report(
        title="Midi : un essai",
        standfirst="Un midi.",
        cover=photo,
        technopole=make_technopole(name="Luminy"),
        sectors=[make_sector(name="Santé")],
        speakers=[Speaker(person=person, role="physicienne")],
        **published(2),
    )
    [entry] = feedparser.parse(get("/feeds/all.rss").content).entries
    assert entry.title == "Midi\u00a0: un essai"
    assert entry.link == report.full_url
    assert entry.id == UUID(entry.id).urn
    assert not entry.guidislink
    assert datetime(*entry.published_parsed[:6], tzinfo=UTC) == report.first_published_at.replace(
        microsecond=0
    )
    assert entry.published.startswith(
        report.first_published_at.astimezone(timezone.get_current_timezone()).strftime(
            "%a, %d %b %Y"
        )
    )
    assert entry.summary == "Un midi."
    assert entry.author == "Ada Test"
    assert {(tag.scheme, tag.term) for tag in entry.tags} == {
        ("technopole", "Luminy"),
        ("sector", "Santé"),
    }
    [content] = entry.content
    assert content.value.startswith("<div")
    [enclosure], [media] = entry.enclosures, entry.media_content
    assert enclosure.type == media["type"] == "image/jpeg"
    assert enclosure.href == media["url"] in content.value
    assert (media["width"], media["height"]) == ("600", "375")
    _, content = given_at(enclosure.href, Client())
    assert int(enclosure.length) == len(content)
    assert entry.media_credit[0]["content"] == "© Atelier"


def test_what_a_picture_shows_is_not_taken_for_the_content(get: Any) -> None:
    photo = make_photo(description="Une salle")
    make_files(photo)
    make_report(standfirst="Un midi.", cover=photo)
    for written in ("rss", "atom"):
        [entry] = feedparser.parse(get(f"/feeds/all.{written}").content).entries
        assert entry.summary == "Un midi."
        assert [each.value[:4] for each in entry.content] == ["<div"]


def test_larger_picture_can_be_asked_for(get: Any) -> None:
    photo = make_photo()
    make_files(photo)
    make_report(cover=photo)
    [item] = told(get("/feeds/all.json?image=1200"))["items"]
    assert ".max-640x400." in item["image"]


def test_json_feed_keeps_its_rules(get: Any) -> None:
    make_report(title="Un", **published(1))
    feed = told(get("/feeds/all.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"].endswith("/feeds/all.json")
    [item] = feed["items"]
    assert {"id", "url", "title", "content_html", "content_text", "date_published"} <= item.keys()
    assert None not in item.values()


def test_flat_list_has_nothing_below(get: Any) -> None:
    make_report()
    make_testimonial(pull_quote="J’ai osé.")
    found = told(get("/newsletter/items.json"))
    assert len(found) == 2
    assert found[0].keys() == found[1].keys()
    assert all(isinstance(value, str | int) for item in found for value in item.values())


def test_newest_first_and_all_of_a_month_whatever_the_limit(get: Any) -> None:
    for days in (40, 3, 20, 60):
        make_report(title=f"{days}", **published(days))
    make_testimonial(title="10", **published(10))
    assert titles(get("/feeds/all.json?limit=1")) == ["3", "10", "20"]
    assert titles(get("/feeds/all.json?limit=4")) == ["3", "10", "20", "40"]


def test_older_pages_follow_without_gap_or_repetition(get: Any) -> None:
    for days in range(40, 53, 2):
        make_report(title=f"{days}", **published(days))
        make_testimonial(title=f"{days + 1}", **published(days + 1))
    address, seen = "/feeds/all.json?limit=3", []
    while address:
        feed = told(get(address))
        seen += [item["title"] for item in feed["items"]]
        address = feed.get("next_url", "").replace("http://localhost", "")
    assert seen == [f"{days}" for days in range(40, 54)]


def test_filters_are_those_of_the_api(get: Any) -> None:
    luminy, arbois = make_technopole(name="Luminy"), make_technopole(name="Arbois")
    atelier = make_organisation(name="Atelier")
    make_report(title="a", technopole=luminy, organisers=[atelier], **published(2))
    make_report(title="b", technopole=arbois, **published(3))
    make_testimonial(title="c", technopole=luminy, **published(50))
    assert titles(get("/feeds/all.json?technopole=luminy")) == ["a", "c"]
    assert titles(get("/feeds/all.json?technopole=luminy,arbois")) == ["a", "b", "c"]
    assert titles(get("/feeds/reports.json?technopole=luminy&technopole=arbois")) == ["a", "b"]
    assert titles(get("/feeds/all.json?organisation=atelier")) == ["a"]
    assert titles(get("/feeds/testimonials.json")) == ["c"]
    since = (timezone.now() - timedelta(days=10)).isoformat()
    assert titles(client_get(f"/feeds/all.json?since={since}")) == ["a", "b"]
    assert titles(get("/feeds/all.json?lang=en")) == []


def client_get(address: str) -> Any:
    """As a tool asks that does not write its plus sign as it should."""
    return Client().get(address)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "technopol=luminy",
            "technopol\u00a0: ce paramètre n’existe pas. Il y a\u00a0: technopole, sector,",
        ),
        (
            "technopole=nulle-part",
            "technopole\u00a0: nulle-part est inconnu. Choisissez parmi\u00a0: luminy.",
        ),
        ("limit=0", "limit\u00a0: donnez un nombre entier de 1 à 100."),
        ("limit=101", "limit\u00a0: donnez un nombre entier de 1 à 100."),
        ("limit=1&limit=2", "limit\u00a0: ne le donnez qu’une fois."),
        ("since=hier", "since\u00a0: donnez un moment avec son décalage"),
        ("since=2025-07-08T12:00:00", "since\u00a0: donnez un moment avec son décalage"),
        ("lang=de", "lang\u00a0: choisissez parmi fr, en."),
        ("image=800", "image\u00a0: choisissez parmi 600, 1200."),
        ("cursor=x", "cursor\u00a0: ce n’est pas un curseur de flux."),
        ("cursor=WyJGRUVEIiwieCIsbnVsbF0", "cursor\u00a0: ce n’est pas un curseur de ce flux"),
        ("cursor=WyJDSEFOR0VTIiwieCJd", "cursor\u00a0: ce n’est pas un curseur de ce flux"),
        (f"cursor={packed(['FEED', 5, {}])}", "cursor\u00a0: ce n’est pas un curseur de flux"),
        (
            f"cursor={packed(['FEED', 'x' * 900])}",
            "cursor\u00a0: ce n’est pas un curseur de ce flux",
        ),
        (f"cursor={packed(['CHANGES', -1])}", "cursor\u00a0: ce n’est pas un curseur de ce flux"),
        ("technopole=", "technopole\u00a0:  est inconnu."),
        ("technopole=%00", "technopole\u00a0:"),
        (f"technopole={'a,' * 100}b{',c' * 100}".replace("a,", "a0,", 1), "technopole\u00a0:"),
        ("utm_A=1", "utm_A\u00a0: n’écrivez son nom qu’avec des lettres et _"),
    ],
)
def test_what_is_not_understood_is_refused_with_what_is(
    get: Any, query: str, sentence: str
) -> None:
    make_technopole(name="Luminy")
    response = get(f"/feeds/all.rss?{query}")
    assert response.status_code == 400
    assert response.headers["Cache-Control"] == "no-store"
    assert response.content.decode().startswith(sentence)


def test_what_tools_append_is_passed_over_and_marks_go_to_links(get: Any) -> None:
    make_report()
    feed = told(
        get("/feeds/all.json?_x=1&mc_cid=2&fbclid=3&gclid=4&utm_source=lettre&utm_medium=e-mail")
    )
    assert feed["items"][0]["url"].endswith("/?utm_source=lettre&utm_medium=e-mail")


def test_summary_of_xml_is_no_markup(get: Any) -> None:
    make_report(standfirst="5 % < 6 % <img src=x onerror=alert(1)>")
    for written in ("rss", "atom"):
        document = parseString(get(f"/feeds/all.{written}").content)
        name = "description" if written == "rss" else "summary"
        text = document.getElementsByTagName(name)[-1].firstChild.data
        assert text.startswith("5\u00a0% &lt; 6" if "\u00a0%" in text else "5 % &lt; 6")
        assert "<img" not in text


def test_each_feed_in_atom_is_another_one(get: Any) -> None:
    make_report()
    ids = [
        feedparser.parse(get(address).content).feed.id
        for address in ("/feeds/all.atom", "/feeds/reports.atom", "/feeds/all.atom?limit=5")
    ]
    assert len(set(ids)) == 3


def test_identity_stays_when_a_story_is_changed(get: Any) -> None:
    report = make_report(title="Avant", slug="avant")
    [before] = told(get("/feeds/all.json"))["items"]
    report.title, report.slug = "Après", "apres"
    report.save_revision().publish()
    [after] = told(get("/feeds/all.json"))["items"]
    assert (after["title"], after["id"]) == ("Après", before["id"])
    assert after["url"] != before["url"]
    other = make_report()
    assert len({item["id"] for item in told(get("/feeds/all.json"))["items"]}) == 2
    assert other.live


def test_news_tell_what_was_published_and_what_was_withdrawn(get: Any) -> None:
    first = make_report(title="Premier")
    feed = told(get("/feeds/all.json"))
    news = feed["_technopole"]["news_url"].replace("http://localhost", "")
    assert titles(get(news)) == []
    make_testimonial(title="Second")
    first.unpublish()
    log = told(get(news))
    assert [item["title"] for item in log["items"]] == ["Second"]
    assert [each["id"] for each in log["_technopole"]["withdrawn"]] == [feed["items"][0]["id"]]
    later = log["_technopole"]["news_url"].replace("http://localhost", "")
    assert told(get(later))["items"] == told(get(later))["_technopole"]["withdrawn"] == []
