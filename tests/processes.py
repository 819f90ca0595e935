"""Processes of the product on the database of a test, as an operator starts them."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from tests.logged.plugin import file_for

SECONDS_TO_ANSWER = 60
SECONDS_TO_STOP = 30


@dataclass(frozen=True)
class Server:
    """A serving process, and where it listens."""

    process: "subprocess.Popen[bytes]"
    port: int

    def kill(self) -> None:
        """Kill it with the processes it started, which get no time for anything."""
        for child in children_of(self.process.pid):
            os.kill(child, 9)
        self.process.kill()


def children_of(process: int) -> list[int]:
    """The processes that a process started."""
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False
    )
    return [int(each) for each in listed.stdout.split()]


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


def started(*command: str, **told: str) -> "subprocess.Popen[bytes]":
    """A process of Python that reads these variables, and logs as in production."""
    with file_for("process").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "cms.settings.development",
                "DATA_DIR": str(settings.DATA_DIR),
                "LOG_FORMAT": "json",
                **told,
                "DATABASE_URL": address_of_test_database(),
                "STORAGE_URL": address_of_test_storage(),
            },
            stdout=log,
            stderr=subprocess.STDOUT,
        )


@contextmanager
def ended(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    """Ends a process, unless it ended before."""
    try:
        yield
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(SECONDS_TO_STOP)


@contextmanager
def serving(**told: str) -> Iterator[Server]:
    """A process that serves the database as it is served for readers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    process = started(
        "-m", "granian", *arguments, "--blocking-threads", "4", "cms.wsgi:application", **told
    )
    with ended(process):
        until = time.monotonic() + SECONDS_TO_ANSWER
        while not answers(port):
            assert time.monotonic() < until
            time.sleep(0.2)
        yield Server(process, port)


def answers(port: int) -> bool:
    """Whether a server answers."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as server:
        try:
            server.request("GET", "/robots.txt")
            server.getresponse().read()
        except OSError:
            return False
    return True


@contextmanager
def working(**told: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker."""
    process = started("manage.py", "worker", **told)
    with ended(process):
        yield process
