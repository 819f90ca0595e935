"""Who finds what may be seen: readable objects, each looked up once for an answer."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import ForeignKey, Model, QuerySet
from modelcluster.fields import ParentalKey
from wagtail.blocks import BoundBlock, ChooserBlock, StructValue
from wagtail.models import Page, TranslatableMixin

from .block_fields import fields_of
from .drafts import as_drafted
from .references import Reference
from .statements import among, answers

Lookup = Callable[[Iterable[Any]], Mapping[Any, Model]]
lookups: dict[type[Model], Lookup] = {}
"""How to find the readable ones of a model whose manager is not ours, by primary key."""


reading_with: ContextVar["Reader | None"] = ContextVar("reader", default=None)
"""The reader of the answer that is being made, for code that is called without it."""


class Reader:
    """Finds readable objects for one answer and remembers them: each key is asked for once.

    With `previewing`, records that were never published are found too, as last saved: they go
    public together with the page that names them. With a `language`, a record that has a readable
    translation in it is found as that translation.
    """

    def __init__(self, *, previewing: bool = False, language: str | None = None) -> None:
        self.previewing = previewing
        self.language = language
        self.found: dict[type[Model], dict[Any, Model | None]] = defaultdict(dict)
        self.prepared: dict[tuple[type[Model], Any, str], Any] = {}
        self.prepared_names: set[str] = set()
        self.known: dict[tuple[int, str], tuple[Any, Any]] = {}
        """What was read of a thing, by its identity, with the thing itself: it must not end before."""
        self.told: dict[tuple[int, str], tuple[Any, Any]] = {}
        """What properties of a thing said, and what its relations lead to, in the same way."""

    def find(self, model: type[Model], keys: Iterable[Any]) -> dict[Any, Model]:
        """The readable objects of `model` among `keys`, by key."""
        wanted = {key for key in keys if key is not None}
        known = self.know(model, wanted)
        return {key: known[key] for key in wanted if known[key] is not None}

    def know(self, model: type[Model], keys: AbstractSet[Any]) -> Mapping[Any, Model | None]:
        """All that was looked up of `model`, `keys` included: None for what is not readable."""
        known = self.found[model]
        if missing := keys - known.keys():
            looked_up = self.look_up(model, missing)
            known.update({key: as_drafted(looked_up.get(key)) for key in missing})
            self.remember(looked_up.values())
        return known

    def looked_up(self, model: type[Model], keys: AbstractSet[Any]) -> dict[Any, Model | None]:
        """What is known of `model` among `keys`, without asking for more: None for what is not readable."""
        found = self.found[model]
        return {key: found[key] for key in keys & found.keys()}

    @contextmanager
    def at_hand(self) -> Iterator[None]:
        """Inside, links in texts are looked up by this reader, which may know them already."""
        token = reading_with.set(self)
        try:
            yield
        finally:
            reading_with.reset(token)

    def one(self, model: type[Model], key: Any) -> Model | None:
        """The readable object of `model` with this key, if there is one."""
        known = self.found[model]
        return known[key] if key in known else self.find(model, [key]).get(key)

    def remember(self, objects: Iterable[Model]) -> None:
        """Note `objects`, which were found readable, under their own model and a looser one.

        What was found first stays: its relations may be loaded already.
        """
        for each in map(as_drafted, objects):
            for model in (type(each), *(model for model in lookups if isinstance(each, model))):
                known = self.found[model]
                known[each.pk] = known.get(each.pk) or each

    def remember_related(self, model: type[Model], objects: Iterable[Model]) -> None:
        """Note `objects` of one model that others lead to, which were found readable in any language."""
        found = {each.pk: as_drafted(each) for each in objects}
        known = self.found[model]
        told = self.translated(model, found)
        known.update({key: known.get(key) or told.get(key) for key in found})

    def prepare(self, thing: Model, name: str, value: Any) -> None:
        """Note the value of an attribute, so that reading it costs nothing."""
        self.prepared[type(thing), thing.pk, name] = value
        self.prepared_names.add(name)

    def attribute(self, thing: Any, name: str) -> Any:
        """The value of an attribute, as it is; a property is asked for it once."""
        if (known := self.told.get((id(thing), name))) is not None:
            return known[1]
        behind = getattr(type(thing), name, None)
        value = behind.fget(thing, self) if isinstance(behind, seen) else getattr(thing, name)
        if isinstance(behind, property):
            self.hold(thing, name, value)
        return value

    def hold(self, thing: Any, name: str, value: Any) -> None:
        """Note what an attribute of this very object is, before the gate."""
        self.told[id(thing), name] = thing, value

    def let_go(self) -> None:
        """Empty all that was found, the draft of a preview too: neither this reader nor what it gave may be used after.

        A page and its children name each other, as a page and its blocks do, and a picture and its file: what is left of
        an answer would stay until a full collection of garbage, which is rare.
        """
        for found in self.found.values():
            for thing in found.values():
                if thing is not None:
                    vars(thing).clear()
        for remembered in (self.found, self.told, self.known, self.prepared):
            remembered.clear()

    def has_prepared(self, thing: Model, name: str) -> bool:
        """Whether the value of an attribute was noted."""
        return (type(thing), thing.pk, name) in self.prepared

    def look_up(self, model: type[Model], keys: set) -> Mapping[Any, Model]:
        """One query for the readable objects of `model` among `keys`."""
        manager = model._default_manager
        if not (self.previewing and hasattr(manager, "previewable")):
            return self.translated(model, readable_among(model, keys))
        found = {
            key: each if each.live else each.get_latest_revision_as_object()
            for key, each in manager.previewable().in_bulk(keys).items()
        }
        return self.translated(model, found)

    def translated(self, model: type[Model], found: Mapping[Any, Model]) -> Mapping[Any, Model]:
        """What was found, in the reader's language where a readable translation exists.

        Records without one stay as they are, stories do not: they never stand for another one. What
        may be any page is a link, and leads where it leads.
        """
        is_usual = self.language in (None, settings.LANGUAGE_CODE)
        if is_usual or model in lookups or not found or not issubclass(model, TranslatableMixin):
            return found
        keys = {each.translation_key for each in found.values()}
        translations = model._default_manager.readable().filter(
            locale__language_code=self.language, translation_key__in=keys
        )
        by_key = {each.translation_key: each for each in translations}
        told = {
            key: by_key.get(each.translation_key, None if issubclass(model, Page) else each)
            for key, each in found.items()
        }
        return {key: each for key, each in told.items() if each is not None}

    def keep(self, things: Iterable[Any]) -> list[Any]:
        """The `things` that may be shown, in their order; choosers' items become the chosen object."""
        items = [unwrapped(thing) for thing in things]
        self.find_ahead(items)
        return [kept for item in items if (kept := self.keep_one(item)) is not None]

    def keep_one(self, thing: Any) -> Any:
        """`thing` if it may be shown, else None; a reference becomes the object it names."""
        if isinstance(thing, Reference):
            return self.one(thing.model, thing.pk)
        if isinstance(thing, Model) and is_governed(type(thing)):
            return self.one(type(thing), thing.pk)
        return thing if self.is_whole(thing) else None

    def is_whole(self, thing: Any) -> bool:
        """Whether everything that `thing` cannot do without is readable."""
        if not all(self.one(model, key) for model, key in needed(thing)):
            return False
        if not all(self.keep(bound.value.bound_blocks) for bound in required_lists(thing)):
            return False
        rule = getattr(getattr(thing, "block", None), "is_whole", None)
        return rule is None or rule(thing, self)

    def find_ahead(self, things: Iterable[Any]) -> None:
        """Look up what `things` are and need, in one query a model."""
        keys = defaultdict(set)
        for thing in things:
            if isinstance(thing, Reference):
                keys[thing.model].add(thing.pk)
            if isinstance(thing, Model) and is_governed(type(thing)):
                keys[type(thing)].add(thing.pk)
            for model, key in needed(thing):
                keys[model].add(key)
        for model, wanted in keys.items():
            self.know(model, wanted - {None})


class seen(property):  # noqa: N801 it is written as `property` is
    """A property that is made of what a reader sees; without one, of what the public does."""

    def __get__(self, thing: Any, model: type | None = None) -> Any:
        return self if thing is None else self.fget(thing, Reader())


def readable_among(model: type[Model], keys: Iterable[Any]) -> Mapping[Any, Model]:
    """The readable objects of `model` among `keys`, by key, each as it is."""
    if model in lookups:
        return lookups[model](keys)
    return {each.pk: each for each in answers(readable_by_key, model, keys=keys)}


def readable_by_key(model: type[Model], keys: Any) -> QuerySet:
    """The readable objects of `model` among `keys`."""
    return model._default_manager.readable().filter(among("pk", keys)).order_by()


@cache
def is_governed(model: type[Model]) -> bool:
    """Whether objects of `model` are public or not by themselves."""
    return model in lookups or hasattr(model._default_manager, "readable")


def unwrapped(thing: Any) -> Any:
    """The object chosen in a list of choosers; anything else as it is."""
    is_choice = isinstance(thing, BoundBlock) and isinstance(thing.block, ChooserBlock)
    return thing.value if is_choice else thing


def needed(thing: Any) -> list[tuple[type[Model], Any]]:
    """Model and key of each object without which `thing` says nothing."""
    if isinstance(thing, BoundBlock):
        value, block = thing.value, thing.block
        if not isinstance(value, StructValue):
            return []
        return [
            (block.child_blocks[name].model_class, getattr(value.get(name), "pk", None))
            for name in fields_of(block).required
        ]
    if isinstance(thing, Model) and not is_governed(type(thing)):
        return [
            (field.related_model, getattr(thing, field.attname)) for field in required(type(thing))
        ]
    return []


def required_lists(thing: Any) -> list[BoundBlock]:
    """The lists in a block that may not be empty."""
    if not (isinstance(thing, BoundBlock) and isinstance(thing.value, StructValue)):
        return []
    names = fields_of(thing.block).filled
    return [thing.value.bound_blocks[name] for name in names]


def chosen(bound: BoundBlock) -> tuple[type[Model], Any]:
    """Model and key of the object chosen in a block; the key is None while nothing is."""
    return bound.block.model_class, getattr(bound.value, "pk", None)


@cache
def foreign_keys(model: type[Model]) -> dict[str, ForeignKey]:
    """The fields of `model` that point to governed objects, by name."""
    pointing = [field for field in model._meta.fields if isinstance(field, ForeignKey)]
    return {field.name: field for field in pointing if is_governed(field.related_model)}


@cache
def required(model: type[Model]) -> list[ForeignKey]:
    """The foreign keys of a child without whose objects it would say nothing."""
    return [field for field in foreign_keys(model).values() if is_needed(field)]


def is_needed(field: ForeignKey) -> bool:
    """Whether a child without the object that the field points to would say nothing."""
    return not field.null and not isinstance(field, ParentalKey)
