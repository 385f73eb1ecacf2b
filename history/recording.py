"""Recorded time: who changed what, when and why, written by triggers in the database."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models

from history.derived import Derived

M = TypeVar("M", bound=type[models.Model])


def recorded(model: M) -> M:
    """Class decorator: keep every insert, update and delete of the model in ``<Model>Event``.

    Triggers catch what no ORM hook sees: bulk updates, upserts and raw SQL. Each event carries its
    own context (user, reason), and event rows can only be added. Generated columns are left out:
    they follow from the others.
    """
    return recorded_with()(model)


def recorded_with(*, without: Sequence[str] = (), found_by: Sequence[str] = ()) -> Callable[[M], M]:
    """``recorded`` without columns that history must not keep, such as a password's hash.

    ``found_by`` names columns whose former values are asked for, each by an index.
    """

    def decorate(model: M) -> M:
        fields = model._meta.local_fields
        following = [field.name for field in fields if isinstance(field, models.GeneratedField | Derived)]
        # Trackers hold state about their model, so every model gets fresh ones.
        track = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=[*following, *without],
            context_field=pghistory.ContextJSONField(),
            # What was changed at once is asked for among all events there ever were.
            meta={"indexes": [models.Index(fields=[name]) for name in ("pgh_context_id", *found_by)]},
            append_only=True,
        )
        tracked: M = track(model)
        return tracked

    return decorate


def touched(*following: str) -> pgtrigger.Trigger:
    """Trigger that keeps ``updated_at`` true on every path that changes a row.

    ``following`` names the model's generated columns, which PostgreSQL does not let the trigger look at, and its
    derived ones, whose changes are no change of the record.
    """
    return pgtrigger.Trigger(
        name="touch",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.AnyChange(exclude=["updated_at", *following]),
        func="NEW.updated_at = clock_timestamp(); RETURN NEW;",
    )
