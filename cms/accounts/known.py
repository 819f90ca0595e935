"""Browsers in which somebody signed in before: others who use up the tries with a name do not keep its owner out."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cms.accounts.models import User
from cms.accounts.throttling import folded

COOKIE = "known_browser"
SALT = "cms.accounts.known.browser"
SECONDS = 180 * 86_400
"""How long a browser stays known after its owner signed in."""


def is_known(request: HttpRequest, name: str) -> bool:
    """Whether somebody whose name or address this is signed in in the same browser."""
    return digest(name) in kept(request)


def is_known_to(request: HttpRequest, user: User) -> bool:
    """Whether the user signed in in the same browser, second factor and all, and neither that nor the password is
    another one since: whoever found the password out does not know the browser of a new one."""
    return digest(opening(user)) in kept(request)


def remember(response: HttpResponse, user: User) -> None:
    """Know the browser of somebody who is in. The cookie opens nothing by itself."""
    names = user.get_username(), user.email, opening(user)
    response.set_cookie(
        COOKIE,
        signing.dumps([digest(name) for name in names], salt=SALT),
        max_age=SECONDS,
        path=reverse("wagtailadmin_login"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def kept(request: HttpRequest) -> list[str]:
    """What the browser was given."""
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return []


def opening(user: User) -> str:
    """Another one for each password, and for each second factor."""
    return f"{user.pk} {user.get_session_auth_hash()}"


def digest(name: str) -> str:
    """What the cookie holds instead of a name."""
    return signing.Signer(salt=SALT).signature(folded(name))
