"""SQLite: copied by its own online backup, while others write."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from cms.backup.content import Columns, grouped
from cms.backup.faults import BackupError
from cms.backup.members import DATABASES, MARK
from cms.backup.reading import Reading
from cms.backup.writing import Writing

TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
)
COLUMNS = f"SELECT t.name, c.name FROM ({TABLES}) t JOIN pragma_table_info(t.name) c"


def rows(database: sqlite3.Connection, statement: str) -> list[tuple[Any, ...]]:
    return database.execute(statement).fetchall()


def place() -> Path:
    """The file of the database."""
    name = str(connection.settings_dict["NAME"])
    if ":memory:" in name or "mode=memory" in name:
        raise BackupError("The database is in memory only: DATABASE_URL has to name a file.")
    return Path(name)


def opened(path: Path, mode: str) -> closing[sqlite3.Connection]:
    """A connection without Django's settings; nobody waits for it."""
    address = f"{path.absolute().as_uri()}?mode={mode}"
    return closing(sqlite3.connect(address, uri=True, timeout=20, isolation_level=None))


@dataclass(frozen=True)
class Snapshot:
    """The database at one moment, whatever others write meanwhile."""

    database: sqlite3.Connection

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return rows(self.database, statement)

    def columns(self) -> Columns:
        return grouped(self.rows(COLUMNS))

    def version(self) -> str:
        return sqlite3.sqlite_version

    def write_to(self, writing: Writing) -> None:
        """Add the database to a backup. The copy is taken in the transaction that is open here; it is
        one file, without a log beside it, and refused when it is damaged."""
        copy = writing.folder / DATABASES["sqlite"]
        with closing(sqlite3.connect(copy, isolation_level=None)) as target:
            self.database.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
            refuse_damage(target)
        with copy.open("rb") as stream:
            writing.add(DATABASES["sqlite"], stream)
        copy.unlink()


class SQLite:
    """The database of the settings."""

    kind = "sqlite"
    remedy = "remove its file"

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """What the database holds now, for as long as the block lasts."""
        path = place()
        if not path.is_file():
            raise BackupError(f"There is no database {path}: nothing was backed up.")
        with opened(path, "ro") as database:
            database.execute("BEGIN")
            # The transaction sees what is there at its first read.
            database.execute(TABLES).fetchone()
            yield Snapshot(database)

    def tables(self) -> set[str]:
        """The tables that are there already."""
        path = place()
        if not path.exists():
            return set()
        with opened(path, "ro") as database:
            return {name for (name,) in rows(database, TABLES)}

    def load(self, reading: Reading, folder: Path) -> None:
        """Write the database of a backup in one transaction: whoever is killed leaves it empty."""
        copy = folder / f"{MARK}.sqlite3"
        copy.touch(0o600)
        with copy.open("wb") as stream:
            reading.copy(reading.database, stream)
        place().parent.mkdir(parents=True, exist_ok=True)
        with opened(copy, "ro") as source, opened(place(), "rwc") as target:
            refuse_damage(source)
            source.backup(target)
        copy.unlink()


def refuse_damage(database: sqlite3.Connection) -> None:
    found = "; ".join(map(str, *zip(*rows(database, "PRAGMA quick_check(3)"), strict=True)))
    if found != "ok":
        raise BackupError(f"The database is damaged: {found}. Go back to an earlier backup.")
