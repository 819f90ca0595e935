"""Where signals are connected: what publishing brings with it. That an issue of a newsletter is frozen
too is added in `cms.newsletter.wiring`."""

from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models import Model
from django.db.models.signals import (
    post_delete,
    post_migrate,
    post_save,
    pre_delete,
    pre_migrate,
    pre_save,
)
from wagtail.contrib.redirects.signal_handlers import autocreate_redirects_on_slug_change
from wagtail.models import Page, Revision, Site, WorkflowState
from wagtail.signals import (
    copy_for_translation_done,
    page_published,
    page_slug_changed,
    post_page_move,
    published,
    unpublished,
    workflow_approved,
)

from cms.one_site import refuse_second_site
from cms.publishing.audit import begin
from cms.publishing.introductions import introduce_records, tell_what_is_unseen
from cms.publishing.notices import Kind, tell_editor
from cms.publishing.pictures import picture_was_saved
from cms.publishing.receivers import page_was_moved, page_was_renamed, was_deleted, was_saved
from cms.publishing.upkeep import index_anew
from cms.publishing.words import index_what_tells, index_when_gone, note_what_tells
from cms.translating.sources import agree, forget, translatable_models, version_taken
from pages.models.base import StoryPage
from pages.told import update_told
from snippets.checking.checked import refuse_unready_schedule
from snippets.deleted_files import let_go_of
from snippets.models import Organisation, Person, Photo
from snippets.models.former import forget_slugs
from snippets.records import DraftableRecord


def connect() -> None:
    """Connect every receiver, once."""
    page_published.connect(page_went_public, dispatch_uid="publishing.page")
    published.connect(record_went_public, dispatch_uid="publishing.record")
    unpublished.connect(record_was_withdrawn, dispatch_uid="publishing.withdrawn")
    pre_delete.connect(person_goes, sender=Person, dispatch_uid="publishing.person")
    post_delete.connect(person_is_gone, sender=Person, dispatch_uid="publishing.person")
    for record in (Organisation, Person):
        post_delete.connect(record_is_gone, sender=record, dispatch_uid="publishing.former_slugs")
    workflow_approved.connect(text_was_approved, dispatch_uid="publishing.approval")
    pre_save.connect(refuse_unready_schedule, sender=Revision, dispatch_uid="publishing.schedule")
    pre_save.connect(refuse_second_site, sender=Site, dispatch_uid="publishing.site")
    post_save.connect(photo_was_saved, sender=Photo, dispatch_uid="publishing.photo")
    post_save.connect(was_saved, dispatch_uid="journal.saved")
    post_delete.connect(was_deleted, dispatch_uid="journal.deleted")
    post_delete.connect(row_is_gone, dispatch_uid="publishing.files")
    post_page_move.connect(page_was_moved, dispatch_uid="journal.moved")
    page_slug_changed.disconnect(autocreate_redirects_on_slug_change)
    page_slug_changed.connect(page_was_renamed, dispatch_uid="journal.renamed")
    copy_for_translation_done.connect(was_translated, dispatch_uid="translating.made")
    for model in translatable_models():
        post_save.connect(translation_was_saved, sender=model, dispatch_uid="translating.saved")
        post_delete.connect(translation_is_gone, sender=model, dispatch_uid="translating.gone")
    sender = apps.get_app_config("publishing")
    pre_migrate.connect(migrations_begin, sender=sender, dispatch_uid="migrations.begin")
    post_migrate.connect(begin, sender=sender, dispatch_uid="journal.begun")


def migrations_begin(using: str, **kwargs: Any) -> None:
    """Let a migration work as long as it takes."""
    database = connections[using]
    if database.vendor == "postgresql":
        with database.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")


def page_went_public(instance: Page, **kwargs: Any) -> None:
    """Publish the records the page introduces, bring its quotes and its words up to date.

    Wagtail also sends this for a page that was never live and is merely scheduled.
    """
    if not instance.live:
        return
    introduce_records(instance)
    if isinstance(instance, StoryPage):
        update_told(instance)
        index_anew([instance])
    tell_what_is_unseen(instance)


def record_went_public(instance: Model, **kwargs: Any) -> None:
    """Publish the records that a record introduces, the organisations of a person; index its words.

    Wagtail sends it for pages too, which have a signal of their own that copies send as well.
    """
    if instance.live and not isinstance(instance, Page):
        introduce_records(instance)
        index_anew([instance])
        index_what_tells(instance)


def record_was_withdrawn(instance: Model, **kwargs: Any) -> None:
    """Forget the words that others told of a record."""
    index_what_tells(instance)


def person_goes(instance: Person, **kwargs: Any) -> None:
    """Remember which pages told words of a person."""
    note_what_tells(instance)


def person_is_gone(instance: Person, **kwargs: Any) -> None:
    """Forget the words that pages told of a person."""
    index_when_gone(instance)


def record_is_gone(instance: Organisation | Person, **kwargs: Any) -> None:
    """Forget the slugs that led to it."""
    forget_slugs(instance)


def text_was_approved(instance: WorkflowState, **kwargs: Any) -> None:
    """Say that readers see what was approved: Wagtail says that it was updated, or nothing."""
    approved = instance.content_object
    approved.refresh_from_db(fields=["live"])
    if approved.live:
        tell_editor(Kind.APPROVED, approved)


def photo_was_saved(instance: Photo, *, raw: bool = False, **kwargs: Any) -> None:
    """Have the files of a picture made; one from a fixture is due by itself."""
    if not raw:
        picture_was_saved(instance)


def row_is_gone(instance: Model, **kwargs: Any) -> None:
    """Have the files go that it named: pictures and what was made of them, documents, portraits of users."""
    let_go_of(instance)


def was_translated(source_obj: Model, target_obj: Model, **kwargs: Any) -> None:
    """Note what a translation was made from; of a record, which is not saved yet, when it is. It is a draft:
    Wagtail's REST API does not ask the record to copy itself."""
    source = source_obj.specific if isinstance(source_obj, Page) else source_obj
    if getattr(target_obj, "alias_of_id", None):
        return
    if target_obj.pk is None:
        target_obj.translated_from = source
        if isinstance(target_obj, DraftableRecord):
            target_obj.begin_as_draft()
        return
    agree(target_obj, source, version_taken(source))


def translation_was_saved(instance: Model, *, created: bool, **kwargs: Any) -> None:
    """Note what a record that was just translated was made from."""
    source = vars(instance).pop("translated_from", None)
    if created and source is not None:
        agree(instance, source, version_taken(source))


def translation_is_gone(instance: Model, **kwargs: Any) -> None:
    """Note nothing more of it."""
    forget(instance)
