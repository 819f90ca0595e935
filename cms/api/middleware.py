"""The door of the public API: the same for everybody, and what was answered before is given again."""

from collections.abc import Callable
from contextlib import suppress

from django.db import Error
from django.http import HttpRequest, HttpResponse

from cms.api.counting import told_of
from cms.api.encoding import encode
from cms.api.errors import Code, is_of_database
from cms.api.freshness import respond
from cms.api.kept import Kept, flights, is_public, memory, question_in
from cms.api.outage import unavailable
from cms.api.shared import shared
from cms.api.turns import holds_until
from cms.metrics.names import names
from cms.metrics.requests import ANSWER, MADE, MEMORY, OK, SHARED, Told
from cms.policy.policies import HEADER
from cms.publishing.journal import head

PERSONAL = ("HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE")
KEPT_HEADERS = {HEADER, "Last-Modified", "X-Robots-Tag"}
"""Headers of an answer that stay with it."""
PERSONAL_NAMES = {"cookie", "accept-language"}


class PublicApiMiddleware:
    """Hides from the API who asks: no cookie is read or set, and no answer varies by one.

    It stands above sessions and languages, so that one answer may be kept for all, here and by
    others.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_public(request.path):
            return self.get_response(request)
        for name in PERSONAL:
            request.META.pop(name, None)
        try:
            return self.kept_or_made(request)
        except Error as error:
            return unkept(unavailable(request, error), request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer of a view that lost the database on its way."""
        return unavailable(request, exception) if is_of_database(exception) else None

    def kept_or_made(self, request: HttpRequest) -> HttpResponse:
        """The answer that is kept, else a new one; raises Error without a database: what is kept may hold no more."""
        if (question := question_in(request)) is None:
            return self.answered(request)
        version = head()
        if kept := memory.find(question, version):
            return given(kept, question, request, MEMORY)
        with flights.joined(question, version) as (flight, leads):
            if leads:
                response = self.led(question, version, request)
                flight.kept = getattr(response, "kept", None)
                return response
            if flight.kept and flight.kept.holds(version):
                return given(flight.kept, question, request, MEMORY)
            return self.made(question, version, request)

    def led(self, question: bytes, version: int, request: HttpRequest) -> HttpResponse:
        """The answer for all in this process who ask the same: another process may have made it."""
        with shared.flight(question, version) as kept:
            if kept is None:
                return self.made(question, version, request)
            kept.operation = kept.operation and names.label(kept.operation)
            memory.keep(question, kept)
            return given(kept, question, request, SHARED)

    def made(self, question: bytes, version: int, request: HttpRequest) -> HttpResponse:
        """A new answer, which is kept."""
        return self.answered(request, question, version, holds_until(version))

    def answered(
        self,
        request: HttpRequest,
        question: bytes | None = None,
        version: int = 0,
        until: float = 0,
    ) -> HttpResponse:
        """The response made now; kept when it answers a question at a version of the content."""
        response = self.get_response(request)
        told = request.META.setdefault(ANSWER, told_of(request, Code.BAD_REQUEST))
        answer = getattr(response, "answer", None)
        if answer is None or answer.tags is None:
            return unkept(response, request)
        kept = Kept(
            content=response.content,
            media_type=response.headers["Content-Type"],
            tags=answer.tags,
            head=version,
            until=until,
            shares=answer.shares,
            headers={
                name: value for name, value in response.headers.items() if name in KEPT_HEADERS
            },
            operation=told.operation,
        )
        if question:
            with suppress(Error):
                shared.keep(question, kept)
        again = given(kept, question, request, MADE)
        if timing := response.headers.get("Server-Timing"):
            again.headers["Server-Timing"] = timing
        return again


def given(kept: Kept, question: bytes | None, request: HttpRequest, source: str) -> HttpResponse:
    """The response that gives an answer, which is kept with every encoding it was asked in."""
    request.META[ANSWER] = Told(kept.operation, OK, source)
    encodings = len(kept.encodings)
    response = respond(kept, request)
    response.kept = kept if question else None
    if question and len(kept.encodings) != encodings:
        memory.keep(question, kept)
    return response


def unkept(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """A response that nobody keeps: a refusal, an error, a preview."""
    response.cookies.clear()
    varies = [name.strip() for name in response.headers.get("Vary", "").split(",")]
    left = [name for name in varies if name and name.lower() not in PERSONAL_NAMES]
    if left:
        response.headers["Vary"] = ", ".join(left)
    else:
        del response.headers["Vary"]
    response.headers.setdefault("Cache-Control", "no-store")
    encode(response, request.META.get("HTTP_ACCEPT_ENCODING", ""))
    return response
