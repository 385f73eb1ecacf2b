"""Spans as the columns of valid time, in the form that COPY takes."""

from typing import Final

from clusters.periods import Span
from history.valid_time import EndPrecision, StartPrecision

FIELDS: Final = ("period", "start_precision", "end_precision")
ValidTimeValues = tuple[str | None, str, str]
NO_YEARS: Final[ValidTimeValues] = (None, StartPrecision.UNKNOWN.value, EndPrecision.UNKNOWN.value)


def values_of(span: Span | None) -> ValidTimeValues:
    """The values of ``FIELDS``; no span is a row without any known year."""
    if span is None:
        return NO_YEARS
    end = span.end.isoformat() if span.end else ""
    return f"[{span.start.isoformat()},{end})", str(span.start_precision), str(span.end_precision)
