"""The version of everything that is published."""

import datetime as dt
import time
from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import Any, NamedTuple

import psycopg
from django.db import connection
from psycopg.adapt import Transformer
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

#: One row, whoever writes at the time: the sum is that of the commits this statement sees.
STATEMENT = "SELECT coalesce(sum(commits), 0)::bigint, max(changed_at) FROM published_edition"
#: What a database is told apart by from another one with the same numbers, such as a backup that was restored.
IDENTITY = "SELECT oid, pg_postmaster_start_time() FROM pg_database WHERE datname = current_database()"

#: What the statement is called where it is prepared.
PREPARED = b"edition"
#: Nothing waits longer for the number than for the answer itself (milliseconds; seconds).
PATIENCE = 2_000
CONNECT_SECONDS = 2
#: After a connection that could not be made, nobody tries for so long (seconds): the answer is asked for without.
REST_SECONDS = 1.0


class CurrentEdition(NamedTuple):
    """A state of what is published."""

    #: Changes exactly when a change of something published commits, and never before.
    number: int
    #: When the last such change was made; None only where the table was emptied by hand.
    changed_at: dt.datetime | None


def current_edition() -> CurrentEdition:
    """The state that a statement sees now."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        # A raw cursor sends the statement as it stands, and has it prepared where that lasts.
        asked: Any = psycopg.RawCursor(connection.connection)
        return CurrentEdition(*asked.execute(STATEMENT).fetchone())


class EditionReader:
    """Reads the edition again and again over a connection of its own, which costs one round trip and no pool.

    It is asked before an answer is made, and sees only what has committed. Threads take turns.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._connection: psycopg.Connection[Any] | None = None
        self._identity = ""
        self._send: Callable[[], PGresult]
        self._said: list[bytes | None] = []
        self._edition = CurrentEdition(0, None)
        self._rests_until = 0.0

    def read(self) -> tuple[CurrentEdition, str] | None:
        """The edition and whose it is; None while the database does not say."""
        with self._lock:
            if time.monotonic() < self._rests_until:
                return None
            # A connection that was open may have been lost without anybody noticing: then a new one is asked.
            for _attempt in range(1 + (self._connection is not None)):
                try:
                    return self._asked()
                except psycopg.Error:
                    self._let_go()
            self._rests_until = time.monotonic() + REST_SECONDS
            return None

    def _asked(self) -> tuple[CurrentEdition, str]:
        if self._connection is None:
            self._connection = _connect()
            self._identity = str(self._connection.execute(IDENTITY).fetchone())
            self._said = []
            self._send = _sender(self._connection)
        answer = self._send()
        if answer.status != ExecStatus.TUPLES_OK:
            raise psycopg.OperationalError(answer.error_message.decode(errors="replace"))
        said = [answer.get_value(0, column) for column in range(2)]
        if said != self._said:
            loader = Transformer(self._connection)
            loader.set_pgresult(answer)
            self._said, self._edition = said, loader.load_rows(0, 1, lambda row: CurrentEdition(*row))[0]
        return self._edition, self._identity

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _sender(to: "psycopg.Connection[Any]") -> Callable[[], PGresult]:
    """Asks for the edition of libpq itself: a cursor takes three times as long as the round trip."""
    if to.prepare_threshold is None:  # behind somebody else's pooler what is prepared would be lost
        return partial(to.pgconn.exec_params, STATEMENT.encode(), [])
    to.pgconn.prepare(PREPARED, STATEMENT.encode())
    return partial(to.pgconn.exec_prepared, PREPARED, [])


def _connect() -> "psycopg.Connection[Any]":
    """To the database of the settings, outside of every transaction of Django's."""
    wanted = connection.get_connection_params()
    options = f"{wanted.pop('options', '')} -c statement_timeout={PATIENCE}"
    return psycopg.connect(
        **{**wanted, "connect_timeout": CONNECT_SECONDS, "cursor_factory": psycopg.Cursor, "options": options.strip()},
        autocommit=True,
    )
