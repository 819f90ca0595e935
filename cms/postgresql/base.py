"""Django's PostgreSQL with our connections."""

from functools import partial
from typing import Any

from django.db.backends.postgresql import base

from cms.postgresql.connections import Connection, Pool


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with a pool that connects in the thread that needs a connection. What it does with a
    pool stays Django's: `OPTIONS["pool"]` tells how many connections there are at most."""

    _connection_pools: dict[str, Pool] = {}

    @property
    def pool(self) -> Pool | None:
        """The connections of this process; None where none are kept."""
        options: Any = self.settings_dict["OPTIONS"].get("pool")
        if self.alias == base.NO_DB_ALIAS or not options:
            return None
        if (pool := self._connection_pools.get(self.alias)) is None:
            told = {**self.get_connection_params(), "autocommit": True}
            made = Pool(
                options["max_size"], partial(Connection.connect, **told), self._configure_connection
            )
            # Of several threads that come first at once, one's stands.
            pool = self._connection_pools.setdefault(self.alias, made)
        return pool
