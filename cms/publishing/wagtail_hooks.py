"""What the journal learns from Wagtail's hooks: bulk actions write rows without a signal."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from wagtail import hooks

from cms.publishing.journal import note


@hooks.register("after_bulk_action")
def note_bulk(request: HttpRequest, action: str, objects: Iterable[Model], view: Any) -> None:
    """Note everything that a bulk action was about."""
    note(*objects)
