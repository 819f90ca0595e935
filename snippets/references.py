"""What a page or record points to, wherever: relations, children, rich text, blocks."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import ForeignKey, Model
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import get_all_child_relations


class Reference(NamedTuple):
    """An object that is named, but not looked up."""

    model: type[Model]
    pk: Any


def references(thing: Model, *, to: type[Model] | None = None) -> Iterator[Reference]:
    """Every object that `thing` names as it stands in memory, saved or not; children come first.

    With `to`, those of one model: relations that cannot lead to it are not looked at.
    """
    for relation in get_all_child_relations(type(thing)):
        if can_name(relation.related_model, to):
            for child in getattr(thing, relation.get_accessor_name()).all():
                yield from references(child, to=to)
    for field in thing._meta.get_fields():
        if may_lead(field, to):
            yield from (each for each in references_in(thing, field) if to in (None, each.model))


def can_name(model: type[Model], to: type[Model] | None) -> bool:
    """Whether a field of `model` can lead to the other model."""
    return any(may_lead(field, to) for field in model._meta.get_fields())


def may_lead(field: Any, to: type[Model] | None) -> bool:
    """Whether a field names objects of the model `to`, or of any model when it is None."""
    if isinstance(field, ParentalKey):
        return False
    if isinstance(field, ForeignKey | ParentalManyToManyField):
        return to in (None, field.related_model)
    return hasattr(field, "extract_references")


def references_in(thing: Model, field: Any) -> Iterator[Reference]:
    """The objects that one field of `thing` names."""
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
    found = field.extract_references(value)
    yield from (Reference(model, int(key)) for model, key, *_ in found if str(key).isdecimal())
