"""The doors of newsletter tools: feeds, and the flat list. They are kept and given again like answers
of the API (`cms.api.middleware`)."""

from collections.abc import Callable
from typing import NamedTuple

import orjson
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from cms.api.errors import UNAVAILABLE, RefusedError
from cms.api.execution import Answer
from cms.api.gate import gate
from cms.api.tags import EVERYTHING
from cms.newsletter.feed import Feed, feed_of
from cms.newsletter.json_feeds import flat, json_feed
from cms.newsletter.parameters import KINDS, BadParametersError, asked_in
from cms.newsletter.syndication import Atom, Rss, syndicated

PLAIN = "text/plain; charset=utf-8"
RETRY = {"Retry-After": "1"}


class Format(NamedTuple):
    """How a feed is written."""

    media_type: str
    write: Callable[[Feed], str | bytes]


FORMATS = {
    "rss": Format(Rss.content_type, lambda feed: syndicated(feed, Rss)),
    "atom": Format(Atom.content_type, lambda feed: syndicated(feed, Atom)),
    "json": Format(
        "application/feed+json; charset=utf-8", lambda feed: orjson.dumps(json_feed(feed))
    ),
}
FLAT = Format(
    "application/json; charset=utf-8", lambda feed: orjson.dumps(list(map(flat, feed.items)))
)


@require_safe
def feed(request: HttpRequest, kind: str, written: str) -> HttpResponse:
    """A feed of reports, of testimonials or of all, as RSS, Atom or JSON Feed."""
    if kind not in KINDS or written not in FORMATS:
        raise Http404
    return given(request, kind, FORMATS[written])


@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """All that is new, as a flat JSON array."""
    return given(request, "all", FLAT)


def given(request: HttpRequest, kind: str, written: Format) -> HttpResponse:
    """A feed in a format; a sentence for each parameter that is no good."""
    try:
        asked = asked_in(request.GET, kind)
        with gate.passing():
            found = feed_of(asked, request)
        with translation.override(asked.language):
            content = written.write(found)
    except BadParametersError as refusal:
        text = "\n".join([*refusal.sentences, ""])
        return HttpResponse(text, content_type=PLAIN, status=400)
    except (RefusedError, OperationalError, InterfaceError):
        return HttpResponse(UNAVAILABLE, content_type=PLAIN, status=503, headers=RETRY)
    response = HttpResponse(content, content_type=written.media_type)
    if found.modified:
        response.headers["Last-Modified"] = http_date(found.modified.timestamp())
    tags = found.told.tags
    response.answer = Answer({}, tags=sorted(tags), shares=EVERYTHING not in tags)
    return response
