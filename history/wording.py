"""Values and rows as people read them, in the language of the page."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from history.belonging import parent_field
from history.changesets import Changeset, RowChange, State
from history.events import event_model

LABELS = {
    "insert": gettext_lazy("added"),
    "update": gettext_lazy("changed"),
    "delete": gettext_lazy("deleted"),
}
#: Readable names of rows that a column refers to, by column and id.
Names = Mapping[str, Mapping[Any, str]]


@dataclass
class FieldWords:
    """One field before and after; empty where there was nothing. ``column`` is its name in the table."""

    column: str
    name: str
    old: str
    new: str


@dataclass
class RowWords:
    """One row's change: what kind of row, which one, and field by field what became of it."""

    change: RowChange
    kind: str
    row: str
    differences: list[FieldWords] = field(default_factory=list)

    @property
    def action(self) -> Any:
        """What happened to the row."""
        return LABELS[self.change.kind]


def in_words(changeset: Changeset, *, within_record: bool = False) -> list[RowWords]:
    """A changeset as it is read, in its order; ``within_record`` beside the record that all rows are part of.

    Costs a query for each table that the rows refer to, however many rows there are.
    """
    tables = {change.model: change.table for change in changeset}
    found: dict[str, Names] = {}
    for label, table in tables.items():
        rows = [state for change in changeset if change.model == label for state in (change.before, change.after)]
        found[label] = names_of(readable_columns(table), [state for state in rows if state])
    return [_row_words(change, tables[change.model], found[change.model], within_record) for change in changeset]


def _row_words(change: RowChange, table: type[models.Model], names: Names, within_record: bool) -> RowWords:  # noqa: FBT001 (private)
    columns = readable_columns(table)
    parent = parent_field(table) if within_record else None
    without = {parent.column} if parent else set()
    changed = set(change.columns) - without
    before, after = change.before or {}, change.after or {}
    words = [field_words(column, before, after, names) for column in columns if column.column in changed]
    row = row_name(columns, change.state, names, without)
    kind = str(capfirst(table._meta.verbose_name))
    return RowWords(change, kind, row, [field for field in words if field.old != field.new])


def field_words(column: Any, before: State, after: State, names: Names) -> FieldWords:
    """A column of two states of a row."""
    old, new = (shown(column, state.get(column.column), names) for state in (before, after))
    return FieldWords(column.column, str(capfirst(column.verbose_name)), old, new)


def readable_columns(model: type[models.Model]) -> list[Any]:
    """The recorded columns that people fill in."""
    events = event_model(model)
    kept = [column for column in events._meta.concrete_fields if not column.name.startswith("pgh_")]
    return [column for column in kept if column.name != "id" and column.editable]


def row_name(columns: Iterable[Any], state: Mapping[str, Any], names: Names, without: Collection[str]) -> str:
    """What tells the row from its siblings: its name, or the other party."""
    parties = [column for column in columns if column.column in names and column.column not in without]
    named = [column for column in columns if column.name == "name"]
    chosen = named or parties[:1]
    return ", ".join(text for column in chosen if (text := shown(column, state.get(column.column), names)))


def shown(column: Any, value: Any, names: Names) -> str:
    """A column's value, as an instance or as JSON has it; empty for none."""
    if value is None or value == "":
        return ""
    if column.column in names:
        return names[column.column].get(value, str(value))
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, list):
        return ", ".join(shown(getattr(column, "base_field", column), one, {}) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _dated(column, value)


def _dated(column: Any, value: Any) -> str:
    if isinstance(column, DateRangeField):
        lower, upper = _bounds(value)
        return f"{_day(lower)} – {_day(upper - dt.timedelta(days=1) if upper else None)}"
    if isinstance(column, models.DateTimeField):
        moment = parse_datetime(value) if isinstance(value, str) else value
        return date_format(localtime(moment), "SHORT_DATETIME_FORMAT") if moment else str(value)
    if isinstance(column, models.DateField):
        return _day(dt.date.fromisoformat(value) if isinstance(value, str) else value)
    return str(value)


def _day(day: dt.date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else "…"


def _bounds(value: Any) -> tuple[dt.date | None, dt.date | None]:
    """First day and the day after the last, of a range or of PostgreSQL's text for it."""
    if not isinstance(value, str):
        return value.lower, value.upper
    lower, _comma, upper = value.strip("[()]").partition(",")
    return (dt.date.fromisoformat(lower) if lower else None), (dt.date.fromisoformat(upper) if upper else None)


def names_of(columns: Iterable[Any], rows: Collection[Mapping[str, Any]]) -> dict[str, dict[Any, str]]:
    """Readable names of all rows that some rows refer to, one query a column; deleted ones by their last name."""
    names = {}
    for column in columns:
        if column.remote_field:
            ids = {row[column.column] for row in rows if row.get(column.column) is not None}
            names[column.column] = named(column.remote_field.model, ids)
    return names


def named(model: type[models.Model], ids: Collection[Any]) -> dict[Any, str]:
    """What rows are called, also those that have been deleted since."""
    found = {pk: str(row) for pk, row in model._default_manager.in_bulk(list(ids)).items()} if ids else {}
    missing = set(ids) - found.keys()
    events = event_model(model) if missing else None
    if events is not None:
        last = events._default_manager.filter(pgh_obj_id__in=missing).order_by("pgh_obj_id", "-pgh_id")
        kept = {field.attname for field in model._meta.concrete_fields}
        for values in last.distinct("pgh_obj_id").values():
            row = {name: value for name, value in values.items() if name in kept}
            found[values["pgh_obj_id"]] = str(model(**row))
    return found
