"""An answer in time, or a clear word that there is none."""

import logging
import time
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from cms.api import view
from cms.api.budget import Budget, OutOfTimeError
from cms.api.gate import Gate
from pages.models import EventReport
from tests.factories import make_report

READING = "{ eventReports { nodes { readingMinutes } } }"


@pytest.fixture
def post(client: Client, db: None) -> Any:
    def send(query: str, **variables: Any) -> Any:
        body = {"query": query, "variables": variables}
        return client.post("/graphql/", body, content_type="application/json")

    return send


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Let one field of reports fail."""
    make_report()

    def fail(page: Any) -> int:
        raise error

    monkeypatch.setattr("pages.models.EventReport.reading_minutes", property(fail))


@pytest.mark.usefixtures("uncached")
def test_full_process_says_when_to_come_again(post: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cms.api.gate.LONGEST_WAIT", 0.01)
    monkeypatch.setattr(view, "gate", gate := Gate(2))
    with ExitStack() as held:
        held.enter_context(gate.passing())
        assert post("{ __typename }").status_code == 200
        held.enter_context(gate.passing())
        response = post("{ __typename }")
        assert (response.status_code, response["Retry-After"]) == (503, "1")
        assert response.json()["errors"][0]["extensions"] == {"code": "UNAVAILABLE"}
    assert post("{ __typename }").status_code == 200


@pytest.mark.django_db
def test_malformed_request_takes_no_place(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "gate", gate := Gate(1))
    with gate.passing():
        response = client.post("/graphql/", "{", content_type="application/json")
        assert response.status_code == 400


def test_operation_out_of_time_is_an_error(post: Any, settings: Any) -> None:
    settings.GRAPHQL_SECONDS = 0
    response = post("{ eventReports { totalCount } }")
    [error] = response.json()["errors"]
    assert (response.status_code, error["extensions"]) == (503, {"code": "TIMEOUT"})
    assert error["message"] == "The operation took longer than 0 seconds: ask for less at once."
    assert "data" not in response.json()


def test_slow_fields_end_with_the_time(post: Any, settings: Any, monkeypatch: Any) -> None:
    make_report()
    settings.GRAPHQL_SECONDS = 0.05
    slow = property(lambda page: time.sleep(0.1))
    monkeypatch.setattr("pages.models.EventReport.reading_minutes", slow)
    response = post("{ eventReports { nodes { title readingMinutes } } }")
    assert response.json()["errors"][0]["extensions"] == {"code": "TIMEOUT"}


def test_no_statement_begins_when_time_is_over() -> None:
    with pytest.raises(OutOfTimeError):
        Budget(-1).execute(lambda *_: pytest.fail("It ran."))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_statement_that_postgresql_gives_up_is_out_of_time(post: Any, monkeypatch: Any) -> None:
    def sleep(page: EventReport) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 50")
            try:
                cursor.execute("SELECT pg_sleep(5)")
            finally:
                cursor.execute("SET statement_timeout = 0")
        return 1

    make_report()
    monkeypatch.setattr("pages.models.EventReport.reading_minutes", property(sleep))
    response = post("{ eventReports { nodes { title readingMinutes } } }")
    [error] = response.json()["errors"]
    assert (response.status_code, error["extensions"]) == (503, {"code": "TIMEOUT"})


def test_database_that_is_away_is_told_by_the_status(post: Any, monkeypatch: Any) -> None:
    failing(monkeypatch, OperationalError("could not connect to cms@database:5432"))
    response = post(READING)
    [error] = response.json()["errors"]
    assert (response.status_code, response["Retry-After"]) == (503, "1")
    assert error["extensions"] == {"code": "UNAVAILABLE"}
    assert b"5432" not in response.content


def test_log_tells_where_it_failed_and_no_variable(
    post: Any, monkeypatch: Any, caplog: pytest.LogCaptureFixture
) -> None:
    failing(monkeypatch, ValueError("no such thing as a.secret@example.org"))
    caplog.set_level(logging.INFO)
    post(
        f"query ($path: String!) {{ page(path: $path) {{ __typename }} {READING[2:]}",
        path="a.secret@example.org",
    )
    [record] = [each for each in caplog.records if each.name == "cms.api"]
    where = "The field eventReports.nodes.0.readingMinutes"
    assert record.getMessage().startswith(f"{where} failed with ValueError, at:\n")
    assert "secret" not in caplog.text


def test_failure_outside_of_fields_is_masked(post: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(view, "answer", lambda *_: 1 / 0)
    response = post("{ __typename }")
    assert response.status_code == 500
    assert response.json()["errors"][0]["extensions"] == {"code": "INTERNAL"}
    assert b"division" not in response.content


def test_answers_hold_a_hundred_errors_at_most(post: Any, monkeypatch: Any) -> None:
    failing(monkeypatch, ValueError())
    aliases = " ".join(
        f"r{root}: eventReports {{ nodes {{ {' '.join(f'a{root}x{each}: readingMinutes' for each in range(2))} }} }}"
        for root in range(30)
    )
    assert len(post(f"{{ {aliases} }}").json()["errors"]) <= 100
    wrong = " ".join(f"wrong{each}" for each in range(400))
    assert len(post(f"{{ {wrong} }}").json()["errors"]) <= 100
