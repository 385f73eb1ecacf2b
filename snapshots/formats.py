"""Every other format out of the JSON lines, so that all files of a snapshot say the same.

DuckDB reads the lines as typed records and writes CSV and Parquet in pieces, within a bound of memory; Excel is written
row by row.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
from django.conf import settings

from doors.workbooks import Sheet, write_workbook
from snapshots.shapes import Shape
from snapshots.tables import Table

#: Of DuckDB's own buffers, and rows that it keeps in memory until they are written.
MEMORY, ROW_GROUP = "100MB", 20_480
FETCHED = 2_000
#: Of an Excel sheet, its head left out.
LONGEST_SHEET = 1_048_575


class Records:
    """The records of one resource, in a file of JSON lines."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, lines: Path, shape: Shape) -> None:
        self.connection = connection
        self.lines = lines
        self.shape = shape

    def to_parquet(self, target: Path) -> None:
        """As they are, arrays and objects too."""
        source = self._source({name: part.column_type for name, part in self.shape.parts.items()})
        how = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP}"
        self.connection.execute(f"COPY (SELECT * FROM {source}) TO '{_quoted(target)}' ({how})")

    def to_csv(self, table: Table, target: Path) -> int:
        """The table as CSV (RFC 4180, UTF-8), compressed. Returns the number of its rows."""
        columns = ", ".join(f'{column.without_formulas} AS "{column.name}"' for column in table.columns)
        query = f"SELECT {columns} FROM {table.source.format(records=self._source(self._as_written()))}"
        how = "FORMAT csv, HEADER, COMPRESSION gzip"
        (count,) = self.connection.execute(f"COPY ({query}) TO '{_quoted(target)}' ({how})").fetchall()[0]
        return int(count)

    def to_excel(self, tables: Iterable[Table], target: Path, about: Iterable[tuple[str, Any]]) -> None:
        """One workbook with a sheet for each table, several for one that is too long for Excel."""
        write_workbook(target, (sheet for table in tables for sheet in self._sheets(table)), about)

    def _sheets(self, table: Table) -> Iterator[Sheet]:
        rows = self._rows(table)
        heads = [column.name for column in table.columns]
        yield Sheet(table.name, heads, islice(rows, LONGEST_SHEET))
        for number, first in enumerate(rows, start=2):
            yield Sheet(f"{table.name} {number}", heads, chain([first], islice(rows, LONGEST_SHEET - 1)))

    def _rows(self, table: Table) -> Iterator[list[Any]]:
        columns = ", ".join(column.sql for column in table.columns)
        source = table.source.format(records=self._source(self._as_written()))
        found = self.connection.cursor().execute(f"SELECT {columns} FROM {source}")
        readings = [_READINGS.get(column.kind, _as_it_is) for column in table.columns]
        while rows := found.fetchmany(FETCHED):
            for row in rows:
                yield [reading(value) for reading, value in zip(readings, row, strict=True)]

    def _as_written(self) -> dict[str, str]:
        """The types of the columns with moments as the text they are."""
        types = {name: part.column_type for name, part in self.shape.parts.items()}
        return {name: kind.replace("TIMESTAMPTZ", "VARCHAR") for name, kind in types.items()}

    def _source(self, types: dict[str, str]) -> str:
        columns = ", ".join(f"\"{name}\": '{kind}'" for name, kind in types.items())
        return f"read_json('{_quoted(self.lines)}', format = 'newline_delimited', columns = {{{columns}}})"


@contextmanager
def reading(lines: Path, shape: Shape, *, scratch: Path) -> Iterator[Records]:
    """The records of a file of JSON lines. What does not fit in memory goes to the ``scratch`` folder meanwhile."""
    config: dict[str, Any] = {
        "memory_limit": MEMORY,
        "threads": 1,
        "temp_directory": str(scratch),
        "autoinstall_known_extensions": False,
    }
    with duckdb.connect(":memory:", config=config) as connection:
        yield Records(connection, lines, shape)


def _as_it_is(value: Any) -> Any:
    return value


def _local(text: str | None) -> dt.datetime | None:
    """A moment as Excel takes it: on the clock here, without a zone."""
    if text is None:
        return None
    return dt.datetime.fromisoformat(text).astimezone(ZoneInfo(settings.TIME_ZONE)).replace(tzinfo=None)


_READINGS: dict[str, Callable[[Any], Any]] = {"datetime": _local}


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
