"""The id of a request: in every answer, in every line of the log."""

import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from random import getrandbits
from typing import Any

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
GIVEN = "HTTP_X_REQUEST_ID"
"""Where it stands in the environment of a request."""
USABLE = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)

request_id: ContextVar[str] = ContextVar("request_id", default="-")
"""`-` outside of requests."""


def id_for(environment: Mapping[str, Any]) -> str:
    """The id that a proxy or client sent, when it is usable, else a new one."""
    sent = environment.get(GIVEN)
    return sent if sent and USABLE.fullmatch(sent) else f"{getrandbits(128):032x}"


class RequestIdMiddleware:
    """Gives each request an id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(id_for(request.META))
        try:
            response = self.get_response(request)
            response[HEADER] = request_id.get()
            return response
        finally:
            request_id.reset(token)
