"""The thinnest server there can be: it asks the same statements in the same way and hands on what PostgreSQL answers.

No framework, no routes, no headers to speak of. ``/<name>`` answers with the replay of that name in the folder that
REPLAYS names; whatever it takes to answer is what the registry is measured against.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from psycopg.types.json import set_json_loads
from psycopg_pool import ConnectionPool

from benchmarks.replays import Asked, Replay, read
from config.database import PREPARE_FROM, database_settings

#: JSON that PostgreSQL has built is at least such a share of the answer; the rest is the frame around it.
MOST_OF_IT = 0.5

# JSON is not read here, only handed on.
set_json_loads(lambda text: text)

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


@cache
def _pool() -> "ConnectionPool[Any]":
    """As the application's, but nobody looks whether a connection still lives."""
    options = database_settings(os.environ["DATABASE_URL"], pool=True)["OPTIONS"]["options"]
    settings = {"autocommit": True, "prepare_threshold": PREPARE_FROM, "options": options}
    return ConnectionPool(os.environ["DATABASE_URL"], kwargs=settings, min_size=1, max_size=8, open=True)


@cache
def _replay(name: str) -> Replay:
    return read(Path(os.environ["REPLAYS"], name))


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """WSGI."""
    replay = _replay(environ["PATH_INFO"].strip("/") or "list")
    streamed = [asked for asked in replay.statements if asked.how in {"copy", "rows"}]
    if streamed:
        start_response("200 OK", [("Content-Type", replay.content_type)])
        return _passed_on(replay, streamed[-1])
    with _pool().connection() as connection:
        body = _body(connection, replay)
    start_response("200 OK", [("Content-Type", replay.content_type), ("Content-Length", str(len(body)))])
    return [body]


def _body(connection: "psycopg.Connection[Any]", replay: Replay) -> bytes:
    """The largest text the statements answer, where that is the answer; else the answer that was recorded."""
    rows = [row for asked in replay.statements for row in _rows(connection, asked)]
    largest = max((value for row in rows for value in row if isinstance(value, str)), key=len, default="")
    return largest.encode() if len(largest) > MOST_OF_IT * len(replay.body) else replay.body


def _rows(connection: "psycopg.Connection[Any]", asked: Asked) -> list[Any]:
    kind = psycopg.RawCursor if asked.how == "raw" else psycopg.ClientCursor
    cursor: Any = kind(connection)
    cursor.execute(asked.text, asked.values, prepare=asked.prepare)
    while cursor.nextset():
        pass
    return cursor.fetchall() if cursor.description else []


def _passed_on(replay: Replay, asked: Asked) -> Iterator[bytes]:
    """The rows as PostgreSQL writes them for a file; what is asked before, such as settings, is asked first."""
    sql = asked.whole.rstrip("; \n")
    with _pool().connection() as connection, connection.transaction():
        for before in replay.statements[: replay.statements.index(asked)]:
            _rows(connection, before)
        copying = sql if asked.how == "copy" else f"COPY ({sql}) TO STDOUT (FORMAT csv, DELIMITER ';')"
        with psycopg.ClientCursor(connection).copy(copying.encode()) as chunks:
            for chunk in chunks:
                yield bytes(chunk)
