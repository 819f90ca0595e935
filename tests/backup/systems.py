"""Systems for tests: each a folder, a database and commands that run in processes of their own."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from tests.processes import UNTOLD


@dataclass(frozen=True)
class System:
    """An installation as its operator has it."""

    folder: Path
    address: str
    """Of its PostgreSQL database; empty for SQLite in the folder."""
    storage: str = ""
    """Its `STORAGE_URL`; empty for uploads in the folder."""

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start Python in the environment of the system."""
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                **UNTOLD,
                "DJANGO_SETTINGS_MODULE": "cms.settings.development",
                "DATA_DIR": str(self.folder),
                "DATABASE_URL": self.address,
                "STORAGE_URL": self.storage,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> str:
        """What a command prints, which must succeed."""
        process = self.start(*arguments)
        printed, complaints = process.communicate()
        assert process.returncode == 0, complaints
        return printed

    def refused(self, *arguments: str) -> str:
        """What a command complains about, which must fail in one line."""
        process = self.start(*arguments)
        _, complaints = process.communicate()
        assert process.returncode == 1
        assert complaints.count("\n") == 1, complaints
        return complaints.strip()

    def manage(self, *arguments: str) -> str:
        return self.run("manage.py", *arguments)

    def lives(self, what: str) -> str:
        return self.run("-m", "tests.backup.living", what)


@contextmanager
def system(folder: Path, name: str, *, is_empty: bool) -> Iterator[System]:
    """A system: with the tables that the migrations made, or without any."""
    place = folder / name
    place.mkdir()
    if connection.vendor == "sqlite":
        if not is_empty:
            copy_test_database(place / "db.sqlite3")
        yield System(place, "")
        return
    database = f"{name}_{os.getpid()}"
    template = "template0" if is_empty else connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
    try:
        address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
        yield System(place, address)
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{database}" WITH (FORCE)')


def copy_test_database(path: Path) -> None:
    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as test,
        closing(sqlite3.connect(path)) as target,
    ):
        test.backup(target)
