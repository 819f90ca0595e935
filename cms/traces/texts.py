"""Bodies and old versions without what names somebody who is to be forgotten.

A block that names them goes whole: the words in it are theirs, or about them. A list loses the entry
and stays as long as another one stands in it.
"""

import json
from collections.abc import Container, Mapping
from typing import Any

from django.db.models import ForeignKey, Model
from modelcluster.models import get_all_child_relations
from wagtail.blocks import (
    Block,
    ChooserBlock,
    ListBlock,
    StreamBlock,
    StreamValue,
    StructBlock,
)
from wagtail.fields import StreamField
from wagtail.models import Page

Gone = Mapping[type[Model], Container[int]]
"""The keys of what goes, by model; pages of every type under `Page`."""
GONE = object()
"""Stands for a value that goes."""


def is_gone(model: type[Model], key: Any, gone: Gone) -> bool:
    """Whether something named by its key is among what goes."""
    base = Page if issubclass(model, Page) else model
    return key in gone.get(base, ())


def kept(block: Block, value: Any, gone: Gone) -> Any:
    """The stored value of a block without what goes; GONE when nothing of it may stay."""
    if isinstance(block, ChooserBlock):
        return GONE if is_gone(block.model_class, value, gone) else value
    if isinstance(block, StreamBlock):
        return kept_blocks(block, value, gone)
    if isinstance(block, ListBlock):
        return kept_items(block, value, gone)
    if isinstance(block, StructBlock):
        return kept_parts(block, value, gone)
    return value


def kept_blocks(block: StreamBlock, value: list[dict[str, Any]], gone: Gone) -> list[dict]:
    """The blocks of a body that stay."""
    known = [each for each in value or () if each["type"] in block.child_blocks]
    told = [
        {**each, "value": kept(block.child_blocks[each["type"]], each["value"], gone)}
        for each in known
    ]
    return [each for each in told if each["value"] is not GONE]


def kept_items(block: ListBlock, value: list[Any], gone: Gone) -> Any:
    """The entries of a list that stay; GONE when it lost its last one."""
    entries = [
        {**each, "value": kept(block.child_block, each["value"], gone)}
        if isinstance(each, dict) and each.get("type") == "item"
        else kept(block.child_block, each, gone)
        for each in value or ()
    ]
    left = [each for each in entries if GONE not in (each, entry_of(each))]
    return left if left or not value else GONE


def entry_of(item: Any) -> Any:
    """What an entry of a list holds, wrapped or bare."""
    return item.get("value") if isinstance(item, dict) else item


def kept_parts(block: StructBlock, value: dict[str, Any] | None, gone: Gone) -> Any:
    """A block of several parts; GONE when one of them is."""
    told = {
        name: kept(block.child_blocks[name], part, gone) if name in block.child_blocks else part
        for name, part in (value or {}).items()
    }
    return GONE if any(part is GONE for part in told.values()) else told


def stream_fields(model: type[Model]) -> list[StreamField]:
    """The bodies of a model."""
    return [field for field in model._meta.get_fields() if isinstance(field, StreamField)]


def changed_bodies(thing: Model, gone: Gone) -> dict[str, StreamValue]:
    """The bodies of a page without what goes, by field; those that stay as they are left out."""
    changed = {}
    for field in stream_fields(type(thing)):
        stored = list(getattr(thing, field.name).raw_data)
        left = kept(field.stream_block, stored, gone)
        if left != stored:
            changed[field.name] = StreamValue(field.stream_block, left, is_lazy=True)
    return changed


def foreign_keys_to(model: type[Model], gone: Gone) -> list[ForeignKey]:
    """The fields of a model that may point to something that goes."""
    fields = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    return [field for field in fields if field.related_model in gone]


def kept_version(model: type[Model], content: dict[str, Any], gone: Gone) -> dict[str, Any] | None:
    """The content of a revision without what goes; None when the version itself is about it."""
    needed = [field for field in foreign_keys_to(model, gone) if not field.null]
    if any(is_gone(field.related_model, content.get(field.name), gone) for field in needed):
        return None
    told = dict(content)
    for field in stream_fields(model):
        if stored := told.get(field.name):
            blocks = kept(field.stream_block, json.loads(stored), gone)
            told[field.name] = json.dumps(blocks)
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if name in told:
            told[name] = kept_children(relation.related_model, told[name], gone)
    return told


def kept_children(model: type[Model], children: list[dict], gone: Gone) -> list[dict]:
    """The parts of a version that point to nothing that goes."""
    fields = foreign_keys_to(model, gone)
    return [
        child
        for child in children
        if not any(is_gone(each.related_model, child.get(each.name), gone) for each in fields)
    ]
