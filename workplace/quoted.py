"""Where a person's data may be quoted outside their own record: suggestions, files taken in, reports of the public.

Only whole words count, so that «Ås» is not taken out of «Åse»; what is found is taken out of the text around it.
"""

import re
from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from corrections.models import CorrectionReport
from history.events import event_model
from imports.models import Batch, StagedRow
from review.models import Revision
from workplace.guards import unguarded

#: Every model with columns in which people, or their files, have written; and whether history keeps it.
QUOTING: tuple[tuple[Any, tuple[str, ...], bool], ...] = (
    (Revision, ("title", "changes", "arguments", "reason", "note"), True),
    (Batch, ("file_name", "source", "reason", "notes", "end_missing", "undo_reason"), True),
    (StagedRow, ("cells", "record", "differences", "faults", "notes", "near"), False),
    (CorrectionReport, ("subject", "searched", "text", "evidence", "email", "answer"), True),
)


def quoting(values: set[str]) -> list[tuple[Any, int]]:
    """Model and id of every row that quotes one of the values, now or in its history."""
    found = set()
    for model, columns, is_recorded in QUOTING:
        found |= {(model, row.pk) for row in _rows(model, columns, values)}
        if is_recorded:
            found |= {(model, event.pgh_obj_id) for event in _rows(event_model(model), columns, values)}
    return sorted(found, key=lambda each: (each[0]._meta.label, each[1]))


def erase_quoted(values: set[str]) -> dict[tuple[Any, int], int]:
    """Take the values out of every row and event that quotes them; answers how many events of each row.

    Works as the owner of the tables, in a transaction.
    """
    blanked = dict.fromkeys(quoting(values), 0)
    for model, columns, is_recorded in QUOTING:
        _blank(model, columns, values)
        if not is_recorded:
            continue
        events: Any = event_model(model)
        with unguarded(events):
            for number in _blank(events, columns, values):
                blanked[model, number] += 1
    return blanked


def without(text: Any, values: set[str]) -> Any:
    """Text, or JSON with texts in it, from which the values are gone."""
    if isinstance(text, dict):
        return {name: without(part, values) for name, part in text.items()}
    if isinstance(text, list):
        return [without(part, values) for part in text]
    return _words(values).sub("", text).strip() if isinstance(text, str) and _words(values).search(text) else text


def _blank(table: Any, columns: tuple[str, ...], values: set[str]) -> list[int]:
    """Write the rows anew without the values; answers the record of each."""
    records = []
    for row in _rows(table, columns, values):
        left = {name: _left(name, getattr(row, name), values) for name in _kept(table, columns)}
        table._default_manager.filter(pk=row.pk).update(**left)
        records.append(getattr(row, "pgh_obj_id", row.pk))
    return records


def _left(column: str, value: Any, values: set[str]) -> Any:
    """What stands there afterwards; a dash where a text that must say something said nothing else."""
    left = without(value, values)
    return "–" if value and left == "" and column != "email" else left


def _rows(table: Any, columns: tuple[str, ...], values: set[str]) -> Iterator[Any]:
    kept = _kept(table, columns)
    texts = {f"{name}_as_text": Cast(name, models.TextField()) for name in kept}
    asked = (Q(**{f"{name}__icontains": value}) for name in texts for value in values)
    for row in table._default_manager.annotate(**texts).filter(reduce(or_, asked, Q(pk__in=[]))):
        if any(without(getattr(row, name), values) != getattr(row, name) for name in kept):
            yield row


def _kept(table: Any, columns: tuple[str, ...]) -> list[str]:
    """Those of the columns that the table has: history leaves some out."""
    return [field.name for field in table._meta.fields if field.name in columns]


def _words(values: set[str]) -> re.Pattern[str]:
    longest_first = sorted(values, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
