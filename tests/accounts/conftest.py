"""The door, and who comes through it."""

from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cms.accounts.discovery import discovery
from cms.accounts.models import User

PASSWORD = "une phrase de passe pour essayer"
WRONG = "une autre phrase de passe"
HERE = "192.0.2.1"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class Visitor:
    """A browser at an address."""

    def __init__(self, at: str = HERE) -> None:
        self.client = Client(REMOTE_ADDR=at)

    def try_password(self, name: str, password: str = WRONG, **more: str) -> Any:
        form = {"username": name, "password": password, **more}
        return self.client.post(reverse("wagtailadmin_login"), form)

    @property
    def is_in(self) -> bool:
        return self.client.get(reverse("wagtailadmin_home")).status_code == 200


def make_editor(username: str = "redactrice", **about: Any) -> User:
    user = User.objects.create_user(
        username, email=f"{username}@example.org", password=PASSWORD, **about
    )
    user.groups.add(Group.objects.get(name="Rédacteurs"))
    return user


@pytest.fixture
def redactrice(db: None) -> User:
    return make_editor()


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


@pytest.fixture
def moment(time_machine: Any) -> Any:
    """The time stands, until it is moved."""
    time_machine.move_to("2026-11-26T10:00:00Z", tick=False)
    return time_machine


@pytest.fixture
def protected(redactrice: User, rf: Any) -> User:
    """An editor with a second factor."""
    TOTP.activate(redactrice, SECRET)
    RecoveryCodes.activate(redactrice)
    return redactrice


@pytest.fixture(autouse=True)
def provider_is_asked() -> None:
    """What it tells of itself is kept in the process."""
    discovery.forget()


@pytest.fixture(autouse=True)
def no_code_was_used() -> None:
    """allauth notes codes in the memory of the process too, which outlives the test."""
    cache.clear()
