"""Every value of a page or record, with the place where it stands: fields, parts, blocks at any depth."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from django.db.models import Field, ForeignKey, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.blocks import (
    Block,
    ChooserBlock,
    ListBlock,
    RichTextBlock,
    StreamValue,
    StructBlock,
    StructValue,
)
from wagtail.fields import RichTextField, StreamField

from snippets.form_places import place_of, place_of_block, place_of_part
from snippets.parts import Part
from snippets.references import Reference
from snippets.rich_text import TextLink, links_in, source_of

from .findings import Place


@dataclass(frozen=True)
class Spot:
    """A value where it stands: in a field or a block, which belongs to a thing or a block of fields."""

    place: Place
    kind: Field | Block
    value: Any
    owner: Model | StructValue | None = None

    @cached_property
    def links(self) -> list[TextLink]:
        """The links of a rich text; of anything else none."""
        if not isinstance(self.kind, RichTextField | RichTextBlock) or not self.value:
            return []
        return links_in(self.value) if "<a" in source_of(self.value) else []

    @cached_property
    def choices(self) -> list[Reference]:
        """What is chosen there."""
        match self.kind:
            case ForeignKey() if self.value is not None:
                return [Reference(self.kind.related_model, self.value)]
            case ChooserBlock() if self.value is not None:
                return [Reference(self.kind.model_class, self.value.pk)]
            case ParentalManyToManyField():
                return [Reference(self.kind.related_model, each.pk) for each in self.value]
        return []


def spots(thing: Model) -> Iterator[Spot]:
    """The values of a thing as it stands in memory, then those of its parts."""
    yield from spots_of_fields(thing, Place())
    for name, model in parts_of(type(thing)).items():
        for number, part in enumerate(getattr(thing, name).all()):
            label = f"{capfirst(model._meta.verbose_name)} {number + 1}"
            yield from spots_of_fields(
                part, Place((name, number), label, place_of_part(name, number))
            )


@cache
def parts_of(model: type[Model]) -> dict[str, type[Part]]:
    """The relations of a model to its parts."""
    relations = get_all_child_relations(model)
    found = {each.get_accessor_name(): each.related_model for each in relations}
    return {name: part for name, part in found.items() if issubclass(part, Part)}


BOOKKEEPING = {"content_type", "depth", "numchild", "owner", "path"}
"""Fields of Wagtail that it calls editable."""


@cache
def checked_fields(model: type[Model]) -> list[Field]:
    """The fields that editors fill in."""
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return [
        field
        for field in fields
        if field.editable
        and field.name not in BOOKKEEPING
        and not field.auto_created
        and not isinstance(field, ParentalKey)
        and (not field.many_to_many or isinstance(field, ParentalManyToManyField))
    ]


def spots_of_fields(thing: Model, place: Place) -> Iterator[Spot]:
    """The values of the fields of a thing or of a part, which stands at a place."""
    for field in checked_fields(type(thing)):
        here = place.within(field.name, capfirst(field.verbose_name))
        if not place.steps:
            here = replace(here, anchor=place_of(field))
        value = field.value_from_object(thing)
        if isinstance(field, StreamField):
            yield from spots_of_body(value, here)
        else:
            yield Spot(here, field, value, thing)


def spots_of_body(body: StreamValue, place: Place) -> Iterator[Spot]:
    """The values of the blocks of a body."""
    for number, bound in enumerate(body):
        words = {"block": capfirst(bound.block.label), "number": number + 1}
        label = _("%(block)s (block %(number)s)") % words
        here = Place((*place.steps, number), label, place_of_block(bound.id))
        yield from spots_of_block(bound.block, bound.value, here, None)


def spots_of_block(
    block: Block, value: Any, place: Place, owner: StructValue | None
) -> Iterator[Spot]:
    """The value of a block, and those within."""
    yield Spot(place, block, value, owner)
    if isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            here = place.within(name, capfirst(child.label))
            yield from spots_of_block(child, value.get(name), here, value)
    elif isinstance(block, ListBlock):
        for number, item in enumerate(value.bound_blocks if value else ()):
            here = place.within(number, str(number + 1))
            yield from spots_of_block(item.block, item.value, here, None)
