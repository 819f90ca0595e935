"""A rich text that no editor of ours wrote ends in a page that says so, and half a character in a whole one."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from pages.models import EventReport, EventReportIndex
from tests.admin.forms import report_form


def state(text: Any = "Midi", entities: Any = None, **told: Any) -> str:
    """What Draftail sends for a paragraph, or might."""
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0}
    ranges = {"inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [{**block, **ranges, **told}], "entityMap": entities or {}})


def part(**told: Any) -> list[dict[str, Any]]:
    """A part of the text, of one character."""
    return [{"offset": 0, "length": 1, **told}]


BROKEN = {
    "nothing": "",
    "no JSON": "{",
    "a list": "[]",
    "a number": "3",
    "brackets": "[" * 100_000,
    "a number for a text": state(3),
    "an entity that is not there": state(entityRanges=part(key=9)),
    "a style of less than nothing": state(
        inlineStyleRanges=[{"offset": 5, "length": -9, "style": "BOLD"}]
    ),
    "a list in a list in a list": state(type="unordered-list-item", depth=5000),
}
ODD = {
    "a kind that there is not": state(type="zork"),
    "a style that there is not": state(inlineStyleRanges=part(style="ZORK")),
    "an entity of no kind": state(
        entities={"0": {"type": "ZORK", "mutability": "MUTABLE", "data": {}}},
        entityRanges=part(key=0),
    ),
    "a link to nothing": state(
        entities={"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"id": "x"}}},
        entityRanges=part(key=0),
    ),
    "a video of the own network": state(
        entities={
            "0": {"type": "EMBED", "mutability": "MUTABLE", "data": {"url": "http://[::1]/"}}
        },
        entityRanges=part(key=0),
        type="atomic",
    ),
}


def send(client: Client, sent: str) -> Any:
    """What the form of a new report answers."""
    parent = EventReportIndex.objects.get(locale__language_code="fr").pk
    add = reverse("wagtailadmin_pages:add", args=["pages", "eventreport", parent])
    form = report_form(body=streamfield([("paragraph", sent)]))
    return client.post(add, nested_form_data(form))


@pytest.mark.parametrize("name", BROKEN)
def test_what_no_editor_wrote_is_refused(publishing: Client, name: str) -> None:
    answer = send(publishing, BROKEN[name])
    assert answer.status_code == 400
    assert "incompréhensible" in answer.content.decode()
    assert not EventReport.objects.exists()


@pytest.mark.parametrize("name", ODD)
def test_what_is_not_known_is_left_out(publishing: Client, client: Client, name: str) -> None:
    assert send(publishing, ODD[name]).status_code == 302
    [text] = [block.value.source for block in EventReport.objects.get().body]
    assert "zork" not in text.lower()
    assert "[::1]" not in text or "<embed" in text


def test_half_a_character_is_a_question_mark(publishing: Client) -> None:
    assert send(publishing, state("a\ud800b")).status_code == 302
    assert "a?b" in EventReport.objects.get().body[0].value.source
