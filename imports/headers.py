"""Which column of a file is which: by the headers of our exports and templates, in either language."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from doors.filtersets import nearest
from imports.columns import Column
from imports.faults import Fault, FileRefusedError
from imports.identity_numbers import has_identity_number
from imports.kinds import Kind
from imports.kinds.base import Row
from imports.reading.cells import Line, Table
from imports.wording import in_every_language, plain

UNKNOWN = _("Column %(place)s is called “%(header)s”, which is not known here. Did you mean “%(near)s”?")
UNKNOWN_FAR = _("Column %(place)s, “%(header)s”, is not known here. Remove it, or call it one of: %(known)s.")
DOUBLE = _("“%(header)s” and “%(other)s” are the same column. Remove one of them.")
NAMELESS = _("Column %(place)s has values but no header. Give it a name, or remove it.")
NEEDED = _("The column “%(header)s” is missing.")
NOT_IMPORTED = _("Not imported, because it follows from other facts: %(headers)s.")
TOO_WIDE = _("The row has more cells than there are headers.")
NO_ROWS = _("There are headers, but no rows below them.")


#: What the file of faulty rows has besides the columns of the file itself.
ROW, REASON = _("Row"), _("What is wrong")
REPORTED = (ROW, REASON)


@dataclass
class Layout:
    """The columns of a file: each key, None for what is not imported, with its header; and what to say about them."""

    keys: list[str | None]
    headers: list[str]
    notes: list[Fault] = field(default_factory=list)


def lay_out(kind: Kind, table: Table) -> Layout:
    """The layout of a table. Raises FileRefusedError with every fault of its headers at once."""
    known = {plain(name): column.key for column in kind.columns for name in _names(column)}
    derived = {plain(name) for header in (*kind.derived, *REPORTED) for name in in_every_language(header)}
    layout = Layout([known.get(plain(header)) for header in table.headers], table.headers)
    faults = [*_unknown_ones(kind, layout, derived, table), *_double_ones(layout)]
    faults = faults or _lacking(kind, set(layout.keys))
    if not faults and not table.lines:
        faults.append(Fault.of(NO_ROWS))
    if faults:
        raise FileRefusedError(*faults)
    ignored = [header for header in table.headers if plain(header) in derived and plain(header) not in known]
    if ignored:
        layout.notes.append(Fault.of(NOT_IMPORTED, headers=", ".join(ignored)))
    return layout


def _unknown_ones(kind: Kind, layout: Layout, derived: set[str], table: Table) -> list[Fault]:
    places = enumerate(zip(layout.keys, layout.headers, strict=True))
    strange = [(place, header) for place, (key, header) in places if key is None and plain(header) not in derived]
    return [_unknown(place + 1, header, kind) for place, header in strange if header or _has_values(table, place)]


def _double_ones(layout: Layout) -> list[Fault]:
    seen: dict[str, str] = {}
    faults = []
    for key, header in zip(layout.keys, layout.headers, strict=True):
        if key in seen:
            faults.append(Fault.of(DOUBLE, header=header, other=seen[key]))
        elif key:
            seen[key] = header
    return faults


def read_rows(kind: Kind, keys: Sequence[str | None], lines: Sequence[Line], *, empties: bool) -> list[Row]:
    """Every row with its values and with every fault of its cells; ``empties`` lets an empty cell empty its field."""
    columns = [kind.column(key) if key else None for key in keys]
    return [_row(columns, line, empties=empties) for line in lines]


def _row(columns: Sequence[Column | None], line: Line, *, empties: bool) -> Row:
    row = Row(line.number, [cell.text for cell in line.cells], {})
    if len(line.cells) > len(columns) and any(cell.text for cell in line.cells[len(columns) :]):
        row.refuse(TOO_WIDE)
    for column, cell in zip(columns, line.cells, strict=False):
        if cell.fault:
            row.faults.append(Fault(cell.fault.message, cell.fault.params, column.key if column else "", cell.text))
        elif column and cell.text:
            _read(row, column, cell.text)
        elif column and empties and not column.is_key:
            row.values[column.key] = ""
    return row


def _read(row: Row, column: Column, text: str) -> None:
    try:
        row.values[column.key] = column.read(text)
    except ValidationError as error:
        row.faults += Fault.all_of(error, column=column.key, value=text)


def _names(column: Column) -> set[str]:
    return {*column.aliases, *in_every_language(column.header)}


def _has_values(table: Table, place: int) -> bool:
    return any(len(line.cells) > place and line.cells[place].text for line in table.lines)


def _unknown(place: int, header: str, kind: Kind) -> Fault:
    if not header:
        return Fault.of(NAMELESS, place=place)
    known = {plain(str(column.header)): str(column.header) for column in kind.columns}
    shown = "…" if has_identity_number(header) else header[:60]
    near = nearest(plain(header), known)
    if near:
        return Fault.of(UNKNOWN, place=place, header=shown, near=known[near])
    return Fault.of(UNKNOWN_FAR, place=place, header=shown, known=", ".join(known.values()))


def _lacking(kind: Kind, seen: set[str | None]) -> list[Fault]:
    return [Fault.of(NEEDED, header=kind.column(group[0]).header) for group in kind.needed if not seen & set(group)]
