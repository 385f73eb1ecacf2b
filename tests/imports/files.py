"""Files for tests, as people send them."""

import io
from collections.abc import Sequence
from typing import Any

import openpyxl


def csv_file(*lines: str, encoding: str = "utf-8") -> bytes:
    """Lines as a spreadsheet saves them."""
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def workbook(*rows: Sequence[Any]) -> bytes:
    """Rows as a workbook of one sheet."""
    book = openpyxl.Workbook(write_only=True)
    sheet: Any = book.create_sheet()
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
