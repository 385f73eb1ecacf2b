"""Counts that the database keeps in steps: the days from which they are others, and what they are from then on."""

import datetime as dt

from django.db.models import BooleanField, DateField, F, Func, IntegerField, Value


def count_on(day: dt.date, days: str, counts: str) -> Func:
    """The count of the day out of these columns; NULL where there are no steps (database function ``count_on``)."""
    return Func(Value(day, DateField()), F(days), F(counts), function="count_on", output_field=IntegerField())


def holds_on(day: dt.date, days: str) -> Func:
    """Whether it holds on the day what began and ceased, in turn, on the days of the column.

    False where there are none (database function ``holds_on``).
    """
    return Func(Value(day, DateField()), F(days), function="holds_on", output_field=BooleanField())
