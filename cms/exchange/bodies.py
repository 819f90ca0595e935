"""Blocks in a file: as they are stored, but things are named and rich texts hold such names."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid5

from wagtail.blocks import Block, ChooserBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock

from cms.exchange.kinds import NAMESPACE

Told = Callable[[Block, Any], Any]
"""What becomes of a choice or a rich text."""


def translated(block: Block, value: Any, told: Told) -> Any:
    """The value of a block with every choice and rich text in it told otherwise, at any depth."""
    if value is None:
        return None
    match block:
        case StructBlock():
            children = block.child_blocks.items()
            return {
                name: translated(child, value[name], told)
                for name, child in children
                if name in value
            }
        case StreamBlock():
            return [
                {**each, "value": translated(block.child_blocks[each["type"]], each["value"], told)}
                for each in value
            ]
        case ListBlock():
            items = map(as_item, value)
            child = block.child_block
            return [{**each, "value": translated(child, each["value"], told)} for each in items]
        case ChooserBlock() | RichTextBlock():
            return told(block, value)
    return value.isoformat() if isinstance(value, date) else value


def as_item(item: Any) -> dict[str, Any]:
    """An item of a list in a form of its own; bodies stored long ago hold values alone."""
    if isinstance(item, dict) and item.get("type") == "item":
        return item
    return {"type": "item", "value": item}


def numbered(value: Any, base: str) -> Any:
    """A body whose blocks and items all have an id: one that is missing is made of its place, so that it is
    the same whenever the file is brought in."""
    if isinstance(value, dict):
        return {name: numbered(each, f"{base}/{name}") for name, each in value.items()}
    if not isinstance(value, list):
        return value
    told = []
    for number, each in enumerate(value):
        place = f"{base}/{number}"
        whole = numbered(each, place)
        if isinstance(whole, dict) and "type" in whole and "value" in whole:
            whole["id"] = whole.get("id") or str(uuid5(NAMESPACE, place))
        told.append(whole)
    return told
