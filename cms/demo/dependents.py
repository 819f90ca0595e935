"""Which things of the demo are named by content that is not the demo's."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import ManyToManyField, Model
from wagtail.models import Page, ReferenceIndex

Key = tuple[int, str]
"""Content type of the model that holds the primary key, and the key: a page is one as any type."""


def key_of(thing: Model) -> Key:
    base = (thing._meta.get_parent_list() or [type(thing)])[-1]
    return ContentType.objects.get_for_model(base, for_concrete_model=False).pk, str(thing.pk)


def keys_used_elsewhere(made: Mapping[Key, Model]) -> Iterator[tuple[Key, str]]:
    """Each made thing that something else names, with what names it."""
    yield from named_by_others(made)
    yield from chosen_by_others(made)
    yield from above_others(made)


def named_by_others(made: Mapping[Key, Model]) -> Iterator[tuple[Key, str]]:
    """Through foreign keys, children, rich text and blocks: Wagtail's index knows."""
    kinds = {kind for kind, _ in made}
    rows = ReferenceIndex.objects.filter(to_content_type__in=kinds).values_list(
        "to_content_type_id", "to_object_id", "base_content_type_id", "object_id"
    )
    for *target, kind, key in rows.iterator():
        if tuple(target) in made and (kind, key) not in made:
            yield tuple(target), named(kind, key)


def chosen_by_others(made: Mapping[Key, Model]) -> Iterator[tuple[Key, str]]:
    """Through many-to-many fields, which that index leaves out."""
    for field in many_to_many_fields():
        target = ContentType.objects.get_for_model(field.related_model).pk
        source = ContentType.objects.get_for_model(base_of(field.model)).pk
        pairs = field.remote_field.through._default_manager.values_list(
            field.m2m_column_name(), field.m2m_reverse_name()
        )
        for source_key, target_key in pairs.iterator():
            key = target, str(target_key)
            if key in made and (source, str(source_key)) not in made:
                yield key, named(source, source_key)


def above_others(made: Mapping[Key, Model]) -> Iterator[tuple[Key, str]]:
    """Pages with a page below them."""
    parents = [page for page in made.values() if isinstance(page, Page) and page.numchild]
    for parent in parents:
        for page in parent.get_descendants():
            if key_of(page) not in made:
                yield key_of(parent), f"“{page}”"


def many_to_many_fields() -> Iterator[ManyToManyField]:
    """Those of our pages and records."""
    for label in ("pages", "snippets"):
        for model in apps.get_app_config(label).get_models():
            yield from model._meta.local_many_to_many


def base_of(model: type[Model]) -> type[Model]:
    return (model._meta.get_parent_list() or [model])[-1]


def named(kind: int, key: Any) -> str:
    """A thing as an editor knows it."""
    thing = ContentType.objects.get_for_id(kind).model_class()._default_manager.get(pk=key)
    return f"“{thing}”"
