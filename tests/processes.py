"""Processes of the product, as an operator starts them: on the database of a test, or with nothing but what a test
tells them."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from pathlib import Path
from signal import SIGKILL
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

from django.conf import settings
from django.db import connection

from cms.settings.env import Variables, variable_name
from tests.logged.noting import note
from tests.logged.plugin import file_for

SECONDS_TO_ANSWER = 150
"""The first start makes a database and loads the demo."""
SECONDS_TO_STOP = 40
UNTOLD = {variable_name(declared): "" for declared in fields(Variables)}
"""No variable of who runs the tests says anything."""
SECRET = ("SECRET_KEY", "DATABASE_URL", "CACHE_URL")
"""Variables that no line may quote."""


@dataclass(frozen=True)
class Server:
    """A serving process, where it listens, and the file of what it printed so far."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """Kill it with the processes it started, which get no time for anything."""
        children = children_of(self.process.pid)
        self.process.kill()
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, SIGKILL)


def printed_once_loaded(code: str) -> str:
    """What lines of Python print in a process that has loaded what a server loads, and nothing else."""
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"import cms.wsgi, sys\n{code}"],
        cwd=settings.BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "cms.settings.test", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def children_of(process: int) -> list[int]:
    """The processes that a process started."""
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False
    )
    return [int(each) for each in listed.stdout.split()]


@contextmanager
def serving(**told: str) -> Iterator[Server]:
    """A process that serves the database of a test as it is served for readers."""
    port = free_port()
    arguments = f"--interface wsgi --host 127.0.0.1 --port {port} --blocking-threads 4"
    command = ["-m", "granian", *arguments.split(), "cms.wsgi:application"]
    with answering(port, command, on_test_database(told)) as server:
        yield server


@contextmanager
def serving_as_documented(told: Mapping[str, str]) -> Iterator[Server]:
    """A process that the documented command starts, and that knows only what it is told."""
    port = free_port()
    page = (settings.BASE_DIR / "docs" / "configuration.md").read_text()
    [command] = re.findall(r"^granian ((?:.*\\\n)*.*)", page, re.MULTILINE)
    arguments = command.replace("\\\n", " ").replace("8000", str(port)).split()
    with answering(port, ["-m", "granian", *arguments], {**UNTOLD, **told}) as server:
        yield server


@contextmanager
def tried_out(folder: Path) -> Iterator[Server]:
    """The product as `make run` starts it, in a folder."""
    port = free_port()
    told = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "DATA_DIR": str(folder),
        "PORT": str(port),
    }
    with answering(port, ["manage.py", "serve"], {**UNTOLD, **told}) as server:
        yield server


@contextmanager
def working(**told: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker on the database of a test."""
    process = started(["manage.py", "worker"], on_test_database(told), file_for("worker"))
    with ended(process):
        yield process


@contextmanager
def answering(port: int, command: list[str], told: Mapping[str, str]) -> Iterator[Server]:
    """A process that serves; at the end it stops by itself when it is told to, unless the test killed it."""
    log = file_for("server")
    process = started(command, told, log)
    with ended(process):
        server = Server(process, port, log)
        wait_for(process, f"{server.address}/healthz", log)
        yield server
    assert process.returncode in (0, -SIGKILL), log.read_text()


def started(command: list[str], told: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """A process of Python that knows only what it is told, and writes into a file."""
    for name in SECRET:
        note(name, told.get(name))
    with log.open("ab") as written:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=settings.BASE_DIR,
            env=dict(told),
            stdout=written,
            stderr=subprocess.STDOUT,
        )


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Ends a process, unless it ended before."""
    try:
        yield
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(SECONDS_TO_STOP)


def wait_for(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Wait until a process answers at an address; fails with what it printed when it does not."""
    until = time.monotonic() + SECONDS_TO_ANSWER
    while not answers(address):
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.1)


def answers(address: str) -> bool:
    """Whether there is something at an address."""
    try:
        urlopen(address, timeout=20).close()  # noqa: S310
    except HTTPError as error:
        error.close()
        return False
    except OSError:
        return False
    return True


def free_port() -> int:
    """A port of this machine where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def on_test_database(told: Mapping[str, str]) -> dict[str, str]:
    """What a process knows that shares the database and the storage of a test, and logs as in production."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "DATA_DIR": str(settings.DATA_DIR),
        "LOG_FORMAT": "json",
        **told,
        "DATABASE_URL": address_of_test_database(),
        "STORAGE_URL": address_of_test_storage(),
    }


def address_of_test_database() -> str:
    """The `DATABASE_URL` of it."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def address_of_test_storage() -> str:
    """The `STORAGE_URL` of it; empty for a folder."""
    if settings.OBJECT_STORAGE is None:
        return ""
    path = f"/{settings.OBJECT_STORAGE.name}/{settings.OBJECT_STORAGE.folder}"
    return urlsplit(os.environ["STORAGE_URL"])._replace(path=path).geturl()
