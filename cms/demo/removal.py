"""Takes out exactly what the demo made, except what content that stays depends on."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, ProtectedError
from django.utils import timezone, translation
from taggit.models import Tag, TaggedItem
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision

from cms.accounts.models import User
from cms.publishing.journal import one_change
from pages.models.report_parts import EventReportTag
from snippets.references import references

from .dependents import Key, key_of, keys_used_elsewhere
from .filled import restore
from .models import DemoLoad, DemoObject

WITHOUT_DEPENDENTS = (User, Tag, Revision)
"""Nothing of an editor's is lost with these: what named them goes on without."""


@dataclass
class Removal:
    """What was removed, by model, and what was kept with the reason."""

    removed: Counter[type[Model]] = field(default_factory=Counter)
    kept: list[tuple[Model, str]] = field(default_factory=list)


@one_change()
def remove_demo() -> Removal:
    """Remove what every load made. What is kept may be removed another time."""
    removal = Removal()
    restore_filled_pages(removal)
    made = made_things()
    for key, user in staying(made).items():
        removal.kept.append((made.pop(key), user))
    remove_pages([thing for thing in made.values() if isinstance(thing, Page)], removal)
    for thing in reversed(made.values()):
        if not isinstance(thing, Page):
            remove_thing(thing, removal)
    forget_removed(removal)
    return removal


def restore_filled_pages(removal: Removal) -> None:
    """Empty the pages that were there before the demo wrote on them, unless an editor did since."""
    kind = ContentType.objects.get_for_model(Revision)
    made = DemoObject.objects.filter(content_type=kind).values("object_id")
    for revision in Revision.objects.filter(pk__in=made):
        page = revision.content_object
        if page.latest_revision_id == revision.pk:
            restore(page, revision)
        else:
            removal.kept.append((page, "it was edited since"))
    DemoObject.objects.filter(content_type=kind).delete()


def made_things() -> dict[Key, Model]:
    """What the demo made and is still there, in the order it was made."""
    rows = list(DemoObject.objects.values_list("content_type_id", "object_id"))
    keys = defaultdict(list)
    for kind, key in rows:
        keys[kind].append(key)
    found = {
        kind: ContentType.objects.get_for_id(kind).model_class()._default_manager.in_bulk(wanted)
        for kind, wanted in keys.items()
    }
    things = (found[kind][key] for kind, key in rows if key in found[kind])
    return {key_of(thing): thing for thing in things}


def staying(made: dict[Key, Model]) -> dict[Key, str]:
    """What must be kept, each with the reason; whatever a kept thing names is kept with it."""
    at_stake = {key: each for key, each in made.items() if not isinstance(each, WITHOUT_DEPENDENTS)}
    kept = {key: f"{user} needs it" for key, user in keys_used_elsewhere(at_stake)}
    waiting = list(kept)
    while waiting:
        thing = made[waiting.pop()]
        for key in needs(thing):
            if key in at_stake and key not in kept:
                kept[key] = f"“{thing}” needs it"
                waiting.append(key)
    return kept


def needs(thing: Model) -> Iterator[Key]:
    """What `thing` names, and for a page the pages above it."""
    yield from (key_of(model(pk=key)) for model, key in references(thing))
    if isinstance(thing, Page):
        yield from (key_of(page) for page in thing.get_ancestors())


def remove_pages(pages: Iterable[Page], removal: Removal) -> None:
    """Delete pages as Wagtail does; none of them has a page below it that stays."""
    pages = list(pages)
    Page.objects.filter(pk__in=[page.pk for page in pages]).delete()
    removal.removed.update(type(page) for page in pages)


def remove_thing(thing: Model, removal: Removal) -> None:
    """Delete a record, picture, document, redirect, account or tag, unless it is protected.

    A redirect goes with its page: then nothing of it is left to delete.
    """
    if isinstance(thing, Tag) and is_used(thing):
        removal.kept.append((thing, "it is used elsewhere"))
        return
    try:
        with transaction.atomic():
            for each in type(thing)._default_manager.filter(pk=thing.pk):
                each.delete()
    except ProtectedError as error:
        removal.kept.append((thing, f"{next(iter(error.protected_objects))} needs it"))
        return
    removal.removed[type(thing)] += 1


def is_used(tag: Tag) -> bool:
    return any(model.objects.filter(tag=tag).exists() for model in (TaggedItem, EventReportTag))


def forget_removed(removal: Removal) -> None:
    """Drop the record of what is gone, with its history in the admin's logs; keep that a load took place."""
    kept = {(type(thing), thing.pk) for thing, _ in removal.kept}
    gone = defaultdict(list)
    for row in DemoObject.objects.select_related("content_type"):
        if (row.content_type.model_class(), row.object_id) not in kept:
            gone[row.content_type].append(row.object_id)
    for kind, keys in gone.items():
        DemoObject.objects.filter(content_type=kind, object_id__in=keys).delete()
        ModelLogEntry.objects.filter(content_type=kind, object_id__in=map(str, keys)).delete()
        if issubclass(kind.model_class(), Page):
            PageLogEntry.objects.filter(page_id__in=keys).delete()
    DemoLoad.objects.filter(removed_at=None).update(removed_at=timezone.now())


def sentence(thing: Any, reason: str) -> str:
    """Why something is still there, in the language of commands."""
    with translation.override("en"):
        return f"Kept: {thing._meta.verbose_name} “{thing}”, because {reason}."
