"""PostgreSQL that goes and comes back, and what that means for the connections a process keeps.

Django's pool asks nobody whether a kept connection still leads anywhere: that would cost each answer a
round trip. So the first who finds that the server is gone lets go of all of them, and others
need not find out one by one.
"""

import logging
from time import monotonic

import psycopg
from django.db import DEFAULT_DB_ALIAS, Error, InterfaceError, OperationalError, connections
from psycopg_pool import PoolTimeout

SECONDS_BETWEEN_TRIES = 1
GOING = ("08", "57P")
"""How the codes begin by which a server says that it goes, or is not there yet."""

logger = logging.getLogger(__name__)


def is_gone(error: BaseException | None) -> bool:
    """Whether an error says that the server of the database is not there. SQLite has none."""
    cause = error.__cause__ if isinstance(error, OperationalError | InterfaceError) else None
    if not isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError):
        return False
    code = getattr(cause, "sqlstate", None)
    return code is None or code.startswith(GOING)


def let_go() -> None:
    """Let go of the connections to a server that is gone; who needs one makes the pool connect anew."""
    database = connections[DEFAULT_DB_ALIAS]
    database.close()
    if pool := getattr(database, "pool", None):
        pool.drain()


def server_answers() -> bool:
    """Whether a new connection can be made, beside those that are kept."""
    try:
        psycopg.connect(**connections[DEFAULT_DB_ALIAS].get_connection_params()).close()
    except psycopg.Error:
        return False
    return True


class Outage:
    """The time in which the server of the database is gone: one request a second tries whether it is back, and
    the others hear at once that it is not. Threads are left for what needs no database."""

    def __init__(self) -> None:
        self.until = 0.0

    def begin(self, error: BaseException) -> None:
        """Somebody found it gone. That may be true of a kept connection only, or of none that was free."""
        if self.is_sure:
            return
        if not isinstance(error.__cause__, PoolTimeout):
            let_go()
        if not self.until and server_answers():
            return
        if not self.until:
            logger.warning("The database is gone: requests are answered with 503.")
        self.until = monotonic() + SECONDS_BETWEEN_TRIES

    @property
    def is_sure(self) -> bool:
        """Whether it was found gone a moment ago."""
        return monotonic() < self.until

    def lasts(self) -> bool:
        """Whether it does. One asks the database at a time."""
        if not self.until or self.is_sure:
            return bool(self.until)
        self.until = monotonic() + SECONDS_BETWEEN_TRIES
        try:
            with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
                cursor.execute("SELECT 1")
        except Error:
            return True
        self.until = 0.0
        logger.warning("The database is back.")
        return False


outage = Outage()
