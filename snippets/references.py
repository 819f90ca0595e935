"""What a page or record points to, wherever: relations, children, rich text, blocks."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from django.db.models import ForeignKey, Model
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.blocks import (
    Block,
    ChooserBlock,
    FieldBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    StructValue,
)
from wagtail.blocks.list_block import ListValue
from wagtail.documents.models import AbstractDocument
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from .block_fields import fields_of, is_choosing

LINKED = (Page, AbstractDocument, AbstractImage)
"""What rich text can lead to."""


class Reference(NamedTuple):
    """An object that is named, but not looked up."""

    model: type[Model]
    pk: Any


def references(thing: Model, *, to: type[Model] | None = None) -> Iterator[Reference]:
    """Every object that `thing` names as it stands in memory, saved or not; children come first.

    With `to`, those of one model: relations that cannot lead to it are not looked at.
    """
    relations, fields = ways(type(thing), to)
    for name in relations:
        for child in getattr(thing, name).all():
            yield from references(child, to=to)
    for field in fields:
        yield from (each for each in references_in(thing, field, to) if to in (None, each.model))


@cache
def ways(model: type[Model], to: type[Model] | None) -> tuple[list[str], list[Any]]:
    """The names of the child relations, and the fields, by which a model can lead to another one."""
    fields = [field for field in model._meta.get_fields() if may_lead(field, to)]
    relations = [
        relation.get_accessor_name()
        for relation in get_all_child_relations(model)
        if any(ways(relation.related_model, to))
    ]
    return relations, fields


def may_lead(field: Any, to: type[Model] | None) -> bool:
    """Whether a field names objects of the model `to`, or of any model when it is None."""
    if isinstance(field, ParentalKey):
        return False
    if isinstance(field, ForeignKey | ParentalManyToManyField):
        return to in (None, field.related_model)
    return hasattr(field, "extract_references")


def references_in(thing: Model, field: Any, to: type[Model] | None) -> Iterator[Reference]:
    """The objects that one field of `thing` names; blocks that cannot lead to `to` are not read."""
    if isinstance(field, ParentalManyToManyField):
        yield from (
            Reference(field.related_model, each.pk) for each in getattr(thing, field.name).all()
        )
        return
    value = field.value_from_object(thing)
    if value is None:
        return
    if isinstance(field, ForeignKey):
        yield Reference(field.related_model, value)
        return
    if isinstance(field, StreamField):
        names = choosing(field, to)
        blocks = [each for each in value if each.block_type in names]
        if to is not None and not issubclass(to, LINKED):
            yield from (each for bound in blocks for each in choices(bound.block, bound.value))
            return
        found = (each for bound in blocks for each in bound.block.extract_references(bound.value))
    else:
        found = field.extract_references(value)
    yield from (Reference(model, int(key)) for model, key, *_ in found if str(key).isdecimal())


def choices(block: Block, value: Any, *, needed: bool = False) -> Iterator[Reference]:
    """Everything that choosers have chosen in a block, at any depth; links in texts are no choices.

    With `needed`, only that by which it is decided whether a reader sees the block.
    """
    if isinstance(value, StructValue):
        children, fields = block.child_blocks, fields_of(block)
        for name in fields.choosing:
            if not (
                needed and isinstance(children[name], ChooserBlock) and name not in fields.required
            ):
                yield from choices(children[name], value.get(name), needed=needed)
    elif isinstance(value, ListValue):
        if is_choosing(block):
            for child in value.bound_blocks:
                yield from choices(child.block, child.value, needed=needed)
    elif value is not None and isinstance(block, ChooserBlock):
        yield Reference(block.model_class, value.pk)


@cache
def choosing(field: StreamField, to: type[Model] | None) -> frozenset[str]:
    """The types of blocks of a body that can name objects of a model."""
    children = field.stream_block.child_blocks.items()
    return frozenset(name for name, block in children if may_choose(block, to))


def may_choose(block: Block, to: type[Model] | None) -> bool:
    """Whether a kind of block can name objects of a model."""
    if isinstance(block, ChooserBlock):
        return to in (None, block.model_class)
    if isinstance(block, StructBlock | StreamBlock):
        return any(may_choose(child, to) for child in block.child_blocks.values())
    if isinstance(block, ListBlock):
        return may_choose(block.child_block, to)
    if isinstance(block, FieldBlock) and not isinstance(block, RichTextBlock):
        return False
    return to is None or issubclass(to, LINKED)
