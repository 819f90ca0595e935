"""Content that is not public is given away by no field, argument, count or question.

The walk is made out of the models and the schema, so that what is new is walked too. Where it
stops at a kind of block or argument that it cannot fill, its message says where to tell it.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import pytest
from django.test import Client
from graphql import GraphQLNonNull, GraphQLScalarType
from wagtail.blocks import StaticBlock
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.api.execution import LIMITS
from cms.api.lists import Connection
from cms.search.answers import Statement
from pages.models import StandardPage
from pages.querysets import ReadablePageQuerySet
from snippets.models import Attachment, Photo
from snippets.querysets import DraftableRecordQuerySet, InCollectionMixin
from snippets.statements import written
from tests.walls.asking import Samples
from tests.walls.marks import COMMON, Targets, value_of
from tests.walls.walk import Walk
from tests.walls.world import World

pytestmark = pytest.mark.thorough


@pytest.fixture(autouse=True)
def composed_anew() -> Iterator[None]:
    """No statement was composed by the rule that a test breaks, and none by a broken rule is left."""
    written.cache_clear()
    yield
    written.cache_clear()


@pytest.fixture
def walk(world: World, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Walk:
    """It asks for everything, mails among it: more than a frontend may, and it may take its time."""
    monkeypatch.setattr("cms.api.execution.LIMITS", replace(LIMITS, cost=10**9))
    settings.GRAPHQL_SECONDS = 60
    return Walk(world, client)


def test_no_field_gives_hidden_content_away(walk: Walk) -> None:
    assert list(islice(walk.leaks_of_fields(), 5)) == []


def test_no_argument_gives_hidden_content_away(walk: Walk) -> None:
    assert list(islice(walk.leaks_of_arguments(), 5)) == []


def test_no_question_tells_hidden_content_from_none(walk: Walk) -> None:
    assert list(islice(walk.leaks_of_questions(), 5)) == []


def test_plain_site_gives_no_hidden_content_away(world: World, walk: Walk) -> None:
    for path in walk.paths(world.seen):
        for address in (path, f"{path}?page=2", f"{path}?page=nobody"):
            response = walk.client.get(address)
            assert response.status_code == 200
            assert world.marks.found_in(response.content.decode()) == set()


def test_hidden_pages_and_documents_are_not_served(world: World, walk: Walk) -> None:
    addresses = [*walk.paths(world.hidden), *(each.url for each in world.records(Attachment))]
    answers = {address: walk.client.get(address) for address in addresses}
    assert len(answers) >= 30
    assert {answer.status_code for answer in answers.values()} == {200, 302, 404}
    for address, answer in answers.items():
        text = answer.content.decode()
        assert not any(f"{word} {COMMON}" in text for word in world.marks.told), address
        if answer.status_code == 302:
            assert "login" in answer["Location"]
        if answer.status_code == 200:
            assert 'type="password"' in text


def test_redirects_to_hidden_pages_lead_nowhere(world: World, walk: Walk) -> None:
    old_paths = Redirect.objects.values_list("old_path", flat=True)
    assert len(old_paths) == len(world.records(Page))
    answers = [walk.client.get(f"{path}/") for path in old_paths]
    assert {answer.status_code for answer in answers} == {404}


def test_other_redirects_are_followed(world: World, client: Client) -> None:
    page = next(each for each in world.seen if isinstance(each, StandardPage))
    Redirect.objects.create(old_path="/old", redirect_page=page)
    Redirect.objects.create(old_path="/new?way=1", redirect_link="https://www.example.org/")
    Redirect.objects.create(old_path="/new", redirect_page=world.records(Page)[0])
    assert client.get("/old/?from=mail")["Location"] == page.url
    assert client.get("/new/?way=1")["Location"] == "https://www.example.org/"
    assert client.get("/new/?way=2").status_code == 404


@pytest.mark.parametrize(
    ("owner", "name", "leak"),
    [
        (DraftableRecordQuerySet, "readable", lambda self: self.all()),
        (ReadablePageQuerySet, "readable", lambda self: self.all()),
        (InCollectionMixin, "readable", lambda self: self.all()),
        (Photo, "alt", property(lambda photo: photo.title)),
        (Connection, "total_count", property(lambda page: page.count() + 1)),
    ],
    ids=["records", "pages", "files", "titles", "counts"],
)
def test_walk_finds_a_field_that_leaks(
    walk: Walk, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, leak: Any
) -> None:
    monkeypatch.setattr(owner, name, leak)
    assert next(walk.leaks_of_fields(), None) is not None


@pytest.mark.parametrize(
    ("place", "leak"),
    [
        (
            "cms.api.filters.keys",
            lambda model, slugs: model.objects.filter(slug__in=slugs).values("translation_key"),
        ),
        ("cms.search.answers.Answers.may_be_found", Statement("(1 = 1)")),
        (
            "cms.api.queries.find_one",
            lambda model, slug, language: model.objects.filter(slug=slug).first(),
        ),
    ],
    ids=["filters", "search", "slugs"],
)
def test_walk_finds_a_question_that_tells(
    walk: Walk, monkeypatch: pytest.MonkeyPatch, place: str, leak: Any
) -> None:
    monkeypatch.setattr(place, leak)
    assert next(walk.leaks_of_questions(), None) is not None


def test_argument_that_cannot_be_filled_is_told() -> None:
    with pytest.raises(AssertionError, match="cannot fill an argument of type Colour: give values"):
        Samples({}).of("colour", GraphQLNonNull(GraphQLScalarType("Colour")))


def test_block_that_cannot_be_filled_is_told() -> None:
    with pytest.raises(AssertionError, match="cannot fill a StaticBlock: say how in FILLINGS"):
        value_of(StaticBlock(), "word", Targets())
