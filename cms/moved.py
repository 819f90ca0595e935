"""Readers who ask for an old path are led to where the page stands now, if they may read it."""

from collections.abc import Callable

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)

from pages.addresses import Addresses
from pages.redirects import forwarding_at

NOT_FOUND = 404


class MovedPageMiddleware:
    """Follows redirects where nothing else answers.

    Wagtail's own middleware would follow every redirect, and so give away the address of a page that
    is private or was never published.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != NOT_FOUND:
            return response
        found = forwarding_at(request.get_full_path(), Addresses.of_site())
        if found is None:
            return response
        way = HttpResponsePermanentRedirect if found.permanent else HttpResponseRedirect
        return way(found.location)
