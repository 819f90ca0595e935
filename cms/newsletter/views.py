"""The doors of newsletter tools: feeds, and the flat list. They are kept and given again like answers
of the API (`cms.api.middleware`)."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, NamedTuple

import orjson
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
from cms.newsletter.mail import Mail, mail_of
from cms.newsletter.parameters import (
    KINDS,
    OF_CALENDARS,
    OF_FEEDS,
    OF_MAILS,
    Asked,
    BadParametersError,
    asked_in,
)
from cms.newsletter.stories import ROOTS, Told, held, one, told
from cms.newsletter.syndication import Atom, Rss, syndicated
from cms.policy.policies import HEADER, MAIL, policy

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


def calendar(feed: Feed) -> bytes:
    """A feed as a calendar. Its library takes three megabytes: a process holds them once somebody asks."""
    from cms.newsletter.events import calendar_of

    return calendar_of(feed)


CALENDAR = Format("text/calendar; charset=utf-8", calendar)

MAILS: dict[str, tuple[str, Callable[[Mail], str]]] = {
    "html": ("text/html; charset=utf-8", lambda mail: mail.html),
    "txt": (PLAIN, lambda mail: mail.text),
}
"""The media type of each way to write a mail, and how it is written."""


def refusing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, with a sentence for each parameter that is no good, or when too much is asked at once."""

    @wraps(view)
    def refused(request: HttpRequest, *arguments: Any, **names: Any) -> HttpResponse:
        try:
            return view(request, *arguments, **names)
        except BadParametersError as refusal:
            text = "\n".join([*refusal.sentences, ""])
            return HttpResponse(text, content_type=PLAIN, status=400)
        except RefusedError:
            return HttpResponse(UNAVAILABLE, content_type=PLAIN, status=503, headers=RETRY)

    return refused


@require_safe
@refusing
def feed(request: HttpRequest, kind: str, written: str) -> HttpResponse:
    """A feed of reports, of testimonials or of all, as RSS, Atom or JSON Feed."""
    if kind not in KINDS or written not in FORMATS:
        raise Http404
    return given(request, kind, FORMATS[written], told)


@require_safe
@refusing
def items(request: HttpRequest) -> HttpResponse:
    """All that is new, as a flat JSON array."""
    return given(request, "all", FLAT, told)


@require_safe
@refusing
def events(request: HttpRequest) -> HttpResponse:
    """The events of reports, for calendar programs."""
    return given(request, "reports", CALENDAR, held, OF_CALENDARS)


@require_safe
@refusing
def mail(request: HttpRequest, kind: str, slug: str, written: str) -> HttpResponse:
    """One report or testimonial as a mail, in HTML or as text."""
    if kind not in ROOTS or written not in MAILS:
        raise Http404
    asked, page = asked_in(request.GET, kind, OF_MAILS), Told()
    with gate.passing():
        if (story := one(kind, slug, asked, page)) is None:
            raise Http404
        made = mail_of(story, page.context.addresses, asked.tracking)
    media_type, write = MAILS[written]
    response = HttpResponse(write(made), content_type=media_type, headers=headers_of(written))
    return public(response, page)


def headers_of(written: str) -> dict[str, str]:
    """What search engines and browsers may do with a mail."""
    headers = {"X-Robots-Tag": "noindex"}
    if written == "html":
        headers[HEADER] = policy(MAIL)
    return headers


def given(
    request: HttpRequest,
    kind: str,
    written: Format,
    find: Callable[[Asked], Told],
    known: Sequence[str] = OF_FEEDS,
) -> HttpResponse:
    """A feed in a format, of the stories that `find` gives for the `known` parameters."""
    asked = asked_in(request.GET, kind, known)
    with gate.passing():
        found = feed_of(asked, request, find)
    with translation.override(asked.language):
        response = HttpResponse(written.write(found), content_type=written.media_type)
    if found.modified:
        response.headers["Last-Modified"] = http_date(found.modified.timestamp())
    return public(response, found.told)


def public(response: HttpResponse, page: Told) -> HttpResponse:
    """A response that may be kept as an answer of the API: it holds what the page does."""
    response.answer = Answer({}, tags=sorted(page.tags), shares=EVERYTHING not in page.tags)
    return response
