"""The shared cache is killed, hangs and comes back under load: it costs time, and little of it."""

import json
import os
import secrets
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection

import pytest

from cms.publishing.journal import one_change
from pages.models import EventReport
from tests.factories import make_report
from tests.processes import Server, serving
from tests.valkey import valkey

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]
QUESTION = "{ eventReports { totalCount nodes { title } } }"
A_SECOND = 20
"""Requests."""
KINDS = 15
"""Different questions: one process is asked all of them, then the other, until something is published."""


def ask(port: int, number: int) -> float:
    """How many seconds the answer took, from when it was due."""
    begun = time.monotonic()
    query = f"query Load{number % KINDS} {QUESTION}"
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as server:
        server.request(
            "POST", "/graphql/", json.dumps({"query": query}), {"Content-Type": "application/json"}
        )
        response = server.getresponse()
        answer = json.loads(response.read())
    assert response.status == 200, answer
    assert answer["data"]["eventReports"]["totalCount"] == 1
    assert "errors" not in answer
    return time.monotonic() - begun


def load(servers: list[Server], seconds: int) -> list[float]:
    """Seconds that each answer took while that many came every second, whether others were ready or
    not."""
    with ThreadPoolExecutor(40) as clients:
        asked, begun = [], time.monotonic()
        for number in range(seconds * A_SECOND):
            time.sleep(max(0, begun + number / A_SECOND - time.monotonic()))
            server = servers[number // KINDS % len(servers)]
            asked.append(clients.submit(ask, server.port, number))
            if number % (2 * A_SECOND) == 0:
                with one_change():
                    publish_again()
        return [each.result() for each in asked]


def publish_again() -> None:
    """Every answer that is kept holds no more."""
    report = EventReport.objects.get()
    report.title = secrets.token_hex(4)
    report.save_revision().publish()


def p99(durations: list[float]) -> float:
    return sorted(durations)[int(len(durations) * 0.99)]


def test_thirty_seconds_without_the_shared_cache_cost_time_only() -> None:
    with one_change():
        make_report(title="Midi")
    told = {"SECRET_KEY": secrets.token_urlsafe(50)}
    with valkey() as server:
        address, port, process = server.connection_url, server.port, server._process
        with serving(CACHE_URL=address, **told) as one, serving(CACHE_URL=address, **told) as other:
            load([one, other], 4)
            with closing(server.client()) as client:
                assert client.info("stats")["keyspace_hits"] > 0
            os.kill(process.pid, signal.SIGSTOP)
            hanging = load([one, other], 15)
            process.kill()
            gone = load([one, other], 15)
            assert p99(hanging) < 1
            assert p99(gone) < 1
            with valkey(port) as back, closing(back.client()) as client:
                load([one, other], 10)
                assert client.info("stats")["keyspace_hits"] > 0
