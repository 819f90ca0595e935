"""Fetches the relations of many things at once, and everything they point to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Manager, Model, QuerySet
from wagtail.blocks import BoundBlock, StreamValue

from pages.values import describe_embeds
from snippets.bodies import bodies_of, open_together
from snippets.choices import put_choices
from snippets.drafts import is_held_in_memory
from snippets.reader import Reader, foreign_keys, is_governed, needed, required
from snippets.references import Reference, choices
from snippets.statements import OWNER, among, owned_answers

Sources = list[tuple[list[Any], list[str]]]
"""Things of one type, and the attributes of theirs that will be read."""


def fetch_relations(sources: Sources, reader: Reader) -> None:
    """Fetch children and many-to-many relations, one query each."""
    for things, names in sources:
        model = type(things[0])
        if not issubclass(model, Model):
            continue
        for name in with_what_they_read(model, names):
            if relation := relation_of(model, name):
                fetch(things, name, relation, reader)


def with_what_they_read(model: type[Model], names: Iterable[str]) -> list[str]:
    """The attributes, and those that properties among them are made of; each once."""
    read = [also for name in names for also in getattr(getter(model, name), "reads", ())]
    return list(dict.fromkeys([*read, *names]))


def getter(model: type[Model], name: str) -> Any:
    """The function behind a property of the model."""
    return getattr(getattr(model, name, None), "fget", None)


def relation_of(model: type[Model], name: str) -> Any:
    """The relation to many that is called `name`, if it is one: children, or records chosen."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    chosen = field.many_to_many and not field.auto_created
    return field if field.one_to_many or chosen else None


def fetch(things: list[Model], name: str, relation: Any, reader: Reader) -> None:
    """Fetch one relation of all things; governed objects only where they are readable.

    A draft has its own with it: they are not those of the database.
    """
    things = [thing for thing in things if not is_held_in_memory(thing, name)]
    if not things:
        return
    found = defaultdict(list)
    keys = {thing.pk for thing in things}
    for owner, each in owned_answers(related_by_owner, type(things[0]), name, keys=keys):
        found[owner].append(each)
    for thing in things:
        put_related(thing, relation, found[thing.pk])
        reader.hold(thing, name, found[thing.pk])
    if is_governed(relation.related_model):
        related = (each for led_to in found.values() for each in led_to)
        reader.remember_related(relation.related_model, related)


def related_by_owner(model: type[Model], name: str, keys: Any) -> QuerySet:
    """What a relation of things of `model` leads to, with the key of the thing: in the usual order
    of what it leads to.

    That there is a way back keeps databases from reading all the ways there are: they ask by the keys.
    """
    relation = relation_of(model, name)
    way = way_back(relation)
    manager = relation.related_model._default_manager
    related = manager.readable() if is_governed(relation.related_model) else manager.all()
    led_to = related.filter(**{f"{way}__isnull": False}).annotate(**{OWNER: F(way)})
    return led_to.filter(among(OWNER, keys))


def way_back(relation: Any) -> str:
    """The path from what a relation leads to, to the key of who has it."""
    return relation.field.attname if relation.one_to_many else relation.related_query_name()


def put_related(thing: Model, relation: Any, related: list[Model]) -> None:
    """Give a thing what its relation leads to, as Django keeps what it fetched ahead."""
    if relation.one_to_many:
        name, back = relation.get_accessor_name(), relation.field.name
        for child in related:
            relation.field.set_cached_value(child, thing)
    else:
        name, back = relation.name, way_back(relation)
    held = relation.related_model._default_manager.get_queryset()
    held._deferred_filter = False, (), {back: thing}
    held._result_cache, held._prefetch_done = related, True
    if not hasattr(thing, "_prefetched_objects_cache"):
        thing._prefetched_objects_cache = {}
    thing._prefetched_objects_cache[name] = held


def find_what_is_pointed_to(sources: Sources, reader: Reader, counted: Sources = ()) -> None:
    """Find, in one query a model, all that the attributes of things point to.

    Of blocks in attributes that are only `counted`, as for the minutes of reading, only what decides whether they are seen.
    """
    open_bodies([*sources, *counted])
    given = [value for things, names in sources for value in values_of(things, names, reader)]
    others = [value for things, names in counted for value in values_of(things, names, reader)]
    values = [*given, *others]
    keys = defaultdict(set)
    for found, needed_only in ((given, False), (others, True)):
        for value in found:
            for reference in pointed_to(value, needed_only=needed_only):
                keys[reference.model].add(reference.pk)
    for model, wanted in keys.items():
        reader.know(model, wanted - {None})
    blocks = [value for value in values if isinstance(value, BoundBlock)]
    for block in blocks:
        put_choices(block, reader)
    describe_embeds(blocks)
    for child in values:
        if isinstance(child, Model) and not is_governed(type(child)):
            put_parents(child, reader)


def open_bodies(sources: Sources) -> None:
    """Make blocks of all bodies among the attributes of things, together."""
    for things, names in sources:
        model = type(things[0])
        if issubclass(model, Model) and (own := bodies_of(model)):
            for name in own.intersection(with_what_they_read(model, names)):
                open_together([getattr(thing, name) for thing in things])


def values_of(things: list[Any], names: list[str], reader: Reader) -> Iterator[Any]:
    """What the attributes of things hold, item by item; blocks hold nothing left to find."""
    models = [thing for thing in things if isinstance(thing, Model)]
    read = with_what_they_read(type(models[0]), names) if models else []
    for name in read:
        for thing in models:
            yield from items_of(thing, name, reader)


def items_of(thing: Model, name: str, reader: Reader) -> Iterable[Any]:
    """What one attribute holds."""
    if field := foreign_keys(type(thing)).get(name):
        key = getattr(thing, field.attname)
        return [] if key is None else [Reference(field.related_model, key)]
    value = reader.attribute(thing, name)
    if isinstance(value, Manager):
        return value.all()
    return value if isinstance(value, StreamValue | list) else [value]


def pointed_to(value: Any, *, needed_only: bool) -> Iterable[Reference]:
    """What a value is or needs, by model and key; of a block only what it needs, or all it has chosen."""
    if isinstance(value, Reference):
        return [value]
    if isinstance(value, BoundBlock):
        return choices(value.block, value.value, needed=needed_only)
    if isinstance(value, Model) and is_governed(type(value)):
        return [Reference(type(value), value.pk)]
    return [Reference(model, key) for model, key in needed(value)]


def put_parents(child: Model, reader: Reader) -> None:
    """Give a child the objects it cannot do without, where they are readable."""
    for field in required(type(child)):
        if found := reader.one(field.related_model, getattr(child, field.attname)):
            setattr(child, field.name, found)
