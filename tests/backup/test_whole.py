"""Systems that are backed up and restored, in processes as operators run them."""

import json
import os
import random
import re
import signal
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from django.db import connection

from cms.backup.renumbering import LEAP
from tests.backup.systems import System

pytestmark = pytest.mark.thorough


@contextmanager
def written_to(system: System, processes: int) -> Iterator[None]:
    """Processes publish, add and delete inside; they die without a word."""
    writers = [system.start("-m", "tests.backup.living", "write") for _ in range(processes)]
    try:
        for writer in writers:
            assert writer.stdout.readline() == "0\n", writer.stderr.read()
        yield
        assert [writer.poll() for writer in writers] == [None] * processes
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()


def manifest(file: Path) -> dict:
    return json.loads(ZipFile(file).read("manifest.json"))


def test_restored_system_answers_as_the_one_that_was_backed_up(
    source: System, target: System, tmp_path: Path
) -> None:
    file = tmp_path / "all.backup"
    assert "0 missing" in source.manage("backup", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["all.backup"]
    assert f"{file} is whole" in target.manage("backup", "--check", str(file))
    assert "start the serving processes" in target.manage("restore", str(file))
    assert target.lives("missing") == ""
    told = source.lives("answers")
    assert "errors" not in told
    assert '"totalCount": 12' in told
    assert target.lives("answers") == told
    assert not list((target.folder / "media").glob(".*"))


def test_who_read_the_system_before_is_told_to_read_it_anew(
    source: System, target: System, tmp_path: Path
) -> None:
    source.manage("backup", str(tmp_path / "all.backup"))
    target.manage("restore", str(tmp_path / "all.backup"))
    head = manifest(tmp_path / "all.backup")["content"]["journal"]
    told = target.run(
        "-c",
        "import django; django.setup()\n"
        "from cms.publishing import journal; print(journal.head(), journal.horizon())",
    )
    assert told.split() == [str(head + LEAP + 1), str(head + LEAP)]


def test_backup_while_others_write_holds_what_its_database_names(
    source: System, target: System, tmp_path: Path
) -> None:
    files = [tmp_path / f"{number}.backup" for number in range(4)]
    with written_to(source, 2):
        for file in files:
            assert " 0 missing" in source.manage("backup", str(file))
    heads = [manifest(file)["content"]["journal"] for file in files]
    assert sorted(set(heads)) == heads
    target.manage("restore", str(files[-1]))
    assert target.lives("missing") == ""
    assert target.manage("journal") == "The journal tells all that readers may read.\n"
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(target.folder / "db.sqlite3")) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_backup_from_before_an_update_is_migrated(
    source: System, target: System, tmp_path: Path
) -> None:
    file = tmp_path / "all.backup"
    source.manage("migrate", "checking", "zero")
    source.manage("backup", str(file))
    assert "checking_verdict" not in manifest(file)["content"]["rows"]
    assert "Applying checking.0001_verdicts... OK" in target.manage("restore", str(file))
    assert target.lives("answers") == source.lives("answers")


def test_killed_backup_leaves_nothing_that_looks_good(source: System, tmp_path: Path) -> None:
    file = tmp_path / "all.backup"
    for _ in range(3):
        killed_within(source, ("backup", str(file)), 2.5)
        if file.exists():
            source.manage("backup", "--check", str(file))
            file.unlink()
    source.manage("backup", str(file))
    assert [each.name for each in tmp_path.glob(".*")] == []


def test_killed_restore_is_finished_or_refused(
    source: System, target: System, tmp_path: Path
) -> None:
    file = tmp_path / "all.backup"
    source.manage("backup", str(file))
    killed_within(target, ("restore", str(file)), 3)
    process = target.start("manage.py", "restore", str(file))
    _, complaints = process.communicate()
    if process.returncode:
        assert re.search("not empty|cut short after its database was there", complaints)
    else:
        assert target.lives("answers") == source.lives("answers")


def killed_within(system: System, command: tuple[str, ...], seconds: float) -> None:
    """Start a command and kill it at some moment of its life, which begins after its imports."""
    process = system.start("manage.py", *command)
    time.sleep(random.uniform(seconds * 0.5, seconds))  # noqa: S311
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()


def test_system_that_is_not_empty_is_left_alone(source: System, tmp_path: Path) -> None:
    file = tmp_path / "all.backup"
    source.manage("backup", str(file))
    before = source.lives("answers")
    assert source.refused("manage.py", "restore", str(file)).startswith(
        "CommandError: The database is not empty. A backup is restored into an empty system only: "
    )
    assert source.lives("answers") == before


def test_system_that_cannot_be_reached_is_told_without_its_password(tmp_path: Path) -> None:
    lost = System(tmp_path, "postgres://cms:geheim@127.0.0.1:1/cms")
    told = lost.start("manage.py", "backup", str(tmp_path / "all.backup")).communicate()[1]
    assert told.startswith("CommandError: The database says: connection failed")
    assert "geheim" not in told
    assert not (tmp_path / "all.backup").exists()


@pytest.mark.postgres
def test_password_stands_on_no_command_line(source: System, tmp_path: Path) -> None:
    programs, seen = tmp_path / "programs", tmp_path / "seen"
    programs.mkdir()
    real = "ls -1 /usr/lib/postgresql/*/bin/pg_dump | sort -V | tail -1"
    (programs / "pg_dump").write_text(
        f'#!/bin/sh\n[ "$1" = --version ] || echo "$@ $PGPASSWORD $PGOPTIONS" > {seen}\nexec $({real}) "$@"\n'
    )
    (programs / "pg_dump").chmod(0o755)
    address = source.address.replace("postgres@", "postgres:geheim@")
    password = urlsplit(address).password
    assert password
    told = System(source.folder, address).run(
        "-c",
        "import sys, os; from pathlib import Path; from unittest.mock import patch\n"
        f"os.environ['PATH'] = {str(programs)!r} + ':' + os.environ['PATH']\n"
        "from django.core.management import call_command; import django; django.setup()\n"
        "from cms.backup import postgres_programs\n"
        "postgres_programs.INSTALLED = Path('/nowhere')\n"
        f"call_command('backup', {str(tmp_path / 'all.backup')!r})",
    )
    assert "0 missing" in told
    arguments, _, rest = seen.read_text().partition("--no-password")
    assert password not in arguments
    assert rest == f" {password} \n"
