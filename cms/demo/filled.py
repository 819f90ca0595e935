"""Pages that were there before the demo: it writes on them when nobody has, and empties them again."""

from typing import Any

from wagtail.log_actions import registry as log_registry
from wagtail.models import Page, ReferenceIndex, Revision

FIELDS = ("standfirst", "body")


def is_blank(page: Page) -> bool:
    """Whether nobody has written on the page yet."""
    return page.latest_revision_id is None and not any(texts(page).values())


def texts(page: Page) -> dict[str, Any]:
    return {name: getattr(page, name) for name in FIELDS if hasattr(page, name)}


def restore(page: Page, revision: Revision) -> None:
    """Make the page what it was before the demo wrote on it with this revision."""
    for name in texts(page):
        setattr(page, name, "" if name == "standfirst" else [])
    page.latest_revision = page.live_revision = page.latest_revision_created_at = None
    page.last_published_at = page.first_published_at
    page.save()
    ReferenceIndex.create_or_update_for_object(page)
    log_registry.get_logs_for_instance(page).filter(revision=revision).delete()
    revision.delete()
