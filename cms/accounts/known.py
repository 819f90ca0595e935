"""Browsers in which somebody signed in before: others who use up the tries with a name do not keep its owner out."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cms.accounts.throttling import folded

COOKIE = "known_browser"
SALT = "cms.accounts.known"
SECONDS = 180 * 86_400
"""How long a browser stays known after its owner signed in."""


def is_known(request: HttpRequest, name: str) -> bool:
    """Whether somebody signed in with this name in the same browser."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return False
    return kept == digest(name)


def remember(response: HttpResponse, name: str) -> None:
    """Know the browser from now on. The cookie opens nothing by itself."""
    response.set_cookie(
        COOKIE,
        signing.dumps(digest(name), salt=SALT),
        max_age=SECONDS,
        path=reverse("wagtailadmin_login"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def digest(name: str) -> str:
    """What the cookie holds instead of a name."""
    return signing.Signer(salt=SALT).signature(folded(name))
