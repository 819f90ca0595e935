"""A process that is killed between a save and its line of the journal leaves both or neither."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

ROUNDS = 40


@pytest.fixture
def own_database(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """The address of a copy of the test database as the migrations left it."""
    if connection.vendor == "sqlite":
        copied = tmp_path / "killed.sqlite3"
        with (
            closing(sqlite3.connect(connection.settings_dict["NAME"])) as test,
            closing(sqlite3.connect(copied)) as target,
        ):
            test.backup(target)
        yield f"sqlite:///{copied}"
        return
    name, source = f"killed_{os.getpid()}", connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def survives(address: str, rounds: int) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.publishing.killed", str(rounds)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test", "DATABASE_URL": address},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.endswith(" publications\n")
    published = int(ended.stdout.split()[0])
    assert published > 2 or rounds < ROUNDS, "none was published before it was killed"


@pytest.mark.thorough
def test_killed_process_leaves_a_publication_with_its_line_or_neither(own_database: str) -> None:
    survives(own_database, 3)


@pytest.mark.thorough
def test_many_killed_processes_do_not_either(own_database: str) -> None:
    survives(own_database, ROUNDS)
