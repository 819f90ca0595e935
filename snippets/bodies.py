"""Bodies of many pages, whose blocks are made together."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import Model
from wagtail.blocks import Block, StreamValue
from wagtail.fields import StreamField


@cache
def bodies_of(model: type[Model]) -> frozenset[str]:
    """The names of the bodies of a model."""
    return frozenset(field.name for field in model._meta.fields if isinstance(field, StreamField))


def open_together(bodies: Iterable[StreamValue]) -> None:
    """Make blocks of what is stored, all of a kind at once: Wagtail does it body by body, and most
    kinds stand in a body only once. Blocks that were made before stay."""
    closed = defaultdict(list)
    for body in bodies:
        for position, made in enumerate(body._bound_blocks):
            if made is None:
                raw = body._raw_data[position]
                closed[id(body.stream_block), raw["type"]].append((body, position, raw))
    for (_, kind), places in closed.items():
        open_kind(places[0][0].stream_block.child_blocks[kind], places)


def open_kind(block: Block, places: list[tuple[StreamValue, int, dict[str, Any]]]) -> None:
    """Make the blocks of one kind: each stands in a body, at a position, as it is stored."""
    values = block.bulk_to_python([raw["value"] for *_, raw in places])
    for (body, position, raw), value in zip(places, values, strict=True):
        body._bound_blocks[position] = StreamValue.StreamChild(block, value, id=raw.get("id"))
