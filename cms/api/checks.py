"""A system check: every promise of the contract has an attribute or a resolver that keeps it."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db.models import Model
from grapple.registry import registry
from wagtail.blocks import StructBlock

from cms.api.resolvers import RESOLVERS
from cms.api.types import LEVELS, name_of
from snippets.promises import lines


@register(Tags.models)
def promises_are_kept(**options: Any) -> list[CheckMessage]:
    """An error for each promise that nothing keeps."""
    return [
        Error(
            f"{thing.__name__} promises {promise.name}, but has no attribute {promise.field_source}.",
            hint="Add the attribute, name another source, or write a resolver in cms.api.resolvers.",
            obj=thing,
            id="api.E001",
        )
        for thing, promise in declared()
        if not is_kept(thing, promise)
    ]


def declared() -> Iterator[tuple[type, Any]]:
    """Every model and block with each of its promises."""
    for kind in (*(kind for kind, _ in LEVELS), registry.django_models):
        for thing in [each for each in kind if isinstance(each, type)]:
            yield from ((thing, promise) for promise in lines(thing))


def is_kept(thing: type, promise: Any) -> bool:
    """Whether a resolver or an attribute answers the promise."""
    if f"{name_of(thing)}.{promise.name}" in RESOLVERS:
        return True
    if not issubclass(thing, Model | StructBlock):
        return promise.field_source == "value"
    return promise.field_source in attributes(thing)


def attributes(thing: type) -> set[str]:
    """What can be read of an instance of a model, or of the value of a block."""
    if issubclass(thing, Model):
        return {field.name for field in thing._meta.get_fields()} | set(dir(thing))
    block = thing()
    return set(block.child_blocks) | set(dir(block.meta.value_class))
