"""The outermost layer of the product: what holds for each request, whoever answers it.

A request has an id and a line of the log, and is counted. An exception that nobody caught ends here: a server would print it
as it is.
"""

import logging
from collections.abc import Callable, Iterable
from functools import lru_cache
from time import perf_counter
from typing import Any

from django.conf import settings

from cms import tracing
from cms.health import ALIVE, READY
from cms.logs.access import Write, writer
from cms.logs.formats import scrubbed
from cms.metrics.requests import ANSWER, Requests
from cms.monitoring.page import PATH
from cms.policy.policies import DATA, HEADER
from cms.processor import Processor

Environment = dict[str, Any]
Headers = list[tuple[str, str]]
Application = Callable[[Environment, Callable[..., Any]], Iterable[bytes]]

FAILED = b"Something went wrong on our side.\n"
PLAIN = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Length", str(len(FAILED))),
    ("X-Content-Type-Options", "nosniff"),
    (HEADER, DATA),
]

logger = logging.getLogger(__name__)


class Door:
    """A WSGI application before all others."""

    def __init__(self, inside: Application, processor: Processor | None = None) -> None:
        self.inside, self.write, self.processor = inside, writer(), processor
        self.requests = Requests() if settings.METRICS_TOKEN else None

    def __call__(self, environment: Environment, start: Callable[..., Any]) -> Iterable[bytes]:
        """The response to a request (PEP 3333).

        The id stays with the thread until its next request: what is streamed is made later.
        """
        begun = perf_counter()
        if self.processor is not None:
            self.processor.stay(begun)
        identity = environment[tracing.GIVEN] = tracing.id_for(environment)
        tracing.request_id.set(identity)
        path, method = environment["PATH_INFO"], environment["REQUEST_METHOD"]
        if self.write is None and self.requests is None:
            return self.answered(environment, start)
        told: list[Any] = []

        def note(status: str, headers: Headers, *more: Any) -> Any:
            told[:] = status, headers
            return start(status, headers, *more)

        parts = self.answered(environment, note)
        seconds = perf_counter() - begun
        if self.requests is not None:
            self.requests.count(path, told[0][:3], seconds, environment.get(ANSWER))
        if self.write is not None:
            tell(self.write, method, path, (told[0], told[1]), parts, seconds)
        return parts

    def answered(self, environment: Environment, start: Callable[..., Any]) -> Iterable[bytes]:
        """The response; one that says nothing when there is none."""
        try:
            return self.inside(environment, start)
        except Exception:
            logger.exception("A request failed outside of Django.")
            start("500 Internal Server Error", PLAIN)
            return [FAILED]


def tell(
    write: Write,
    method: str,
    path: str,
    told: tuple[str, Headers],
    parts: Iterable[bytes],
    seconds: float,
) -> None:
    """Write a line about a request; none about the question of a supervisor that was answered well."""
    status, headers = told
    code = int(status[:3])
    if path in (ALIVE, READY, PATH) and code == 200:
        return
    write(method, shown(path), code, round(seconds * 1000, 2), length_of(headers, parts))


@lru_cache(1000)
def shown(path: str) -> str:
    """A path as it may stand in the log: no token, no address of a person, on one line."""
    if not path.isascii():
        path = path.encode("latin-1", "replace").decode("utf-8", "replace")
    if not path.isprintable():
        path = path.encode("unicode_escape").decode("ascii")
    return scrubbed(path)


def length_of(headers: Headers, parts: Iterable[bytes]) -> int | None:
    """The bytes of a response's content, if they are known before it is sent."""
    for name, value in headers:
        if name.lower() == "content-length":
            return int(value)
    if isinstance(parts, list):
        return sum(map(len, parts))
    # Django's response; one that is streamed has no content yet.
    content = getattr(parts, "content", None)
    return None if content is None else len(content)
