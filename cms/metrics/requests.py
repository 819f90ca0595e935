"""Counts each request where it leaves. A kept answer takes ten millionths of a second: what counts it may
take two, so the counters of each kind of answer are looked up once."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings

from cms.metrics import counted

ANSWER = "technopole.answer"
"""Where in the environment of a request stands what was answered."""
OK = "OK"
FRONT, MEMORY, SHARED, MADE = "front", "memory", "shared", "made"
"""Where an answer came from: a whole response that was kept, the memory of the process, the shared cache, or it was
made."""
DOORS = (
    ("/graphql/", "graphql"),
    ("/admin/", "admin"),
    ("/api/v3/", "rest"),
    ("/feeds/", "feed"),
    ("/newsletter/", "feed"),
    ("/documents/", "media"),
    ("/healthz", "health"),
    ("/readyz", "health"),
    ("/metrics", "health"),
)


class Told(NamedTuple):
    """What a public door answered."""

    operation: str = ""
    """As it is counted; empty for a feed."""
    code: str = OK
    source: str = MADE


class Requests:
    """The counters of requests, at hand."""

    def __init__(self) -> None:
        self.durations: dict[tuple[str, str], Callable[[float], None]] = {}
        self.answers: dict[tuple[Told, str], Callable[[], None]] = {}

    def count(self, path: str, status: str, seconds: float, told: Told | None) -> None:
        """Count a request that was answered with a status of three figures."""
        kind = door_of(path), status
        if (observe := self.durations.get(kind)) is None:
            observe = self.durations[kind] = counted.requests.labels(*kind).observe
        observe(seconds)
        if told is None:
            return
        answer = told, status
        if (increase := self.answers.get(answer)) is None:
            increase = self.answers[answer] = counter_of(told, status)
        increase()


def counter_of(told: Told, status: str) -> Callable[[], None]:
    """What counts answers that are alike."""
    if not told.operation:
        return counted.feeds.labels(status, told.source).inc
    return counted.operations.labels(told.operation, told.code, status, told.source).inc


@lru_cache(1000)
def door_of(path: str) -> str:
    """Which part of the product stands at a path."""
    for prefix, door in (
        *DOORS,
        (settings.STATIC_URL, "static"),
        (settings.MEDIA_URL, "media"),
    ):
        if path.startswith(prefix):
            return door
    return "site"
