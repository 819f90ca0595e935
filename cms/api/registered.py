"""Which type of the schema stands for which model, block or shape."""

from typing import Any

from wagtail.blocks import BoundBlock

things: dict[str, type] = {}
"""The model, block or shape behind each type, by the type's name."""

types: dict[str, type] = {}
"""The graphene type of each name."""

type_names: dict[type, str] = {}
"""The name of the type of each model, block or shape."""


def type_of(thing: Any) -> type:
    """The graphene type of a model instance or block: what abstract types resolve to."""
    return types[type_name(thing)]


def type_name(thing: Any) -> str:
    """The name of the type of a model instance or block."""
    return type_names[type(thing.block if isinstance(thing, BoundBlock) else thing)]
