"""What the journal notes of saves, deletions and moves, whoever made them."""

from functools import cache
from typing import Any

from django.db.models import Model
from modelcluster.fields import ParentalKey
from taggit.models import Tag
from wagtail.contrib.redirects.signal_handlers import autocreate_redirects_on_slug_change
from wagtail.embeds.models import Embed
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)

from cms.publishing.journal import noting, one_change
from cms.publishing.touched import Touched, kind_of
from pages.models import EventReport
from pages.models.base import StoryPage
from pages.querysets import page_types

BOOKKEEPING = {
    "alias_of_id",
    "draft_title",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "live_revision",
    "locked",
    "locked_at",
    "locked_by",
    "numchild",
}
"""Columns that no reader sees: those alone are written when a draft of something live is saved."""


def was_saved(
    sender: type[Model],
    instance: Model,
    *,
    raw: bool = False,
    update_fields: Any = None,
    **kwargs: Any,
) -> None:
    """After anything was saved. What is loaded as raw rows is not told here: it is repaired after."""
    if raw or (update_fields and BOOKKEEPING.issuperset(update_fields)):
        return
    note_touch(instance)


def was_deleted(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """After anything was deleted."""
    note_touch(instance)


def page_was_moved(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """After a page was moved, with all that is below it."""
    with noting() as notes:
        notes.subtrees.add(instance.pk)


def page_was_renamed(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """After the commit of another slug: Wagtail's redirects from the old addresses, with their lines
    of the journal. It makes them in bulk, which no signal tells."""
    with one_change():
        autocreate_redirects_on_slug_change(instance=instance, **kwargs)
        with noting() as notes:
            notes.subtrees.add(instance.pk)


def note_touch(instance: Model) -> None:
    """Note what the saved or deleted object makes readers see otherwise, if anything."""
    if is_watched(type(instance)):
        with noting() as notes:
            touch(notes, instance)


@cache
def is_watched(model: type[Model]) -> bool:
    """Whether objects of the model can make an answer another one."""
    is_content = issubclass(model, Page) or kind_of(model) is not None
    return is_content or model in TOUCHES or bool(owner_fields(model))


def touch(notes: Touched, instance: Model) -> None:
    """Note one object."""
    model = type(instance)
    if model in TOUCHES:
        TOUCHES[model](notes, instance)
        return
    notes.add(instance)
    for field in owner_fields(model):
        notes.add_key(field.related_model, getattr(instance, field.attname))


def owner_fields(model: type[Model]) -> list[ParentalKey]:
    """The fields by which a part belongs to what it is a part of."""
    return [
        field
        for field in model._meta.fields
        if isinstance(field, ParentalKey) and kind_of(field.related_model) is not None
    ]


def touch_tag(notes: Touched, tag: Tag) -> None:
    """A tag that is renamed changes the reports that are filed under it."""
    for key in EventReport.objects.filter(tagged_items__tag=tag).values_list("pk", flat=True):
        notes.add_key(EventReport, key)


def touch_video(notes: Touched, video: Embed) -> None:
    """A video that its provider describes otherwise, or that is forgotten, changes its pages."""
    for model in page_types():
        if issubclass(model, StoryPage):
            for key in model.objects.showing_video(video.url).values_list("pk", flat=True):
                notes.add_key(model, key)


TOUCHES = {
    Collection: lambda notes, each: notes.collections.add(each.pk),
    CollectionViewRestriction: lambda notes, each: notes.collections.add(each.collection_id),
    Embed: touch_video,
    Locale: lambda notes, each: notes.add_site(),
    PageViewRestriction: lambda notes, each: notes.subtrees.add(each.page_id),
    Site: lambda notes, each: notes.add_site(),
    Tag: touch_tag,
}
"""What is no content itself, but decides what content readers see."""
