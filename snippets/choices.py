"""What blocks have chosen: found together, and put in their places."""

from collections.abc import Iterator

from wagtail.blocks import BoundBlock, StructValue
from wagtail.blocks.list_block import ListValue

from .reading import Reader
from .references import Reference


def children(bound: BoundBlock) -> Iterator[tuple[str | None, BoundBlock]]:
    """The fields of a struct, by name, or the items of a list; nothing for other blocks."""
    if isinstance(bound.value, StructValue):
        yield from bound.value.bound_blocks.items()
    elif isinstance(bound.value, ListValue):
        yield from ((None, child) for child in bound.value.bound_blocks)


def choices(bound: BoundBlock) -> Iterator[Reference]:
    """Everything chosen in a block, at any depth."""
    if isinstance(bound.value, Reference):
        yield bound.value
    for _, child in children(bound):
        yield from choices(child)


def put_choices(bound: BoundBlock, reader: Reader) -> None:
    """Put the readable objects in the places of their references; None where there is none."""
    for name, child in children(bound):
        if isinstance(child.value, Reference):
            child.value = reader.keep_one(child.value)
            if name is not None:
                bound.value[name] = child.value
        put_choices(child, reader)
