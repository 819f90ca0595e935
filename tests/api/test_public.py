"""The same answer for everybody: no cookie, no language, no origin that was not allowed."""

import logging
import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from cms.logs.formats import Line

URL = "/graphql/?query={__typename}"
FRIEND, STRANGER = "https://www.example.org", "https://evil.example.org"

pytestmark = pytest.mark.django_db


def test_answers_vary_by_nothing_personal(client: Client) -> None:
    headers = {"Accept-Language": "en", "Cookie": "sessionid=x; csrftoken=y; django_language=en"}
    response = client.get(URL, headers=headers)
    varies = {name.strip() for name in response["Vary"].split(",")}
    assert varies == {"Accept", "Accept-Encoding", "Preview-Token", "origin"}
    assert "Set-Cookie" not in response


def test_signed_in_editor_is_a_reader(client: Client) -> None:
    client.force_login(get_user_model().objects.create_superuser("editor"))
    response = client.get(URL)
    assert not response.cookies
    assert not response.wsgi_request.user.is_authenticated


@pytest.mark.parametrize("sent", ["0123456789abcdef", "a.b-c_d.e", "x" * 64])
def test_request_id_of_the_client_is_kept(client: Client, sent: str) -> None:
    assert client.get(URL, headers={"X-Request-ID": sent})["X-Request-ID"] == sent


@pytest.mark.parametrize(
    "sent", ["", "short", "x" * 65, "a b c d e f g", "é" * 10, "a\tb;c=d%0a,e"]
)
def test_unusable_request_id_is_replaced(client: Client, sent: str) -> None:
    given = client.get(URL, headers={"X-Request-ID": sent})["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", given)


def test_every_page_has_a_request_id(client: Client) -> None:
    assert client.get("/nowhere/")["X-Request-ID"] != client.get("/nowhere/")["X-Request-ID"]


def test_log_lines_have_the_request_id(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.setFormatter(Line())
    monkeypatch.setattr("cms.api.view.answer", lambda *_: 1 / 0)
    client.get(URL, headers={"X-Request-ID": "known-request"})
    [line] = [each for each in caplog.text.splitlines() if " cms.api " in each]
    assert " ERROR cms.api known-request The request failed with ZeroDivisionError" in line
    outside = logging.LogRecord("cms", logging.INFO, "", 0, "Outside", None, None)
    assert Line().format(outside).endswith(" INFO cms - Outside")


@pytest.mark.parametrize(("origin", "allowed"), [(FRIEND, FRIEND), (STRANGER, None)])
def test_origins_of_the_setting_may_call(client: Client, origin: str, allowed: str | None) -> None:
    response = client.get(URL, headers={"Origin": origin})
    assert response.get("Access-Control-Allow-Origin") == allowed
    assert "Access-Control-Allow-Credentials" not in response
    preflight = client.options(
        "/graphql/",
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type,preview-token",
        },
    )
    assert preflight.get("Access-Control-Allow-Origin") == allowed
    if allowed:
        assert preflight["Access-Control-Allow-Methods"] == "GET, POST, OPTIONS"
        assert "preview-token" in preflight["Access-Control-Allow-Headers"]


def test_every_origin_may_call_when_told_so(client: Client, settings: Any) -> None:
    settings.CORS_ALLOW_ALL_ORIGINS = True
    response = client.get(URL, headers={"Origin": STRANGER})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response


def test_other_doors_are_closed_to_other_origins(client: Client) -> None:
    response = client.get("/admin/login/", headers={"Origin": FRIEND})
    assert "Access-Control-Allow-Origin" not in response


@pytest.mark.usefixtures("uncached")
def test_timings_are_for_developers(client: Client, settings: Any) -> None:
    assert "Server-Timing" not in client.get(URL)
    settings.GRAPHQL_SERVER_TIMING = True
    timing = client.get(URL)["Server-Timing"]
    assert re.fullmatch(r"prepare;dur=[\d.]+, execute;dur=[\d.]+, sql;dur=[\d.]+;desc=\d+", timing)
