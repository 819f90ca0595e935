"""Puts what blocks have chosen in their places, once it was found."""

from typing import Any

from wagtail.blocks import BoundBlock, StructValue
from wagtail.blocks.list_block import ListValue

from .block_fields import fields_of
from .reader import Reader
from .references import Reference


def put_choices(bound: BoundBlock, reader: Reader) -> None:
    """Put the readable objects in the places of their references, None where there is none; what was
    not looked up stays a reference."""
    put_in(bound.value, reader)


def put_in(value: Any, reader: Reader) -> None:
    """The same in the value of a block: fields, or a list."""
    if isinstance(value, StructValue):
        put_in_fields(value, reader)
    elif isinstance(value, ListValue):
        for child in value.bound_blocks:
            if isinstance(child.value, Reference):
                child.value = found(child.value, reader)
            else:
                put_in(child.value, reader)


def put_in_fields(value: StructValue, reader: Reader) -> None:
    """The same in a block of fields, and in what is bound of it already."""
    bound = vars(value).get("bound_blocks", {})
    for name in fields_of(value.block).choosing:
        if isinstance(chosen := value.get(name), Reference):
            value[name] = found(chosen, reader)
            if name in bound:
                bound[name].value = value[name]
        else:
            put_in(chosen, reader)


def found(reference: Reference, reader: Reader) -> Any:
    """The readable object of a reference or None, once it was looked up; before, the reference."""
    return reader.looked_up(reference.model, {reference.pk}).get(reference.pk, reference)
