"""Answers that are kept: as bytes, for one state of the content.

An answer is found by what was asked, and holds while the journal's head is the one it was made at:
the head is read for every request, so no process gives an old answer, and nobody has to throw
anything away. It ends by itself where time changes what readers see: at the next moment that
something begins, ends, or a day does.
"""

import re
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import blake2b
from threading import Event, Lock
from time import time
from typing import Any, Generic, Protocol, TypeVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError
from django.urls import reverse

from cms.api.encoding import PLAIN, compressed
from cms.api.requests import LEGACY, MalformedRequestError, accepted, body_of

FEEDS = re.compile(r"/feeds/[a-z]+\.[a-z]+|/newsletter/(?:[a-z]+/)?[\w-]+\.[a-z]+")
"""The addresses at which newsletter tools ask: their answers are public as those of the API."""
APPENDED = re.compile(r"_|mc_|fbclid|gclid")
"""How the parameters begin that tools append to addresses of feeds: they ask for nothing."""
OVERHEAD = 1000
"""Bytes that an answer takes beside its content."""
LARGEST_SHARE = 4
"""An answer that would take more than this part of a memory is not kept."""


@dataclass
class Encoded:
    """Bytes in an encoding, with their strong ETag."""

    content: bytes
    encoding: str
    etag: str
    headers: Any = None
    """Those it is given with, once they were written."""


@dataclass
class Kept:
    """The bytes of an answer, in each encoding that somebody asked for."""

    content: bytes
    media_type: str
    """With its charset."""
    tags: list[str]
    head: int
    """The number of the journal's last change when it was made."""
    until: float
    """Seconds since 1970 at which time may make it another one."""
    shares: bool = True
    """Whether others may keep it without asking whether it still holds."""
    headers: dict[str, str] = field(default_factory=dict)
    """Further headers it is given with."""
    operation: str = ""
    """As its operation is counted; empty for a feed."""
    encodings: dict[str, Encoded] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes it takes; plain content is the same bytes in no encoding."""
        others = [each.content for each in list(self.encodings.values()) if each.encoding != PLAIN]
        return OVERHEAD + len(self.content) + sum(map(len, others))

    @cached_property
    def tag_header(self) -> str:
        """The tags as a header has them; Fastly's separates by spaces, others by commas."""
        separator = " " if settings.CACHE_TAG_HEADER.lower() == "surrogate-key" else ","
        return separator.join(self.tags)

    def holds(self, head: int) -> bool:
        """Whether it is the answer while the journal's last change has this number."""
        return self.head == head and time() < self.until

    def encoded(self, encoding: str) -> Encoded:
        """The content in an encoding, made once."""
        if (found := self.encodings.get(encoding)) is None:
            content = compressed(self.content, encoding)
            mark = blake2b(content, digest_size=12).hexdigest()
            found = self.encodings[encoding] = Encoded(content, encoding, f'"{mark}"')
        return found


class Versioned(Protocol):
    """What holds for one state of the content."""

    head: int
    size: int

    def holds(self, head: int) -> bool:
        """Whether it does while the journal's last change has this number."""


Answer = TypeVar("Answer", bound=Versioned)


class Memory(Generic[Answer]):
    """The answers that were used last, as many as fit into a number of bytes."""

    def __init__(self, most: int) -> None:
        self.most, self.held = most, 0
        self.answers: OrderedDict[Hashable, tuple[Answer, int]] = OrderedDict()
        self.lock = Lock()

    def find(self, question: Hashable, head: int) -> Answer | None:
        """The answer to a question at a state of the content, if it is kept.

        It takes no lock: with questions of bytes and texts each step is one of the interpreter's, and between two of them
        the answer may be forgotten.
        """
        try:
            kept, _ = self.answers[question]
            self.answers.move_to_end(question)
        except KeyError:
            return None
        return kept if kept.holds(head) else None

    def keep(self, question: Hashable, kept: Answer) -> None:
        """Keep an answer; also to count anew the bytes of one that was encoded otherwise since."""
        size = kept.size
        with self.lock:
            known, freed = self.answers.get(question, (None, 0))
            if known is not None and known.head > kept.head:
                return
            self.answers.pop(question, None)
            self.held -= freed
            if size * LARGEST_SHARE > self.most:
                return
            self.answers[question] = kept, size
            self.held += size
            while self.held > self.most:
                _, (_, freed) = self.answers.popitem(last=False)
                self.held -= freed

    def clear(self) -> None:
        """Forget everything."""
        with self.lock:
            self.answers.clear()
            self.held = 0


class Flight:
    """The making of an answer that several ask for at once."""

    def __init__(self) -> None:
        self.landed = Event()
        self.kept: Kept | None = None
        """The answer, once it was made; None while it is not, or when it is nothing to keep."""


class Flights:
    """Lets one of many who ask the same at once find the answer, for all of them: also one that is too large to be
    kept any longer."""

    def __init__(self) -> None:
        self.under_way: dict[tuple[bytes, int], Flight] = {}
        self.lock = Lock()

    @contextmanager
    def joined(self, question: bytes, head: int) -> Iterator[tuple[Flight, bool]]:
        """Gives the flight and whether who joins it shall find the answer, and leave it there; others join once it
        was looked for."""
        with self.lock:
            under_way = self.under_way.get((question, head))
            flight = under_way or self.under_way.setdefault((question, head), Flight())
        if under_way:
            flight.landed.wait(settings.GRAPHQL_SECONDS)
            yield flight, False
            return
        try:
            yield flight, True
        finally:
            with self.lock:
                del self.under_way[question, head]
            flight.landed.set()


memory: Memory[Kept] = Memory(settings.ANSWER_CACHE_BYTES // 2)
"""The other half is for whole responses (cms.api.front)."""
flights = Flights()


def is_public(path: str) -> bool:
    """Whether what stands at a path of the site is the same for everybody, and may be kept."""
    return path == graphql_path() or FEEDS.fullmatch(path) is not None


@cache
def graphql_path() -> str:
    """Where the API stands."""
    return reverse("graphql")


def question_in(request: HttpRequest) -> bytes | None:
    """What tells a request for a public answer from others; None when it is no such request.

    It is made of the bytes that were sent: document, variables and operation stand in them. What
    cannot be read is refused by the view.
    """
    if not memory.most or request.META.get("HTTP_PREVIEW_TOKEN"):
        return None
    if FEEDS.fullmatch(request.path):
        return question_of_feed(request)
    try:
        media_type = accepted(request)
    except MalformedRequestError:
        return None
    if request.method == "GET":
        sent = request.META.get("QUERY_STRING", "").encode()
    elif request.method == "POST" and request.content_type == LEGACY:
        try:
            sent = body_of(request)
        except (MalformedRequestError, UnreadablePostError, RequestDataTooBig):
            return None
    else:
        return None
    return blake2b(f"{request.method} {media_type} ".encode() + sent, digest_size=16).digest()


def question_of_feed(request: HttpRequest) -> bytes | None:
    """What tells a request for a feed from others: its address, without what tools append."""
    if request.method != "GET":
        return None
    query = request.META.get("QUERY_STRING", "")
    parts = [part for part in query.split("&") if not APPENDED.match(part)]
    asked = f"GET {request.path} {'&'.join(parts)}"
    return blake2b(asked.encode(), digest_size=16).digest()
