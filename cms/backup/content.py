"""What a database holds at one moment, asked in SQL: its tables may be older than the code, as before
an update."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.models import FileField, Model

from cms.backup.faults import BackupError
from cms.backup.manifest import Content
from cms.publishing.models import Change

Rows = Callable[[str], list[tuple[Any, ...]]]
"""Gives the rows of a statement."""
Columns = Mapping[str, set[str]]
"""The columns of each table."""
JOURNAL = Change._meta.db_table
MIGRATIONS = "django_migrations"


def content_of(rows: Rows, columns: Columns) -> Content:
    """What is told of a database, to be compared with what is restored of it."""
    if MIGRATIONS not in columns or JOURNAL not in columns:
        raise BackupError("The database holds no system: nothing was backed up.")
    applied = {
        tuple(each) for each in rows(f'SELECT app, name FROM "{MIGRATIONS}" ORDER BY app, name')
    }
    known = known_migrations()
    tables = sorted(tables_of_ours() & columns.keys())
    return Content(
        migrations=[f"{app}.{name}" for app, name in sorted(applied & known)],
        journal=rows(f'SELECT MAX(number) FROM "{JOURNAL}"')[0][0] or 0,
        rows={table: rows(f'SELECT COUNT(*) FROM "{table}"')[0][0] for table in tables},
    )


def uploads_named(rows: Rows, columns: Columns) -> set[str]:
    """The paths of the uploads that rows name."""
    return {
        path
        for table, column in file_columns()
        if column in columns.get(table, ())
        for (path,) in rows(f'SELECT "{column}" FROM "{table}" WHERE "{column}" <> \'\'')
    }


def grouped(pairs: list[tuple[str, str]]) -> Columns:
    """The columns of each table."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for table, column in pairs:
        found[table].add(column)
    return found


def all_models() -> Iterator[type[Model]]:
    """The models that have a table of their own."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def tables_of_ours() -> set[str]:
    """The tables that the migrations make for models."""
    return {MIGRATIONS, *(model._meta.db_table for model in all_models())}


def file_columns() -> set[tuple[str, str]]:
    """Where paths of uploads stand, as table and column."""
    return {
        (model._meta.db_table, field.column)
        for model in all_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, FileField)
    }


def known_migrations() -> set[tuple[str, str]]:
    """The migrations of this code, as app and name."""
    return set(MigrationLoader(None).disk_migrations)


def later_migrations(applied: list[str]) -> list[str]:
    """Those of the applied ones that come after all this code has. One before that is unknown was
    squashed since."""
    last: dict[str, str] = {}
    known = known_migrations()
    for app, name in known:
        last[app] = max(name, last.get(app, ""))
    pairs = [tuple(each.split(".", 1)) for each in applied]
    return [
        f"{app}.{name}"
        for app, name in pairs
        if (app, name) not in known and name > last.get(app, "")
    ]
