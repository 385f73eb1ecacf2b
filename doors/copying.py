"""Rows as PostgreSQL writes them, handed on as they come: no object is made of any of them."""

from collections.abc import Iterator
from typing import Any

import psycopg
from django.db import connection
from django.db.models import QuerySet

from doors.api.statements import compiled

#: A line is what stands in the only column. JSON has no control characters in it, so none of these is ever needed.
JSON_LINES = r"FORMAT csv, DELIMITER E'\x02', QUOTE E'\x01'"


def copied(rows: QuerySet[Any], form: str = JSON_LINES) -> Iterator[bytes]:
    """The rows in pieces of whole lines, as ``COPY … TO STDOUT`` writes them in the form. One statement, one pass."""
    sql, parameters = compiled(rows)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        statement = psycopg.ClientCursor(cursor.connection).mogrify(f"COPY ({sql}) TO STDOUT ({form})", parameters)
        with psycopg.RawCursor(cursor.connection).copy(statement) as copy:
            yield from map(bytes, copy)
