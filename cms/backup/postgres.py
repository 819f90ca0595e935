"""PostgreSQL: dumped and restored by its own programs, pg_dump and pg_restore."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from cms.backup.content import Columns, grouped, tables_of_ours
from cms.backup.members import DATABASES
from cms.backup.postgres_programs import fed, program, read
from cms.backup.reading import Reading
from cms.backup.writing import Writing

ONE_MOMENT = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    # The transaction only waits while the dump is made.
    "SET LOCAL idle_in_transaction_session_timeout = 0",
    "SET LOCAL statement_timeout = 0",
)
COLUMNS = (
    "SELECT table_name, column_name FROM information_schema.columns "
    "WHERE table_schema = ANY(current_schemas(false))"
)


def rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def server_version() -> int:
    """The major version of the server. A pool would go on trying for half a minute."""
    connection.settings_dict["OPTIONS"].pop("pool", None)
    connection.ensure_connection()
    return connection.pg_version // 10_000


class Snapshot:
    """The database at one moment, whatever others write meanwhile."""

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return rows(statement)

    def columns(self) -> Columns:
        return grouped(rows(COLUMNS))

    def version(self) -> str:
        return rows("SHOW server_version")[0][0]

    def write_to(self, writing: Writing) -> None:
        """Add a dump of this moment, as it comes out of pg_dump."""
        ((moment,),) = rows("SELECT pg_export_snapshot()")
        command = [
            program("pg_dump", server_version()),
            "--format=custom",
            f"--snapshot={moment}",
            # A migration that waits for our transaction would make the dump wait for itself.
            "--lock-wait-timeout=60s",
        ]
        with read(command) as stream:
            writing.add(DATABASES["postgresql"], stream, is_packed=True)


class PostgreSQL:
    """The database of the settings."""

    kind = "postgresql"
    remedy = "drop it and create an empty one"

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """What the database holds now, for as long as the block lasts."""
        program("pg_dump", server_version())
        with transaction.atomic():
            with connection.cursor() as cursor:
                for statement in ONE_MOMENT:
                    cursor.execute(statement)
            yield Snapshot()

    def tables(self) -> set[str]:
        """Tables of ours that are there already; extensions may have some."""
        server_version()
        found = set(connection.introspection.table_names()) & tables_of_ours()
        connection.close()
        return found

    def load(self, reading: Reading, folder: Path) -> None:
        """Restore the dump of a backup in one transaction. It goes into the program as it is read:
        whoever is killed leaves half a dump, and the database empty."""
        command = [
            program("pg_restore", server_version()),
            "--no-owner",
            "--no-privileges",
            "--no-comments",
            "--single-transaction",
            "--exit-on-error",
        ]
        connection.close()
        with fed(command) as stream:
            reading.copy(reading.database, stream)
