"""How much a request may bring, told before any of it is read: uploads go to the disk as they arrive."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from cms.api.kept import graphql_path
from cms.rest import is_below

MEGABYTE = 1024 * 1024
MOST_OF_STRANGERS = 256 * 1024
"""Bytes; so this process writes nothing to the disk that somebody without an account sends. A proxy that takes in
bodies before it passes them on may do so, as far as its own limit goes."""
MOST_OF_MEMBERS = 25 * MEGABYTE
"""Bytes: the heaviest file that is taken, and the form around it. A proxy takes some more, so that what is refused is
refused with a sentence of ours."""
MOST_READ_AWAY = 200 * MEGABYTE
"""Bytes that are read and dropped, so that the browser of a member takes the answer."""
PART = 64 * 1024
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)

logger = logging.getLogger(__name__)


class BodyLimitMiddleware:
    """Refuses what is too large with a sentence. Stands behind whoever finds out who asks, and before
    whatever reads what was sent. The GraphQL endpoint limits that itself; the REST API has asked for a token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        size = length_of(request)
        if size <= MOST_OF_STRANGERS or request.path_info == graphql_path():
            return self.get_response(request)
        is_tool = settings.REST_API and is_below(request.path_info)
        if size > MOST_OF_MEMBERS:
            if is_tool or request.user.is_authenticated:
                read_away(request, size)
            return too_large(request, MOST_OF_MEMBERS)
        if not is_tool and not request.user.is_authenticated:
            return too_large(request, MOST_OF_STRANGERS)
        return self.get_response(request)


def length_of(request: HttpRequest) -> int:
    """How many bytes a request says that it brings."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def read_away(request: HttpRequest, size: int) -> None:
    """Read what was sent, keeping nothing of it: a browser that is still sending takes no answer."""
    left = min(size, MOST_READ_AWAY)
    try:
        while left > 0 and (part := request.read(min(PART, left))):
            left -= len(part)
    except OSError:
        logger.debug("Who sent too much went away.")


def too_large(request: HttpRequest, most: int) -> HttpResponse:
    """The answer to a request that brings too much."""
    sentence = _("What was sent is too large: %(most)s are taken at most.") % {
        "most": filesizeformat(most)
    }
    return refused(request, sentence, status=413)


def refused(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    """A sentence, as the page or the script that sent the request shows it."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        told = {"success": False, "error_message": sentence}
        return JsonResponse(told, status=status)
    return render(request, "400.html", {"sentence": sentence}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to a request that Django refuses."""
    if isinstance(exception, TOO_MUCH):
        sentence = _("This form holds too much text: divide it into several pages.")
        return refused(request, sentence, status=413)
    return refused(request, _("This request cannot be understood."), status=400)
