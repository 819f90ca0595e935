"""What a reader may see of a thing: the gate that the site and the API both read through.

Whatever a page, record or block points to is looked up again among the readable ones (`Reader`). What
is not found there is null or absent, and a child or block that cannot do without it is left out.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import Any

from django.db.models import Manager, Model
from wagtail.blocks import BaseStructBlock, BoundBlock, StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import CollectionMember

from .block_fields import fields_of
from .reader import Reader, foreign_keys
from .references import Reference

HIDE_NOTHING = {str, int, float, bool, type(None), date, datetime}
"""The types of values that a reader may see wherever they stand."""


def read(thing: Any, name: str, reader: Reader) -> Any:
    """The value of `name` on a model instance or block, as the reader may see it."""
    if isinstance(thing, Model):
        if name in plain_columns(type(thing)):
            return getattr(thing, name)
        if (prepared := reader.prepared.get((type(thing), thing.pk, name))) is not None:
            return prepared
        if field := foreign_keys(type(thing)).get(name):
            key = getattr(thing, field.attname)
            return reader.one(field.related_model, key)
    if (known := reader.known.get((id(thing), name))) is not None:
        return known[1]
    is_block = isinstance(thing, BoundBlock)
    value = value_in_block(thing, name) if is_block else reader.attribute(thing, name)
    if type(value) in HIDE_NOTHING:
        return value
    seen = told_in(shown(value, reader), getattr(thing, "told_in", thing))
    reader.known[id(thing), name] = thing, seen
    return seen


def read_all(things: list[Any], name: str, reader: Reader) -> list[Any]:
    """`read` of each thing of a group, most of which are alike: what is plain is only fetched."""
    [kind, *others] = set(map(type, things))
    if not others and issubclass(kind, Model):
        if name in plain_columns(kind):
            return list(map(attrgetter(name), things))
        if (field := foreign_keys(kind).get(name)) and name not in reader.prepared_names:
            keys = list(map(attrgetter(field.attname), things))
            found = reader.know(field.related_model, {*keys} - {None})
            return [found.get(key) for key in keys]
    if not others and issubclass(kind, BoundBlock) and is_plain_in(things, name):
        return [each.value.get(name) for each in things]
    return [read(each, name, reader) for each in things]


def is_plain_in(blocks: list[BoundBlock], name: str) -> bool:
    """Whether `name` is a field of the blocks that hides nothing."""
    kinds = {id(each.block): each.block for each in blocks}.values()
    return all(
        isinstance(each, BaseStructBlock) and name in fields_of(each).plain for each in kinds
    )


@cache
def plain_columns(model: type[Model]) -> frozenset[str]:
    """The columns of a model that hold nothing a reader might not see: texts, numbers, dates."""
    return frozenset(
        field.name
        for field in model._meta.concrete_fields
        if not field.is_relation and not isinstance(field, StreamField | RichTextField)
    )


def shown(value: Any, reader: Reader) -> Any:
    """`value` without what the reader may not see."""
    if isinstance(value, list) or type(value) is StreamValue:
        return reader.keep(value)
    if isinstance(value, (Model, Reference)):
        return reader.keep_one(value)
    return reader.keep(value.all()) if isinstance(value, Manager) else value


def told_in(value: Any, page: Any) -> Any:
    """`value`, whose blocks know the page they stand in: only with it are their ids unique."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, BoundBlock):
            each.told_in = page
    return value


def value_in_block(bound: BoundBlock, name: str) -> Any:
    """The value called `name` in a block; items of lists stay bound, so that they keep their id."""
    value = bound.value
    if not isinstance(value, StructValue):
        return getattr(bound, name)
    if name not in value:
        return getattr(value if hasattr(value, name) else bound, name)
    if isinstance(value[name], ListValue):
        return list(value[name].bound_blocks)
    return value.bound_blocks[name] if isinstance(value[name], StructValue) else value[name]


def reads(*names: str) -> Callable[[Callable], Callable]:
    """Says which attributes a property of a model is made of, so that they can be loaded ahead."""

    def said(function: Callable) -> Callable:
        function.reads = names
        return function

    return said


class Shown:
    """A page, record or block for a template: its attributes are read through the gate."""

    def __init__(self, thing: Any, reader: Reader) -> None:
        self._thing, self._reader = thing, reader

    def __getattr__(self, name: str) -> Any:
        value = read(self._thing, name, self._reader)
        if isinstance(value, list):
            return [wrapped(each, self._reader) for each in value]
        return wrapped(value, self._reader)

    def __str__(self) -> str:
        return str(self._thing)


def wrapped(value: Any, reader: Reader) -> Any:
    """Models and blocks as `Shown`; files, texts, numbers and dates as they are."""
    is_file = isinstance(value, CollectionMember)
    return Shown(value, reader) if isinstance(value, Model | BoundBlock) and not is_file else value
