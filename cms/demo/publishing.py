"""How what the demo makes becomes public: Wagtail's own way, on the day it would have been done."""

from datetime import datetime
from typing import Any

from wagtail.log_actions import log
from wagtail.log_actions import registry as log_registry
from wagtail.models import DraftStateMixin, Page, Revision

from pages.models.base import StoryPage
from pages.told import update_told


def publish_record(record: Any, *, when: datetime, writer: Any, publisher: Any) -> None:
    """Save a new record with its revision and, if it is one that has drafts, publish it."""
    has_drafts = isinstance(record, DraftStateMixin)
    if has_drafts:
        record.live = False
        record.first_published_at = when
    record.clean()
    record.save()
    log(instance=record, action="wagtail.create", user=writer, content_changed=True)
    revision = record.save_revision(user=writer)
    if has_drafts:
        revision.publish(user=publisher, skip_permission_checks=True)
    backdate(record, when)


def publish_page(page: Page, *, when: datetime, writer: Any, publisher: Any) -> None:
    """Publish a page that was saved just now; its quotes become records."""
    revision = page.save_revision(user=writer)
    revision.publish(user=publisher, skip_permission_checks=True)
    backdate(page, when)
    page.refresh_from_db()
    if isinstance(page, StoryPage):
        update_told(page)


def backdate(thing: Any, when: datetime) -> None:
    """Make the thing's history one of that day."""
    moments = {"last_published_at": when} if isinstance(thing, DraftStateMixin) else {}
    if isinstance(thing, Page):
        moments["latest_revision_created_at"] = when
    if moments:
        type(thing)._default_manager.filter(pk=thing.pk).update(**moments)
    Revision.objects.for_instance(thing).update(created_at=when)
    log_registry.get_logs_for_instance(thing).update(timestamp=when)
    thing.refresh_from_db()
