"""What load balancers ask: by an address, over plain HTTP, every few seconds."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import OperationalError, connections
from django.test import Client
from redis import RedisError

from cms import health
from cms.health import Health, Probe

STRANGER = "10.0.0.7"


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Iterator[Probe]:
    """A look that nobody took before, at a folder of its own."""
    settings.MEDIA_ROOT = tmp_path
    made = Probe()
    monkeypatch.setattr(health, "probe", made)
    yield made
    made.looks.shutdown()


def ready(client: Client) -> tuple[int, dict[str, Any]]:
    response = client.get("/readyz")
    assert response["Content-Type"] == "application/json"
    return response.status_code, response.json()


def test_alive_asks_nothing(client: Client) -> None:
    """No database is allowed here: it would fail."""
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert dict(response.headers) == {
        "Content-Type": "text/plain; charset=utf-8",
        "Cache-Control": "no-store",
        "Content-Length": "3",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "X-Content-Type-Options": "nosniff",
    }
    assert not response.cookies


@pytest.mark.django_db
@pytest.mark.usefixtures("probe")
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_any_host_may_ask_over_plain_http(client: Client, settings: Any, path: str) -> None:
    settings.SECURE_SSL_REDIRECT = True
    asked = {"headers": {"host": STRANGER, "accept-encoding": "br, gzip"}}
    told = client.get(path, **asked)
    assert told.status_code == 200
    assert told["Cache-Control"] == "no-store"
    assert {"Set-Cookie", "Vary", "Content-Encoding", "Location"}.isdisjoint(told.headers)
    head = client.head(path, **asked)
    assert (head.status_code, head.content) == (200, b"")
    assert client.get("/robots.txt", **asked).status_code in (301, 400)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "options", "patch"])
def test_nothing_else_can_be_done_there(path: str, method: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.usefixtures("probe")
def test_ready(client: Client, settings: Any) -> None:
    cache = {"cache": "ok"} if "answers" in settings.CACHES else {}
    checks = {"database": "ok", "migrations": "ok", **cache, "uploads": "ok"}
    assert ready(client) == (200, {"status": "ready", "checks": checks})


@pytest.mark.django_db
def test_migrations_are_looked_at_until_they_are_there(
    client: Client, probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = [["one"], [], ["never asked for"]]
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: plans.pop(0))
    for expected in ((503, "unavailable"), (200, "ready"), (200, "ready")):
        status, told = ready(client)
        assert (status, told["status"]) == expected
        if status == 503:
            assert told["checks"]["migrations"] == health.BEHIND
    assert len(plans) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("probe")
def test_database_that_is_gone_is_told_without_its_address(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OperationalError("could not connect to cms:secret@database.internal")

    monkeypatch.setattr(type(connections["default"]), "cursor", fail)
    response = client.get("/readyz")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response.json()["checks"]["database"] == health.AWAY
    assert b"internal" not in response.content
    assert b"secret" not in response.content


def test_database_that_hangs_holds_nobody_up(
    client: Client, probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks meanwhile waits for the same look, and begins no other one."""
    looked = []

    def hang(_: Probe) -> Health:
        looked.append(True)
        time.sleep(1)
        return Health()

    monkeypatch.setattr(Probe, "look", hang)
    probe.seconds = 0.1
    begun = time.monotonic()
    for _ in range(2):
        status, told = ready(client)
        assert (status, told["checks"]["database"]) == (503, health.SLOW)
    assert time.monotonic() - begun < 0.9
    assert looked == [True]


class Gone:
    """A shared cache whose server is gone."""

    def get(self, _: str) -> None:
        raise RedisError("redis://user:secret@cache.internal")


@pytest.mark.django_db
@pytest.mark.usefixtures("probe")
def test_shared_cache_that_is_gone_degrades(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "caches", {"answers": Gone()})
    status, told = ready(client)
    assert (status, told["status"]) == (200, "degraded")
    assert told["checks"]["cache"] == health.LOST_CACHE
    monkeypatch.setattr(health, "caches", {"answers": caches["default"]})
    assert ready(client)[1]["checks"]["cache"] == "ok"


@pytest.mark.django_db
@pytest.mark.usefixtures("probe")
def test_uploads_that_cannot_be_kept_degrade(
    on_disk: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health.os, "access", lambda *_: False)
    status, told = ready(client)
    assert (status, told["status"]) == (200, "degraded")
    assert told["checks"]["uploads"] == health.UNWRITABLE


def test_folder_of_the_uploads_comes_with_the_first_of_them(
    on_disk: Path, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "var" / "media"
    assert health.uploads() == health.OK


def test_whatever_keeps_nobody_from_reading_leaves_it_ready() -> None:
    well = Health()
    assert replace(well, cache=None).status == "ready"
    assert replace(well, migrations=health.UNKNOWN).status == "unavailable"
