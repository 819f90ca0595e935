"""How long whoever waits for an answer lets the database wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Patience:
    """The longest a single wait may take, in seconds. Where one was in vain there is no second one: a
    request does not wait once for each thing it might try."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def end(self) -> None:
        """From now on nothing is waited for."""
        self.seconds = 0.0


patience: ContextVar[Patience | None] = ContextVar("patience", default=None)
"""None outside of requests: commands and threads of their own wait as long as it takes."""


@contextmanager
def waiting_at_most(seconds: float) -> Iterator[None]:
    """Limits each wait for the database inside."""
    token = patience.set(Patience(seconds))
    try:
        yield
    finally:
        patience.reset(token)


def longest(most: float | None = None) -> float | None:
    """Seconds that the next wait may take, at most so many; None when nothing limits it."""
    held = patience.get()
    if held is None:
        return most
    return held.seconds if most is None else min(held.seconds, most)


def wait_was_in_vain() -> None:
    """Note that the database let somebody wait for too long."""
    if (held := patience.get()) is not None:
        held.end()
