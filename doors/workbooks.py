"""Rows as an Excel workbook, written row by row so that its size costs no memory."""

import datetime as dt
import io
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.utils.functional import Promise
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES, ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Characters.
NARROWEST, WIDEST = 10, 40
LONGEST_CELL = 32_767
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
#: Bytes of a file that is not written to the disk.
IN_MEMORY = 1_000_000


@dataclass(frozen=True)
class Sheet:
    """Rows under their heads."""

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Any]]


def workbook(
    title: str, columns: Sequence[tuple[Any, Callable[[Any], Any]]], rows: Iterable[Any], about: Iterable[Sequence[Any]]
) -> IO[bytes]:
    """A file, to be read from its beginning, with the rows under a frozen header and a second sheet about them.

    Numbers and days are written as such, and no text as a formula.
    """
    cells = ([value(row) for _header, value in columns] for row in rows)
    return as_file(Sheet(title, [str(header) for header, _value in columns], cells), about)


def as_file(sheet: Sheet, about: Iterable[Sequence[Any]]) -> IO[bytes]:
    """The same for a sheet whose rows are values already."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 (whoever sends the file closes it)
    write_workbook(target, [sheet], about)
    return _rewound(target)


def write_workbook(target: Any, sheets: Iterable[Sheet], about: Iterable[Sequence[Any]]) -> None:
    """Write the sheets, and one about them, to a path or an open file; each row is written before the next is read."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _fill(book.create_sheet(_sheet_title(sheet.title)), sheet)
    _describe(book, about)
    book.save(target)


def _fill(page: Any, sheet: Sheet) -> None:
    _shape(page, sheet.heads)
    page.append([_bold(page, head) for head in sheet.heads])
    last = 1
    for last, row in enumerate(sheet.rows, start=2):  # noqa: B007 (the number of the last row is asked for below)
        page.append([typed(page, value) for value in row])
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.heads))}{last}"


def _rewound(target: IO[bytes]) -> IO[bytes]:
    """The file from its beginning: on the disk, or in memory where it is small."""
    is_small = target.tell() <= IN_MEMORY
    target.seek(0)
    if not is_small:
        return target
    with target:
        return io.BytesIO(target.read())


def typed(sheet: Any, value: Any) -> Any:
    """The value as a cell: a day or moment with its format, a text that looks like a formula or an error as text."""
    if isinstance(value, dt.date):
        cell = WriteOnlyCell(sheet)
        cell.value = value
        cell.number_format = MOMENT if isinstance(value, dt.datetime) else DAY
        return cell
    if not isinstance(value, str | Promise):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:LONGEST_CELL]
    if not text.startswith("=") and text not in ERROR_CODES:
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def _shape(sheet: Any, headers: Sequence[str]) -> None:
    sheet.freeze_panes = "A2"
    for number, header in enumerate(headers, start=1):
        width = min(max(len(header) + 4, NARROWEST), WIDEST)
        sheet.column_dimensions[get_column_letter(number)].width = width


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _describe(book: Any, about: Iterable[Sequence[Any]]) -> None:
    lines = list(about)
    sheet = book.create_sheet(_sheet_title(str(lines[0][0])))
    sheet.column_dimensions["A"].width = NARROWEST * 2
    sheet.column_dimensions["B"].width = WIDEST * 2
    for name, value in lines:
        sheet.append([_bold(sheet, str(name)), typed(sheet, value)])


def _sheet_title(text: str) -> str:
    """As Excel takes it: short, and without the characters it keeps for itself."""
    return "".join(letter for letter in text if letter not in r"\/?*[]:")[:31]
