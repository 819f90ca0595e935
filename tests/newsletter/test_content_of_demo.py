"""Every story of the demo, asked for as newsletters do: all that its blocks say is in both renderings."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import cms.newsletter
from cms.newsletter.content import email_html, email_text
from cms.newsletter.content_html import BLOCKS
from snippets.rich_text import words_of
from snippets.typography import Typography, spaced
from tests.api.conftest import Ask
from tests.newsletter.told import Told, files

FOLDER = Path(cms.newsletter.__path__[0]) / "operations"
OPERATION = """
    query ($locale: Locale!) {
      eventReports(locale: $locale, first: 50) { nodes { ...Report } }
      testimonials(locale: $locale, first: 50) { nodes { ...Story } }
    }
""" + (FOLDER / "content.graphql").read_text()
GMAIL_CLIPS_AT = 102_000
UNSAID = {"__typename", "alt", "id", "level", "path", "size", "slug", "url", "website"}
LIVE = re.compile(
    r"<(script|iframe|object|embed|form|picture|svg|video|link|base)\b|javascript:|data:|\.webp"
)
LINK = re.compile(r" \[\d+\]")


@pytest.fixture
def stories(demo: None, ask: Ask) -> list[Told]:
    """The reports and testimonials of the demo, in both languages."""
    answers = [ask(OPERATION, locale=locale) for locale in ("fr", "en")]
    return [node for answer in answers for found in answer.values() for node in found["nodes"]]


def pictures(value: Any) -> Iterator[str]:
    """The ids of the pictures of a story."""
    if isinstance(value, list):
        for each in value:
            yield from pictures(each)
    elif isinstance(value, dict):
        if "width" in value:
            yield value["id"]
        for part in value.values():
            yield from pictures(part)


def said(value: Any) -> Iterator[str]:
    """The texts of a block, one by one."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from said(each)
    elif isinstance(value, dict):
        for name, part in value.items():
            if name == "html":
                yield from words_of(part).split("\n")
            elif name not in UNSAID:
                yield from said(part)


def plain(text: str) -> str:
    """A text with one kind of space."""
    return " ".join(text.split())


def assert_in_order(story: Told, rendering: str) -> None:
    """Each block says all of its texts, after those of the block before."""
    begin = rendering.index(plain(story["standfirst"]))
    for block in story["body"]:
        texts = [plain(text) for text in said(block)]
        places = [rendering.find(text, begin) for text in texts]
        assert -1 not in places, (story["title"], texts, places)
        begin = max(map(sum, zip(places, map(len, texts), strict=True)))


def test_every_kind_of_block_is_in_it(stories: list[Told]) -> None:
    languages = {(story["locale"], story["__typename"]) for story in stories}
    assert languages == {("fr", "EventReport"), ("fr", "Testimonial"), ("en", "EventReport")}
    assert {block["__typename"] for story in stories for block in story["body"]} == set(BLOCKS)


def test_html_says_all_of_it(stories: list[Told]) -> None:
    for story in stories:
        keys = set(pictures(story))
        html = email_html(story, files(*keys))
        read = BeautifulSoup(html, "html.parser")
        assert_in_order(story, plain(read.get_text()))
        assert {image["src"] for image in read.find_all("img")} == {
            f"https://example.org/{key}.jpg" for key in keys
        }
        assert all(link["href"].startswith(("http", "mailto:")) for link in read.find_all("a"))


def test_text_says_all_of_it(stories: list[Told]) -> None:
    for story in stories:
        text = email_text(story)
        assert_in_order(story, plain(LINK.sub("", text)))
        assert text.startswith(f"{story['title']}\n===")
        assert text.endswith(story["url"])


@pytest.mark.usefixtures("demo")
def test_whole_mail_is_what_every_program_shows(ask: Ask) -> None:
    asked = "title url emailHtml emailText"
    told = ask(
        f"{{ eventReports {{ nodes {{ {asked} }} }} testimonials {{ nodes {{ {asked} }} }} }}"
    )
    for each in (*told["eventReports"]["nodes"], *told["testimonials"]["nodes"]):
        page = BeautifulSoup(each["emailHtml"], "html.parser")
        assert page.html["lang"] == "fr"
        assert page.h1.text == spaced(each["title"], Typography.EMAIL)
        assert not LIVE.search(each["emailHtml"])
        assert all(table["role"] == "presentation" for table in page.find_all("table"))
        assert all(link["href"].startswith("http") for link in page.find_all("a"))
        assert page.find("a", string="Lire en ligne")["href"] == each["url"]
        assert each["emailText"].endswith(each["url"])
        assert len(each["emailHtml"].encode()) < GMAIL_CLIPS_AT


@pytest.mark.usefixtures("demo", "uncached")
def test_feed_of_every_kind_of_block_costs_few_statements(client: Client) -> None:
    address = "/feeds/all.rss?limit=100"
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) <= 20, "\n".join(each["sql"][:200] for each in asked)
