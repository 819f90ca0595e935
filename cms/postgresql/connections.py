"""Connections that do not hang, and the few of them that a process keeps.

psycopg's own pool connects in threads of its own, at growing intervals: while a server is gone,
each request waits for the pool's timeout, and when it is back for the next attempt. Here whoever needs a
connection makes it: a server that refuses is known at once, and one that is back is used at once.
"""

import select
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from threading import BoundedSemaphore, Lock
from time import monotonic
from typing import Any

import psycopg
from psycopg.errors import ConnectionTimeout
from psycopg.pq import TransactionStatus

from cms.postgresql.patience import longest, wait_was_in_vain

LONGEST_WAIT = 3.0
"""Seconds until somebody gives a connection back; a request is refused then."""
LOOKING = 0.3
"""Seconds to learn whether a database hangs. One that only took long for somebody is found well in a few
thousandths of one."""
LIFE = 3600.0
"""Seconds after which a connection is replaced: servers' processes grow with age."""
UNUSED = 600.0
"""Seconds after which a connection that nobody needed is closed."""


class Connection(psycopg.Connection[Any]):
    """A connection on which a wait ends with the patience of whoever waits. It is closed then: what the
    server still says belongs to nobody."""

    _pool: Any = None
    made_at = 0.0
    returned_at = 0.0

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for what the server answers; raises OperationalError when it takes too long."""
        try:
            return super().wait(gen, interval, longest(timeout))
        except psycopg.OperationalError as error:
            if type(error).__name__ != "_WaitTimeout":
                raise
        # Its user gives it back all the same, and with it the place it takes.
        self.close()
        wait_was_in_vain()
        if self._pool is not None:
            self._pool.hangs = True
        raise psycopg.OperationalError("The database does not answer in time.")

    def drop(self) -> None:
        """Close it, without a word to the server."""
        self._pool = None
        self.close()

    def belongs_to(self, pool: Any) -> None:
        """Note who has to get it back."""
        self._pool = pool

    def is_good(self) -> bool:
        """Whether it can be used, as far as can be known without asking the server: one that goes says so,
        or its system does, and nothing else is said to a connection that nobody uses. That is a look at the
        socket, where a question takes a round trip."""
        if self.closed or monotonic() - self.made_at > LIFE:
            return False
        looking = select.poll()
        looking.register(self.pgconn.socket, select.POLLIN)
        return not looking.poll(0)


class Pool:
    """At most so many connections; the one used last is given first."""

    def __init__(
        self, most: int, make: Callable[[], Connection], configure: Callable[[Connection], Any]
    ) -> None:
        self.make, self.configure = make, configure
        self.places = BoundedSemaphore(most)
        self.idle: deque[Connection] = deque()
        self.is_closed = False
        self.hangs = False
        """Whether the last wait was in vain."""
        self.trying = Lock()

    def open(self) -> None:
        """Nothing: a connection is made when somebody needs it. Django calls it."""

    def getconn(self) -> Connection:
        """A connection; raises OperationalError when none is free, or can be made, in time.

        After somebody waited in vain one request at a time looks whether the database still hangs, and the
        others hear that it does: threads are left for what needs no database.
        """
        if not self.hangs:
            return self.taken()
        if not self.trying.acquire(timeout=longest(LOOKING)):
            raise psycopg.OperationalError("The database hangs.")
        try:
            if self.hangs:
                self.drop_kept()
            connection = self.taken()
            self.hangs = False
            return connection
        finally:
            self.trying.release()

    def taken(self) -> Connection:
        """A connection, and one of the places for them."""
        if not self.places.acquire(timeout=longest(LONGEST_WAIT)):
            raise psycopg.OperationalError("No connection to the database became free in time.")
        try:
            connection = self.kept() or self.made()
        except BaseException:
            self.places.release()
            raise
        connection.belongs_to(self)
        return connection

    def kept(self) -> Connection | None:
        """A good connection among those that nobody uses."""
        with suppress(IndexError):
            while True:
                connection = self.idle.pop()
                if connection.is_good():
                    return connection
                connection.drop()
        return None

    def made(self) -> Connection:
        """A new connection."""
        if longest() == 0:
            raise psycopg.OperationalError("The database did not answer before.")
        try:
            connection = self.make()
        except ConnectionTimeout:
            wait_was_in_vain()
            self.hangs = True
            raise
        try:
            self.configure(connection)
        except BaseException:
            connection.drop()
            raise
        connection.made_at = monotonic()
        return connection

    def putconn(self, connection: Connection) -> None:
        """Take a connection back. What its user left open is undone."""
        connection.belongs_to(None)
        try:
            if self.takes_back(connection):
                connection.returned_at = monotonic()
                self.idle.append(connection)
                self.drop_unused()
            else:
                connection.drop()
        finally:
            self.places.release()

    def takes_back(self, connection: Connection) -> bool:
        """Whether it is in order, after what its user left open was undone."""
        if self.is_closed or connection.closed:
            return False
        status = connection.pgconn.transaction_status
        if status in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
            with suppress(psycopg.Error):
                connection.rollback()
            status = connection.pgconn.transaction_status
        return status == TransactionStatus.IDLE

    def drop_unused(self) -> None:
        """Close the connection that nobody needed for longest, if it is too long."""
        with suppress(IndexError):
            if monotonic() - self.idle[0].returned_at > UNUSED:
                self.idle.popleft().drop()

    def close(self) -> None:
        """Close what is kept; what is in use is closed when it comes back."""
        self.is_closed = True
        self.drop_kept()

    def drop_kept(self) -> None:
        """Close all that nobody uses."""
        with suppress(IndexError):
            while True:
                self.idle.pop().drop()
