"""The gate: so many operations at once in a process, and a short wait for the next.

A process that takes on more only makes all of them slow. What waits too long is told to come
again, so that a proxy can ask another node.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.conf import settings

from cms.api.errors import UNAVAILABLE, Code, RefusedError

LONGEST_WAIT = 1.0
"""Seconds."""


class Gate:
    """Lets a number of operations through at a time."""

    def __init__(self, at_once: int) -> None:
        self.places = BoundedSemaphore(at_once)

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Hold a place; raises RefusedError when none becomes free in time."""
        if not self.places.acquire(timeout=LONGEST_WAIT):
            raise RefusedError(Code.UNAVAILABLE, UNAVAILABLE, status=503)
        try:
            yield
        finally:
            self.places.release()


gate = Gate(settings.GRAPHQL_AT_ONCE)
