"""Objects and blocks that are made of rows in our way are those that Django and Wagtail make."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model
from wagtail.blocks import StreamValue

from pages.models import EventReport
from snippets.blocks import choices_as_references
from snippets.bodies import open_together
from snippets.rows import maker

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.thorough]

MODELS = [
    model
    for label in ("pages", "snippets", "wagtailcore")
    for model in apps.get_app_config(label).get_models()
]


def row_of(model: type[Model]) -> dict[str, Any]:
    """What Django gives to the constructor of a stored object, by column."""
    names = [field.attname for field in model._meta.concrete_fields]
    values = model._base_manager.values_list(*names).first()
    return dict(zip(names, values, strict=True)) if values else {}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_object_of_a_row_is_the_one_that_django_makes(model: type[Model]) -> None:
    row = row_of(model)
    if not row:
        pytest.skip("the demo holds none")
    names = list(row)
    made = maker(model, names)(list(row.values()))
    expected = model.from_db(connection.alias, names, list(row.values()))
    assert type(made) is model
    assert attributes(made) == attributes(expected)
    assert (made._state.adding, made._state.db) == (False, connection.alias)
    assert made.get_deferred_fields() == set()


def attributes(thing: Model) -> dict[str, Any]:
    """All that an object holds, but for its state."""
    return {name: value for name, value in vars(thing).items() if name != "_state"}


def test_most_models_are_made_without_their_constructor() -> None:
    made_apart = [
        model.__name__
        for model in MODELS
        if maker(model, list(row_of(model))).__name__ == "<lambda>" and row_of(model)
    ]
    assert sorted(made_apart) == ["GroupApprovalTask", "Photo", "Rendition", "Task"]


def test_blocks_made_together_are_those_made_body_by_body() -> None:
    reports = EventReport.objects.order_by("pk")
    with choices_as_references():
        together = [report.body for report in reports]
        open_together(together)
        apart = [report.body for report in reports]
        assert [told(body) for body in together] == [told(body) for body in apart]
    assert sum(map(len, together)) > 20


def told(body: StreamValue) -> list[tuple[Any, ...]]:
    """What a body holds, block by block."""
    return [(block.block_type, block.id, block.block, block.value) for block in body]


def test_block_that_was_made_before_stays() -> None:
    with choices_as_references():
        [report, *_] = EventReport.objects.order_by("pk")
        first = report.body[0]
        open_together([report.body])
    assert report.body[0] is first
