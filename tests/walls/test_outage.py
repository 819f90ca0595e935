"""A real server whose PostgreSQL is killed and comes back: a clean word meanwhile, and no help needed after."""

import json
import os
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from typing import NamedTuple

import psycopg
import pytest
from django.conf import settings

from tests.postgresql import Postgresql, binaries, postgresql
from tests.processes import Server, serving_as_documented

pytestmark = [pytest.mark.thorough, pytest.mark.postgres]

LIST = json.dumps({"query": "{ eventReports { totalCount nodes { title path } } }"})
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LONGEST_REFUSAL = 2.5
"""Seconds until whoever tries hears that the server is gone; others hear it at once."""
THREADS = 4
"""As many as the server has: nobody waits for a place."""
INTERNAL = ("psycopg", "OperationalError", "Traceback", "/cms-postgresql-", "socket", "django")


class Question(NamedTuple):
    method: str
    path: str
    media_type: str = "text/html"
    """Of the answer that there is none."""
    body: str = ""
    headers: dict[str, str] = {}


QUESTIONS = [
    Question("POST", "/graphql/", "application/json", LIST, JSON),
    Question("GET", "/graphql/?query=%7B__typename%7D", "application/json"),
    Question(
        "POST",
        "/graphql/",
        "application/graphql-response+json",
        LIST,
        {**JSON, "Accept": "application/graphql-response+json"},
    ),
    Question(
        "POST", "/graphql/", "application/json", LIST, {**JSON, "Preview-Token": "aaaa:bbbb:cccc"}
    ),
    Question("GET", "/feeds/all.rss", "text/plain"),
    Question("GET", "/feeds/events.ics", "text/plain"),
    Question("GET", "/newsletter/items.json", "text/plain"),
    Question("GET", "/newsletter/issues/latest.html", "text/plain"),
    Question("GET", "/"),
    Question("GET", "/en/"),
    Question("GET", "/nowhere/"),
    Question("GET", "/sitemap.xml"),
    Question("GET", "/media/original_images/a.jpg", headers={"Cookie": "sessionid=abcdefgh"}),
    Question("GET", "/documents/1/a.pdf"),
    Question("GET", "/admin/", headers={"Cookie": "sessionid=abcdefghabcdefghabcdefghabcdefgh"}),
    Question(
        "GET", "/api/v3/", "application/problem+json", "", {"Authorization": "Bearer wagtail_x"}
    ),
]


class Told(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str
    seconds: float


def ask(port: int, question: Question) -> Told:
    begun = time.monotonic()
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as server:
        server.request(question.method, question.path, question.body or None, question.headers)
        answer = server.getresponse()
        text = answer.read().decode()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Told(answer.status, headers, text, time.monotonic() - begun)


def status_of(port: int, path: str) -> int:
    """The status of an answer that is no text."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as server:
        server.request("GET", path)
        return server.getresponse().status


def statuses(port: int) -> list[int]:
    return [ask(port, each).status for each in QUESTIONS]


def assert_refused(port: int, question: Question, longest: float) -> None:
    """The address says that there is no answer now, in its own form, soon, and nothing else."""
    told = ask(port, question)
    assert told.status == 503, (question, told)
    assert told.headers["content-type"].split(";")[0] == question.media_type, question
    assert int(told.headers["retry-after"]) > 0
    assert "no-store" in told.headers["cache-control"]
    assert [word for word in INTERNAL if word.lower() in told.text.lower()] == [], told.text
    assert told.seconds < longest, question
    if question.path.startswith("/graphql/"):
        [error] = json.loads(told.text)["errors"]
        assert error["extensions"] == {"code": "UNAVAILABLE"}
        assert "data" not in json.loads(told.text)


def assert_alive_and_not_ready(port: int) -> None:
    alive, ready = ask(port, Question("GET", "/healthz")), ask(port, Question("GET", "/readyz"))
    assert (alive.status, alive.text) == (200, "ok\n")
    assert (ready.status, json.loads(ready.text)["status"]) == (503, "unavailable")
    assert ready.seconds < 3
    assert "cms-postgresql" not in ready.text


@pytest.fixture(scope="module")
def database() -> Iterator[Postgresql]:
    """A PostgreSQL with the demo in it."""
    if (programs := binaries()) is None:
        pytest.skip("PostgreSQL is not installed.")
    with postgresql(programs) as server:
        yield server


@pytest.fixture(scope="module")
def site(database: Postgresql, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A process that serves it as in production, but for HTTPS."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "DATABASE_URL": database.url,
        "DATA_DIR": str(tmp_path_factory.mktemp("data")),
        "SECRET_KEY": secrets.token_urlsafe(50),
        "PATH": os.environ["PATH"],
        "REST_API": "1",
        "LOG_FORMAT": "json",
    }
    for command in (["migrate", "-v0"], ["demo", "--once"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    with serving_as_documented(environment) as running:
        yield running


def test_server_that_is_killed_and_comes_back(database: Postgresql, site: Server) -> None:
    usual = statuses(site.port)
    assert statuses(site.port) == usual
    assert max(usual) < 500
    picture = re.search(r"/media/images/[^\s\"?]+", ask(site.port, Question("GET", "/")).text)[0]
    assert status_of(site.port, picture) == 200
    database.kill()
    for question in QUESTIONS:
        assert_refused(site.port, question, LONGEST_REFUSAL)
    assert_alive_and_not_ready(site.port)
    assert {status_of(site.port, picture) for _ in range(3)} == {200}
    database.start()
    time.sleep(1)
    assert statuses(site.port) == usual
    assert ask(site.port, Question("GET", "/readyz")).status == 200


def test_restart_between_two_requests_costs_readers_of_the_api_nothing(
    database: Postgresql, site: Server
) -> None:
    usual = statuses(site.port)
    database.kill()
    database.start()
    assert statuses(site.port) == usual


def test_restart_costs_the_site_one_answer_at_most(database: Postgresql, site: Server) -> None:
    usual = statuses(site.port)
    database.kill()
    database.start()
    page = Question("GET", "/")
    first = ask(site.port, page)
    assert first.status in (200, 503)
    time.sleep(float(first.headers.get("retry-after", 0)))
    assert statuses(site.port) == usual


def test_answers_stay_quick_while_many_ask(database: Postgresql, site: Server) -> None:
    usual = statuses(site.port)
    database.kill()
    with ThreadPoolExecutor(2 * THREADS) as clients:
        told = list(clients.map(lambda question: ask(site.port, question), QUESTIONS * 10))
    assert {each.status for each in told} == {503}
    assert sorted(each.seconds for each in told)[len(told) * 9 // 10] < LONGEST_REFUSAL
    assert_alive_and_not_ready(site.port)
    database.start()
    time.sleep(1)
    assert statuses(site.port) == usual


def test_schedule_goes_on_by_itself(database: Postgresql, site: Server) -> None:
    database.kill()
    time.sleep(4)
    database.start()
    folder = str(database.folder)
    with psycopg.connect(host=folder, user="postgres", dbname="postgres") as connection:
        connection.autocommit = True
        [page] = connection.execute(
            "UPDATE wagtailcore_page SET expire_at = now() WHERE id = "
            "(SELECT MIN(page_ptr_id) FROM pages_eventreport) RETURNING id"
        ).fetchone()
        until = time.monotonic() + 20
        withdrawn = False
        while not withdrawn and time.monotonic() < until:
            time.sleep(0.5)
            [live] = connection.execute(
                "SELECT live FROM wagtailcore_page WHERE id = %s", [page]
            ).fetchone()
            withdrawn = not live
    assert withdrawn


def test_log_tells_begin_and_end_in_lines_without_tracebacks(
    database: Postgresql, site: Server
) -> None:
    usual = statuses(site.port)
    database.kill()
    assert set(statuses(site.port)) == {503}
    database.start()
    time.sleep(1)
    assert statuses(site.port) == usual
    lines = [json.loads(line) for line in site.log.read_text().splitlines() if line[:1] == "{"]
    told = [line for line in lines if line["logger"] == "cms.connections"]
    assert [line["message"] for line in told][-2:] == [
        "The database is gone: requests are answered with 503.",
        "The database is back.",
    ]
    assert [line for line in lines if "exception" in line] == []
