"""Two addresses of the product, at the layer where it finds kept answers, that only give bytes back.

What is asked with `X-Bench: remember` is answered by the product and remembered. `CONSTANT` then
gives the same bytes; `CONSTANT_AFTER_HEAD` reads the head of the journal before, as every answer does.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from bench.operations import CONSTANT, CONSTANT_AFTER_HEAD
from cms.publishing.journal import head

kept: list[tuple[bytes, str]] = []


class ConstantMiddleware:
    """Stands right above `PublicApiMiddleware`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in (CONSTANT, CONSTANT_AFTER_HEAD):
            if request.path == CONSTANT_AFTER_HEAD:
                head()
            content, media_type = kept[-1]
            length = {"Content-Length": str(len(content))}
            return HttpResponse(content, content_type=media_type, headers=length)
        response = self.get_response(request)
        if request.META.get("HTTP_X_BENCH") == "remember":
            kept[:] = [(response.content, response.headers["Content-Type"])]
        return response
