"""Valid time as it stands in every answer of the API."""

import datetime as dt
from typing import Any

from django.db.models import Case, DateField, Q, When
from django.db.models.functions import Cast
from rest_framework import serializers

from history.valid_time import EndPrecision, StartPrecision


class PeriodSerializer(serializers.Serializer[Any]):
    """A period of valid time, half-open: from and including `start`, to but not including `end`.

    A date with the precision `unknown` is assumed by the registry's rules; both dates are null and
    `unknown` where no source names any year.
    """

    start = serializers.DateField(
        source="period.lower", allow_null=True, help_text="First day; null where it is not known or has no bound."
    )
    end = serializers.DateField(
        source="period.upper", allow_null=True, help_text="The day after the last; null where it still holds."
    )
    start_precision = serializers.ChoiceField(choices=StartPrecision.choices)
    end_precision = serializers.ChoiceField(choices=EndPrecision.choices)

    def cell(self, scope: Any, rest: str) -> Any:
        """As people read a period in a table (doors/api/tabling.py): its first day where a source names it, its last.

        None for what is no end of it.
        """
        if rest == "start":
            known = ~Q(**{scope.path("start_precision"): StartPrecision.UNKNOWN})
            return Case(When(known, then=scope.column("period", "lower")), output_field=DateField())
        last_day = scope.column("period", "upper") - dt.timedelta(days=1)
        return Cast(last_day, DateField()) if rest == "end" else None


def period_field() -> PeriodSerializer:
    """The period of a row with valid time."""
    return PeriodSerializer(source="*")


class EndConfirmedField(serializers.BooleanField):
    """Whether a source names the end, or that it still holds."""

    def __init__(self) -> None:
        super().__init__(source="is_end_confirmed", read_only=True, help_text="False where the end is assumed.")

    def built(self, scope: Any) -> Any:
        """The same by PostgreSQL (doors/api/compiling.py)."""
        return ~Q(**{scope.path("end_precision"): EndPrecision.UNKNOWN})
