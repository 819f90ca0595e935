"""What addresses answer without a database: that there is no answer now, and nothing of the inside."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.test import Client
from django.utils.translation import override

from cms import outage
from cms.previews.tokens import issue
from tests.factories import make_report

SECRET = "connection to server at database.internal, user cms, failed"


def fail(*_: Any) -> None:
    raise OperationalError(SECRET)


@pytest.fixture
def client() -> Client:
    """One that gets the answer to an exception, as a browser does."""
    return Client(raise_request_exception=False)


@pytest.fixture
def gone(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every statement fails."""
    with connection.execute_wrapper(fail):
        monkeypatch.setattr("cms.api.middleware.head", fail)
        yield


def assert_unavailable(response: Any, media_type: str) -> None:
    assert response.status_code == 503
    assert response["Content-Type"].split(";")[0] == media_type
    assert response["Retry-After"] == "5"
    assert response["Cache-Control"] == "no-store"
    assert b"internal" not in response.content
    assert b"OperationalError" not in response.content


@pytest.mark.usefixtures("gone")
@pytest.mark.parametrize("media_type", ["application/json", "application/graphql-response+json"])
def test_api(client: Client, media_type: str) -> None:
    query = {"query": "{ __typename }"}
    sent = {"content_type": "application/json", "headers": {"accept": media_type}}
    response = client.post("/graphql/", query, **sent)
    assert_unavailable(response, media_type)
    [error] = response.json()["errors"]
    assert error["extensions"] == {"code": "UNAVAILABLE"}
    assert set(response.json()) == {"errors"}


def test_api_with_a_preview_token(client: Client, admin_user: Any) -> None:
    token = issue(make_report(), admin_user)
    sent = {"content_type": "application/json", "headers": {"preview-token": token}}
    with connection.execute_wrapper(fail):
        response = client.post("/graphql/", {"query": "{ eventReports { totalCount } }"}, **sent)
    assert_unavailable(response, "application/json")
    assert response.json()["errors"][0]["extensions"] == {"code": "UNAVAILABLE"}


@pytest.mark.usefixtures("gone")
@pytest.mark.parametrize("path", ["/feeds/all.rss", "/feeds/events.ics", "/newsletter/items.json"])
def test_feeds(client: Client, path: str) -> None:
    assert_unavailable(client.get(path), "text/plain")


@pytest.mark.usefixtures("gone")
@pytest.mark.parametrize("path", ["/", "/nowhere/", "/sitemap.xml", "/documents/1/a.pdf"])
def test_site(client: Client, path: str) -> None:
    response = client.get(path)
    assert_unavailable(response, "text/html")
    assert "Le site ne peut pas répondre pour le moment" in response.content.decode()


@pytest.mark.usefixtures("gone")
def test_english_site(client: Client) -> None:
    response = client.get("/en/")
    assert_unavailable(response, "text/html")
    assert b'<html lang="en">' in response.content
    assert b"The site cannot answer now" in response.content


@pytest.mark.usefixtures("gone")
def test_admin(client: Client) -> None:
    client.cookies["sessionid"] = "a" * 32
    assert_unavailable(client.get("/admin/"), "text/html")
    sent = client.post("/admin/login/", {"username": "a", "password": "b"})
    assert_unavailable(sent, "text/html")


def test_tools_get_a_problem_in_json(rf: Any) -> None:
    request = rf.get("/api/v3/pages/")
    try:
        raise OperationalError(SECRET)
    except OperationalError:
        response = outage.failed(request)
    assert_unavailable(response, "application/problem+json")
    assert json.loads(response.content)["status"] == 503


def test_outage_behind_another_error_counts(rf: Any) -> None:
    try:
        try:
            raise OperationalError(SECRET)
        except OperationalError as error:
            raise ValueError("no page") from error
    except ValueError:
        with override("fr"):
            assert_unavailable(outage.failed(rf.get("/")), "text/html")


@pytest.mark.parametrize("error", [ValueError(SECRET), KeyError("a")])
def test_other_errors_stay_errors(rf: Any, error: Exception) -> None:
    try:
        raise error
    except (ValueError, KeyError):
        response = outage.failed(rf.get("/"))
    assert response.status_code == 500
    assert SECRET.encode() not in response.content


@pytest.mark.usefixtures("gone")
def test_log_tells_it_in_one_line(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.get("/sitemap.xml?token=abc")
    [record] = caplog.records
    assert (record.levelname, record.name, record.exc_info) == ("WARNING", "cms.api.outage", None)
    assert record.getMessage() == f"/sitemap.xml got 503, OperationalError: {SECRET}"


@pytest.mark.django_db(transaction=True)
def test_database_that_others_lock(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite waits for whoever locks it, then says so."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL locks no whole database.")
    connection.close()
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "init_command", "")
    path = Path(connection.settings_dict["NAME"])
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        writing = client.post("/admin/login/", {"username": "a", "password": "b"})
        other.rollback()
    other.close()
    connection.close()
    assert_unavailable(writing, "text/html")
    assert client.get("/robots.txt").status_code == 200


def test_file_that_is_no_database_any_more_is_an_outage() -> None:
    assert outage.is_of_database(DatabaseError("file is not a database"))
