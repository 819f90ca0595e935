"""Starts servers of one process each, and reads what the operating system knows of them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.clients import Refused, Request, ask

ROOT = Path(__file__).resolve().parents[1]
SECONDS_TO_ANSWER = 120
SECONDS_TO_STOP = 20
TICKS = os.sysconf("SC_CLK_TCK")
PRODUCT = ("cms.wsgi", "cms.settings.development")
PRODUCT_AND_CONSTANT = ("bench.constant", "cms.settings.development")
STOCK = ("bench.stock.wsgi", "bench.stock.settings")
NO_CACHE = {"ANSWER_CACHE_BYTES": "0"}

# A loaded machine takes longer than the limits of a reader: with eight clients on one process each
# waits for the seven others. No limit is to answer in the place of the operation. Stock grapple and
# constants write no line about each request.
LIMITS = {
    "GRAPHQL_SECONDS": "120",
    "GRAPHQL_AT_ONCE": "4",
    "SERVER_THREADS": "4",
    "ACCESS_LOG": "0",
}


@dataclass(frozen=True)
class Database:
    """Where content lies: SQLite in `folder`, or at `url`; uploads in `folder` in both cases."""

    folder: Path
    url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """The variables that lead the product to it."""
        found = {"DATA_DIR": str(self.folder), "DEBUG": "0"}
        return {**found, "DATABASE_URL": self.url} if self.url else found


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    port: int
    pid: int
    cold_start: float
    """Seconds from its start to its first answer."""

    @property
    def worker(self) -> int:
        """The process that answers: the child of the one that watches over it."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return int(children[0]) if children else self.pid

    def cpu(self) -> float:
        """Seconds of CPU, user and system, that the answering process has taken so far."""
        fields = Path(f"/proc/{self.worker}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> float:
        """Resident memory of the answering process, in MiB."""
        pages = int(Path(f"/proc/{self.worker}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def environment(database: Database, settings: str, more: dict[str, str]) -> dict[str, str]:
    """What a process on that content needs to know, and nothing of what surrounds the bench."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "DJANGO_SETTINGS_MODULE": settings, **database.environment, **more}


@contextmanager
def serving(
    kind: tuple[str, str], database: Database, more: dict[str, str] | None = None
) -> Iterator[Server]:
    """A server on that content, stopped at the end."""
    module, settings = kind
    port = free_port()
    given = environment(database, settings, {**LIMITS, **(more or {}), "PORT": str(port)})
    log = database.folder / f"{module}.log"
    begun = time.monotonic()
    with log.open("w") as printed:
        process = subprocess.Popen(
            [sys.executable, *granian(module, port)],
            cwd=ROOT,
            env=given,
            stdout=printed,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(process, port, log)
        yield Server(port, process.pid, time.monotonic() - begun)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(SECONDS_TO_STOP)


def granian(module: str, port: int, threads: str = LIMITS["SERVER_THREADS"]) -> list[str]:
    """The arguments that `manage.py serve` starts a server with: a test holds them equal."""
    options = {
        "--interface": "wsgi",
        "--host": "127.0.0.1",
        "--port": str(port),
        "--workers": "1",
        "--blocking-threads": threads,
        "--workers-kill-timeout": "30",
        "--log-level": "warning",
    }
    given = [part for option in options.items() for part in option]
    return ["-m", "granian", *given, f"{module}:application"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Return with the first answer; RuntimeError tells what the server printed instead."""
    until = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < until and process.poll() is None:
        try:
            ask(port, Request("{ __typename }"))
        except (OSError, Refused):
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(log.read_text())
