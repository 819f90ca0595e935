"""Where a second factor is required, nobody gets in without one."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

NEEDED = (
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
)
"""What stays open: the door with all below it, and what its screens are made of."""


class SecondFactorMiddleware:
    """Leads users of the admin who have no second factor to where they set one up. Outside of the admin (previews,
    documents, private pages) they are strangers until then: one rule for whatever address there is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_required() and lacks_one(request):
            if not request.path.startswith(reverse("wagtailadmin_home")):
                request.user = AnonymousUser()
            elif not request.path.startswith(tuple(map(reverse, NEEDED))):
                return redirect("mfa_activate_totp")
        return self.get_response(request)


def is_required() -> bool:
    """Whether users of the admin must have a second factor. Where a provider opens, that is its matter."""
    return settings.SECOND_FACTOR == "required" and not settings.OIDC


def lacks_one(request: HttpRequest) -> bool:
    """Whether somebody is signed in who must not go on. Without a cookie nobody is: the answer does not vary by one."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.user.is_anonymous:
        return False
    has_one = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
    return not has_one and request.user.has_perm("wagtailadmin.access_admin")
