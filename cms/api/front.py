"""Gives answers that are kept before Django is asked: whole responses, as they went out last time.

Django's own way through signals, middleware, request and response costs ten times what it takes to find an
answer. What went out for a question is kept here with its headers and given to whoever asks the
same in the same way, while the journal's head and the clock say that it holds: `cms.api.kept` decides
what is kept and until when, nothing else ever is. Everything that is no plain question goes to Django.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from operator import itemgetter
from time import time
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, close_old_connections, connections

from cms import tracing
from cms.api.freshness import KNOWN, OF_CONTENT, tells
from cms.api.kept import OVERHEAD, Memory, is_public
from cms.api.requests import LEGACY
from cms.connections import is_gone, outage
from cms.metrics.requests import ANSWER, FRONT, OK, Told
from cms.publishing.journal import head

Environment = dict[str, Any]
Headers = list[tuple[str, str]]
Application = Callable[[Environment, Callable[..., Any]], Iterable[bytes]]
Shape = tuple[str, Callable[[Environment], tuple[str, ...]]]
Question = tuple[str, tuple[str, ...], bytes]
"""All that an answer may depend on: names in the environment of a request, what they stand for, and the body."""

LONGEST_NAMES, MOST_SHAPES = 2000, 500
"""Characters of the names in an environment that are remembered, and how many sets of them: two megabytes at most."""

TEXT = 60
"""Bytes that a text takes beside its characters. Strangers may send many short headers."""
ADDRESS = ("REQUEST_METHOD", "wsgi.url_scheme", "PATH_INFO", "QUERY_STRING")
TELL_NOTHING = frozenset(
    f"HTTP_{name}"
    for name in (
        "ACCEPT_LANGUAGE CACHE_CONTROL CONNECTION CONTENT_LENGTH CONTENT_TYPE COOKIE DNT IF_NONE_MATCH PRAGMA "
        "PRIORITY REFERER "
        "SEC_CH_UA SEC_CH_UA_MOBILE SEC_CH_UA_PLATFORM SEC_FETCH_DEST SEC_FETCH_MODE SEC_FETCH_SITE TRACEPARENT "
        "TRACESTATE USER_AGENT X_FORWARDED_FOR X_REAL_IP X_REQUEST_ID "
        "CF_CONNECTING_IP CF_IPCOUNTRY CF_RAY CF_VISITOR CDN_LOOP TRUE_CLIENT_IP X_AMZN_TRACE_ID "
        "X_B3_TRACEID X_B3_SPANID X_B3_PARENTSPANID X_B3_SAMPLED X_CLOUD_TRACE_CONTEXT X_CORRELATION_ID"
    ).split()
)
"""Headers on which no public answer depends. Any other one makes it another question."""
LEFT_TO_DJANGO = frozenset(("HTTP_PREVIEW_TOKEN", "HTTP_TRANSFER_ENCODING"))
"""Headers of requests that are more than a question."""
UNCHANGED = "304 Not Modified"
OF_ONE_RESPONSE = {tracing.HEADER.lower(), "server-timing"}
"""Headers of a response that tell of how it came about."""


@dataclass(frozen=True)
class Sent:
    """A response that went out, with the state of the content it tells."""

    status: str
    headers: Headers
    content: bytes
    head: int
    until: float
    told: Told
    """As what it is counted when it goes out again."""
    etag: str
    question: Question

    @property
    def size(self) -> int:
        """Bytes it takes."""
        told = sum(len(name) + len(value) for name, value in self.headers)
        names, values, body = self.question
        asked = len(names) + sum(TEXT + len(value) for value in values) + len(body)
        return OVERHEAD + asked + told + len(self.content)

    def holds(self, head: int) -> bool:
        """Whether it is the response while the journal's last change has this number."""
        return self.head == head and time() < self.until

    def give(self, environment: Environment, start: Callable[..., Any], known: str) -> list[bytes]:
        """Send it with the id of this request; without its content to a client that has it (RFC 9110, section
        13.1.2)."""
        identity = tracing.HEADER, environment[tracing.GIVEN]
        if known and tells(known, self.etag):
            start(
                UNCHANGED, [*(each for each in self.headers if each[0] not in OF_CONTENT), identity]
            )
            return []
        start(self.status, [*self.headers, identity])
        return [self.content]


class Front:
    """A WSGI application before another one, which is Django's."""

    def __init__(self, django: Application) -> None:
        self.django = django
        self.sent: Memory[Sent] = Memory(settings.ANSWER_CACHE_BYTES // 2)
        self.keeps = self.sent.most > 0 and not settings.CDN_SECONDS
        self.longest = settings.GRAPHQL_BODY_BYTES
        self.shapes: dict[tuple[str, ...], Shape | None] = {}

    def __call__(self, environment: Environment, start: Callable[..., Any]) -> Iterable[bytes]:
        """The response to a request (PEP 3333)."""
        if (question := self.question_in(environment)) is None:
            return self.django(environment, start)
        known = environment.pop(KNOWN, "") if environment["REQUEST_METHOD"] == "GET" else ""
        if sent := self.known(question):
            environment[ANSWER] = sent.told
            return sent.give(environment, start, known)
        if body := question[-1]:
            environment["wsgi.input"] = BytesIO(body)
        return self.answered(question, environment, start, known)

    def known(self, question: Question) -> Sent | None:
        """The response to a question, if it is kept and holds. The head is read only where one is."""
        if question not in self.sent.answers or (outage.until and outage.is_sure):
            return None
        try:
            return self.sent.find(question, version())
        except Error as error:
            if is_gone(error):
                outage.begin(error)
            return None

    def question_in(self, environment: Environment) -> Question | None:
        """What tells a question from others, with the body that was read for it. None when the request is more than a
        question, or when no response is kept as it is: then nothing was read."""
        if not self.keeps or not is_public(environment["PATH_INFO"]):
            return None
        if (told := self.shape_of(tuple(environment))) is None or environment.get("SCRIPT_NAME"):
            return None
        method, body = environment["REQUEST_METHOD"], b""
        if method == "POST":
            if (body := body_of(environment, self.longest)) is None:
                return None
        elif method != "GET":
            return None
        names, values_in = told
        return names, values_in(environment), body

    def shape_of(self, names: tuple[str, ...]) -> Shape | None:
        """What `telling` says of the names. Clients send few different sets of them, which are remembered; strangers may
        send any."""
        try:
            return self.shapes[names]
        except KeyError:
            shape = telling(names)
            if sum(map(len, names)) < LONGEST_NAMES:
                if len(self.shapes) >= MOST_SHAPES:
                    self.shapes.clear()
                self.shapes[names] = shape
            return shape

    def answered(
        self, question: Question, environment: Environment, start: Callable[..., Any], known: str
    ) -> Iterable[bytes]:
        """Django's response; kept, when the answer it gives is. Django is asked for all of it, so that the next
        one is given from here, whoever has it by then."""
        told: list[Any] = []
        response: Any = self.django(environment, lambda *begun: told.extend(begun))
        if not (kept := getattr(response, "kept", None)):
            start(*told)
            return response
        status, headers, *_ = told
        lasting = [each for each in headers if each[0].lower() not in OF_ONE_RESPONSE]
        again = Told(kept.operation, OK, FRONT)
        etag = response.headers["ETag"]
        sent = Sent(status, lasting, response.content, kept.head, kept.until, again, etag, question)
        self.sent.keep(question, sent)
        if known:
            response.close()
            return sent.give(environment, start, known)
        start(*told)
        return response


def telling(names: tuple[str, ...]) -> Shape | None:
    """The names on which the answer to a request may depend, of all in its environment, and what gets the tuple of their
    values: method, scheme and path are always there. None when there is a name that makes it more than a question."""
    if not LEFT_TO_DJANGO.isdisjoint(names):
        return None
    headers = (name for name in names if name.startswith("HTTP_") and name not in TELL_NOTHING)
    told = sorted((*headers, *(name for name in ADDRESS if name in names)))
    return " ".join(told), itemgetter(*told)


def version() -> int:
    """The journal's head now. A connection that is not kept goes back, as at the end of each request of
    Django's."""
    database = connections[DEFAULT_DB_ALIAS]
    number = head(database)
    if database.close_at is not None:
        close_old_connections()
    return number


def body_of(environment: Environment, longest: int) -> bytes | None:
    """The JSON that was posted, which is to be put back for whoever reads it next; None for any other body, or a longer
    one (in bytes)."""
    length = environment.get("CONTENT_LENGTH") or ""
    if environment.get("CONTENT_TYPE") != LEGACY or not length.isdecimal() or len(length) > 12:
        return None
    if (bytes_sent := int(length)) > longest:
        return None
    return environment["wsgi.input"].read(bytes_sent)
