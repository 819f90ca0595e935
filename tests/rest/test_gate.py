"""Whoever has no valid token gets the same 401 from every address of the REST API."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.api.v3.api import api
from wagtail.models import APIToken

from cms.rest.gate import REFUSAL
from tests.rest.conftest import Tool

pytestmark = pytest.mark.thorough

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")
UNLISTED = (
    "",
    "docs/",
    "docs",
    "openapi.json",
    "nothing/here",
    "pages",
    "pages/1/nothing/",
    "../v3/pages/",
    "whoami",
    "%2e%2e/",
)
"""Paths that its document does not tell: the documents themselves, unknown ones, slashes left out."""


def promised() -> Iterator[tuple[str, str]]:
    """Each method and path of its OpenAPI document."""
    for path, methods in api.get_openapi_schema(path_prefix="/api/v3/")["paths"].items():
        for method in methods:
            yield (
                method.upper(),
                path.replace("{type}", "snippets.Person").replace("{type_name}", "snippets.Person"),
            )


def filled(path: str) -> str:
    """A path with numbers in the place of its parameters."""
    return "".join("1" if part.startswith("{") else part for part in split(path))


def split(path: str) -> list[str]:
    return [piece for part in path.split("{") for piece in held(part)]


def held(part: str) -> list[str]:
    name, end, rest = part.partition("}")
    return ["{" + name, rest] if end else [name]


def everything() -> list[tuple[str, str]]:
    told = [(method, filled(path)) for method, path in promised()]
    paths = {path for _, path in told} | {f"/api/v3/{path}" for path in UNLISTED}
    paths |= {path.rstrip("/") for path in paths} | {"/api/v3", "/api/v3/"}
    return sorted({*told, *((method, path) for path in paths for method in METHODS)})


def strangers(tool: Tool, session: Client) -> dict[str, tuple[Client, dict[str, str]]]:
    """Everybody without a valid token: who calls, and with which headers."""
    gone = Tool(tool.user)
    APIToken.objects.filter(pk=gone.row.pk).update(revoked_at=timezone.now())
    other = Tool(type(tool.user).objects.create_superuser("partie"))
    type(tool.user).objects.filter(pk=other.user.pk).update(is_active=False)
    nobody = Client(raise_request_exception=False)
    return {
        "no token": (nobody, {}),
        "no scheme": (nobody, {"Authorization": tool.token}),
        "another scheme": (nobody, {"Authorization": f"Basic {tool.token}"}),
        "an empty token": (nobody, {"Authorization": "Bearer "}),
        "a wrong token": (nobody, {"Authorization": f"Bearer {tool.token[:-1]}"}),
        "a revoked token": (nobody, {"Authorization": f"Bearer {gone.token}"}),
        "the token of a deactivated user": (nobody, {"Authorization": f"Bearer {other.token}"}),
        "a session": (session, {}),
    }


def told(response: Any) -> tuple[int, str, bool]:
    return response.status_code, response["Content-Type"], bool(response.cookies)


def test_document_tells_more_than_reads() -> None:
    methods = {method for method, _ in promised()}
    assert methods == {"GET", "POST", "PUT", "PATCH", "DELETE"}
    assert len(set(promised())) > 40


def test_no_address_tells_anything_without_a_valid_token(
    administrator: Tool, admin_client: Client
) -> None:
    admin_client.raise_request_exception = False
    expected = 401, "application/problem+json", False
    for name, (client, headers) in strangers(administrator, admin_client).items():
        for method, path in everything():
            response = client.generic(method, path, headers=headers)
            assert told(response) == expected, (name, method, path)
            assert response["WWW-Authenticate"] == "Bearer"
            body = response.content.decode()
            assert body == ("" if method == "HEAD" else REFUSAL), (name, method, path)


def test_valid_token_passes_and_no_document_is_served(administrator: Tool) -> None:
    assert administrator("GET", "whoami/").json()["user"]["username"] == "administratrice"
    for path in ("docs/", "openapi.json", "nothing/"):
        assert administrator("GET", path).status_code == 404
    assert administrator("GET", "whoami/")["Cache-Control"] == "private, no-store"


def test_token_of_one_wins_over_the_session_of_another(writer: Tool, admin_client: Client) -> None:
    headers = {"Authorization": f"Bearer {writer.token}"}
    answer = admin_client.get("/api/v3/whoami/", headers=headers)
    assert answer.json()["user"]["username"] == "redactrice"


def test_a_token_opens_nothing_else(writer: Tool, client: Client) -> None:
    headers = {"Authorization": f"Bearer {writer.token}"}
    assert client.get("/admin/pages/", headers=headers).status_code == 302
    assert client.get("/api/v33/", headers=headers).status_code == 404
    assert client.get("/api/v33/").status_code == 404


@pytest.mark.parametrize("path", ["/api/v3/", "/api/v3/pages/", "/api/v3/whoami/", "/api/v3"])
def test_nothing_is_there_where_it_is_not_mounted(
    settings: Any, client: Client, writer: Tool, path: str
) -> None:
    settings.REST_API = False
    settings.ROOT_URLCONF = "cms.urls"
    headers = {"Authorization": f"Bearer {writer.token}"}
    for method in METHODS[:-1]:
        assert client.generic(method, path, headers=headers).status_code in (404, 405, 301)
    assert client.get(path, headers=headers, follow=True).status_code == 404
