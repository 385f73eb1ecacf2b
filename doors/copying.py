"""Rows as PostgreSQL writes them, handed on as they come: no object is made of any of them."""

from collections.abc import Iterator
from itertools import islice
from threading import Timer
from typing import Any

import psycopg
from django.db import connection, transaction
from django.db.models import QuerySet

from doors.api.statements import compiled

#: A line is what stands in the only column. JSON has no control characters in it, so none of these is ever needed.
JSON_LINES = r"FORMAT csv, DELIMITER E'\x02', QUOTE E'\x01'"
#: As Norwegian Excel reads it.
SEMICOLONS = "FORMAT csv, DELIMITER ';'"
#: Whoever takes longer to fetch a file lets others wait for the connection (milliseconds).
LONGEST = 600_000
#: Rows that are handed on together.
BATCH = 200
_BEGIN = """
SELECT extract(epoch FROM current_setting('statement_timeout')::interval)::float,
    set_config('statement_timeout', %s, true)
"""


def copied(rows: QuerySet[Any], form: str = JSON_LINES) -> Iterator[bytes]:
    """The rows one by one, each with its line break, as ``COPY … TO STDOUT`` writes them in the form."""
    sql, parameters = compiled(rows)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        statement = psycopg.ClientCursor(cursor.connection).mogrify(f"COPY ({sql}) TO STDOUT ({form})", parameters)
        with psycopg.RawCursor(cursor.connection).copy(statement) as copy:
            yield from map(bytes, copy)


def sent(rows: QuerySet[Any], form: str = JSON_LINES) -> Iterator[bytes]:
    """The same for somebody who fetches a file, as slowly as they do.

    The first row must come within the time that any statement has, or QueryCanceled is raised, wrapped by Django.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_BEGIN, [str(LONGEST)])
            seconds = cursor.fetchone()[0]
        watch = Timer(seconds, connection.connection.cancel_safe)
        watch.start()
        try:
            for row in copied(rows, form):
                watch.cancel()
                yield row
        finally:
            watch.cancel()


def in_batches(rows: Iterator[bytes], between: bytes = b"") -> Iterator[bytes]:
    """Pieces of many rows each: a server takes its time over every piece."""
    while batch := list(islice(rows, BATCH)):
        yield between.join(batch)


class Pieces:
    """A file in pieces, made of the rows of a source that is let go of with them, whether they were begun or not."""

    def __init__(self, pieces: Iterator[bytes], source: Any) -> None:
        self._pieces = pieces
        self._source = source

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    def close(self) -> None:
        """Nobody reads on."""
        self._source.close()
