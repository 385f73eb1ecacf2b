"""What a door asks of the database, kept so that it can be asked again without the door: thinly, and by pgbench."""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg

#: Asked before every answer, and not for it.
NOT_FOR_THE_ANSWER = "published_edition"
#: What sets for how long, and how, the next statement is answered.
SETTING = "set_config"


@dataclass(frozen=True)
class Asked:
    """A statement as it was sent, and how.

    ``raw``: the text, with values beside it; ``client``: the values written into the text; ``rows``: fetched in pieces;
    or ``copy``.
    """

    text: str
    values: Any
    how: str
    prepare: bool | None
    #: The text with its values in place.
    whole: str


@dataclass(frozen=True)
class Replay:
    """All that one answer asks, without settings, and the answer."""

    statements: tuple[Asked, ...]
    body: bytes
    content_type: str

    def write(self, file: Path) -> Path:
        """Keep it for another process."""
        file.write_bytes(pickle.dumps(self))
        return file


def read(file: Path) -> Replay:
    """What ``write`` kept; only ever a file that this run has written."""
    return pickle.loads(file.read_bytes())  # type: ignore[no-any-return]  # noqa: S301 (written by ourselves)


def recorded(answer: Callable[[], Any]) -> Replay:
    """What is asked meanwhile, on whatever path it is sent. Raises RuntimeError when the answer is a fault."""
    with listening() as statements:
        response = answer()
        body = b"".join(response.streaming_content) if response.streaming else response.content
    if response.status_code != 200:  # noqa: PLR2004 (what every answer measured here is)
        raise RuntimeError(f"{response.status_code}: {body[:200]!r}")
    asked = tuple(statement for statement in statements if SETTING not in statement.text)
    return Replay(asked, body, response.headers["Content-Type"])


@contextmanager
def listening() -> Iterator[list[Asked]]:
    """The statements that are asked in the block, one by one."""
    statements: list[Asked] = []
    execute, copy, fetch = psycopg.Cursor.execute, psycopg.Cursor.copy, psycopg.ServerCursor.execute

    def note(cursor: Any, sent: Any, values: Any, how: str, prepare: bool | None = None) -> None:  # noqa: FBT001 (psycopg's)
        sql = sent if isinstance(sent, str) else sent.decode() if isinstance(sent, bytes) else sent.as_string(cursor)
        if NOT_FOR_THE_ANSWER not in sql:
            whole = _whole(cursor, sql, values)
            text, beside = (sql, values) if how == "raw" else (whole, None)
            statements.append(Asked(text, beside, how, prepare, whole))

    def executed(cursor: Any, text: Any, values: Any = None, **options: Any) -> Any:
        note(cursor, text, values, "raw" if isinstance(cursor, psycopg.RawCursor) else "client", options.get("prepare"))
        return execute(cursor, text, values, **options)

    def copied(cursor: Any, text: Any, values: Any = None, **options: Any) -> Any:
        note(cursor, text, values, "copy")
        return copy(cursor, text, values, **options)

    def fetched(cursor: Any, text: Any, values: Any = None, **options: Any) -> Any:
        note(cursor, text, values, "rows")
        return fetch(cursor, text, values, **options)

    with (
        patch.object(psycopg.Cursor, "execute", executed),
        patch.object(psycopg.Cursor, "copy", copied),
        patch.object(psycopg.ServerCursor, "execute", fetched),
    ):
        yield statements


def _whole(cursor: Any, sql: str, values: Any) -> str:
    """The statement with its values in place, as a client without parameters sends it."""
    if not values:
        return sql
    writer = psycopg.ClientCursor(cursor.connection)
    if isinstance(cursor, psycopg.RawCursor):
        for number in range(len(values), 0, -1):
            sql = sql.replace(f"${number}", writer.mogrify("%s", [values[number - 1]]))
        return sql
    return writer.mogrify(sql, values)
