"""How a thing of a file is written: as Wagtail would leave it."""

from typing import Any

from django.utils import timezone
from wagtail.embeds.embeds import get_embed_hash
from wagtail.embeds.models import Embed
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
)
from wagtail.signals import page_published, published

from cms.exchange.reading import Item
from cms.exchange.references import Ref
from cms.exchange.shapes import Former, State, Video
from cms.publishing.journal import one_change
from pages.kinds import MODELS
from snippets.models.former import FormerSlug, kind_of

PRIVATE = CollectionViewRestriction.LOGIN
"""How something is hidden: whoever has an account may see it."""


def write_record(record: Any, item: Item) -> None:
    """Write a record that has drafts."""
    if record.pk is None:
        record.live = False
        record.clean()
        record.save()
    go_out(record, item)


def goes_out_at_once(item: Item) -> bool:
    """Whether something is public as soon as it is written."""
    begins = item.told.go_live_at
    return item.told.state is State.PUBLISHED and not (begins and begins > timezone.now())


def publish_new(page: Any, parent: Page, item: Item) -> None:
    """Write a new page as Wagtail leaves one that was published, in one save in place of three."""
    now = timezone.now()
    page.live = True
    page.first_published_at = item.told.first_published_at or now
    page.last_published_at = item.told.last_published_at or now
    parent.add_child(instance=page)
    log(instance=page, action="wagtail.create", content_changed=True)
    revision = page.save_revision(clean=False)
    values = {"live_revision": revision, "has_unpublished_changes": False}
    Page.objects.filter(pk=page.pk).update(**values)
    vars(page).update(has_unpublished_changes=False, live_revision_id=revision.pk)
    page_published.send(sender=type(page), instance=page, revision=revision)
    published.send(sender=type(page), instance=page, revision=revision)
    log(instance=page, action="wagtail.publish", revision=revision, content_changed=True)


def go_out(thing: Any, item: Item) -> None:
    """Save a version, and let it stand as it is told."""
    was_live = type(thing)._base_manager.filter(pk=thing.pk, live=True).exists()
    revision = (
        thing.save_revision(clean=False) if isinstance(thing, Page) else thing.save_revision()
    )
    state = item.told.state
    if state in (State.PUBLISHED, State.SCHEDULED):
        revision.publish()
    elif was_live:
        type(thing)._base_manager.get(pk=thing.pk).unpublish()
    days = {
        name: day
        for name in ("first_published_at", "last_published_at")
        if (day := getattr(item.told, name)) is not None
    }
    if days:
        type(thing)._base_manager.filter(pk=thing.pk).update(**days)


def restrict(page: Page, *, private: bool) -> None:
    """Hide a page from readers, or show it."""
    restrictions = PageViewRestriction.objects.filter(page=page.pk)
    if private and not restrictions.exists():
        PageViewRestriction.objects.create(page_id=page.pk, restriction_type=PRIVATE)
    elif not private:
        for each in restrictions:
            each.delete()


def write_video(told: Video) -> None:
    """Keep how a provider described a video."""
    values = {**told.model_dump(), "last_updated": timezone.now()}
    stored = Embed.objects.filter(hash=get_embed_hash(told.url)).first()
    if stored is None or any(
        getattr(stored, name) != getattr(told, name) for name in Video.model_fields
    ):
        with one_change():
            Embed.objects.update_or_create(hash=get_embed_hash(told.url), defaults=values)


def folder_called(names: list[str]) -> Collection:
    """The collection of these names, from below the root downwards; made where it is missing."""
    folder = Collection.get_first_root_node()
    for name in names:
        below = folder.get_children().filter(name=name).first()
        folder = below or Collection.objects.get(pk=folder.pk).add_child(name=name)
    return folder


def write_former_slug(told: Former, locale: Locale) -> None:
    """Have a slug lead to the record that it became part of."""
    ref = Ref.read(told.to)
    FormerSlug.objects.update_or_create(
        kind=kind_of(MODELS[ref.kind]),
        slug=told.slug,
        locale=locale,
        defaults={"translation_key": ref.key},
    )
