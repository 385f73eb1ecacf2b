"""A record's changes, read back from the events that the database's triggers wrote."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.text import capfirst

from history.events import FOLLOWS, event_model
from history.wording import (
    LABELS,
    FieldWords,
    field_words,
    named,
    names_of,
    readable_columns,
    row_name,
)

#: What the history page shows of one kind of row; older changes stay in the database.
MOST_EVENTS = 2000


@dataclass
class Change:
    """One event: who did what to which row, when and why; ``context`` is what it shares with others made at once."""

    at: dt.datetime
    label: str
    kind: str
    row: str
    user: str
    reason: str
    number: int
    context: str
    follows: bool
    differences: list[FieldWords] = field(default_factory=list)

    @property
    def action(self) -> Any:
        """The event's label in the language of the page."""
        return LABELS.get(self.label, self.label)


def changes(parts: Iterable[tuple[type[models.Model], Mapping[str, Any]]]) -> list[Change]:
    """The changes of several kinds of rows, newest first; each kind with the filter that finds its events."""
    found = [change for model, lookup in parts for change in _changes_of(model, lookup)]
    return sorted(found, key=lambda change: (change.at, change.number), reverse=True)


def people(ids: Iterable[Any]) -> dict[Any, str]:
    """The names of users, also of those whose account is gone."""
    return named(get_user_model(), {pk for pk in ids if pk})


def _changes_of(model: type[models.Model], lookup: Mapping[str, Any]) -> list[Change]:
    events = event_model(model)
    if events is None:
        return []
    rows = list(events._default_manager.filter(**lookup).order_by("-pgh_id").values()[:MOST_EVENTS])
    rows.reverse()
    columns = readable_columns(model)
    names = names_of(columns, rows)
    users = people((row["pgh_context"] or {}).get("user") for row in rows)
    before: dict[int, dict[str, Any]] = {}
    found = []
    for row in rows:
        change = _change(model, row, users)
        previous = before.get(row["pgh_obj_id"])
        if change.label == "update" and previous:
            changed = [column for column in columns if previous[column.column] != row[column.column]]
            change.differences = [field_words(column, previous, row, names) for column in changed]
        change.row = row_name(columns, row, names, lookup)
        before[row["pgh_obj_id"]] = row
        found.append(change)
    return found


def _change(model: type[models.Model], row: dict[str, Any], users: dict[Any, str]) -> Change:
    context = row["pgh_context"] or {}
    user = context.get("user")
    return Change(
        at=row["pgh_created_at"],
        label=row["pgh_label"],
        kind=str(capfirst(model._meta.verbose_name)),
        row="",
        user=users.get(user, str(user)) if user else "",
        reason=str(context.get("reason") or context.get("command") or ""),
        number=row["pgh_id"],
        context=str(row["pgh_context_id"] or ""),
        follows=bool(context.get(FOLLOWS)),
    )
