"""From a serializer to the expression with which PostgreSQL builds the same JSON.

The serializer is the one declaration of what the public sees of a resource: the schema is read out of it, and so is
this. A field whose value is a column, or an annotation of the rows, is found by its source; one that works its value
out in Python says in ``built(scope)`` how PostgreSQL does. Neither can add a field that the other lacks, and
``tests/contracts/test_records_built.py`` compares their values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Case, F, FloatField, OuterRef, QuerySet, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request

from doors.api.expressions import Joined, JSONList, JSONObject, JSONRows, Moment, Sources

#: Fields that stand in the answer as they stand in the row.
PLAIN = (
    serializers.BooleanField,
    serializers.CharField,
    serializers.ChoiceField,
    serializers.DateField,
    serializers.IntegerField,
)
#: The ends of a range as Python calls them and as Django's lookups do.
ENDS = {"lower": "startswith", "upper": "endswith"}
#: A key that fits every address of a record.
ANY_KEY = "0"


@dataclass(frozen=True)
class Scope:
    """Where a field stands: the row it is read from, and what the answer is about."""

    request: Request
    day: Any
    #: Lookups from the queryset's row to the one meant, such as ``organisation__``.
    prefix: str = ""
    #: The rows behind each list, by the field's source, narrowed to the outer row by ``OuterRef``.
    parts: Mapping[str, QuerySet[Any]] = field(default_factory=dict)

    def path(self, *names: str) -> str:
        """The lookup of a column; ``*`` is the row itself."""
        return self.prefix + "__".join(ENDS.get(name, name) for name in names if name not in {"", "*"})

    def column(self, *names: str) -> F:
        """A column of the row, or what it is annotated with."""
        return F(self.path(*names))

    def outer(self, name: str) -> OuterRef:
        """A column of the row, for a query inside."""
        return OuterRef(self.path(name))

    def under(self, *names: str) -> "Scope":
        """The row that a foreign key refers to."""
        path = self.path(*names)
        return replace(self, prefix=f"{path}__" if path != self.prefix else path, parts={})

    def if_there(self, path: str, then: Any) -> Any:
        """NULL where the column is."""
        return Case(When(**{f"{path}__isnull": False}, then=then))

    def object(self, **values: Any) -> JSONObject:
        """A JSON object with the keys in this order."""
        return JSONObject(**values)

    def list(self, expression: Any, **options: Any) -> JSONList:
        """An array over a group."""
        return JSONList(expression, **options)

    def sources(self) -> Sources:
        """Where the row comes from."""
        return Sources(self.column("source"))

    def moment(self, *names: str) -> Moment:
        """A column with a moment."""
        return Moment(self.column(*names))

    def address(self, view_name: str, column: str) -> Joined:
        """The absolute address with the column's value as its key."""
        pattern = self.request.build_absolute_uri(reverse(view_name, args=[ANY_KEY]))
        before, _key, after = pattern.rpartition(f"/{ANY_KEY}/")
        return Joined(Value(f"{before}/"), self.column(column), Value(f"/{after}"))


def built(serializer: Any, scope: Scope) -> JSONObject:
    """All fields of the serializer, in order. Raises TypeError for a field that does not say how it is built."""
    return JSONObject(**{name: _field(member, scope) for name, member in serializer.fields.items()})


def _field(member: Any, scope: Scope) -> Any:
    if hasattr(member, "built"):
        return member.built(scope)
    if isinstance(member, serializers.ListSerializer):
        rows = scope.parts[str(member.source)]
        return JSONRows(rows.annotate(built=built(member.child, replace(scope, prefix="", parts={}))))
    if isinstance(member, serializers.Serializer):
        inner = built(member, scope.under(*member.source_attrs))
        return scope.if_there(scope.path(*member.source_attrs), inner) if member.allow_null else inner
    if isinstance(member, serializers.HyperlinkedIdentityField):
        return scope.address(str(member.view_name), member.lookup_field)
    if isinstance(member, serializers.FloatField):
        return Cast(scope.column(*member.source_attrs), FloatField())
    if isinstance(member, PLAIN):
        return scope.column(*member.source_attrs)
    raise TypeError(f"{type(member).__name__} “{member.field_name}” does not say how PostgreSQL builds it")
