"""`make run` from an empty folder to the first answer, and again."""

import json
import os
import signal
import socket
import stat
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

SECONDS_TO_ANSWER = 150
SECONDS_TO_STOP = 20


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Path]]:
    """The address of a product that runs in `folder`, and the file of what it printed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    unset = {variable_name(declared): "" for declared in fields(Variables)}
    printed = folder.with_suffix(".log")
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


def test_empty_folder_becomes_a_running_product_and_stays_it(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    query = "{ eventReports { totalCount nodes { title path } } }"

    with served(folder) as (address, printed):
        first = ask(address, query)["eventReports"]
        first_block = printed.read_text()
        with urlopen(f"{address}/static/wagtailadmin/css/core.css") as style:  # noqa: S310
            assert style.headers["Content-Type"] == 'text/css; charset="utf-8"'
    secrets_file = folder / "installation.env"
    passwords = [
        line.partition("=")[2]
        for line in secrets_file.read_text().splitlines()
        if line.startswith("DEMO_")
    ]

    assert first["totalCount"] >= 3
    assert stat.S_IMODE(secrets_file.stat().st_mode) == 0o600
    assert f"{address}/graphql/" in first_block
    assert len(passwords) == 3
    assert all(password in first_block for password in passwords)

    with served(folder) as (address, printed):
        assert ask(address, query)["eventReports"] == first
        assert "Preparing the database" not in printed.read_text()
        assert all(password in printed.read_text() for password in passwords)
