"""A record's changes, read back from the events that the database's triggers wrote."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

#: What the history page shows of one kind of row; older changes stay in the database.
MOST_EVENTS = 2000
LABELS = {"insert": _("added"), "update": _("changed"), "delete": _("deleted")}


@dataclass
class Change:
    """One event: who did what to which row, when and why."""

    at: dt.datetime
    label: str
    kind: str
    row: str
    user: str
    reason: str
    number: int
    differences: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def action(self) -> Any:
        """The event's label in the language of the page."""
        return LABELS.get(self.label, self.label)


def event_model(model: type[models.Model]) -> type[models.Model] | None:
    """Where the model's events are kept; None for a model without history."""
    concrete = model._meta.concrete_model or model
    try:
        return apps.get_model(concrete._meta.app_label, f"{concrete._meta.object_name}Event")
    except LookupError:
        return None


def changes(parts: Iterable[tuple[type[models.Model], Mapping[str, Any]]]) -> list[Change]:
    """The changes of several kinds of rows, newest first; each kind with the filter that finds its events."""
    found = [change for model, lookup in parts for change in _changes_of(model, lookup)]
    return sorted(found, key=lambda change: (change.at, change.number), reverse=True)


def _changes_of(model: type[models.Model], lookup: Mapping[str, Any]) -> list[Change]:
    events = event_model(model)
    if events is None:
        return []
    rows = list(events._default_manager.filter(**lookup).order_by("-pgh_id").values()[:MOST_EVENTS])
    rows.reverse()
    columns = [
        column for column in events._meta.concrete_fields if not column.name.startswith("pgh_") and column.name != "id"
    ]
    names = _names(columns, rows)
    people = _people(rows)
    before: dict[int, dict[str, Any]] = {}
    found = []
    for row in rows:
        change = _change(model, row, people)
        previous = before.get(row["pgh_obj_id"])
        if change.label == "update" and previous:
            change.differences = _differences(columns, previous, row, names)
        change.row = _row_name(columns, row, names, lookup)
        before[row["pgh_obj_id"]] = row
        found.append(change)
    return found


def _change(model: type[models.Model], row: dict[str, Any], people: dict[Any, str]) -> Change:
    context = row["pgh_context"] or {}
    user = context.get("user")
    return Change(
        at=row["pgh_created_at"],
        label=row["pgh_label"],
        kind=str(capfirst(model._meta.verbose_name)),
        row="",
        user=people.get(user, str(user)) if user else "",
        reason=str(context.get("reason") or context.get("command") or ""),
        number=row["pgh_id"],
    )


def _differences(
    columns: list[Any], old: dict[str, Any], new: dict[str, Any], names: dict[str, dict[Any, str]]
) -> list[tuple[str, str, str]]:
    return [
        (str(capfirst(column.verbose_name)), _shown(column, old, names), _shown(column, new, names))
        for column in columns
        if old[column.attname] != new[column.attname]
    ]


def _row_name(
    columns: list[Any], row: dict[str, Any], names: dict[str, dict[Any, str]], lookup: Mapping[str, Any]
) -> str:
    """What tells the row from its siblings: the other parties, or its name."""
    parties = [column for column in columns if column.attname in names and column.attname not in lookup]
    named = [column for column in columns if column.name == "name"]
    return ", ".join(text for column in (named or parties[:1]) if (text := _shown(column, row, names)))


def _shown(column: Any, row: dict[str, Any], names: dict[str, dict[Any, str]]) -> str:
    value = row[column.attname]
    if value is None or value == "":
        return ""
    if column.attname in names:
        return names[column.attname].get(value, str(value))
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    return f"{value.lower or '…'} – {value.upper or '…'}" if hasattr(value, "lower_inc") else str(value)


def _names(columns: list[Any], rows: list[dict[str, Any]]) -> dict[str, dict[Any, str]]:
    """Readable names of all rows that the events refer to, one query a column."""
    names = {}
    for column in columns:
        if column.remote_field:
            ids = {row[column.attname] for row in rows} - {None}
            found = column.remote_field.model._default_manager.in_bulk(ids) if ids else {}
            names[column.attname] = {key: str(found_row) for key, found_row in found.items()}
    return names


def _people(rows: list[dict[str, Any]]) -> dict[Any, str]:
    ids = {user for row in rows if (user := (row["pgh_context"] or {}).get("user"))}
    return {key: str(user) for key, user in get_user_model()._default_manager.in_bulk(ids).items()} if ids else {}
