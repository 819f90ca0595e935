"""The product as `make run` starts it, in a folder and on a port of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings

from cms.settings.env import Variables, variable_name
from tests.logged.plugin import file_for

SECONDS_TO_ANSWER = 150
SECONDS_TO_STOP = 40


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Path]]:
    """The address of a product that runs in `folder`, and the file of what it printed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    unset = {variable_name(declared): "" for declared in fields(Variables)}
    printed = file_for("served")
    with printed.open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=settings.BASE_DIR,
            env={
                **unset,
                "PATH": os.environ["PATH"],
                "DJANGO_SETTINGS_MODULE": "cms.settings.development",
                "DATA_DIR": str(folder),
                "PORT": port,
            },
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(port, server, printed)
        yield f"http://127.0.0.1:{port}", printed
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(SECONDS_TO_STOP) == 0


def wait_for(port: str, server: subprocess.Popen[bytes], printed: Path) -> None:
    until = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < until:
        assert server.poll() is None, printed.read_text()
        try:
            ask(f"http://127.0.0.1:{port}", "{ __typename }")
        except URLError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(printed.read_text())


def ask(address: str, query: str) -> dict:
    request = Request(  # noqa: S310
        f"{address}/graphql/",
        data=json.dumps({"query": query}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urlopen(request, timeout=30) as answer:  # noqa: S310
        return json.load(answer)["data"]
