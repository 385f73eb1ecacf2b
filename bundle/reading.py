"""Bundled CSV files, read strictly: a file that is not what it should be stops the load, by name and line."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


class BundleError(Exception):
    """A bundled file cannot be read. The message names file, line and what is wrong."""


@dataclass(frozen=True)
class Row:
    """One line of a bundled file."""

    path: Path
    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    @property
    def place(self) -> str:
        """File and line, as an error names them."""
        return f"{self.path.name}, line {self.line}"

    def read(self, column: str, convert: Callable[[str], T]) -> T | None:
        """The value converted, None when empty. Raises BundleError when it cannot be."""
        text = self[column]
        if not text:
            return None
        try:
            return convert(text)
        except (ValueError, KeyError) as error:
            raise BundleError(f"{self.place}: column {column} has {text!r}, which cannot be read.") from error

    def demand(self, column: str, convert: Callable[[str], T]) -> T:
        """Like ``read``, for a column that may not be empty."""
        value = self.read(column, convert)
        if value is None:
            raise BundleError(f"{self.place}: column {column} is empty.")
        return value


def read_rows(path: Path, columns: Sequence[str]) -> list[Row]:
    """All rows of a UTF-8 CSV file that has exactly the named columns.

    Raises BundleError naming file and line when the file is missing, is not UTF-8, has other columns or a
    row with too few or too many fields.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_rows(path, csv.reader(file, strict=True), list(columns)))
    except FileNotFoundError as error:
        raise BundleError(f"{path.name}: the file is missing.") from error
    except UnicodeDecodeError as error:
        raise BundleError(f"{path.name}: not UTF-8 ({error}).") from error
    except csv.Error as error:
        raise BundleError(f"{path.name}: not readable as CSV ({error}).") from error


def _rows(path: Path, lines: Iterator[list[str]], columns: list[str]) -> list[Row]:
    reader: Any = lines  # csv's reader counts its lines, which its type does not say
    header = next(reader, None)
    if header != columns:
        raise BundleError(f"{path.name}, line 1: expected the columns {', '.join(columns)}; found {header}.")
    rows = []
    for fields in reader:
        if len(fields) != len(columns):
            raise BundleError(
                f"{path.name}, line {reader.line_num}: {len(fields)} fields where {len(columns)} are expected."
            )
        values = {column: field.strip() for column, field in zip(columns, fields, strict=True)}
        rows.append(Row(path, reader.line_num, values))
    return rows
