"""Search that knows French, for SQLite and PostgreSQL alike.

In both, the completion that follows an editor's typing looks for the beginnings of words and of
their stems.
"""

from importlib import import_module
from typing import Any

from django.db import connection
from wagtail.search.backends.base import BaseSearchBackend

# Only one of them can be imported: each needs the tables of its own database.
MODULES = {"sqlite": "cms.search.sqlite", "postgresql": "cms.search.postgres"}


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:  # noqa: N802
    """The backend for the database in use. Wagtail looks for this name."""
    return import_module(MODULES[connection.vendor]).SearchBackend(params)


def matching(words: str) -> Any:
    """The SQL of what holds all the words, for the database in use."""
    return import_module(MODULES[connection.vendor]).Matching(words)


def forget_deleted_words() -> None:
    """Have SQLite write its index anew: what was deleted stands in it until then. PostgreSQL keeps no
    words apart from its rows."""
    if connection.vendor == "sqlite":
        import_module(MODULES["sqlite"]).write_anew()
