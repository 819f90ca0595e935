"""The database of the settings, as it is backed up and restored."""

from django.db import connection

from cms.backup import postgres, sqlite
from cms.backup.faults import BackupError

Database = sqlite.SQLite | postgres.PostgreSQL
Snapshot = sqlite.Snapshot | postgres.Snapshot


def database() -> Database:
    """The database of the settings, by its kind."""
    if connection.vendor == "sqlite":
        return sqlite.SQLite()
    if connection.vendor == "postgresql":
        return postgres.PostgreSQL()
    raise BackupError(f"A database of {connection.vendor} cannot be backed up.")
