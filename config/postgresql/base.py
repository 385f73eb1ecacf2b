"""Django's backend, but for when the pool looks whether a connection still lives.

Django has it look each time one is given out: a round trip for every request, a quarter of what the shortest answers
take. A database that was restarted has been away for longer than a second; so a connection that was given out within
the last one needs no look.
"""

import time
from typing import Any
from weakref import WeakKeyDictionary

from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base
from psycopg import Connection
from psycopg_pool import ConnectionPool

#: A connection that was given out longer ago is looked at (seconds).
RESTED = 1.0
#: The plan of a search takes 1.5 MB of the server's memory, in each connection that has prepared it.
MOST_PREPARED = 32

_given_out: WeakKeyDictionary[Connection[Any], float] = WeakKeyDictionary()


def look_at_rested(connection: Connection[Any]) -> None:
    """The pool's check. Raises OperationalError for a connection that is lost."""
    now = time.monotonic()
    if now - _given_out.get(connection, 0.0) > RESTED:
        ConnectionPool.check_connection(connection)
    _given_out[connection] = now


class DatabaseWrapper(base.DatabaseWrapper):
    """Django loads the class by this name."""

    # Django's own, of which its types do not tell.
    _connection_pools: dict[str, Any]
    _configure_connection: Any

    @property
    def pool(self) -> Any:
        """The pool of this process, None where the settings ask for none."""
        options = self.settings_dict["OPTIONS"].get("pool")
        if not options or self.alias in {NO_DB_ALIAS, *self._connection_pools}:
            return super().pool
        arguments = {**self.get_connection_params(), "autocommit": True}
        pool = ConnectionPool(kwargs=arguments, open=False, configure=self._configured, check=look_at_rested, **options)
        # Threads that come here at once all make one, unopened; the first is used.
        return self._connection_pools.setdefault(self.alias, pool)

    def _configured(self, connection: Connection[Any]) -> None:
        """As Django configures it, with room for some prepared statements."""
        connection.prepared_max = MOST_PREPARED
        self._configure_connection(connection)
