"""Which kind of file it is: by what stands in it, never by its name."""

from django.utils.translation import gettext_lazy as _

from imports import limits
from imports.faults import Fault, FileRefusedError
from imports.reading.cells import Table
from imports.reading.delimited import EMPTY, read_delimited
from imports.reading.workbook import read_workbook

ZIP, OLD_EXCEL, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
TOO_LARGE = _("The file has more than %(most)s MB. Split it into several files.")
OLD = _("This is an old Excel file (.xls), or has a password. Save it as “Excel workbook (.xlsx)”, without one.")
NO_TABLE = _("This is a PDF, not a table. Ask for the list as Excel or CSV.")


def read_file(content: bytes) -> Table:
    """The headers and rows of a CSV file or workbook. Raises FileRefusedError naming the fault and the way out."""
    if len(content) > limits.FILE:
        raise FileRefusedError(Fault.of(TOO_LARGE, most=limits.FILE // 1024**2))
    if not content.strip():
        raise FileRefusedError(Fault.of(EMPTY))
    if content.startswith(OLD_EXCEL):
        raise FileRefusedError(Fault.of(OLD))
    if content.startswith(PDF):
        raise FileRefusedError(Fault.of(NO_TABLE))
    return read_workbook(content) if content.startswith(ZIP) else read_delimited(content)
