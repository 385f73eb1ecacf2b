"""Rows into tables by COPY, in batches: triggers for a whole statement then run once for each batch."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED
from psycopg.sql import SQL, Composed, Identifier

#: Rows in one COPY, and between two tellings of progress.
BATCH, STEP = 100_000, 1_000

Values = tuple[object, ...]
#: Told again and again how many more rows are done.
Progress = Callable[[int], object]


def unheard(_rows: int) -> None:
    """Progress that nobody follows."""


class Table:
    """A model's table and the columns that rows give values for, in their order.

    Other columns that may not be empty get the model's default; generated columns and those with a
    default in the database are left to it.
    """

    def __init__(self, model: type[models.Model], *names: str) -> None:
        """``names`` are the model's fields, relations without ``_id``."""
        self.model = model
        self._fields: list[Any] = [model._meta.get_field(name) for name in names]
        others = [field for field in model._meta.local_concrete_fields if field not in self._fields]
        self._filled = [field for field in others if _needs_value(field)]
        self._defaults: Values = tuple(field.get_default() for field in self._filled)

    def copy(self, rows: Iterable[Values], progress: Progress) -> int:
        """Write all rows and answer how many there were. Raises Django's database errors."""
        remaining, total, copied = iter(rows), 0, BATCH
        while copied == BATCH:
            copied = self._copy_batch(islice(remaining, BATCH), progress)
            total += copied
        return total

    def _copy_batch(self, rows: Iterable[Values], progress: Progress) -> int:
        number = 0
        with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(self._statement()) as copy:
            for number, row in enumerate(rows, 1):
                copy.write_row(row + self._defaults)
                if number % STEP == 0:
                    progress(STEP)
        progress(number % STEP)
        return number

    def _statement(self) -> Composed:
        columns = SQL(", ").join([Identifier(field.column) for field in [*self._fields, *self._filled]])
        return SQL("COPY {} ({}) FROM STDIN").format(Identifier(self.model._meta.db_table), columns)


def _needs_value(field: Any) -> bool:
    has_own = field.primary_key or field.generated or field.db_default is not NOT_PROVIDED
    return not (has_own or field.null)
