"""Bundled rows into tables, again and again, without ever overwriting what people have edited."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pghistory
from django.db import models
from django.db.models import Q

from bundle.report import Report

#: The context that marks events written by a load.
LOADING: Mapping[str, str] = {"command": "load_registry"}
Key = tuple[Any, ...]


def loading() -> "pghistory.context":
    """Everything written inside is recorded as done by the load."""
    return pghistory.context(**LOADING)


def synchronise(
    model: type[models.Model], wanted: Iterable[Mapping[str, Any]], *, key: Sequence[str], report: Report
) -> None:
    """Make the table hold the wanted rows, each found again by its key columns.

    Key columns go by the names of the table (``cluster_id``). Creates what is missing and corrects what
    differs, in two statements. A row that anybody else has changed since it was loaded is kept as it
    is, also when its key was changed, and one that was deleted is not brought back. Rows that are not
    wanted are left alone. Everything is counted in the report.
    """
    rows = list(wanted)
    # Only rows that begin as a wanted one does: the table may be a thousand times as large as the bundle.
    beginning = {f"{key[0]}__in": {values[key[0]] for values in rows}}
    # Of several rows with one key, the first: loads come before people.
    found = model._default_manager.filter(**beginning).order_by("-pk")
    existing = {tuple(getattr(row, name) for name in key): row for row in found}
    touched, past = _history(model, key, beginning, [row.pk for row in existing.values()])
    still = set(model._default_manager.filter(pk__in=past.values()).values_list("pk", flat=True))
    create, change = [], []
    fields: set[str] = set()
    outcomes = []
    for values in rows:
        identity = tuple(values[name] for name in key)
        row = existing.get(identity)
        if row is None and identity not in past:
            create.append(model(**values))
        elif row is None:
            outcomes.append("kept" if past[identity] in still else "removed")
        elif row.pk in touched:
            outcomes.append("kept")
        elif differing := {name: value for name, value in values.items() if getattr(row, name) != value}:
            fields |= differing.keys()
            vars(row).update(differing)
            change.append(row)
        else:
            outcomes.append("unchanged")
    model._default_manager.bulk_create(create)
    if change:
        model._default_manager.bulk_update(change, sorted(fields))
    for outcome in [*outcomes, *("created" for _row in create), *("changed" for _row in change)]:
        report.count(str(model._meta.verbose_name_plural), outcome)


def _history(
    model: type[models.Model], key: Sequence[str], beginning: Mapping[str, Any], ids: Sequence[int]
) -> tuple[set[int], dict[Key, int]]:
    """Which of the ids somebody other than a load has written, and the row behind every key there was of the kind."""
    events: Any = model._meta.get_field("events").related_model
    by_people = events.objects.filter(pgh_obj_id__in=ids).filter(
        Q(pgh_context__isnull=True) | ~Q(pgh_context__contains=dict(LOADING))
    )
    past = {
        tuple(identity): row for row, *identity in events.objects.filter(**beginning).values_list("pgh_obj_id", *key)
    }
    return set(by_people.values_list("pgh_obj_id", flat=True)), past
