"""From a serializer to the columns of a table of its records, for files that are opened in spreadsheets.

The serializer is the one declaration of what the public sees of a resource: JSON is built out of it (compiling.py), and
so is what stands in a cell. A column names a field, as `seat.municipality.name`; a field that is told in another way in
a table than in JSON says in ``cell(scope, rest)`` how PostgreSQL does it, where ``rest`` is what of it is asked for.
A column that no serializer declares raises an error, and ``tests/contracts/test_files_agree.py`` compares the values.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, CharField, FloatField, Func, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, NullIf
from django.utils.translation import gettext as _
from rest_framework import serializers

from doors.api.compiling import PLAIN, Scope
from doors.licence import LICENCE

#: What a table says of all its rows, in a column like those of the fields.
SAID_OF_ALL = {"licence": LICENCE}
#: Beginnings that a spreadsheet takes for those of a formula.
_FORMULA = r"^([-=+@\t\r\n])"


@dataclass(frozen=True)
class Column:
    """A column: the field that it shows, or one of SAID_OF_ALL, and its head."""

    field: str
    head: Any


@dataclass(frozen=True)
class TableScope(Scope):
    """Where a cell stands, and whether a program would run what it reads there."""

    is_run: bool = False

    def written(self, text: Any) -> Any:
        """Text that people have written, so that anything may stand in it."""
        return Harmless(text) if self.is_run else text


class Harmless(Func):
    """Text that no spreadsheet runs as a formula: one that looks like it gets an apostrophe. NULL for an empty one."""

    function = "regexp_replace"
    output_field: Any = CharField()

    def __init__(self, text: Any) -> None:
        super().__init__(NullIf(text, Value("")), Value(_FORMULA), Value(r"'\1"))


class Listed(Subquery):
    """What the rows of a queryset say in ``cell``, in their order, with commas between; NULL without any."""

    template = "(SELECT string_agg(part.cell, ', ') FROM (%(subquery)s) part (cell))"
    output_field: Any = CharField()

    def __init__(self, rows: Any) -> None:
        super().__init__(rows.values("cell"))


def with_cells(rows: QuerySet[Any], serializer: Any, columns: tuple[Column, ...], scope: TableScope) -> QuerySet[Any]:
    """Tuples of what stands in the columns. Raises LookupError for a column that the serializer does not declare."""
    cells = {f"column_{number}": cell(serializer, column.field, scope) for number, column in enumerate(columns)}
    found: QuerySet[Any] = rows.annotate(**cells).values_list(*cells)
    return found


def cell(serializer: Any, path: str, scope: Any) -> Any:
    """The expression for the field at the path. Raises LookupError where there is none, or none that a cell holds."""
    if path in SAID_OF_ALL:
        return Value(SAID_OF_ALL[path])
    name, _dot, rest = path.partition(".")
    member = serializer.fields.get(name)
    found = _cell(member, rest, scope) if member is not None else None
    if found is None:
        raise LookupError(f"{type(serializer).__name__} declares no field “{path}” that fits a cell")
    return found


def _cell(member: Any, rest: str, scope: TableScope) -> Any:
    if hasattr(member, "cell"):
        return member.cell(scope, rest)
    if isinstance(member, serializers.ListSerializer):
        rows = scope.parts[str(member.source)]
        return Listed(rows.annotate(cell=cell(member.child, rest, replace(scope, prefix="", parts={}))))
    if isinstance(member, serializers.Serializer):
        return cell(member, rest, scope.under(*member.source_attrs))
    return _plain(member, scope) if not rest else None


def _plain(member: Any, scope: TableScope) -> Any:
    """A field that is one value; None for what is none."""
    if isinstance(member, serializers.BooleanField):
        truth = member.built(scope) if hasattr(member, "built") else {scope.path(*member.source_attrs): True}
        return yes_or_no(truth)
    if isinstance(member, serializers.ChoiceField):
        return label(scope.path(*member.source_attrs), member.choices.items())
    if isinstance(member, serializers.CharField):
        return scope.written(scope.column(*member.source_attrs))
    if isinstance(member, serializers.FloatField):
        return Cast(scope.column(*member.source_attrs), FloatField())
    return scope.column(*member.source_attrs) if isinstance(member, PLAIN) else None


def label(column: str, choices: Any) -> Case:
    """What people call the code that stands in the column."""
    named = [When(**{column: code}, then=Value(str(said))) for code, said in choices]
    return Case(*named, default=Value(""), output_field=CharField())


def yes_or_no(truth: Any) -> Case:
    """In words, for people."""
    when = When(**truth, then=Value(_("yes"))) if isinstance(truth, dict) else When(truth, then=Value(_("yes")))
    return Case(when, default=Value(_("no")), output_field=CharField())
