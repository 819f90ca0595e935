"""A server that is attacked answers others meanwhile: `make run` as it is, through its port."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median
from threading import Event, Thread

import pytest
from django.test import Client

from tests.processes import tried_out
from tests.walls.attacks import ATTACKS, body

SMALL = body("{ site { name } }")
USUAL = 0.03
"""Seconds a small query takes on a quiet machine."""
LONGEST = 2.0
REFUSALS = {400, 413}
SAFE_CODES = {
    "BAD_REQUEST",
    "BAD_USER_INPUT",
    "COST_EXCEEDED",
    "GRAPHQL_PARSE_FAILED",
    "GRAPHQL_VALIDATION_FAILED",
    "LIMIT_EXCEEDED",
}
HEADERS = {"Content-Type": "application/json"}
HALF_A_HEAD = b"POST /graphql/ HTTP/1.1\r\nHost: localhost\r\nContent-Ty"
HALF_A_BODY = (
    b"POST /graphql/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b'Content-Length: 1000\r\n\r\n{"que'
)


def send(port: int, sent: bytes) -> tuple[int, dict]:
    """The status and the answer to one request; 413 when the server would not even take it."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", "/graphql/", sent, HEADERS)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    except (BrokenPipeError, ConnectionResetError):
        return 413, {}
    finally:
        connection.close()


class Other(Thread):
    """Another client, who asks for little all along."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.port, self.over = port, Event()
        self.waits: list[float] = []
        self.failures: list[object] = []

    @property
    def slowness(self) -> float:
        """How many times longer than usual things take on this machine now; at least 1."""
        return max(1.0, median(self.waits) / USUAL)

    def run(self) -> None:
        while not self.over.wait(0.02):
            begun = time.monotonic()
            try:
                status, answer = send(self.port, SMALL)
            except (OSError, HTTPException) as error:
                self.failures.append(error)
                continue
            self.waits.append(time.monotonic() - begun)
            if status != 200 or "errors" in answer:
                self.failures.append((status, answer))


@contextmanager
def another_client(port: int) -> Iterator[Other]:
    """Inside, another client gets every answer, and none late."""
    other = Other(port)
    other.start()
    try:
        yield other
        time.sleep(0.5)
    finally:
        other.over.set()
        other.join(60)
    assert other.failures == []
    assert max(other.waits) < LONGEST * other.slowness


@pytest.mark.thorough
def test_attacks_are_refused_or_answered_while_others_are_served(tmp_path: Path) -> None:
    with tried_out(tmp_path / "var") as server:
        port = server.port
        taken, unclean = {}, {}
        with another_client(port) as other:
            for name, sent in ATTACKS.items():
                begun = time.monotonic()
                status, answer = send(port, sent)
                taken[name] = time.monotonic() - begun
                codes = {each["extensions"]["code"] for each in answer.get("errors", [])}
                if status not in {200, *REFUSALS} or not codes <= SAFE_CODES:
                    unclean[name] = status, answer
        most = LONGEST * other.slowness
        assert {name: spent for name, spent in taken.items() if spent > most} == {}
        assert unclean == {}
        with ExitStack() as held, another_client(port):
            for half in [HALF_A_HEAD] * 200 + [HALF_A_BODY] * 2:
                connection = held.enter_context(socket.create_connection(("127.0.0.1", port)))
                connection.sendall(half)
        assert send(port, SMALL)[0] == 200


@pytest.mark.parametrize("name", ["many years", "long filters"])
def test_filters_take_a_hundred_values(client: Client, db: None, name: str) -> None:
    response = client.post("/graphql/", ATTACKS[name], content_type="application/json")
    [error] = response.json()["errors"]
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}
    assert "give at most 100 values, not " in error["message"]


def test_wrong_values_are_not_told_without_end(client: Client, db: None) -> None:
    response = client.post("/graphql/", ATTACKS["wrong values"], content_type="application/json")
    assert len(response.json()["errors"]) == 100
