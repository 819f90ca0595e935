"""Hostile rich texts reach readers clean, and the box for texts that were written elsewhere answers all of them."""

from random import Random

import nh3
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from snippets.rich_text import SCHEMES, TAGS, cleaned, stored_words
from tests.admin.conftest import member_of
from tests.walls.hostile_texts import hostile_texts

TEXTS = [text.encode(errors="replace").decode() for text in hostile_texts(Random(7), 500)]  # noqa: S311
SHARES = [pytest.param(25, id="a sample"), pytest.param(1, marks=pytest.mark.thorough, id="all")]


@pytest.mark.parametrize("share", SHARES)
def test_what_is_cleaned_is_clean_for_a_browser_too(share: int) -> None:
    for text in TEXTS[::share]:
        html = cleaned(text)
        again = nh3.clean(
            html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=None
        )
        assert again == html, ascii(text[:200])
        if html.count("<") < 1000:
            for element in BeautifulSoup(html, "html.parser").find_all(True):
                assert element.name in TAGS
                assert set(element.attrs) <= {"href", "title", "lang"}


@pytest.mark.parametrize("share", SHARES)
def test_the_box_answers_whatever_is_pasted(share: int, db: None) -> None:
    client = Client(raise_request_exception=True)
    client.force_login(member_of("Rédacteurs", "redactrice"))
    for text in TEXTS[::share]:
        answer = client.post(reverse("blocks_of_text"), {"html": text, "text": "mot"})
        assert answer.status_code in (200, 400), ascii(text[:200])
        assert answer.json()["told"] or answer.json()["blocks"] == []


def test_marks_that_open_nothing_are_read_as_fast_as_letters() -> None:
    assert stored_words("<" * 100_000) == "<" * 100_000
    assert stored_words('<a title="<">mot</a>') == "mot"
