"""Threads beside that of a test, each with a connection to the database of its own.

Django closes a connection at the end of a request. A thread that ends without one leaves it to Python, which
complains in whichever test runs when it collects what nobody uses.
"""

from collections.abc import Callable
from functools import wraps
from threading import Thread
from typing import Any

from django.db import connections


def own_connection(act: Callable[..., Any]) -> Callable[..., Any]:
    """The same, for a thread that is not the test's: its connection ends with it."""

    @wraps(act)
    def acting(*given: Any) -> Any:
        try:
            return act(*given)
        finally:
            connections.close_all()

    return acting


def beside(act: Callable[..., Any], *given: Any) -> Thread:
    """A thread that does it, and has begun."""
    thread = Thread(target=own_connection(act), args=given)
    thread.start()
    return thread
