"""Ends that no source names: the registry's rules, in one place.

- A year as an end means some day in that year: the period reaches to the year's last day, unless the
  cluster's next tier period starts in the same year; then it ends where that one begins.
- An unknown end is assumed after the tier's longest usual support, to the end of that year, and no later
  than the next tier period's start.
- An unknown start with a known end is counted from the first day of the year of the end: more is not known.
- A period without any year has no period at all: it is listed and never counted.
- A membership that was only observed lasts as long as the tier period of the observed year; with no
  year, as long as the cluster was in the programme; in a year without a tier period, that year.
- A host, name or membership whose start is known and whose end is not lasts as long as the tier period of
  its first year; without one, to the end of that year.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from history.valid_time import EndPrecision, StartPrecision


@dataclass(frozen=True)
class Span:
    """A half-open period ``[start, end)`` with the precision of its ends; ``end`` None still holds."""

    start: dt.date
    end: dt.date | None
    start_precision: str
    end_precision: str


def first_day(year: int) -> dt.date:
    """1 January."""
    return dt.date(year, 1, 1)


def stated_span(
    start: dt.date | None, start_precision: str, end: dt.date | None, end_precision: str, *, longest_years: int
) -> Span | None:
    """A span from what the sources state, before neighbours are looked at; None without any year.

    ``end`` is the last day the period is known to reach and counts only where ``end_precision`` is day,
    month or year. ``longest_years`` is the tier's longest usual support.
    """
    upper = _stated_end(end, end_precision)
    if start is None:
        if upper is None:
            return None
        year_of_end = (upper - dt.timedelta(days=1)).year
        return Span(first_day(year_of_end), upper, StartPrecision.UNKNOWN, end_precision)
    if end_precision == EndPrecision.UNKNOWN:
        upper = first_day(start.year + longest_years + 1)
    return Span(start, upper, start_precision, end_precision)


def _stated_end(end: dt.date | None, precision: str) -> dt.date | None:
    if end is None or precision in {EndPrecision.OPEN, EndPrecision.UNKNOWN}:
        return None
    if precision == EndPrecision.YEAR:
        return first_day(end.year + 1)
    if precision == EndPrecision.MONTH:
        return (end.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return end + dt.timedelta(days=1)


def settled(spans: Iterable[Span]) -> list[Span]:
    """The tier spans of one cluster in order, each inexact end cut where the next one begins."""
    ordered = sorted(spans, key=lambda span: span.start)
    if not ordered:
        return []
    cut = [_cut(span, following.start) for span, following in pairwise(ordered)]
    return [*cut, ordered[-1]]


def _cut(span: Span, next_start: dt.date) -> Span:
    if span.end is None or not span.start < next_start < span.end:
        return span
    # A stated year is cut within that year only: where the next one begins earlier, the two contradict each other.
    same_year = span.end_precision == EndPrecision.YEAR and next_start.year == (span.end - dt.timedelta(days=1)).year
    if same_year or span.end_precision == EndPrecision.UNKNOWN:
        return Span(span.start, next_start, span.start_precision, span.end_precision)
    return span


def observed_span(year: int | None, tier_spans: Sequence[Span]) -> Span | None:
    """How long a membership is assumed to last that a source of ``year`` only names; None if nothing is known."""
    if year is None:
        return _whole(tier_spans)
    start, end = first_day(year), first_day(year + 1)
    then = [span for span in tier_spans if span.start < end and (span.end is None or span.end > start)]
    if then:
        return _assumed(then[-1].start, then[-1].end)
    return _assumed(start, end)


def _whole(tier_spans: Sequence[Span]) -> Span | None:
    if not tier_spans:
        return None
    return _assumed(tier_spans[0].start, tier_spans[-1].end)


def _assumed(start: dt.date, end: dt.date | None) -> Span:
    return Span(start, end, StartPrecision.UNKNOWN, EndPrecision.UNKNOWN if end else EndPrecision.OPEN)


def joined_span(start: dt.date, start_precision: str, tier_spans: Sequence[Span]) -> Span:
    """How long a host, a name or a membership is assumed to last whose start is known and whose end is not.

    As long as the tier period of its first year; without one, to the end of that year.
    """
    assumed = observed_span(start.year, tier_spans)
    end = assumed.end if assumed else None
    if end and end <= start:
        end = first_day(start.year + 1)
    return Span(start, end, start_precision, EndPrecision.UNKNOWN if end else EndPrecision.OPEN)
