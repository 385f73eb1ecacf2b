"""One cell of a file, whatever kind of file it was."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from clusters.exports import FORMULA
from imports import limits
from imports.faults import Fault
from imports.identity_numbers import HIDDEN, has_identity_number

FORMULA_IN_CELL = _(
    "This cell holds a formula. Copy the column, paste it back as values only, and import the file again."
)
ERROR_IN_CELL = _("This cell holds an error of the spreadsheet (%(value)s). Write the value itself.")
TOO_LONG = _("This cell has %(length)s characters; at most %(most)s are read.")
PERSON = _(
    "This cell seems to hold a national identity number. Such numbers are never kept here, and this one was not. "
    "Remove it from the file."
)


@dataclass(frozen=True)
class Cell:
    """The text of a cell; ``fault`` where it cannot be taken as it stands."""

    text: str
    fault: Fault | None = None


@dataclass(frozen=True)
class Line:
    """One row of a file with the number a spreadsheet shows beside it; the headers stand in row 1."""

    number: int
    cells: list[Cell]


@dataclass
class Table:
    """A file that was read: headers, rows, and what the reader ought to know of how it was read."""

    headers: list[str]
    lines: list[Line]
    notes: list[Fault] = field(default_factory=list)


def cell(value: Any, *, is_formula: bool = False, is_error: bool = False) -> Cell:
    """The cell for what a file holds. A formula and a person's number are refused and not kept."""
    text = as_text(value)
    if has_identity_number(text) or (isinstance(value, int) and has_identity_number(text.zfill(11))):
        return Cell(HIDDEN, Fault.of(PERSON))
    if is_formula:
        return Cell(text[: limits.CELL], Fault.of(FORMULA_IN_CELL))
    if is_error:
        return Cell(text, Fault.of(ERROR_IN_CELL, value=text))
    if len(text) > limits.CELL:
        return Cell(text[: limits.CELL], Fault.of(TOO_LONG, length=len(text), most=limits.CELL))
    return Cell(text)


def as_text(value: Any) -> str:
    """The value as it is typed: a day as 2016-08-17, a whole number without decimals, text without blanks around it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _plain(str(value))


def _plain(text: str) -> str:
    """Without blanks around it, without NUL, which no database text holds, and without our exports' apostrophe."""
    stripped = text.replace("\x00", "").strip(" \t\r\n\u00a0\ufeff")
    return stripped[1:] if stripped.startswith("'") and stripped[1:].startswith(FORMULA) else stripped
