"""Notes secrets where the product makes or takes them."""

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote_plus

from django.apps import apps
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.base import SessionBase
from django.core.handlers.base import BaseHandler
from django.core.signing import Signer
from django.http import HttpRequest
from django.middleware import csrf
from django.utils.module_loading import import_string

LONGEST_BODY = 20_000
SHORTEST_WORDS = 12
"""Characters of a value or a password that is not likely to stand in a log for another reason."""
PUBLIC = re.compile(r"[a-z0-9-]+")
"""A slug, which stands in addresses of what is public too."""
ORDINARY = ("/", "http://", "https://", "query", "mutation", "{")
"""How values begin that the log may tell, as paths."""

used: set[tuple[str, str]] = set()


def note(what: str, secret: Any) -> None:
    """A secret that no line may hold."""
    if isinstance(secret, str) and secret:
        used.add((what, secret))


def telling(what: str, made: Callable[..., Any]) -> Callable[..., Any]:
    """A function whose result is a secret."""

    @wraps(made)
    def noted(*arguments: Any, **names: Any) -> Any:
        secret = made(*arguments, **names)
        note(what, secret)
        return secret

    return noted


def begin() -> None:
    """Note from now on. Nothing of what is done changes."""
    note("SECRET_KEY", settings.SECRET_KEY)
    for password in settings.DEMO_PASSWORDS.values():
        note("a password", password)
    SessionBase._get_new_session_key = telling("a session key", SessionBase._get_new_session_key)
    csrf._get_new_csrf_string = telling("a CSRF token", csrf._get_new_csrf_string)
    csrf._mask_cipher_secret = telling("a CSRF token", csrf._mask_cipher_secret)
    Signer.sign = telling("a signed token", Signer.sign)
    for name in ("check_password", "set_password"):
        setattr(AbstractBaseUser, name, noting_passwords(getattr(AbstractBaseUser, name)))
    BaseHandler.get_response = noting_questions(BaseHandler.get_response)
    if apps.is_installed("allauth.mfa"):
        where = "allauth.mfa.totp.internal.auth"
        module = import_string(f"{where}.generate_totp_secret").__globals__
        module["generate_totp_secret"] = telling("a TOTP secret", module["generate_totp_secret"])


def noting_passwords(told: Callable[..., Any]) -> Callable[..., Any]:
    """Whoever signs in has a password, a right one or a wrong one."""

    @wraps(told)
    def noted(self: Any, raw_password: Any) -> Any:
        if isinstance(raw_password, str) and len(raw_password) >= SHORTEST_WORDS:
            note("a password", raw_password)
        return told(self, raw_password)

    return noted


def noting_questions(respond: Callable[..., Any]) -> Callable[..., Any]:
    """Whoever asks the API or a feed says what for."""

    @wraps(respond)
    def noted(self: Any, request: HttpRequest) -> Any:
        note_question(request)
        return respond(self, request)

    return noted


def note_question(request: HttpRequest) -> None:
    """The query string, and the variables of GraphQL."""
    query = request.META.get("QUERY_STRING", "")
    if "=" in query and len(query) >= SHORTEST_WORDS:
        note("a query string", query)
        note("a query string", unquote_plus(query))
    length = request.META.get("CONTENT_LENGTH") or "0"
    is_json = request.META.get("CONTENT_TYPE", "").startswith("application/json")
    if not is_json or not str(length).isdecimal() or int(length) > LONGEST_BODY:
        return
    try:
        variables = json.loads(request.body)["variables"]
    except (KeyError, TypeError, ValueError, RecursionError):
        return
    for value in variables.values() if isinstance(variables, dict) else ():
        if is_telling(value):
            note("a variable of GraphQL", value)


def is_telling(value: Any) -> bool:
    """Whether a value would stand in a log for no other reason than that it was sent."""
    return (
        isinstance(value, str)
        and len(value) >= SHORTEST_WORDS
        and not value.startswith(ORDINARY)
        and not PUBLIC.fullmatch(value)
    )
