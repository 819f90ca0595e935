"""Hostile rich texts that a tool publishes are refused with a sentence, or reach readers as text and nothing else."""

from random import Random
from typing import Any

import nh3
import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pages.models import EventReport
from snippets.rich_text import SCHEMES, TAGS
from tests.rest.conftest import Tool
from tests.rest.test_writing import PUBLISH, report_of
from tests.walls.hostile_texts import hostile_texts

TEXTS = hostile_texts(Random(11), 500)  # noqa: S311
A_PAGE = 10
NEVER = {
    "iframe",
    "object",
    "embed",
    "base",
    "form",
    "style",
    "svg",
    "math",
    "template",
    "plaintext",
}
LEADS = {"http", "https", "mailto", "tel"}
ASK = """{ eventReports(first: 100) { nodes { path body { ... on ParagraphBlock { content { html } } } } } }"""
SHARES = [pytest.param(20, id="a sample"), pytest.param(1, marks=pytest.mark.thorough, id="all")]


def paragraphs(texts: list[str]) -> list[dict[str, Any]]:
    return [{"type": "paragraph", "value": f"<p>début</p>{text}"} for text in texts]


def publish(tool: Tool, texts: list[str]) -> list[str]:
    """The texts whose page was neither made nor refused with a sentence. One that is refused takes those beside
    it with it: then each is sent by itself."""
    answer = tool("POST", "pages/", report_of(body=paragraphs(texts), **PUBLISH))
    if answer.status_code == 201:
        return []
    if len(texts) > 1:
        return [wrong for text in texts for wrong in publish(tool, [text])]
    is_refused = 400 <= answer.status_code < 500 and "detail" in answer.content.decode()
    return [] if is_refused else [f"{answer.status_code}: {texts[0][:200]!a}"]


@pytest.mark.parametrize("share", SHARES)
def test_texts_are_refused_or_reach_readers_clean(share: int, publisher: Tool) -> None:
    texts = TEXTS[::share]
    pages = [texts[start : start + A_PAGE] for start in range(0, len(texts), A_PAGE)]
    assert [wrong for page in pages for wrong in publish(publisher, page)] == []
    client = Client()
    nodes = client.get("/graphql/", {"query": ASK}).json()["data"]["eventReports"]["nodes"]
    assert len(nodes) == EventReport.objects.live().count() > 0
    for html in [block["content"]["html"] for node in nodes for block in node["body"] if block]:
        attributes = {"a": {"href"}}
        again = nh3.clean(
            html, tags=TAGS, attributes=attributes, url_schemes=SCHEMES, link_rel=None
        )
        assert again == html
    assert [each for node in nodes for each in live(client.get(node["path"]).content)] == []


def live(page: bytes) -> list[str]:
    """The elements of a page that run, load or lead where nobody of ours wrote that they should."""
    return [
        str(element)[:200]
        for element in BeautifulSoup(page, "html.parser").find_all(True)
        if element.name in NEVER
        or (element.name == "script" and element.get("type") != "application/ld+json")
        or any(name.startswith("on") for name in element.attrs)
        or (
            str(element.get("href", "/")).partition(":")[0].lower() not in LEADS
            and not str(element.get("href", "/")).startswith(("/", "#"))
        )
    ]
