"""What the headers of an answer say of it: until when it holds, and who has it already."""

from time import time as now
from typing import Self

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import ResponseHeaders
from django.utils.http import parse_etags

from cms.api.encoding import PLAIN, preferred
from cms.api.kept import Encoded, Kept
from cms.api.preview import HEADER
from cms.policy.policies import OF_PUBLIC_DATA, PAGE

VARY = f"Accept, {HEADER}, Accept-Encoding"
KNOWN = "HTTP_IF_NONE_MATCH"
"""Where the environment of a request says which answer the client has."""
ASK_AGAIN = "public, max-age=0, must-revalidate"
OF_CONTENT = ("Content-Type", "Content-Length", "Content-Encoding")
"""What a response without content does not tell."""


def respond(kept: Kept, request: HttpRequest) -> HttpResponse:
    """The response that gives a kept answer, or says that the client has it."""
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    encoded = kept.encoded(preferred(accepted, len(kept.content)))
    has_it = is_known(request, encoded)
    response = HttpResponse(status=304) if has_it else HttpResponse(encoded.content)
    response.headers = headers_of(kept, encoded).twin()
    if settings.CDN_SECONDS:
        response.headers["Cache-Control"] = lifetime(kept)
    if has_it:
        for name in OF_CONTENT:
            del response.headers[name]
    return response


class Headers(ResponseHeaders):
    """Headers that were checked when they were first written."""

    def twin(self) -> Self:
        """The same headers for another response, which may add to them."""
        twin = type(self)({})
        twin._store = self._store.copy()  # noqa: SLF001
        return twin


def headers_of(kept: Kept, encoded: Encoded) -> Headers:
    """The headers of an answer in an encoding, written once."""
    if encoded.headers is None:
        headers = {
            "Content-Type": kept.media_type,
            "Content-Length": str(len(encoded.content)),
            "ETag": encoded.etag,
            "Vary": VARY,
            "Cache-Control": ASK_AGAIN,
            **({} if kept.media_type.startswith(PAGE) else OF_PUBLIC_DATA),
            **kept.headers,
        }
        if settings.CACHE_TAG_HEADER:
            headers[settings.CACHE_TAG_HEADER] = kept.tag_header
        if encoded.encoding != PLAIN:
            headers["Content-Encoding"] = encoded.encoding
        encoded.headers = Headers(headers)
    return encoded.headers


def is_known(request: HttpRequest, encoded: Encoded) -> bool:
    """Whether a client that asks by GET has these very bytes (RFC 9110, section 13.1.2)."""
    return request.method == "GET" and tells(request.META.get(KNOWN, ""), encoded.etag)


def tells(known: str, etag: str) -> bool:
    """Whether the value of If-None-Match, empty without one, names an ETag."""
    if not known or known == etag:
        return bool(known)
    etags = [each.removeprefix("W/") for each in parse_etags(known)]
    return "*" in etags or etag in etags


def lifetime(kept: Kept) -> str:
    """The value of Cache-Control. Nobody gives an answer without asking whether it still holds,
    unless the operator lets a CDN do so for a while; never past the time at which it ends."""
    seconds = int(min(settings.CDN_SECONDS, kept.until - now()))
    if seconds <= 0 or not kept.shares:
        return ASK_AGAIN
    stale = settings.CDN_STALE_SECONDS
    return f"public, max-age=0, s-maxage={seconds}" + (
        f", stale-while-revalidate={stale}" if stale else ", must-revalidate"
    )
