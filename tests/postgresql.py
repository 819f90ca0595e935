"""A PostgreSQL of a test's own, which can be killed and started again."""

import grp
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PLACES = "/usr/lib/postgresql"
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=''"


def binaries() -> Path | None:
    """The folder of PostgreSQL's programs, the newest there is; None without any."""
    found = shutil.which("initdb")
    everywhere = [Path(found)] if found else sorted(Path(PLACES).glob("*/bin/initdb"))
    return everywhere[-1].resolve().parent if everywhere else None


class Postgresql:
    """One server in a folder; it listens on a socket in that folder only."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder, self.programs = folder, programs
        self.data = folder / "data"

    @property
    def url(self) -> str:
        """Its DATABASE_URL."""
        return f"postgres://postgres@/postgres?host={self.folder}"

    def make(self) -> None:
        """Make an empty database, in UTF-8."""
        given = "-U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync".split()
        self.run("initdb", "-D", str(self.data), *given)

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = f"-k {self.folder} {QUICK}"
        log = str(self.folder / "server.log")
        self.run(
            "pg_ctl", "-D", str(self.data), "-l", log, "-w", "-t", "60", "-o", options, "start"
        )

    def kill(self) -> None:
        """End at once, as a machine does that loses its power."""
        self.run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop")

    def run(self, program: str, *arguments: str) -> None:
        """Run one of its programs; as root it has to be another user."""
        subprocess.run(
            [str(self.programs / program), *arguments],
            cwd=self.folder,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **owner(),
        )


def owner() -> dict[str, object]:
    """Who runs it: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        user = pwd.getpwnam("nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextmanager
def postgresql(programs: Path) -> Iterator[Postgresql]:
    """A server that runs; nothing is left of it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="cms-postgresql-"))
    if user := owner():
        shutil.chown(folder, user["user"], grp.getgrgid(user["group"]).gr_name)
    server = Postgresql(folder, programs)
    try:
        server.make()
        server.start()
        yield server
    finally:
        with suppress(subprocess.CalledProcessError):
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)
