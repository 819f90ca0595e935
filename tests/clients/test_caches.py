"""Normalised caches of frontends: both languages in one, nothing lost and nothing mixed up."""

from typing import Any

import pytest
from django.core.cache import caches

from pages.models import EventReport
from tests.clients.node import run

pytestmark = [pytest.mark.clients, pytest.mark.django_db]

LANGUAGES = ("fr", "en")


@pytest.fixture(scope="module", params=["apollo.js", "urql.js"])
def seen(request: pytest.FixtureRequest, endpoint: str) -> dict[str, Any]:
    """What a client saw on its journey through both languages; it is the first to come."""
    caches["operations"].clear()
    return run(request.param, endpoint)


def reports(language: str) -> list[EventReport]:
    found = EventReport.objects.filter(locale__language_code=language)
    return list(found.order_by("starts_at"))


def test_cache_answers_what_the_endpoint_answers_and_complains_of_nothing(
    seen: dict[str, Any],
) -> None:
    assert seen["said"] == []
    assert seen["different"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_and_its_translation_stand_side_by_side(seen: dict[str, Any], language: str) -> None:
    report = EventReport.objects.get(
        slug__contains="12-14-chateau-gombert", locale__language_code=language
    )
    story = seen["cached"][f"story {language}"]["eventReport"]
    assert (story["title"], story["locale"]) == (report.title, language)
    assert len(story["body"]) == len(report.body) > 5
    directory = seen["cached"][f"directory {language}"]
    titles = {page["title"] for page in directory["pages"]["nodes"]}
    assert report.title in titles
    assert {page["locale"] for page in directory["pages"]["nodes"]} == {language}


def test_blocks_of_a_translation_are_others(seen: dict[str, Any]) -> None:
    french, english = (
        {block["id"] for block in seen["cached"][f"story {language}"]["eventReport"]["body"]}
        for language in LANGUAGES
    )
    assert french
    assert english
    assert french & english == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_a_list_add_up(seen: dict[str, Any], language: str) -> None:
    expected = [(report.title, language) for report in reports(language)]
    shown = seen["lists"][language]
    nodes = [edge["node"] for edge in shown["edges"]]
    assert [(node["title"], node["locale"]) for node in nodes] == expected
    assert shown["totalCount"] == len(expected)
    assert shown["pageInfo"]["hasNextPage"] is False


@pytest.mark.parametrize("operation", ["Story", "Words", "Directory", "Reports"])
def test_operation_is_sent_once_and_called_by_its_hash(
    seen: dict[str, Any], operation: str
) -> None:
    sent = [each for each in seen["sent"] if each["operation"] == operation]
    ways = [(each["method"], each["withText"], each["withHash"], each["status"]) for each in sent]
    unknown, told, *known = ways
    assert unknown == ("GET", False, True, 400)
    assert told[1:] == (True, True, 200)
    assert set(known) == {("GET", False, True, 200)}


def test_careless_cache_would_have_been_heard(seen: dict[str, Any]) -> None:
    assert any("RichText" in complaint for complaint in seen["complaints"])
