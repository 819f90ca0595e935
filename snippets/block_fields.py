"""What a kind of block is made of: found once for each definition, asked for each block of a body."""

from typing import NamedTuple

from wagtail.blocks import (
    BaseStructBlock,
    Block,
    ChooserBlock,
    FieldBlock,
    ListBlock,
    RichTextBlock,
)

KEPT = "_fields_by_use"


class Fields(NamedTuple):
    """The fields of a block of fields, by what they are."""

    required: tuple[str, ...]
    """Those that choose an object and may not be left empty."""
    filled: tuple[str, ...]
    """Lists that may not be empty."""
    choosing: tuple[str, ...]
    """Those that may choose something, at any depth."""
    plain: frozenset[str]
    """Those that hold nothing a reader might not see: texts without links, numbers, dates."""


def fields_of(block: BaseStructBlock) -> Fields:
    """What a block of fields is made of."""
    if (known := vars(block).get(KEPT)) is None:
        known = vars(block)[KEPT] = found_fields(block)
    return known


def found_fields(block: BaseStructBlock) -> Fields:
    """What a block of fields is made of, looked up."""
    fields = block.child_blocks.items()
    return Fields(
        tuple(name for name, each in fields if isinstance(each, ChooserBlock) and each.required),
        tuple(name for name, each in fields if isinstance(each, ListBlock) and each.meta.min_num),
        tuple(name for name, each in fields if is_choosing(each)),
        frozenset(name for name, each in fields if is_plain(each)),
    )


def is_choosing(block: Block) -> bool:
    """Whether a block may choose something, at any depth."""
    if isinstance(block, BaseStructBlock):
        return bool(fields_of(block).choosing)
    if isinstance(block, ListBlock):
        return is_choosing(block.child_block)
    return isinstance(block, ChooserBlock)


def is_plain(block: Block) -> bool:
    """Whether a block is one field that holds nothing a reader might not see."""
    return isinstance(block, FieldBlock) and not isinstance(block, ChooserBlock | RichTextBlock)
