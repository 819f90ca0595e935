"""A house with the REST API, and tools that call it."""

import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import APIToken

from cms import urls as built_without_it  # noqa: F401 before a test switches the API on
from tests.admin.conftest import member_of


@pytest.fixture(autouse=True)
def mounted(settings: Any, db: None) -> None:
    """As `REST_API=1` mounts it."""
    settings.REST_API = True
    settings.ROOT_URLCONF = "tests.rest.urls"


class Tool:
    """A program with a token of a user."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.row, self.token = APIToken.create_token(user=user, name="Outil")

    def __call__(self, method: str, path: str, data: Any = None, **options: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        client = Client(raise_request_exception=False)
        return client.generic(
            method,
            f"/api/v3/{path}",
            data=b"" if data is None else json_of(data),
            content_type="application/json",
            headers=headers,
        )


def json_of(data: Any) -> bytes:
    return json.dumps(data).encode()


@pytest.fixture
def writer() -> Tool:
    """A tool of somebody who only writes."""
    return Tool(member_of("Rédacteurs", "redactrice"))


@pytest.fixture
def publisher() -> Tool:
    """A tool of somebody who also publishes."""
    return Tool(member_of("Responsables de publication", "responsable"))


@pytest.fixture
def administrator() -> Tool:
    """A tool of an administrator."""
    return Tool(get_user_model().objects.create_superuser("administratrice"))
