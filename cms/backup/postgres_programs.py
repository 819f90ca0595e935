"""The programs of PostgreSQL: which of those on the machine will do, and how they are run.

They are told where the database is by their environment. What stands on a command line, every user of the
machine can read.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from django.db import connection
from psycopg import pq
from psycopg.conninfo import make_conninfo

from cms.backup.faults import BackupError

INSTALLED = Path("/usr/lib/postgresql")
"""Where Debian keeps the programs of each version."""


def program(name: str, server: int) -> str:
    """The one of the server's version, else of the next newer one: an older one cannot read it."""
    found = {version: path for path in candidates(name) if (version := version_of(path))}
    fitting = [version for version in found if version >= server]
    if fitting:
        return found[min(fitting)]
    there = f"{name} {max(found)} is older than the server" if found else f"There is no {name}"
    raise BackupError(
        f"{there}: install the client programs of PostgreSQL {server} (Debian: apt-get install "
        f"postgresql-client-{server}), or put them on PATH."
    )


def candidates(name: str) -> list[str]:
    """Where a program may be; that on PATH last, so that it counts among equals."""
    installed = [str(path) for path in sorted(INSTALLED.glob(f"*/bin/{name}"))]
    on_path = shutil.which(name)
    return [*installed, *([on_path] if on_path else [])]


def version_of(path: str) -> int:
    """The major version of a program; 0 for what does not tell it."""
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\(PostgreSQL\) (\d+)", told.stdout)
    return int(found[1]) if found else 0


def environment() -> dict[str, str]:
    """The environment that leads a program to Django's database. Django's options stay behind: they
    are about answering requests."""
    names = {each.keyword.decode(): each.envvar for each in pq.Conninfo.get_defaults()}
    asked = connection.get_connection_params()
    told = {
        variable.decode(): str(asked[name])
        for name, variable in names.items()
        if variable and name != "options" and asked.get(name) is not None
    }
    return {**os.environ, **told}


def target() -> str:
    """The database, for a program that takes none from its environment."""
    asked = connection.get_connection_params()
    return make_conninfo(**{name: asked[name] for name in ("dbname", "service") if name in asked})


@contextmanager
def read(command: list[str]) -> Iterator[IO[bytes]]:
    """What a program writes; fails unless it came to its end."""
    with running(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        yield process.stdout


@contextmanager
def fed(command: list[str]) -> Iterator[IO[bytes]]:
    """Where to write what a program reads; fails unless it came to its end."""
    told = [*command, f"--dbname={target()}"]
    with (
        running(told, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process,
        # Why it went away tells the program itself.
        suppress(BrokenPipeError),
    ):
        yield process.stdin
        process.stdin.close()


@contextmanager
def running(command: list[str], **streams: int) -> Iterator[subprocess.Popen[bytes]]:
    """A program that never asks for a password; what it complains about is what is told."""
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            [*command, "--no-password"], env=environment(), stderr=complaints, **streams
        )
        try:
            yield process
        except BaseException:
            process.kill()
            process.communicate()
            raise
        with process:
            pass
        if process.returncode:
            complaints.seek(0)
            said = complaints.read().decode(errors="replace").strip()
            raise BackupError(f"{Path(command[0]).name} failed: {said or process.returncode}")
