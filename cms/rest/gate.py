"""The gate before the REST API: whoever has no valid token learns nothing, not even what there is."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from wagtail.api.v3.auth import BearerTokenAuth
from wagtail.log_actions import LogContext
from wagtail.users.models import UserProfile

from cms.rest import is_below

REFUSAL = (
    '{"type": "about:blank", "title": "Unauthorized", "status": 401, '
    '"detail": "Authentication required"}'
)
"""The same for whatever is asked, in Wagtail's own form."""
NOT_FOUND = '{"type": "about:blank", "title": "Not Found", "status": 404, "detail": "Not Found"}'
PROBLEM = "application/problem+json"
UNREADABLE = (
    '{"type": "about:blank", "title": "Unprocessable Entity", "status": 422, '
    '"detail": "A text that was sent cannot be read, or is nested too deeply: send fewer elements in one another."}'
)


class TokenGateMiddleware:
    """Lets only requests with a valid token of an active user below `/api/v3/`, reads included.

    Wagtail answers reads of what is public to anybody; we have GraphQL for that. Stands before whatever
    redirects, and reads no session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.REST_API:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.authenticate = BearerTokenAuth()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_below(request.path_info):
            return self.get_response(request)
        if self.authenticate(request) is None:
            return refused()
        user = request.tool_user = request.user
        profile = UserProfile.objects.filter(user=user).first() or UserProfile(user=user)
        with override(profile.preferred_language or settings.LANGUAGE_CODE), LogContext(user=user):
            response = self.get_response(request)
        response["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], named: dict[str, Any]
    ) -> HttpResponse | None:
        """Refuse the key of a record that is no number, at which Wagtail fails."""
        if is_below(request.path_info) and not named.get("pk", "0").isdecimal():
            return HttpResponse(NOT_FOUND, status=404, content_type=PROBLEM)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Refuse a text in which Wagtail's way through it ends."""
        if is_below(request.path_info) and isinstance(exception, RecursionError | BadRequest):
            return HttpResponse(UNREADABLE, status=422, content_type=PROBLEM)
        return None


def refused() -> HttpResponse:
    """What everybody gets who has no valid token."""
    response = HttpResponse(REFUSAL, status=401, content_type=PROBLEM)
    response["WWW-Authenticate"] = "Bearer"
    response["Cache-Control"] = "private, no-store"
    return response
