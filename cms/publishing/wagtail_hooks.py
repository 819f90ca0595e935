"""What Wagtail's hooks are for: bulk actions write rows without a signal, and forms check first."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from cms.publishing.journal import MAKING, lock, note


@hooks.register("after_bulk_action")
def note_bulk(request: HttpRequest, action: str, objects: Iterable[Model], view: Any) -> None:
    """Note everything that a bulk action was about."""
    note(*objects)


@hooks.register("before_create_page")
def make_pages_in_turn(request: HttpRequest, parent: Page, model: type[Page]) -> None:
    """Let nobody take the slug of what is being made between the check of a form and its saving:
    its author reads that the slug is taken, with all that was typed, and not that a server failed."""
    if request.method == "POST":
        lock(MAKING)
        parent.refresh_from_db(fields=["path", "url_path", "depth", "numchild"])


@hooks.register("before_create_snippet")
def make_records_in_turn(request: HttpRequest, model: type[Model]) -> None:
    """The same for records."""
    if request.method == "POST":
        lock(MAKING)
