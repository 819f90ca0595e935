"""What keeps the public API the same for everybody."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

PERSONAL = ("HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE")
PERSONAL_NAMES = {"cookie", "accept-language"}


class PublicApiMiddleware:
    """Hides from the API who asks: no cookie is read or set, and no answer varies by one.

    It stands above sessions and languages, so that caches may keep one answer for all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.path = reverse("graphql")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != self.path:
            return self.get_response(request)
        for name in PERSONAL:
            request.META.pop(name, None)
        response = self.get_response(request)
        response.cookies.clear()
        varies = [name.strip() for name in response.get("Vary", "").split(",")]
        response["Vary"] = ", ".join(
            name for name in varies if name and name.lower() not in PERSONAL_NAMES
        )
        return response
