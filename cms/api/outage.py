"""What the public doors answer while the database is gone: the API and the feeds, each in its own form."""

import logging

import orjson
from django.http import HttpRequest, HttpResponse

from cms.api.counting import told_of
from cms.api.errors import UNAVAILABLE, Code, RefusedError, formatted
from cms.api.kept import graphql_path, is_public
from cms.api.requests import LEGACY, MalformedRequestError, accepted
from cms.connections import is_gone, outage
from cms.metrics.requests import ANSWER

SECONDS_TO_RETRY = 5
"""Longer than for a process that is busy: what is gone takes a while to come back."""
PLAIN = "text/plain; charset=utf-8"

logger = logging.getLogger(__name__)


def unavailable(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """The answer of a public address; None for any other address. Without an error, nobody tried."""
    if not is_public(request.path):
        return None
    request.META[ANSWER] = told_of(request, Code.UNAVAILABLE)
    response = in_json(request) if request.path == graphql_path() else in_text()
    return told(response, request, error)


def in_json(request: HttpRequest) -> HttpResponse:
    """An answer of the API, in the media type that the client prefers."""
    try:
        media_type = accepted(request)
    except MalformedRequestError:
        media_type = LEGACY
    [error] = RefusedError(Code.UNAVAILABLE, UNAVAILABLE).errors
    body = orjson.dumps({"errors": [formatted(error)]})
    return HttpResponse(body, content_type=f"{media_type}; charset=utf-8", status=503)


def in_text() -> HttpResponse:
    """An answer of the feeds."""
    return HttpResponse(UNAVAILABLE, content_type=PLAIN, status=503)


def told(response: HttpResponse, request: HttpRequest, error: BaseException | None) -> HttpResponse:
    """A response that says when to come again. What the database said is logged, or the system in its
    place: no content stands in that. Django would add a traceback for each request, and bury everything
    else."""
    response["Retry-After"] = str(SECONDS_TO_RETRY)
    response["Cache-Control"] = "no-store"
    if error is not None:
        said = next(iter(str(error).splitlines()), "")
        logger.warning("%s got 503, %s: %s", request.path, type(error).__name__, said)
        if is_gone(error):
            outage.begin(error)
    response._has_been_logged = True  # noqa: SLF001
    return response
