"""Reads an operation from an HTTP request; refuses what is no GraphQL request."""

import json
import re
from typing import Any, NoReturn

from django.conf import settings
from django.http import HttpRequest

from cms.api.errors import Code, RefusedError
from cms.api.execution import Parameters

MODERN, LEGACY = "application/graphql-response+json", "application/json"
COMMON = {"": LEGACY, "*/*": LEGACY, LEGACY: LEGACY, MODERN: MODERN}
"""What most clients accept, without reading what it means each time."""
# Half of a pair: JSON can write it, no text can hold it.
SURROGATE = re.compile(r"[\ud800-\udfff]")


class MalformedRequestError(RefusedError):
    """A request that is no GraphQL request; `status` says in which way."""

    def __init__(self, message: str, *, status: int = 400) -> None:
        super().__init__(Code.BAD_REQUEST, message, status=status)


def accepted(request: HttpRequest) -> str:
    """The media type the client prefers of the two; JSON when it takes anything."""
    if (told := request.META.get("HTTP_ACCEPT", "*/*")) in COMMON:
        return COMMON[told]
    media_type = request.get_preferred_type([LEGACY, MODERN])
    if media_type is None:
        raise MalformedRequestError(f"Accept {MODERN} or {LEGACY}.", status=406)
    return media_type


def parameters_of(request: HttpRequest) -> Parameters:
    """The operation in the request's address or body."""
    if request.method == "GET":
        return checked(given_in_address(request))
    if request.method != "POST":
        raise MalformedRequestError("Send GET or POST.", status=405)
    if request.content_type != LEGACY:
        raise MalformedRequestError(f"Send the operation as {LEGACY}.", status=415)
    return checked(decoded(body_of(request)))


def given_in_address(request: HttpRequest) -> dict[str, Any]:
    """The parameters of a GET request. An empty one counts as absent."""
    if len(request.META.get("QUERY_STRING", "")) > settings.GRAPHQL_BODY_BYTES:
        raise MalformedRequestError(
            f"Send at most {settings.GRAPHQL_BODY_BYTES} bytes.", status=413
        )
    given: dict[str, Any] = {name: value for name, value in request.GET.items() if value}
    for name in ("variables", "extensions"):
        if name in given:
            given[name] = decoded(given[name])
    return given


def body_of(request: HttpRequest) -> bytes:
    """The body, unless it is too large."""
    length = request.headers.get("Content-Length") or "0"
    if len(length) > 12 or not length.isdecimal() or int(length) > settings.GRAPHQL_BODY_BYTES:
        raise MalformedRequestError(
            f"Send at most {settings.GRAPHQL_BODY_BYTES} bytes.", status=413
        )
    return request.body


def decoded(text: bytes | str) -> Any:
    """The value written in JSON."""
    try:
        return json.loads(text, parse_constant=refuse_constant)
    except (ValueError, RecursionError):
        raise MalformedRequestError(
            "The JSON cannot be read: check its syntax and nesting."
        ) from None


def refuse_constant(name: str) -> NoReturn:
    """NaN and Infinity are Python's idea of JSON."""
    raise ValueError(name)


def checked(given: Any) -> Parameters:
    """Typed parameters; refuses what the specification does not allow."""
    if not isinstance(given, dict):
        raise MalformedRequestError("Send one JSON object; arrays of operations are not executed.")
    query, operation_name = given.get("query"), given.get("operationName")
    for name in ("variables", "extensions"):
        if not isinstance(given.get(name), dict | None):
            raise MalformedRequestError(f"`{name}` is an object.")
    extensions = given.get("extensions") or {}
    is_by_hash = query is None and "persistedQuery" in extensions
    if not is_by_hash and (not isinstance(query, str) or not query.strip()):
        raise MalformedRequestError("Send the operation as text in `query`.")
    if operation_name is not None and not isinstance(operation_name, str):
        raise MalformedRequestError("`operationName` is a text.")
    if SURROGATE.search(json.dumps(given, ensure_ascii=False)):
        raise MalformedRequestError("A text holds half of a surrogate pair: send whole characters.")
    return Parameters(query, given.get("variables"), operation_name or None, extensions)
