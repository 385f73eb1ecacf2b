"""CSV as Norwegian and English spreadsheets write it."""

import codecs
import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from imports import limits
from imports.faults import Fault, FileRefusedError
from imports.reading.cells import Line, Table, cell

ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DELIMITERS = ";,\t|"
FROM_WINDOWS = _("The file is not UTF-8; it was read as Windows-1252. Check that æ, ø and å are right.")
UNREADABLE = _(
    "The file is neither UTF-8 nor Windows-1252. Open it in the spreadsheet and save it as “CSV UTF-8” or as Excel."
)
BROKEN = _("The file cannot be read as CSV near row %(row)s. Save it again as “CSV UTF-8” or as Excel.")
TOO_MANY_ROWS = _("The file has more than %(most)s rows. Split it into several files.")
TOO_MANY_COLUMNS = _("The file has more than %(most)s columns. Remove those that are not to be imported.")
EMPTY = _("The file is empty. The first row holds the names of the columns, the rows below it the data.")


def read_delimited(content: bytes) -> Table:
    """The table in the bytes of a CSV file. Raises FileRefusedError."""
    text, notes = _decoded(content)
    rows = _rows(text)
    headers = next(rows, None)
    if headers is None:
        raise FileRefusedError(Fault.of(EMPTY))
    bounded_width(len(headers[1]))
    lines = []
    for number, values in rows:
        bounded_width(len(values))
        lines.append(Line(number, [cell(value, is_formula=value.startswith("=")) for value in values]))
        bounded_height(len(lines))
    return Table([cell(header).text for header in headers[1]], lines, notes)


def bounded_width(columns: int) -> None:
    """Raises FileRefusedError beyond the limit of columns."""
    if columns > limits.COLUMNS:
        raise FileRefusedError(Fault.of(TOO_MANY_COLUMNS, most=limits.COLUMNS))


def bounded_height(rows: int) -> None:
    """Raises FileRefusedError beyond the limit of rows."""
    if rows > limits.ROWS:
        raise FileRefusedError(Fault.of(TOO_MANY_ROWS, most=limits.ROWS))


def _decoded(content: bytes) -> tuple[str, list[Fault]]:
    marked = next((encoding for mark, encoding in ENCODINGS if content.startswith(mark)), None)
    try:
        return content.decode(marked or "utf-8"), []
    except UnicodeDecodeError:
        pass
    try:
        if marked or b"\x00" in content:
            raise FileRefusedError(Fault.of(UNREADABLE))
        return content.decode("cp1252"), [Fault.of(FROM_WINDOWS)]
    except UnicodeDecodeError as error:
        raise FileRefusedError(Fault.of(UNREADABLE)) from error


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with anything in them, each with its number in a spreadsheet: one with line breaks in it is still one."""
    delimiter, text = _delimiter(text)
    number = 0
    try:
        for number, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            if any(value.strip() for value in values):
                yield number, values
    except csv.Error as error:
        raise FileRefusedError(Fault.of(BROKEN, row=number + 1)) from error


def _delimiter(text: str) -> tuple[str, str]:
    """What parts the columns, and the text without Excel's own line that says so."""
    first, _end, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        return first.strip()[-1], rest
    unquoted = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=unquoted.count), text
