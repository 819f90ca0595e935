"""The search index and the references between things are brought up to date once at the end of a
change. Wagtail does it at every save, and one publication saves a page three times, and each of its
parts besides.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Model
from modelcluster.fields import ParentalKey
from modelsearch.backends import get_search_backends
from wagtail.models import Page, ReferenceIndex

from cms.publishing.behind import Behind, Keys, add, behind
from pages.querysets import of_own_types

logger = logging.getLogger(__name__)


@contextmanager
def once_each() -> Iterator[None]:
    """In a transaction: bring what is saved inside up to date at the end, each thing once."""
    token = behind.set(Behind())
    try:
        yield
        if not transaction.get_rollback():
            catch_up()
    finally:
        behind.reset(token)


def index_anew(things: Iterable[Model]) -> None:
    """Bring the index up to date with pages and records as they are stored: at the end of the change
    under way, or now."""
    if (waiting := behind.get()) is None:
        index_now(things)
    else:
        for thing in things:
            add(waiting.in_index, type(thing), thing.pk)


def catch_up() -> None:
    """Bring what waits up to date with what is stored now, where something needs it before the end."""
    waiting = behind.get()
    behind.set(Behind())
    referring, indexed, found = wholes(waiting.in_references), waiting.in_index, []
    for model in sorted(referring.keys() | indexed.keys(), key=lambda model: model._meta.label):
        for thing in stored(model, referring[model] | indexed[model]):
            if thing.pk in referring[model] and ReferenceIndex.is_indexed(type(thing)):
                attempt(ReferenceIndex.create_or_update_for_object, thing)
            if thing.pk in indexed[model]:
                found.append(thing)
    index_now(found)


def index_now(things: Iterable[Model]) -> None:
    """Index pages of their own types and records anew."""
    by_model = defaultdict(list)
    for thing in things:
        by_model[type(thing)].append(thing)
    for backend in get_search_backends(with_auto_update=True):
        for model, these in by_model.items():
            if not attempt(backend.add_bulk, model, these):
                for thing in these:
                    attempt(backend.add, thing)


def wholes(keys: Keys) -> Keys:
    """Keys of the things that these are, or are parts of."""
    found: Keys = defaultdict(set)
    for model, these in keys.items():
        while of_whole := whole_of(model):
            parts = model._base_manager.filter(pk__in=these)
            these = parts.exclude(**{of_whole.name: None}).values_list(of_whole.attname, flat=True)
            model = of_whole.related_model
        for key in these:
            add(found, model, key)
    return found


def whole_of(model: type[Model]) -> ParentalKey | None:
    """The field that tells of what things of a model are parts."""
    fields = (field for field in model._meta.get_fields() if isinstance(field, ParentalKey))
    return next(fields, None)


def stored(model: type[Model], keys: set[Any]) -> Iterable[Model]:
    """The things of a model that are still there, pages as of their own types."""
    things = model._base_manager.filter(pk__in=keys).order_by("pk")
    return of_own_types(things).values() if model is Page else things


def attempt(bring_up_to_date: Callable[..., None], *things: Any) -> bool:
    """Whether it was possible. A thing that cannot be indexed is logged and does not keep anybody from
    saving. After a fault of the database nothing can be saved any more."""
    try:
        bring_up_to_date(*things)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("Not brought up to date: %r", things)
        return False
    return True
