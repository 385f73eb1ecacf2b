"""Columns of files, as expressions of Django's: PostgreSQL works out what stands in them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Func, QuerySet, Value, When
from django.db.models.functions import NullIf

#: Beginnings that a spreadsheet takes for those of a formula.
_FORMULA = r"^([-=+@\t\r\n])"


@dataclass(frozen=True)
class Column:
    """A column: its head, and what stands in it, worked out for the day, language and host of the request."""

    head: Any
    value: Callable[[Any], Any]
    #: Whether people have written it, so that anything may stand in it.
    is_free_text: bool = False


class Harmless(Func):
    """Text that no spreadsheet runs as a formula: one that looks like it gets an apostrophe. NULL for an empty one."""

    function = "regexp_replace"
    output_field: Any = CharField()

    def __init__(self, text: Any) -> None:
        super().__init__(NullIf(text, Value("")), Value(_FORMULA), Value(r"'\1"))


def with_columns(rows: QuerySet[Any], columns: tuple[Column, ...], asked: Any, *, harmless: bool) -> QuerySet[Any]:
    """Tuples of the columns' values; ``harmless`` where spreadsheets would run what they read."""
    values = {f"column_{number}": column.value(asked) for number, column in enumerate(columns)}
    if harmless:
        free = [f"column_{number}" for number, column in enumerate(columns) if column.is_free_text]
        values |= {name: Harmless(values[name]) for name in free}
    found: QuerySet[Any] = rows.annotate(**values).values_list(*values)
    return found


def label(column: str, choices: Any) -> Case:
    """What people call the code that stands in the column."""
    named = [When(**{column: code}, then=Value(str(said))) for code, said in choices]
    return Case(*named, default=Value(""), output_field=CharField())
