"""The one object that an answer gives as last saved, whatever of it is public: its draft.

Set around the making of one answer only. The queries that say what is readable count the object
in, and the gate gives the draft wherever the stored object was found.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Model, Q

Key = tuple[type[Model], Any]


@dataclass(frozen=True)
class Draft:
    """An object in its latest saved state, and the records that are told by it."""

    thing: Model
    parts: Collection[Model] = ()
    """What belongs to it and is a record of its own, as the draft tells it, in its order."""

    gone: Collection[Key] = field(default_factory=set)
    """Model and key of the stored records that it tells no more."""

    @cached_property
    def given(self) -> dict[Key, Model]:
        """What is given in the place of a stored object, by model and key."""
        return {(type(each), each.pk): each for each in self.parts}


shown: ContextVar[Draft | None] = ContextVar("draft", default=None)


@contextmanager
def showing(draft: Draft | None) -> Iterator[None]:
    """Inside, the object of the draft is given as the draft; nowhere else, whatever happens."""
    token = shown.set(draft)
    try:
        yield
    finally:
        shown.reset(token)


def draft_among(model: type[Model]) -> Model | None:
    """The object that is given as its draft, if it is one of `model`."""
    draft = shown.get()
    return draft.thing if draft and isinstance(draft.thing, model) else None


def or_draft(condition: Q, model: type[Model], **wanted: Collection[Any]) -> Q:
    """The condition, or being the object given as its draft, if the draft's values are wanted ones."""
    draft = draft_among(model)
    if draft is None or any(getattr(draft, name) not in among for name, among in wanted.items()):
        return condition
    return condition | Q(pk=draft.pk)


def gone_from_draft(model: type[Model]) -> list[Any]:
    """The keys of the stored objects of `model` that the draft tells no more."""
    draft = shown.get()
    return [key for kind, key in draft.gone if kind is model] if draft else []


def as_drafted(thing: Any) -> Any:
    """The draft, if `thing` is the object it is of, or a record it tells; else `thing` itself."""
    draft = shown.get()
    if draft is None or not isinstance(thing, Model):
        return thing
    if isinstance(draft.thing, type(thing)) and draft.thing.pk == thing.pk:
        return draft.thing
    return draft.given.get((type(thing), thing.pk), thing)


def is_held_in_memory(thing: Model, name: str) -> bool:
    """Whether `thing` has the items of a relation with it, as a draft has, and not in the database."""
    return name in getattr(thing, "_cluster_related_objects", ())
