"""Content in which what named one record names another one: as it is stored, and as versions hold it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import ForeignKey, Model
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.blocks import Block, ChooserBlock, ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField

Swaps = Mapping[type[Model], Mapping[int, int]]
"""By model: the keys of what goes, each with the key of what stands in its place."""
PLACE = ("pk", "sort_order")
"""What tells one part from another that says the same."""


def swapped(model: type[Model], key: Any, swaps: Swaps) -> Any:
    """The key that stands in the place of another one; itself when nothing does."""
    return swaps.get(model, {}).get(key, key)


def led(block: Block, value: Any, swaps: Swaps) -> Any:
    """The stored value of a block with other choices, at any depth."""
    if isinstance(block, ChooserBlock):
        return swapped(block.model_class, value, swaps)
    if isinstance(block, ListBlock):
        return led_items(block, value or [], swaps)
    if isinstance(block, StreamBlock):
        return [
            {**each, "value": led(block.child_blocks[each["type"]], each["value"], swaps)}
            if each["type"] in block.child_blocks
            else each
            for each in value or ()
        ]
    if isinstance(block, StructBlock) and value:
        children = block.child_blocks
        return {
            name: led(children[name], part, swaps) if name in children else part
            for name, part in value.items()
        }
    return value


def led_items(block: ListBlock, items: list[Any], swaps: Swaps) -> list[Any]:
    """The entries of a list; a choice that would stand there twice stands where it came first."""
    seen, told = [], []
    for item in items:
        is_wrapped = isinstance(item, dict) and item.get("type") == "item"
        before = item.get("value") if is_wrapped else item
        after = led(block.child_block, before, swaps)
        is_choice = isinstance(block.child_block, ChooserBlock)
        if not (is_choice and after in seen and after in new_keys(block.child_block, swaps)):
            told.append({**item, "value": after} if is_wrapped else after)
        seen.append(after)
    return told


def new_keys(block: ChooserBlock, swaps: Swaps) -> Iterable[int]:
    """The keys of what stands in the place of something that a block may have chosen."""
    return swaps.get(block.model_class, {}).values()


def led_content(model: type[Model], content: dict[str, Any], swaps: Swaps) -> dict[str, Any]:
    """The content of a thing, as versions hold it, with other choices."""
    told = dict(content)
    for field in model._meta.get_fields():
        if field.name not in told or isinstance(field, ParentalKey):
            continue
        value = told[field.name]
        if isinstance(field, StreamField):
            told[field.name] = led_body(field, value, swaps)
        elif isinstance(field, ParentalManyToManyField):
            keys = [swapped(field.related_model, key, swaps) for key in value or ()]
            told[field.name] = list(dict.fromkeys(keys))
        elif isinstance(field, ForeignKey):
            told[field.name] = swapped(field.related_model, value, swaps)
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if name in told:
            told[name] = led_parts(relation.related_model, told[name], swaps)
    return told


def led_body(field: StreamField, stored: str | None, swaps: Swaps) -> str | None:
    """A body; the very same text where nothing of it changes."""
    if not stored:
        return stored
    blocks = json.loads(stored)
    after = led(field.stream_block, blocks, swaps)
    return stored if after == blocks else json.dumps(after)


def led_parts(model: type[Model], parts: list[dict], swaps: Swaps) -> list[dict]:
    """The parts of a thing; one that now says the same as another one goes."""
    kept: list[tuple[dict, bool]] = []
    for before in parts:
        after = led_content(model, before, swaps)
        is_new = after != before
        if not any(says_the_same(after, each) and (is_new or was_new) for each, was_new in kept):
            kept.append((after, is_new))
    return [each for each, _was_new in kept]


def says_the_same(part: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two parts differ in their places only."""
    return all(part[name] == other.get(name) for name in part if name not in PLACE)
