"""Which record a row is part of: the one it is deleted with."""

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


@cache
def parent_field(model: type[models.Model]) -> Any:
    """The reference to what rows of the model are deleted with; None where they stand for themselves."""
    for field in model._meta.concrete_fields:
        if field.remote_field and field.remote_field.on_delete is models.CASCADE:
            return field
    return None
