"""What every list and record of the API takes beside its filters: `fields` and, of a list, `updated_since`."""

import datetime as dt
from functools import cache
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from rest_framework import serializers

from doors.filtersets import SHOWN, CodesField, StrictFilterSet
from published.models import PublishedChange

FIELDS = "fields"
UPDATED_SINCE = "updated_since"


class FieldNamesField(CodesField):
    """Names with commas between them, or each by itself."""

    def to_python(self, value: Any) -> list[str]:
        """Every name, in the order asked."""
        return [name.strip() for several in super().to_python(value) for name in several.split(",") if name.strip()]


class FieldNamesFilter(django_filters.MultipleChoiceFilter):
    """Which fields of a record are told. It narrows no rows."""

    field_class = FieldNamesField


class MomentField(forms.Field):
    """A moment as ISO 8601 writes it; a day, or a moment without a time zone, is that of Norway."""

    message = "Write it as 2026-01-31T12:00:00Z, in Norwegian time without the Z, or as a day, 2026-01-31."

    def to_python(self, value: Any) -> dt.datetime | None:
        """The moment in UTC, None where none is named."""
        text = str(value or "").strip()
        try:
            return _moment(text).astimezone(dt.UTC) if text else None
        except (ValueError, OverflowError):
            # A plus sign in a query string is a blank unless it is encoded.
            near = text.replace(" ", "+") if _is_moment(text.replace(" ", "+")) else ""
            params = {"value": text[:SHOWN], "nearest": near}
            raise ValidationError(self.message, code="invalid", params=params) from None


class MomentFilter(django_filters.Filter):
    """Recorded time."""

    field_class = MomentField


def _moment(text: str) -> dt.datetime:
    """Raises ValueError for what names no moment."""
    day = parse_date(text) if "T" not in text else None
    moment = dt.datetime.combine(day, dt.time.min) if day else parse_datetime(text)
    if moment is None:
        raise ValueError(text)
    return timezone.make_aware(moment) if moment.tzinfo is None else moment


def _is_moment(text: str) -> bool:
    try:
        return bool(_moment(text).astimezone(dt.UTC))
    except (ValueError, OverflowError):
        return False


class Choosing:
    """What a FilterSet needs to take `updated_since`."""

    #: The resource in the stream of changes.
    resource: str
    row_key: str

    def filter_updated_since(self, queryset: QuerySet[Any], _name: str, value: dt.datetime) -> QuerySet[Any]:
        """Records that the stream of changes tells of since the moment, that moment included."""
        changes = PublishedChange.objects.filter(resource=self.resource, recorded_at__gte=value)
        return queryset.filter(**{f"{self.row_key}__in": changes.order_by().values("record_id")})


@cache
def choosing(
    filterset: type[StrictFilterSet], serializer: type[serializers.Serializer[Any]], resource: str
) -> type[StrictFilterSet]:
    """The FilterSet with `fields` of the serializer; with a ``resource`` of the stream also with `updated_since`."""
    names = [(name, name) for name in serializer().fields]
    added: dict[str, Any] = {FIELDS: FieldNamesFilter(method="keep", label="", choices=names), "resource": resource}
    if resource:
        added[UPDATED_SINCE] = MomentFilter(method="filter_updated_since", label="")
    meta = {"Meta": filterset.Meta} if hasattr(filterset, "Meta") else {}
    return type(filterset.__name__, (Choosing, filterset), {**added, **meta})
