"""Files for people to fill in and send back: templates, the records as they stand, and the faulty rows.

All of them import again. Text that a spreadsheet would run as a formula gets an apostrophe, as in every export.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext_lazy

from clusters.exports import cell
from doors.workbooks import CONTENT_TYPE, workbook
from imports.faults import Fault
from imports.headers import REASON, ROW
from imports.kinds import Kind
from imports.kinds.base import FAULTY, Setting
from imports.models import Batch
from imports.planning import texts
from imports.reading.workbook import NOTES_SHEET

CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: CONTENT_TYPE,
}
SHEET = gettext_lazy("Rows")
Lines = Iterable[Sequence[Any]]


def template(kind: Kind, form: str) -> bytes:
    """An empty file with the headers and one example row, which is left out when it comes back."""
    headers = [str(column.header) for column in offered(kind)]
    return table([headers, example(kind)], form, notes=notes(kind))


def example(kind: Kind) -> list[str]:
    """The example row of the template, in the language of the page."""
    return [str(column.show(column.example)) if column.example else "" for column in offered(kind)]


def notes(kind: Kind) -> list[tuple[Any, str]]:
    """What stands in the template about each column."""
    return [(column.header, str(column.note)) for column in offered(kind)]


def offered(kind: Kind) -> list[Any]:
    """The columns of templates and lists."""
    return [column for column in kind.columns if column.is_offered]


def current(kind: Kind, setting: Setting, form: str) -> bytes:
    """The records as they stand; unchanged, the file imports again without changing anything."""
    columns = offered(kind)
    headers = [str(column.header) for column in columns]
    rows = ([str(column.show(record.get(column.key, ""))) for column in columns] for record in kind.current(setting))
    return table(_first(headers, rows), form)


def faulty_rows(batch: Batch, form: str) -> bytes:
    """The faulty rows as they were sent, with what is wrong with each."""
    headers = [str(ROW), *map(str, batch.headers), str(REASON)]
    return table(_first(headers, _faulty(batch)), form)


def _faulty(batch: Batch) -> Iterator[list[str]]:
    for row in batch.rows.filter(action=FAULTY, number__gt=0).order_by("number").iterator(1000):
        cells = texts(row.cells)[: len(batch.headers)]
        cells += [""] * (len(batch.headers) - len(cells))
        yield [str(row.number), *cells, " ".join(said(fault, batch) for fault in row.all_faults)]


def said(fault: Fault, batch: Batch) -> str:
    """The fault with the name of its column, as the file has it."""
    header = next((h for h, key in zip(batch.headers, batch.keys, strict=False) if key and key == fault.column), "")
    return f"{header}: {fault}" if header else str(fault)


def table(lines: Lines, form: str, notes: Lines = ()) -> bytes:
    """The lines as a file, the first of them its headers; ``notes`` go on the second sheet where the form has one."""
    return _workbook(lines, notes) if form == XLSX else _csv(lines)


def _csv(lines: Lines) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";").writerows([cell(value) for value in line] for line in lines)
    return f"\ufeff{file.getvalue()}".encode()


def _workbook(lines: Lines, notes: Lines) -> bytes:
    rows = iter(lines)
    columns = [(header, itemgetter(number)) for number, header in enumerate(next(rows))]
    with workbook(str(SHEET), columns, rows, [(NOTES_SHEET, ""), *notes]) as file:
        return file.read()


def _first(head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    yield head
    yield from rows
