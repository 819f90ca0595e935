"""Gives each response the headers that tell a browser what it may do with it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cms.policy.policies import (
    DATA,
    FILE,
    HEADER,
    PAGE,
    PREVIEW,
    SHARING,
    SITE,
    admin,
    policy,
)

FOR_DEVELOPERS = (400, 404, 500)
"""How Django's own pages about errors answer while DEBUG is on: with scripts and style of their own."""
PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
"""What no page of ours asks a browser for, nor may what it frames."""
UNCHANGED = 304
"""The browser keeps what it was told with the content."""
FRAMED = "SAMEORIGIN"


class PolicyMiddleware:
    """The outermost one, since error pages are pages, too.

    A preview is answered twice: inside, as the page it shows, and around it as a screen of the admin. What was
    said inside holds. Answers of the API say all of it themselves (`cms.api.freshness`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin_path = reverse("wagtailadmin_home")
        self.site, self.preview = policy(SITE), policy(PREVIEW)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        if SHARING in headers or response.status_code == UNCHANGED:
            return response
        is_of_admin = request.path.startswith(self.admin_path)
        if not headers.get("Content-Type", "").startswith(PAGE):
            if headers.get(HEADER) != FILE:
                headers[HEADER] = DATA
            headers.setdefault("X-Content-Type-Options", "nosniff")
            headers[SHARING] = "same-origin" if is_of_admin else "cross-origin"
        elif not (settings.DEBUG and response.status_code in FOR_DEVELOPERS):
            if HEADER not in headers:
                headers[HEADER] = self.policy_of(request, response, is_of_admin=is_of_admin)
            headers[SHARING] = "same-origin"
            headers["Permissions-Policy"] = PERMISSIONS
        return response

    def policy_of(self, request: HttpRequest, response: HttpResponse, *, is_of_admin: bool) -> str:
        """The policy of a page that has none of its own."""
        if getattr(request, "is_preview", False):
            return self.preview
        if is_of_admin:
            return admin(is_framed=response.headers.get("X-Frame-Options") == FRAMED)
        return self.site
