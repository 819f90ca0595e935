"""Codes of a phone, and the browsers they are typed in."""

from time import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse

from tests.accounts.conftest import HERE, PASSWORD, SECRET, Visitor


def code_of(secret: str = SECRET, *, steps: int = 0) -> str:
    """What the app on the phone shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time()) // 30 + steps))


def half_way(name: str = "redactrice", at: str = HERE) -> Visitor:
    """A browser that gave the password."""
    visitor = Visitor(at)
    give_password(visitor, name)
    return visitor


def give_password(visitor: Visitor, name: str = "redactrice") -> None:
    answer = visitor.try_password(name, PASSWORD, next="/admin/account/")
    assert answer.headers["Location"] == reverse("mfa_authenticate")


def enter(visitor: Visitor, code: str, step: str = "mfa_authenticate") -> Any:
    return visitor.client.post(reverse(step), {"code": code})
