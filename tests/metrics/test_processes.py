"""Two processes behind one port tell one truth, and a killed one takes none of it with it."""

import json
import os
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.metrics import processes
from cms.metrics.processes import Shared, free_places, take_place
from tests.metrics.reading import TOKEN, Readings, read
from tests.processes import Server, children_of, serving

QUERY = json.dumps({"query": "query Titles { eventReports { nodes { title } } }"})
REQUESTS = "technopole_graphql_requests_total"
PATIENCE = 60
KILLED = {"GRANIAN_WORKERS_KILL_TIMEOUT": "5"}
"""granian forgets to end a process that is starting."""


def fetch(server: Server, method: str, path: str, body: str = "", **headers: str) -> str:
    """An answer, by a connection of its own: any of the processes may take it."""
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=20)) as client:
        client.request(method, path, body or None, headers)
        return client.getresponse().read().decode()


def ask(server: Server, times: int) -> None:
    for _ in range(times):
        answer = fetch(server, "POST", "/graphql/", QUERY, **{"Content-Type": "application/json"})
        assert "errors" not in json.loads(answer)


def scraped(server: Server) -> Readings:
    return read(fetch(server, "GET", "/metrics", Authorization=f"Bearer {TOKEN}"))


def counted(server: Server) -> float:
    return scraped(server).value(REQUESTS, operation="Titles")


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_processes_are_counted_together_and_killed_ones_stay_counted(tmp_path: Path) -> None:
    told = {"GRANIAN_WORKERS": "2", "METRICS_TOKEN": TOKEN, "DATA_DIR": str(tmp_path)}
    with serving(**told, GRANIAN_RESPAWN_FAILED_WORKERS="1", **KILLED) as server:
        [folder] = (tmp_path / "metrics").glob("*-*")
        wait_for_places(folder, 2)
        ask(server, 40)
        assert {counted(server) for _ in range(10)} == {40}

        os.kill(children_of(server.process.pid)[-1], 9)
        wait_until_answered(server)
        assert counted(server) == 40
        ask(server, 20)
        assert {counted(server) for _ in range(10)} == {60}
        assert "process_resident_memory_bytes" not in scraped(server).names()
        assert len(list(folder.glob("*.lock"))) == 2


def wait_for_places(folder: Path, number: int) -> None:
    """Until so many processes count."""
    until = time.monotonic() + PATIENCE
    while len(list(folder.glob("*.lock"))) < number:
        assert time.monotonic() < until
        time.sleep(0.1)


def wait_until_answered(server: Server) -> None:
    """Until the connections that the killed one had are refused no more."""
    until = time.monotonic() + PATIENCE
    answered = 0
    while answered < 20:
        assert time.monotonic() < until
        try:
            fetch(server, "GET", "/healthz")
            answered += 1
        except OSError:
            answered = 0
            time.sleep(0.2)


def test_place_is_taken_once_and_given_to_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "metrics" / f"{processes.host()}7"
    first, held = take_place(folder)
    second, also_held = next(free_places(folder))
    assert (first, second) == (0, 1)
    (folder / "counter_0.db").touch()
    held.close()
    again, held = take_place(folder)
    assert again == 0
    held.close()
    also_held.close()
    assert (folder / "counter_0.db").exists()


def test_server_begins_anew_where_another_one_is_gone(tmp_path: Path) -> None:
    """A container has the same name and the same numbers of processes each time."""
    root = tmp_path / "metrics"
    host = processes.host()
    names = (f"{host}7", "elsewhere-7", f"{host}2-7", f"{host}8")
    gone, other, namesake, mine = (root / name for name in names)
    for folder in (gone, other, namesake, mine):
        folder.mkdir(parents=True)
        (folder / "0.lock").touch()
        (folder / "counter_0.db").touch()
    _, held = take_place(mine)
    held.close()
    assert not gone.exists()
    assert (other / "counter_0.db").exists()
    assert (namesake / "counter_0.db").exists()
    assert [path.name for path in mine.iterdir()] == ["0.lock"]


def test_folder_that_somebody_else_chose_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "/elsewhere")
    with pytest.raises(ImproperlyConfigured, match="Unset PROMETHEUS_MULTIPROC_DIR"):
        Shared().begin(tmp_path / "metrics" / "host-1")
    assert list(tmp_path.iterdir()) == []
