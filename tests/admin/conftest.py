"""Who signs in: somebody who writes, somebody who also publishes, an administrator."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

SignIn = Callable[[Any], Client]


def member_of(group: str, username: str) -> Any:
    user = get_user_model().objects.create_user(username=username, password="passe-de-test")
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def editor(db: None) -> Any:
    return member_of("Rédacteurs", "redactrice")


@pytest.fixture
def publisher(db: None) -> Any:
    return member_of("Responsables de publication", "responsable")


@pytest.fixture
def sign_in() -> SignIn:
    def signed_in(user: Any) -> Client:
        client = Client(raise_request_exception=True)
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def writing(sign_in: SignIn, editor: Any) -> Client:
    """The browser of somebody who may write."""
    return sign_in(editor)


@pytest.fixture
def publishing(sign_in: SignIn, publisher: Any) -> Client:
    """The browser of somebody who may also publish."""
    return sign_in(publisher)


@pytest.fixture
def administering(sign_in: SignIn, admin_user: Any) -> Client:
    """The browser of an administrator."""
    return sign_in(admin_user)
