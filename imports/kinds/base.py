"""What every kind of import has: columns, a plan of what a file would change, and the rows as they stand today."""

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from imports.columns import Column
from imports.faults import Fault

T = TypeVar("T")
#: Values looked up in one query.
CHUNK = 5_000
ADD, CHANGE, SAME, FAULTY = "add", "change", "same", "faulty"
#: A member who is not in the file: given an end, or not decided on or left alone.
END, MISSING = "end", "missing"
#: What nothing is written for.
INERT = {SAME, FAULTY, MISSING}
TWICE = _("The same record stands in row %(row)s already. Remove one of the two rows.")
NOT_YOURS = _("%(record)s is kept by %(steward)s. Only its staff may change it.")


@dataclass
class Row:
    """A row of the file: its number, its cells as they were read, and the values of the columns that are imported.

    A column is in ``values`` where the cell says something, or where an empty cell is to empty the field.
    """

    number: int
    cells: list[str]
    values: dict[str, str]
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, message: Promise | str, column: str = "", **params: object) -> None:
        """Note a fault of the row, in one of its columns."""
        self.faults.append(Fault.of(message, column=column, value=self.values.get(column, ""), **params))


@dataclass
class Write:
    """One write to a table: an insert with a chosen reference, an update or a delete."""

    model: str
    action: str
    pk: int
    columns: dict[str, Any] = field(default_factory=dict)


@dataclass
class Planned:
    """What would come of a row. ``number`` is 0 for what follows from a record that is not in the file."""

    row: Row
    action: str
    record: str = ""
    record_id: int | None = None
    differences: list[tuple[str, str, str]] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    near: list[dict[str, Any]] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    cluster_id: int | None = None


@dataclass(frozen=True)
class Setting:
    """What a plan is made with besides the rows: who asks, and what was chosen."""

    user: Any
    today: dt.date
    cluster: Cluster | None = None
    source: str = ""
    observed_year: int | None = None
    same_as: dict[int, int] = field(default_factory=dict)
    end_missing: dict[int, str] = field(default_factory=dict)


class Kind:
    """A kind of import. Subclasses say what the columns are and what a row means."""

    code: ClassVar[str]
    name: ClassVar[Promise]
    about: ClassVar[Promise]
    columns: ClassVar[tuple[Column, ...]]
    #: Headers of our exports that follow from other columns or other records: known, and not imported.
    derived: ClassVar[tuple[Promise, ...]] = ()
    #: One of each group must be among the columns.
    needed: ClassVar[tuple[tuple[str, ...], ...]] = ()
    is_of_one_cluster: ClassVar[bool] = False

    def plan(self, rows: Sequence[Row], setting: Setting) -> list[Planned]:
        """What would come of each row. Reads the database, writes nothing."""
        raise NotImplementedError

    def current(self, setting: Setting) -> Iterator[dict[str, str]]:
        """The records as they stand today, as values of the columns."""
        raise NotImplementedError

    @classmethod
    def column(cls, key: str) -> Column:
        """The column with the key."""
        return next(column for column in cls.columns if column.key == key)


def in_chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """The distinct values, some at a time."""
    rest = iter(dict.fromkeys(values))
    while chunk := list(itertools.islice(rest, CHUNK)):
        yield chunk


def differences(columns: Iterable[Column], old: dict[str, str], new: dict[str, str]) -> list[tuple[str, str, str]]:
    """Key, old and new value of every column that would change."""
    return [
        (column.key, old.get(column.key, ""), new[column.key])
        for column in columns
        if not column.is_key and column.key in new and new[column.key] != old.get(column.key, "")
    ]


def noting_source(
    found: list[tuple[str, str, str]], old: dict[str, str], new: dict[str, str], source: str
) -> list[tuple[str, str, str]]:
    """The differences; where there are any, the import's source joins those of the record, unless the row has one."""
    joined = with_source(old["source"], source)
    if not found or "source" in new or joined == old["source"]:
        return found
    return [*found, ("source", old["source"], joined)]


def faulty(row: Row, record_id: int | None = None) -> Planned:
    """The plan of a row that cannot be written; ``record_id`` where it is known what it is about."""
    return Planned(row, FAULTY, record=row.values.get("name", ""), record_id=record_id)


def refuse_twice(planned: Iterable[Planned]) -> None:
    """Refuse every row whose record an earlier row is about."""
    seen: dict[int, int] = {}
    for one in planned:
        if one.record_id is None or one.action == FAULTY:
            continue
        if one.record_id in seen:
            one.row.refuse(TWICE, row=seen[one.record_id])
            one.action, one.writes = FAULTY, []
        else:
            seen[one.record_id] = one.row.number


def with_source(old: str, source: str) -> str:
    """The sources of a row with one more."""
    known = [part.strip() for part in old.split(" | ")]
    return old if not source or source in known else " | ".join(part for part in (old, source) if part)
