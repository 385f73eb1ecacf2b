"""What one piece of work changed, row by row, as plain JSON that can be kept, shown, undone and applied again.

A row's state is what PostgreSQL's ``to_jsonb`` makes of it, so that ``jsonb_populate_recordset`` takes it back
exactly. Where changes come from stands in ``events.py``, how they are written in ``applying.py``, how they read in
``wording.py``.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.apps import apps
from django.db import models

State = Mapping[str, Any]
#: A row of any table: the model's label (``clusters.membership``) and its id.
Row = tuple[str, int]
#: Kept by the database on every write; never asked for, never compared.
STAMP = "updated_at"


@dataclass(frozen=True)
class RowChange:
    """What became of one row: ``before`` is None for a new row, ``after`` for a deleted one."""

    model: str
    pk: int
    before: State | None
    after: State | None

    @property
    def row(self) -> Row:
        """Which row it is."""
        return self.model, self.pk

    @property
    def kind(self) -> str:
        """``insert``, ``update`` or ``delete``."""
        if self.before is None:
            return "insert"
        return "delete" if self.after is None else "update"

    @property
    def columns(self) -> list[str]:
        """The columns that differ; all of them for a new or a deleted row."""
        if self.before is None or self.after is None:
            return [name for name in (self.after or self.before or {}) if name != STAMP]
        return differing(self.before, self.after)

    @property
    def state(self) -> State:
        """The row as it is afterwards, or as it was before it was deleted."""
        return self.after or self.before or {}

    @property
    def table(self) -> type[models.Model]:
        """The model class."""
        return apps.get_model(self.model)

    def inverse(self) -> "RowChange":
        """What takes it back."""
        return RowChange(self.model, self.pk, self.after, self.before)


@dataclass(frozen=True)
class Changeset:
    """The net changes of several rows, at most one for each row; ``at`` is when they were made, if they were."""

    changes: tuple[RowChange, ...] = ()
    context: State = field(default_factory=dict)
    at: dt.datetime | None = None

    def __iter__(self) -> Iterator[RowChange]:
        """One row after the other."""
        return iter(self.changes)

    def __len__(self) -> int:
        """How many rows it changes."""
        return len(self.changes)

    def inverse(self) -> Self:
        """What takes all of it back; deleted rows return with their old ids."""
        return type(self)(tuple(change.inverse() for change in self.changes))

    def where(self, wanted: Callable[[RowChange], bool]) -> Self:
        """Only some of the changes."""
        return type(self)(tuple(filter(wanted, self.changes)), self.context, self.at)

    def then(self, later: "Changeset") -> Self:
        """Both after one another, as one."""
        merged = {change.row: change for change in self.changes}
        for change in later:
            first = merged.get(change.row)
            before = first.before if first else change.before
            merged[change.row] = RowChange(change.model, change.pk, before, change.after)
        return type(self)(tuple(change for change in merged.values() if is_change(change)))

    def as_json(self) -> list[dict[str, Any]]:
        """As it is kept in a JSON column."""
        return [
            {"model": change.model, "pk": change.pk, "before": change.before, "after": change.after}
            for change in self.changes
        ]

    @classmethod
    def from_json(cls, kept: list[dict[str, Any]]) -> Self:
        """Back from ``as_json``."""
        return cls(tuple(RowChange(**row) for row in kept))


def same_work(one: Changeset, other: Changeset) -> bool:
    """Whether two changesets do the same, whatever ids the new rows got."""
    return _signature(one) == _signature(other)


def _signature(work: Changeset) -> list[str]:
    return sorted(json.dumps(_essence(change), sort_keys=True) for change in work)


def _essence(change: RowChange) -> list[Any]:
    is_new = change.before is None
    columns = [name for name in change.columns if not (is_new and name in {"id", "created_at"})]
    values = {name: [(change.before or {}).get(name), (change.after or {}).get(name)] for name in columns}
    return [change.model, None if is_new else change.pk, change.kind, values]


def differing(before: State, after: State) -> list[str]:
    """The columns in which two states of a row differ."""
    return [name for name in after if name != STAMP and name in before and before[name] != after[name]]


def is_change(change: RowChange) -> bool:
    """Whether anything is left of it: a row that came and went, or went back to what it was, has not changed."""
    if change.before is None and change.after is None:
        return False
    return bool(change.before is None or change.after is None or change.columns)
