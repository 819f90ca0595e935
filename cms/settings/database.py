"""The database: SQLite in the data folder, or whatever DATABASE_URL names."""

from pathlib import Path
from typing import Any

import environ

SQLITE_OPTIONS = {
    # A write transaction takes its lock at its start: two writers queue instead of failing.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;"
        "PRAGMA synchronous=NORMAL;"
        "PRAGMA journal_size_limit=27103364;"
        "PRAGMA cache_size=2000;"
    ),
}


SHORT_ANSWERS = "-c jit=off -c max_parallel_workers_per_gather=0"
"""PostgreSQL would compile whatever looks dear to it, and start processes for it: either takes ten times as long
as most answers."""


NO_ENDLESS_WAIT = {
    "connect_timeout": 3,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""Seconds, the last one milliseconds: a host that vanished is taken for gone after some 20 seconds."""
POOL = {"min_size": 1, "timeout": 1, "reconnect_timeout": 1}
"""Seconds: who cannot have a connection hears so soon, and the next one makes the pool try again."""


def database(
    url: str, *, data_dir: Path, pool_size: int, statement_seconds: int = 0
) -> dict[str, Any]:
    """Django's description of the database. Without a pool, PostgreSQL gets a connection for
    each request. `statement_seconds` is the longest time it works at one statement, 0 for any."""
    if not url:
        return sqlite(data_dir / "db.sqlite3")
    described = environ.Env.db_url_config(url)
    if described["ENGINE"] == "django.db.backends.sqlite3":
        return sqlite(described["NAME"])
    if described["ENGINE"] == "django.db.backends.postgresql":
        options = described.setdefault("OPTIONS", {})
        limit = f" -c statement_timeout={statement_seconds}s" if statement_seconds else ""
        options.setdefault("options", SHORT_ANSWERS + limit)
        # libpq takes all of them for TCP only, but the first.
        for name, seconds in NO_ENDLESS_WAIT.items():
            options.setdefault(name, seconds)
        if pool_size:
            options["pool"] = {"max_size": pool_size, **POOL}
    return described


def sqlite(name: str | Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        # A thread keeps its connection: opening the file and its log takes milliseconds.
        "CONN_MAX_AGE": None,
        "OPTIONS": dict(SQLITE_OPTIONS),
    }
