"""The product, and beside it in the same process two addresses that only give bytes back.

What is asked with `X-Bench: remember` is answered by the product and remembered. `CONSTANT` then
gives the same bytes; `CONSTANT_AFTER_HEAD` reads the head of the journal before, as the answer
cache has to, through the same connection that requests use.
"""

import importlib
from collections.abc import Callable, Iterable
from typing import Any

from django.db import close_old_connections

from bench.operations import CONSTANT, CONSTANT_AFTER_HEAD
from cms.wsgi import application as product

# Models can be imported once the product stands.
head = importlib.import_module("cms.publishing.journal").head

kept: list[tuple[str, list[tuple[str, str]], list[bytes]]] = []


def application(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    """A WSGI application."""
    path = environ["PATH_INFO"]
    if path in (CONSTANT, CONSTANT_AFTER_HEAD):
        if path == CONSTANT_AFTER_HEAD:
            read_head()
        status, headers, body = kept[-1]
        start_response(status, headers)
        return body
    if environ.get("HTTP_X_BENCH") == "remember":
        return remember(environ, start_response)
    return product(environ, start_response)


def read_head() -> int:
    """The head of the journal, with the connection looked after as around a request."""
    close_old_connections()
    try:
        return head()
    finally:
        close_old_connections()


def remember(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    """Answer as the product does, and keep the answer."""
    told: list[Any] = []

    def note(status: str, headers: list[tuple[str, str]], *rest: Any) -> None:
        told[:] = [status, headers]
        start_response(status, headers, *rest)

    answer = product(environ, note)
    body = list(answer)
    if hasattr(answer, "close"):
        answer.close()
    kept[:] = [(told[0], told[1], body)]
    return body
