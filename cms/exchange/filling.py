"""Things in memory, filled with what a file tells of them."""

from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Model
from modelcluster.fields import ParentalManyToManyField
from pydantic import BaseModel
from wagtail.blocks import Block, ChooserBlock
from wagtail.fields import RichTextField, StreamField

from cms.exchange.bodies import numbered, translated
from cms.exchange.kinds import fields_told, has_tags
from cms.exchange.rich_texts import rich_in
from snippets.checking.spots import parts_of

KeyOf = Callable[[str], int]
"""The key of what a text names."""


def fill(thing: Model, told: BaseModel, base: str, key_of: KeyOf) -> None:
    """Give a thing the values that are told. Ids of blocks that have none are made of `base`, what names
    the thing."""
    fill_fields(thing, told, base, key_of)
    for name, model in parts_of(type(thing)).items():
        before = list(getattr(thing, name).all()) if thing.pk else []
        parts = []
        for number, each in enumerate(getattr(told, name)):
            part = model(pk=before[number].pk if number < len(before) else None, sort_order=number)
            fill_fields(part, each, f"{base}/{name}/{number}", key_of)
            parts.append(part)
        setattr(thing, name, parts)
    if has_tags(type(thing)) and hasattr(thing, "tagged_items"):
        thing.tags.set(told.tags)


def fill_fields(thing: Model, told: BaseModel, base: str, key_of: KeyOf) -> None:
    """Give a thing or a part the values of its fields."""
    for field in fields_told(type(thing)):
        set_value(thing, field, getattr(told, field.name), f"{base}/{field.name}", key_of)


def set_value(thing: Model, field: models.Field, value: Any, base: str, key_of: KeyOf) -> None:
    """Give a thing the value of one field."""
    match field:
        case ParentalManyToManyField():
            keys = dict.fromkeys(map(key_of, value))
            setattr(thing, field.name, [known_by_key(field.related_model, key) for key in keys])
        case models.ForeignKey():
            setattr(thing, field.attname, value and key_of(value))
        case StreamField():
            stored = numbered([each.model_dump(mode="json") for each in value], base)
            setattr(thing, field.name, translated(field.stream_block, stored, storing(key_of)))
        case RichTextField():
            setattr(thing, field.name, rich_in(value, key_of))
        case _:
            setattr(thing, field.name, value)


def storing(key_of: KeyOf) -> Callable[[Block, Any], Any]:
    """How a choice or a rich text of a file is stored in a body."""

    def stored(block: Block, value: Any) -> Any:
        if isinstance(block, ChooserBlock):
            return key_of(value)
        return rich_in(value, key_of)

    return stored


def known_by_key(model: type[Model], key: int) -> Model:
    """A thing of which only the key is read: enough to relate to it."""
    thing = model(pk=key)
    thing._state.db = DEFAULT_DB_ALIAS  # noqa: SLF001 else Django asks for it to be saved
    return thing
