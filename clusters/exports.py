"""CSV the way Norwegian Excel reads it: UTF-8 with BOM, semicolons, heads in the language of the file."""

import csv
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.utils import translation

from clusters.patience import in_time

#: What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BATCH = 200

Reading = Callable[[Any], Any]


def head(heads: Iterable[Any]) -> bytes:
    """The first line of a CSV file, and that it is UTF-8."""
    line: str = csv.writer(Line(), delimiter=";").writerow([str(one) for one in heads])
    return f"\ufeff{line}".encode()


class Begun:
    """Rows of which the first has been read already; closed, they let go of the database, however far they were read.

    A generator would not: what stands in its ``finally`` is left out while nobody has asked it for anything.
    """

    def __init__(self, rows: Any) -> None:
        self._rows = rows
        self._first = list(islice(rows, 1))

    def __iter__(self) -> "Begun":
        return self

    def __next__(self) -> Any:
        return self._first.pop() if self._first else next(self._rows)

    def close(self) -> None:
        """No more rows are wanted."""
        self._rows.close()


def begun(rows: Iterator[Any], question: str) -> Begun:
    """The rows with the first of them read: whatever is wrong with the question shows by then. Raises TooBroad."""
    with in_time(question):
        return Begun(rows)


class Line:
    """A file for csv.writer that hands the line back."""

    def write(self, text: str) -> str:
        """The line itself."""
        return text


def stream(rows: Iterable[Any], columns: tuple[tuple[Any, Reading], ...], language: str | None) -> Iterator[str]:
    """The file in pieces. The language is given along: it is no longer the request's when the rows are read."""
    write = csv.writer(Line(), delimiter=";").writerow
    source = iter(rows)
    with translation.override(language):
        piece = "\ufeff" + write([str(header) for header, _value in columns])
    while piece:
        yield piece
        with translation.override(language):
            piece = "".join(write([cell(value(row)) for _header, value in columns]) for row in islice(source, BATCH))


def cell(value: Any) -> Any:
    """The value as it stands in the file; text that a spreadsheet would run as a formula gets an apostrophe."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
