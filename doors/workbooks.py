"""Rows as an Excel workbook, written row by row so that its size costs no memory."""

import datetime as dt
import io
import tempfile
from collections.abc import Callable, Iterable, Sequence
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
#: Bytes of a file that is not written to the disk.
IN_MEMORY = 1_000_000


def workbook(
    title: str, columns: Sequence[tuple[Any, Callable[[Any], Any]]], rows: Iterable[Any], about: Iterable[Sequence[Any]]
) -> IO[bytes]:
    """A file, to be read from its beginning, with the rows under a frozen header and a second sheet about them.

    Numbers and days are written as such, and no text as a formula.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(title))
    headers = [str(header) for header, _value in columns]
    _shape(sheet, headers)
    sheet.append([_bold(sheet, header) for header in headers])
    last = 1
    for last, row in enumerate(rows, start=2):  # noqa: B007 (the number of the last row is asked for below)
        sheet.append([typed(sheet, value(row)) for _header, value in columns])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    _describe(book, about)
    return _saved(book)


def _saved(book: Workbook) -> IO[bytes]:
    """The file: on the disk, or in memory where it is small."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 (whoever sends the file closes it)
    book.save(target)
    is_small = target.tell() <= IN_MEMORY
    target.seek(0)
    if not is_small:
        return target
    with target:
        return io.BytesIO(target.read())


def typed(sheet: Any, value: Any) -> Any:
    """The value as a cell: a day with a day's format, a text that looks like a formula or an error as text."""
    if isinstance(value, dt.date):
        cell = WriteOnlyCell(sheet)
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
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
