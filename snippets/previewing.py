"""Previews that something else than the plain site shows."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

elsewhere: list[Callable[[Model, HttpRequest, str], HttpResponse | None]] = []
"""What may show a preview of a thing in a mode in place of the plain site; None where it does not."""


class PreviewedElsewhere:
    """Something whose preview is shown by whoever says so, else by the plain site."""

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        """The response of the first that shows it."""
        for show in elsewhere:
            if response := show(self, request, mode_name):
                return response
        return super().serve_preview(request, mode_name)
