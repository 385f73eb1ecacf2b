"""Whether history still tells the truth: every row is as its last event says.

Whatever wrote past the triggers shows here: a trigger that was switched off, a restored table, a hand in the files.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction
from psycopg.sql import SQL, Composable, Identifier, Literal

from history.fenced import recorded_models

_COMPARE = """
WITH compared AS (
    SELECT coalesce(record.{key}, last.pgh_obj_id) AS number,
        CASE WHEN last.pgh_obj_id IS NULL THEN 'unrecorded'
            WHEN last.pgh_label = 'delete' THEN CASE WHEN record.{key} IS NOT NULL THEN 'undead' END
            WHEN record.{key} IS NULL THEN 'gone'
            WHEN ({record}) IS DISTINCT FROM ({last}) THEN 'differs' END AS fault,
        array_remove(ARRAY[{columns}]::text[], NULL) AS columns
    FROM {table} record FULL JOIN (
        SELECT DISTINCT ON (pgh_obj_id) * FROM {events} ORDER BY pgh_obj_id, pgh_id DESC
    ) last ON last.pgh_obj_id = record.{key}
)
SELECT number, fault, CASE WHEN fault = 'differs' THEN columns ELSE '{{}}' END, count(*) OVER ()
FROM compared WHERE fault IS NOT NULL ORDER BY number LIMIT {most}
"""


@dataclass(frozen=True)
class Difference:
    """One row that is not as its last event says.

    ``fault``: ``differs`` (in ``columns``), ``unrecorded`` (no event at all), ``gone`` (the last event is no deletion,
    and there is no row), ``undead`` (the last event is a deletion, and there is a row).
    """

    number: int
    fault: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Reconciled:
    """One kind of record compared with its history: how many rows differ, and the first of them by number."""

    model: type[models.Model]
    count: int
    examples: tuple[Difference, ...]


def reconcile(most: int) -> Iterator[Reconciled]:
    """Compare every recorded kind, one statement each, and answer it as soon as it is done.

    ``most`` is how many differences are named for each kind; all are counted.
    """
    for model in sorted(recorded_models(), key=lambda model: model._meta.label):
        yield _reconcile(model, most)


def _reconcile(model: type[models.Model], most: int) -> Reconciled:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(_statement(model, most))
        rows = cursor.fetchall()
    examples = tuple(Difference(number, fault, tuple(columns)) for number, fault, columns, _count in rows)
    return Reconciled(model, rows[0][3] if rows else 0, examples)


def _statement(model: Any, most: int) -> Composable:
    events = model.pgh_event_model
    kept = [field.column for field in events._meta.fields if not field.name.startswith("pgh_")]
    record, last = ([Identifier(side, column) for column in kept] for side in ("record", "last"))
    named = [
        SQL("CASE WHEN {} IS DISTINCT FROM {} THEN {} END").format(mine, theirs, Literal(column))
        for mine, theirs, column in zip(record, last, kept, strict=True)
    ]
    return SQL(_COMPARE).format(
        key=Identifier(model._meta.pk.column),
        record=SQL(", ").join(record),
        last=SQL(", ").join(last),
        columns=SQL(", ").join(named),
        table=Identifier(model._meta.db_table),
        events=Identifier(events._meta.db_table),
        most=Literal(most),
    )
