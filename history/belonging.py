"""Which record a row is part of: the one it is deleted with."""

from collections.abc import Collection
from functools import cache
from typing import Any

from django.db import models

from history.changesets import Row, RowChange
from history.events import label_of


def record_of(change: RowChange) -> Row:
    """The record that the changed row is part of, or the row itself."""
    field = parent_field(change.table)
    parent = change.state.get(field.column) if field else None
    return (label_of(field.related_model), parent) if field and parent else change.row


def record_within(change: RowChange, deleted: Collection[Row]) -> Row:
    """The record that the change belongs to in a work that deletes the rows ``deleted``.

    A row that is deleted with one of them goes as a part of that one, also where it is part of another record.
    """
    parents = _parents(change.table)
    gone_with: list[Any] = [(label_of(field.related_model), change.state.get(field.column)) for field in parents]
    own = record_of(change)
    return own if change.kind != "delete" else next((row for row in gone_with if row in deleted), own)


@cache
def _parents(model: type[models.Model]) -> list[Any]:
    """Every reference to something that rows of the model are deleted with."""
    fields: Any = model._meta.concrete_fields
    return [field for field in fields if field.remote_field and field.remote_field.on_delete is models.CASCADE]


@cache
def parent_field(model: type[models.Model]) -> Any:
    """The reference to what rows of the model are deleted with; None where they stand for themselves."""
    return next(iter(_parents(model)), None)
