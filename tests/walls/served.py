"""A serving process as the documented command starts it, with an environment of a test's own."""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.request import urlopen

from django.conf import settings

from cms.settings.env import Variables, variable_name
from tests.logged.noting import note
from tests.logged.plugin import file_for

SECONDS_TO_ANSWER = 90
SECONDS_TO_STOP = 40
SECRET = ("SECRET_KEY", "DATABASE_URL", "CACHE_URL")
"""Variables that no line may quote."""


@dataclass(frozen=True)
class Served:
    """A process that serves, and what it wrote so far."""

    port: int
    log: Path
    process: subprocess.Popen[bytes]


@contextmanager
def served(environment: Mapping[str, str]) -> Iterator[Served]:
    """A process that answers; it ends by itself when it is told to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    unset = {variable_name(declared): "" for declared in fields(Variables)}
    log = file_for("served")
    for name in SECRET:
        note(name, environment.get(name))
    with log.open("w") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", *documented_command(port)],
            cwd=settings.BASE_DIR,
            env={**unset, **environment},
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(port, process, log)
        yield Served(port, log, process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        ended = process.wait(SECONDS_TO_STOP)
    assert ended == 0


def documented_command(port: int) -> list[str]:
    """How the product is started in production, but for the port."""
    page = (settings.BASE_DIR / "docs" / "configuration.md").read_text()
    [command] = re.findall(r"^granian ((?:.*\\\n)*.*)", page, re.MULTILINE)
    return ["granian", *command.replace("\\\n", " ").replace("8000", str(port)).split()]


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(log.read_text())
