"""Records as flat tables: what stands several times in a record is a table of its own, with the record's id."""

from collections.abc import Iterator
from dataclasses import dataclass

from snapshots.shapes import Shape

#: Between several words in one cell.
BETWEEN = " | "
#: Beginnings that a spreadsheet takes for those of a formula.
_FORMULA = r"^[=+\-@\t\r\n]"


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, what stands in it as SQL of DuckDB, and its type in Table Schema."""

    name: str
    sql: str
    kind: str
    about: str = ""

    @property
    def without_formulas(self) -> str:
        """The same for a file that spreadsheets open: text that looks like a formula gets an apostrophe."""
        if self.kind != "string":
            return self.sql
        return f"CASE WHEN regexp_matches({self.sql}, '{_FORMULA}') THEN '''' || {self.sql} ELSE {self.sql} END"


@dataclass(frozen=True)
class Table:
    """Columns out of the records of a resource, or out of the items of one of their arrays."""

    name: str
    columns: tuple[Column, ...]
    #: What the columns are of, as SQL of DuckDB, with ``{records}`` for the records.
    source: str = "{records} record"
    #: The resource whose ids stand in the first column.
    parent: str = ""


def tables_of(resource: str, noun: str, shape: Shape) -> list[Table]:
    """The table of the records, and one for each array of objects in them.

    ``noun`` is what one record is called: ``cluster`` of ``clusters``.
    """
    return [Table(resource, tuple(_columns("record", "", shape))), *_parts(resource, noun, "record", "", shape)]


def _columns(path: str, prefix: str, shape: Shape) -> Iterator[Column]:
    """The columns of an object; those of an object within it have its name before theirs, unless it is there."""
    for name, part in shape.parts.items():
        value, full_name = f'{path}."{name}"', f"{prefix}{name.removeprefix(prefix)}"
        if part.parts:
            yield from _columns(value, f"{full_name}_", part)
        elif part.item is None:
            yield Column(full_name, value, part.kind, part.about)
        elif words := _words(value, part.item):
            yield Column(full_name, f"array_to_string({words}, '{BETWEEN}')", "string", part.about)


def _words(value: str, item: Shape) -> str:
    """An array that fits in one cell, as a list of words; empty for one that is a table of its own."""
    if item.is_named_elsewhere:
        key = "code" if "code" in item.parts else "slug"
        return f'list_transform({value}, lambda one: one."{key}")'
    return "" if item.parts else value


def _parts(resource: str, noun: str, path: str, prefix: str, shape: Shape) -> Iterator[Table]:
    for name, part in shape.parts.items():
        if part.parts:
            yield from _parts(resource, noun, f'{path}."{name}"', f"{prefix}{name}_", part)
        elif part.item is not None and part.item.parts and not part.item.is_named_elsewhere:
            items = f'SELECT id AS record_id, unnest({path}."{name}") AS item FROM {{records}} record'
            columns = tuple(_columns("item", "", part.item))
            # A cluster that another one came from names that one by this very name.
            key = f"of_{noun}_id" if f"{noun}_id" in [column.name for column in columns] else f"{noun}_id"
            first = Column(key, "record_id", "integer", f"The {noun} it belongs to.")
            yield Table(f"{resource}_{prefix}{name}", (first, *columns), f"({items}) items", resource)
