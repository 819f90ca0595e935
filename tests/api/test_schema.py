"""The contract: committed, described, and holding nothing that was not promised."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from graphql import (
    GraphQLNonNull,
    get_named_type,
    is_introspection_type,
    is_leaf_type,
    is_specified_scalar_type,
)
from grapple.registry import registry

from cms.api.checks import promises_are_kept
from cms.api.schema import schema
from snippets.models import Person
from snippets.promises import promises

SCHEMA = schema.graphql_schema
TYPES = [
    each
    for each in SCHEMA.type_map.values()
    if not is_introspection_type(each) and not is_specified_scalar_type(each)
]


def test_committed_schema_is_the_schema() -> None:
    call_command("schema", "--check", stdout=StringIO())


@pytest.mark.parametrize("each", TYPES, ids=str)
def test_everything_is_described(each: Any) -> None:
    assert each.description, each
    for name, field in getattr(each, "fields", {}).items():
        assert field.description, f"{each}.{name}"
        for argument, defined in getattr(field, "args", {}).items():
            assert defined.description, f"{each}.{name}({argument}:)"
    for name, value in getattr(each, "values", {}).items():
        assert value.description, f"{each}.{name}"


def test_no_type_of_grapple_stays() -> None:
    modules = {type(each.graphene_type).__module__ for each in TYPES}
    modules |= {each.graphene_type.__module__ for each in TYPES}
    assert [module for module in modules if module.startswith(("grapple", "graphene_django"))] == []


def test_pages_tell_readers_nothing_of_the_workshop() -> None:
    fields = set(SCHEMA.type_map["EventReport"].fields)
    kept_in = {
        "draftTitle",
        "live",
        "locked",
        "lockedAt",
        "owner",
        "hasUnpublishedChanges",
        "aliases",
    }
    assert fields & kept_in == set()


def test_snippets_are_known_to_grapple_as_snippets() -> None:
    assert Person in registry.snippets


def test_items_of_lists_are_never_null() -> None:
    for each in TYPES:
        for name, field in getattr(each, "fields", {}).items():
            text = str(field.type)
            assert "[" not in text or text.endswith(("!]!", "!]")), f"{each}.{name}"


def test_required_fields_stay_required() -> None:
    speaker = SCHEMA.type_map["Speaker"].fields
    assert isinstance(speaker["person"].type, GraphQLNonNull)
    assert not isinstance(speaker["organisation"].type, GraphQLNonNull)


def test_promise_that_nothing_keeps_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert promises_are_kept() == []
    broken = [*Person.graphql_fields, *promises('"Never kept." shoeSize: Int')]
    monkeypatch.setattr(Person, "graphql_fields", broken)
    assert [error.msg for error in promises_are_kept()] == [
        "Person promises shoeSize, but has no attribute shoe_size."
    ]


def test_blocks_agree_on_the_shapes_of_their_fields() -> None:
    """Else one selection over a body would need aliases."""
    shapes: dict[str, set[str]] = {}
    for block in SCHEMA.get_possible_types(SCHEMA.type_map["Block"]):
        for name, field in block.fields.items():
            named = get_named_type(field.type)
            shape = (
                str(field.type) if is_leaf_type(named) else str(field.type).replace(named.name, "")
            )
            shapes.setdefault(name, set()).add(shape)
    assert {name: found for name, found in shapes.items() if len(found) > 1} == {}
