"""The times of a cluster's members, as sources would state them and as ``settle_periods`` leaves them."""

import datetime as dt
from dataclasses import dataclass
from random import Random

from clusters.demo.clusters import Standing
from clusters.demo.draws import Weighted
from clusters.demo.marking import LAST_YEAR
from clusters.demo.organisations import NEVER
from clusters.demo.valid_times import ValidTimeValues, values_of
from clusters.periods import Span, first_day, joined_span, observed_span
from history.valid_time import EndPrecision, StartPrecision

#: Shares: there from the cluster's beginning; starts known to the day and to the month, the others to the year.
FOUNDERS, TO_THE_DAY, TO_THE_MONTH = 0.35, 0.25, 0.1
NEXT_YEAR = first_day(LAST_YEAR + 1)


@dataclass(frozen=True, slots=True)
class Time:
    """Ordinals of a membership's period (``end`` NEVER where open), its values, and the year it was observed in."""

    start: int
    end: int
    values: ValidTimeValues
    is_observed: bool = False
    observed_year: int | None = None


def time_of(span: Span | None, *, is_observed: bool = False, observed_year: int | None = None) -> Time:
    """The span as a Time. Without a span it lies within every life."""
    if span is None:
        return Time(NEXT_YEAR.toordinal(), NEVER, values_of(None), is_observed, observed_year)
    end = span.end.toordinal() if span.end else NEVER
    return Time(span.start.toordinal(), end, values_of(span), is_observed, observed_year)


class MembershipTimes:
    """Draws times within one cluster's life; equal ones are worked out once."""

    def __init__(self, random: Random, standing: Standing) -> None:
        self._random = random
        self._spans = standing.spans
        self._start = standing.start
        self._stop = min(standing.end or NEXT_YEAR, NEXT_YEAR)
        self._made: dict[object, Time] = {}
        # Since when and still (or to the cluster's end); from when until when; since when only; named once; not when.
        self._ways = Weighted(
            [(self._lasting, 55), (self._closed, 24), (self._joined, 5), (self._observed, 15), (self._undated, 1)]
        )

    def draw(self) -> Time:
        """A time of a member."""
        return self._ways.draw(self._random)()

    def until(self, time: Time, last: int) -> Time | None:
        """The time of a member that ceased to be on the day with the ordinal; None where it ended before it began."""
        if time.is_observed or last <= time.start:
            return None
        start, precision = dt.date.fromordinal(time.start), time.values[1]
        return time_of(Span(start, dt.date.fromordinal(last), precision, EndPrecision.DAY))

    def again(self, time: Time) -> Time | None:
        """A later time of a member that left and came back; None where there is no room for one."""
        year = dt.date.fromordinal(time.end).year + 1 if time.end else LAST_YEAR
        return self._remembered(first_day(year), None) if year < self._stop.year else None

    def _lasting(self) -> Time:
        end = None if self._stop == NEXT_YEAR else self._stop
        return self._remembered(self._some_start(), end)

    def _closed(self) -> Time:
        start = self._some_start()
        if start.year + 1 >= self._stop.year:
            return self._remembered(start, first_day(start.year + 1))
        return self._remembered(start, first_day(self._random.randint(start.year + 1, self._stop.year)))

    def _joined(self) -> Time:
        start = self._some_start()
        key = ("joined", start)
        if key not in self._made:
            self._made[key] = time_of(joined_span(start, _precision(start), self._spans))
        return self._made[key]

    def _observed(self) -> Time:
        year = self._random.randint(self._start.year, max(self._start.year, self._stop.year - 1))
        if year not in self._made:
            span = observed_span(year, self._spans)
            self._made[year] = time_of(span, is_observed=True, observed_year=year)
        return self._made[year]

    def _undated(self) -> Time:
        return time_of(None)

    def _some_start(self) -> dt.date:
        random = self._random
        if random.random() < FOUNDERS:
            return self._start
        year = random.randint(self._start.year, max(self._start.year, self._stop.year - 1))
        how = random.random()
        if how > TO_THE_DAY + TO_THE_MONTH:
            return max(first_day(year), self._start)
        day = random.randint(2, 28) if how < TO_THE_DAY else 1
        return max(dt.date(year, random.randint(2, 12), day), self._start)

    def _remembered(self, start: dt.date, end: dt.date | None) -> Time:
        key = (start, end)
        if key not in self._made:
            self._made[key] = time_of(_stated(start, end))
        return self._made[key]


def _precision(day: dt.date) -> StartPrecision:
    if day.day > 1:
        return StartPrecision.DAY
    return StartPrecision.YEAR if day.month == 1 else StartPrecision.MONTH


def _stated(start: dt.date, end: dt.date | None) -> Span:
    """A span known from its start to its end; an end that is not past it moves to the next New Year."""
    if end is None:
        return Span(start, None, _precision(start), EndPrecision.OPEN)
    end = end if end > start else first_day(start.year + 1)
    is_new_year = (end.month, end.day) == (1, 1)
    return Span(start, end, _precision(start), EndPrecision.YEAR if is_new_year else EndPrecision.DAY)
