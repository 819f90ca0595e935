"""The connections of a process: so many, good ones, and nobody waits for ever."""

import copy
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection
from psycopg.pq import TransactionStatus

from cms.postgresql import connections
from cms.postgresql.base import DatabaseWrapper
from cms.postgresql.connections import Connection, Pool
from cms.postgresql.patience import longest, waiting_at_most


class Fake(Connection):
    """A connection with a socket and no server."""

    def __init__(self) -> None:
        self.server, self.client = socket.socketpair()
        self.pgconn = SimpleNamespace(
            socket=self.client.fileno(), transaction_status=TransactionStatus.IDLE
        )
        self.is_closed = False
        self.rolled_back = 0

    @property
    def closed(self) -> bool:
        return self.is_closed

    def close(self) -> None:
        self.is_closed = True
        self.server.close()
        self.client.close()

    def rollback(self) -> None:
        self.rolled_back += 1
        self.pgconn.transaction_status = TransactionStatus.IDLE

    def __del__(self) -> None:
        self.server.close()
        self.client.close()


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Pool:
    monkeypatch.setattr(connections, "LONGEST_WAIT", 0.05)
    return Pool(2, Fake, lambda _: None)


def test_last_one_that_came_back_is_given_first(pool: Pool) -> None:
    one, other = pool.getconn(), pool.getconn()
    pool.putconn(one)
    pool.putconn(other)
    assert pool.getconn() is other
    assert pool.getconn() is one


def test_there_are_so_many_and_no_more(pool: Pool) -> None:
    one, _ = pool.getconn(), pool.getconn()
    with pytest.raises(psycopg.OperationalError, match="became free in time"):
        pool.getconn()
    pool.putconn(one)
    assert pool.getconn() is one


def test_one_whose_server_went_is_replaced(pool: Pool) -> None:
    one = pool.getconn()
    pool.putconn(one)
    one.server.close()
    other = pool.getconn()
    assert other is not one
    assert one.closed


def test_one_whose_server_says_something_unasked_is_replaced(pool: Pool) -> None:
    one = pool.getconn()
    pool.putconn(one)
    one.server.send(b"FATAL")
    assert pool.getconn() is not one


def test_old_one_is_replaced(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    one = pool.getconn()
    pool.putconn(one)
    monkeypatch.setattr(connections, "LIFE", -1.0)
    assert pool.getconn() is not one


def test_what_was_left_open_is_undone(pool: Pool) -> None:
    one = pool.getconn()
    one.pgconn.transaction_status = TransactionStatus.INTRANS
    pool.putconn(one)
    assert one.rolled_back == 1
    assert pool.getconn() is one


@pytest.mark.parametrize("status", [TransactionStatus.UNKNOWN, TransactionStatus.ACTIVE])
def test_broken_one_makes_room_for_another(pool: Pool, status: TransactionStatus) -> None:
    for _ in range(5):
        one = pool.getconn()
        one.pgconn.transaction_status = status
        pool.putconn(one)
        assert one.closed
    assert len(pool.idle) == 0


def test_failure_to_connect_takes_no_place(pool: Pool) -> None:
    def fail() -> Fake:
        raise psycopg.OperationalError("refused")

    pool.make = fail
    for _ in range(5):
        with pytest.raises(psycopg.OperationalError, match="refused"):
            pool.getconn()
    pool.make = Fake
    assert pool.getconn()


def test_one_that_cannot_be_configured_is_closed(pool: Pool) -> None:
    made = []

    def fail(one: Fake) -> None:
        made.append(one)
        raise psycopg.OperationalError("gone")

    pool.configure = fail
    for _ in range(3):
        with pytest.raises(psycopg.OperationalError, match="gone"):
            pool.getconn()
    assert [one.closed for one in made] == [True] * 3


def test_one_that_nobody_needs_is_closed(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = pool.getconn(), pool.getconn()
    pool.putconn(one)
    monkeypatch.setattr(connections, "UNUSED", -1.0)
    pool.putconn(other)
    assert (one.closed, other.closed) == (True, False)


def test_closed_pool_keeps_nothing(pool: Pool) -> None:
    one, other = pool.getconn(), pool.getconn()
    pool.putconn(one)
    pool.close()
    pool.putconn(other)
    assert one.closed
    assert other.closed


def test_second_wait_is_none(pool: Pool) -> None:
    tried = []

    def hang() -> Fake:
        tried.append(True)
        raise psycopg.errors.ConnectionTimeout

    pool.make = hang
    with waiting_at_most(5):
        for _ in range(3):
            with pytest.raises(psycopg.OperationalError):
                pool.getconn()
        assert longest(3) == 0
    assert tried == [True]
    assert longest(3) == 3


def test_while_the_database_hangs_one_looks_and_the_others_do_not_wait(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "LOOKING", 0.01)
    kept = pool.getconn()
    pool.putconn(kept)
    looking, answers = Event(), Event()

    def hang() -> Fake:
        looking.set()
        assert answers.wait(5)
        return Fake()

    pool.hangs, pool.make = True, hang
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(pool.getconn)
        assert looking.wait(5)
        with pytest.raises(psycopg.OperationalError, match="hangs"):
            pool.getconn()
        answers.set()
        assert first.result() is not kept
    assert kept.closed
    assert not pool.hangs
    assert pool.getconn()


@pytest.fixture
def database() -> Iterator[DatabaseWrapper]:
    """Our backend on the database of the tests."""
    told: dict[str, Any] = copy.deepcopy(connection.settings_dict)
    told["OPTIONS"]["pool"] = {"max_size": 1}
    wrapper = DatabaseWrapper(told, DEFAULT_DB_ALIAS)
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


@pytest.mark.postgres
@pytest.mark.django_db
def test_statement_that_takes_too_long_is_given_up(database: DatabaseWrapper) -> None:
    begun = time.monotonic()
    with (
        waiting_at_most(0.2),
        pytest.raises(OperationalError, match="does not answer in time"),
        database.cursor() as cursor,
    ):
        cursor.execute("SELECT pg_sleep(5)")
    assert time.monotonic() - begun < 2
    database.close()
    assert database.pool.hangs
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.3)")
    assert not database.pool.hangs


@pytest.mark.postgres
@pytest.mark.django_db
def test_connection_is_used_again(database: DatabaseWrapper) -> None:
    found = set()
    for _ in range(3):
        with database.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid(), current_setting('TimeZone')")
            found.add(cursor.fetchone())
        database.close()
    assert {zone for _, zone in found} == {"UTC"}
    assert len(found) == 1


@pytest.mark.postgres
@pytest.mark.django_db
def test_connection_that_the_server_ended_is_replaced_before_it_is_used(
    database: DatabaseWrapper,
) -> None:
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [backend] = cursor.fetchone()
    database.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [backend])
    time.sleep(0.2)
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (backend,)
