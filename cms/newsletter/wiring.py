"""Tells the pages of issues how they are written: pages know nothing of what stands above them.

What writes them asks the API, whose schema is built when it is first imported: not before all apps are ready.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from wagtail.signals import page_published

from pages.models import NewsletterIssue, newsletters


def late(module: str, name: str) -> Callable[..., Any]:
    """A function of one of our modules, which is imported when it is first called."""

    def call(*arguments: Any, **names: Any) -> Any:
        return getattr(import_module(f"cms.newsletter.{module}"), name)(*arguments, **names)

    return call


went_public = late("freezing", "issue_went_public")


def connect() -> None:
    """Once, when all apps are there."""
    newsletters.writers[newsletters.HTML] = late("issue_pages", "preview_page")
    newsletters.writers[newsletters.TEXT] = late("issue_pages", "preview_text_page")
    newsletters.writers[newsletters.SENT] = late("issue_pages", "sent_page")
    newsletters.sendable[:] = [late("freezing", "check")]
    page_published.connect(went_public, sender=NewsletterIssue, dispatch_uid="newsletter.issue")
