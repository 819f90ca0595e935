"""What the demo holds: everything that can be filled in, true of real people, clean in French."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import BooleanField, Field, Model
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page, PageLogEntry, ReferenceIndex

from cms.accounts.models import User
from cms.demo.builder import build_demo
from cms.demo.content import imaginary_reports, people, reports
from cms.demo.content.notice import TITLE
from cms.demo.models import DemoObject
from pages import models as stories
from pages.blocks import StoryBlock
from pages.models import EventReport, Home, Quote, StandardPage
from pages.models.base import ReadPage
from pages.querysets import page_types
from snippets.models import Affiliation, Organisation, Person, Photo, Technopole
from snippets.written import Written, written_fields

pytestmark = pytest.mark.usefixtures("demo")

STORIES = (Home, EventReport, stories.Testimonial, StandardPage)
NOT_CONTENT = {
    *(field.name for field in Page._meta.get_fields()),
    *("id", "page_ptr", "sort_order", "uuid", "content_object", "translation_key", "locale"),
    *("live", "go_live_at", "expire_at", "expired", "has_unpublished_changes", "locked"),
    *("locked_at", "locked_by", "first_published_at", "last_published_at", "latest_revision"),
    *("live_revision", "latest_revision", "created_at", "collection", "placeholder", "made_of"),
} - {"title", "seo_title", "search_description", "show_in_menus"}
SHARED = {field.name for field in ReadPage._meta.local_fields}
MADE_BY_NOBODY = {"FileToDelete", "FormerSlug", "Rendition"}


def bodies() -> Iterator[Any]:
    for model in STORIES:
        for page in model.objects.all():
            yield page.body


def test_everything_is_typeset_already() -> None:
    models = [model for model in content_models() if issubclass(model, Written)]
    assert len(models) > 10
    for model in models:
        for thing in model._default_manager.all():
            before = written_on(thing)
            thing.typeset()
            assert written_on(thing) == before


def written_on(thing: Written) -> list[Any]:
    """The texts of a thing, as they would be stored; a database may keep keys in its own order."""
    return [stored(field, field.value_to_string(thing)) for field in written_fields(type(thing))]


def stored(field: Field, text: str) -> Any:
    return json.loads(text) if isinstance(field, StreamField) else text


def content_models() -> list[type[Model]]:
    return [Page] + [
        model
        for label in ("pages", "snippets")
        for model in apps.get_app_config(label).get_models()
        if model.__name__ not in MADE_BY_NOBODY
    ]


def is_filled(model: type[Model], field: Field) -> bool:
    empty = (False,) if isinstance(field, BooleanField) else (None, "")
    found = model._default_manager.exclude(**{f"{field.name}__isnull": True})
    return any(field.value_from_object(thing) not in empty for thing in found)


def bearers(model: type[Model], field: Field) -> list[type[Model]]:
    """The models that have a field: every kind of page, where it is one that all of them have."""
    return page_types() if field.name in SHARED else [model]


def test_every_field_is_filled_somewhere() -> None:
    empty = [
        f"{model.__name__}.{field.name}"
        for model in content_models()
        for field in (*model._meta.local_concrete_fields, *model._meta.local_many_to_many)
        if field.name not in NOT_CONTENT
        and not any(is_filled(each, field) for each in bearers(model, field))
    ]
    assert empty == []


def leaves(block: blocks.Block, path: str) -> Iterator[str]:
    """The path of each place in a block where an editor can put something."""
    if isinstance(block, blocks.BaseStreamBlock | blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from leaves(child, f"{path}.{name}")
    elif isinstance(block, blocks.ListBlock):
        yield from leaves(block.child_block, path)
    else:
        yield path


def filled(block: blocks.Block, value: Any, path: str) -> Iterator[str]:
    """The path of each such place that holds something."""
    if isinstance(block, blocks.BaseStreamBlock):
        for child in value:
            yield from filled(child.block, child.value, f"{path}.{child.block_type}")
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from filled(child, value[name], f"{path}.{name}")
    elif isinstance(block, blocks.ListBlock):
        for child in value:
            yield from filled(block.child_block, child, path)
    elif value:
        yield path


def test_every_place_of_every_block_is_filled_somewhere() -> None:
    story = StoryBlock()
    found = {path for body in bodies() for path in filled(story, body, "body")}
    assert sorted(set(leaves(story, "body")) - found) == []


def test_headings_have_both_levels() -> None:
    levels = {
        block.value["level"] for body in bodies() for block in body if block.block_type == "heading"
    }
    assert levels == {"2", "3"}


def test_every_body_would_be_accepted_from_an_editor() -> None:
    for body in bodies():
        body.stream_block.clean(body)


def test_every_page_and_record_is_readable() -> None:
    for model in (*STORIES, Technopole, Organisation, Person, Photo, Quote):
        assert model.objects.readable().count() == model.objects.count() > 0


def test_nothing_points_to_what_is_not_there() -> None:
    for row in ReferenceIndex.objects.all():
        target = ContentType.objects.get_for_id(row.to_content_type_id).model_class()
        assert target._default_manager.filter(pk=row.to_object_id).exists(), row


def test_the_first_12_14_is_the_one_of_the_article() -> None:
    report = EventReport.objects.get(slug=reports.FIRST)
    assert report.starts_at.isoformat() == "2025-07-08T10:00:00+00:00"
    assert (report.series.name, report.edition) == ("12/14", 1)
    assert report.series.organiser.name == "Métropole Aix-Marseille-Provence"
    assert [each.person.name for each in report.speakers.all()] == [
        "Olivier Detournay",
        "Jérôme Mouterde",
    ]


def test_an_entrepreneur_runs_two_companies_at_once() -> None:
    held = Affiliation.objects.filter(person__slug="olivier-detournay")
    assert {each.organisation.name for each in held if each.current} == {
        "Planktovie",
        "Softcell Therapeutics",
    }


def test_real_people_are_quoted_once_and_briefly() -> None:
    quoted = {slug: Quote.objects.filter(person__slug=slug) for slug in people.REAL}
    assert {slug: len(quotes) for slug, quotes in quoted.items() if quotes} == {"arnaud-mercier": 1}
    [quote] = quoted["arnaud-mercier"]
    assert len(quote.text.split()) <= 15
    assert quote.role == people.COUNCILLOR


def test_nobody_is_quoted_outside_the_quotes() -> None:
    for body in bodies():
        assert "«" not in str(body.raw_data)


def test_every_invented_story_says_that_it_is_one() -> None:
    invented = [
        *EventReport.objects.filter(slug__in=(imaginary_reports.ARBOIS, imaginary_reports.LUMINY)),
        *stories.Testimonial.objects.all(),
    ]
    assert len(invented) == 4
    for page in invented:
        first = page.body[0]
        assert (first.block_type, first.value["title"]) == ("highlight", TITLE)


def texts(value: Any) -> Iterator[str]:
    """The texts of a stored body, without addresses and the attributes of tags."""
    if isinstance(value, str):
        yield re.sub(r"<[^>]*>|https?://\S+", "", value)
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


def test_texts_are_set_as_french_printers_do() -> None:
    french = Page.objects.filter(locale__language_code="fr")
    written = [
        text
        for model in STORIES
        for page in model.objects.filter(pk__in=french)
        for text in (page.title, page.standfirst, *texts(list(page.body.raw_data)))
    ]
    assert [text for text in written if re.search(r"'| [:;!?»]|« |\d \d{3}\b", text)] == []


def test_the_pictures_are_small_and_have_their_credit() -> None:
    photos = Photo.objects.all()
    assert sum(photo.file_size for photo in photos) < 1_500_000
    assert {photo.credit for photo in photos} == {"Dessin généré, Technopole CMS"}
    assert {photo.is_decorative for photo in photos} == {True, False}
    assert len({photo.file_hash for photo in photos}) == len(photos)


def test_loading_again_changes_nothing(django_assert_num_queries: Any) -> None:
    made = list(DemoObject.objects.values_list("content_type", "object_id"))
    EventReport.objects.get(slug=imaginary_reports.LUMINY).delete()
    lock = 1 if connection.vendor == "postgresql" else 0
    with django_assert_num_queries(3 + lock):
        assert build_demo() is None
    assert list(DemoObject.objects.values_list("content_type", "object_id")) == made
    assert not EventReport.objects.filter(slug=imaginary_reports.LUMINY).exists()


def test_the_accounts_play_the_three_parts(settings: Any) -> None:
    accounts = {user.username: user for user in User.objects.all()}
    assert set(accounts) == {"redacteur", "responsable", "administrateur"}
    groups = {name: [group.name for group in user.groups.all()] for name, user in accounts.items()}
    assert groups == {
        "redacteur": ["Rédacteurs"],
        "responsable": ["Responsables de publication"],
        "administrateur": [],
    }
    assert [name for name, user in accounts.items() if user.is_superuser] == ["administrateur"]
    for name, user in accounts.items():
        assert user.check_password(settings.DEMO_PASSWORDS[name])
        assert user.email.endswith("@example.org")


def test_the_history_of_a_report_looks_like_an_editors() -> None:
    report = EventReport.objects.get(slug=reports.FIRST)
    [revision] = report.revisions.all()
    assert report.live_revision_id == report.latest_revision_id == revision.pk
    assert report.first_published_at == report.last_published_at == revision.created_at
    assert (revision.user.username, report.owner.username) == ("redacteur", "redacteur")
    log = PageLogEntry.objects.filter(page_id=report.pk).order_by("pk")
    entries = [(entry.action, entry.user.username, entry.timestamp) for entry in log]
    assert entries == [
        ("wagtail.create", "redacteur", revision.created_at),
        ("wagtail.publish", "responsable", revision.created_at),
    ]
