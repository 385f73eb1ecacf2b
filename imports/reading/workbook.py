"""Excel workbooks, behind guards: a workbook is a zip, and a small zip may unpack to anything.

Everything is bounded before the reader sees it. Macros and links to other workbooks are never opened.
"""

import io
import zipfile
from collections.abc import Iterable
from contextlib import closing
from typing import Any

import openpyxl
from django.utils.translation import gettext_lazy as _

from imports import limits
from imports.faults import Fault, FileRefusedError
from imports.reading.cells import Cell, Line, Table, cell
from imports.reading.delimited import EMPTY, bounded_height, bounded_width
from imports.wording import in_every_language

TOO_LARGE_INSIDE = _(
    "Unpacked, this workbook is far larger than any list of ours. Copy the rows to a new workbook, or save as CSV."
)
NOT_A_WORKBOOK = _("This is no Excel workbook that can be read. Save it as “Excel workbook (.xlsx)” or as CSV.")
ONE_SHEET = _("The workbook has several sheets; “%(sheet)s” was read.")
#: The sheet of our templates that says how they are filled in.
NOTES_SHEET = _("How to fill it in")
_WHOLE_IN_MEMORY = "sharedstrings"


def read_workbook(content: bytes) -> Table:
    """The table on the first sheet that is shown. Raises FileRefusedError."""
    _look_inside(content)
    try:
        return _first_shown(content)
    except FileRefusedError:
        raise
    except Exception as error:  # the reader fails in whatever way a broken file leads it to
        raise FileRefusedError(Fault.of(NOT_A_WORKBOOK)) from error


def _first_shown(content: bytes) -> Table:
    with closing(openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False, keep_vba=False)) as book:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise FileRefusedError(Fault.of(NOT_A_WORKBOOK))
        table = _table(sheets[0])
        # A template has its instructions on a sheet of their own.
        if len(sheets) > 1 and {sheet.title for sheet in sheets[1:]} - in_every_language(NOTES_SHEET):
            table.notes.append(Fault.of(ONE_SHEET, sheet=sheets[0].title))
        return table


def _look_inside(content: bytes) -> None:
    """Raises FileRefusedError where it is larger than the limits. Unpacking never passes the sizes stated inside."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise FileRefusedError(Fault.of(NOT_A_WORKBOOK)) from error
    too_many = len(parts) > limits.MEMBERS or sum(part.file_size for part in parts) > limits.UNPACKED
    if too_many or any(part.file_size > _most(part.filename.lower()) for part in parts):
        raise FileRefusedError(Fault.of(TOO_LARGE_INSIDE))
    if not any(part.filename == "[Content_Types].xml" for part in parts):
        raise FileRefusedError(Fault.of(NOT_A_WORKBOOK))


def _most(name: str) -> int:
    """Bytes that the part may have: sheets are read in pieces, the rest is held whole."""
    if _WHOLE_IN_MEMORY in name:
        return limits.SHARED_TEXTS
    is_held = name.endswith((".xml", ".rels")) and "/worksheets/" not in name
    return limits.SMALL_PART if is_held else limits.UNPACKED


def _table(sheet: Any) -> Table:
    # The stated dimensions may be anything; the rows are counted as they come.
    sheet.reset_dimensions()
    headers: list[str] | None = None
    lines: list[Line] = []
    for number, row in enumerate(sheet.iter_rows(max_col=limits.COLUMNS + 1), start=1):
        cells = _trimmed(row)
        if not cells:
            bounded_height(number // 2)
            continue
        bounded_width(len(cells))
        if headers is None:
            headers = [one.text for one in cells]
            continue
        lines.append(Line(number, cells))
        bounded_height(len(lines))
    if headers is None:
        raise FileRefusedError(Fault.of(EMPTY))
    return Table(headers, lines)


def _trimmed(row: Iterable[Any]) -> list[Cell]:
    """The cells of the row without the empty ones at its end."""
    values = list(row)
    while values and values[-1].value in (None, ""):
        values.pop()
    return [cell(one.value, is_formula=one.data_type == "f", is_error=one.data_type == "e") for one in values]
