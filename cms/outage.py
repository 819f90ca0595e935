"""What is answered where a request failed. When it was for want of the database, a 503 says when to come
again, in the form of the address that was asked; nothing of it needs a database."""

import sys
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import server_error

from cms.api.errors import is_of_database
from cms.api.outage import told, unavailable
from cms.connections import outage
from cms.logs.formats import chain
from cms.media import PUBLIC_FOLDERS
from cms.rest import is_below
from cms.storing.absence import is_of_storage
from cms.storing.answer import without_files

PICTURES = tuple(f"{settings.MEDIA_URL}{folder}/" for folder in PUBLIC_FOLDERS)
"""Where those stand that are given without a database."""
PROBLEM = "application/problem+json"
DETAIL = (
    '{"type": "about:blank", "title": "Service Unavailable", "status": 503, '
    '"detail": "The service cannot answer now. Try again in a moment."}'
)
"""In the form of Wagtail's REST API."""


class OutageMiddleware:
    """Answers at once while the database is known to be gone. Static files come before it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PICTURES) and outage.lasts():
            return unavailable(request, None) or told(elsewhere(request), request, None)
        return self.get_response(request)


def failed(request: HttpRequest) -> HttpResponse:
    """The answer to a request that an exception ended."""
    error = sys.exc_info()[1]
    cause = next((each for each in chain(error) if is_of_database(each)), None) if error else None
    if cause is None and is_of_storage(error):
        return without_files(request)
    if cause is None:
        return server_error(request)
    return unavailable(request, cause) or told(elsewhere(request), request, cause)


def elsewhere(request: HttpRequest) -> HttpResponse:
    """The answer at an address that is neither of the API nor of the feeds."""
    if is_below(request.path):
        return HttpResponse(DETAIL, content_type=PROBLEM, status=503)
    return render(request, "503.html", status=503)
