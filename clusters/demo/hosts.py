"""Which organisations run a cluster: one after the other, known as sources know it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from random import Random

from clusters.demo.draws import Weighted
from clusters.demo.marking import LAST_DAY
from clusters.demo.organisations import NEVER
from clusters.demo.recruitment import Recruits
from clusters.demo.valid_times import values_of
from clusters.models import HostPeriod
from clusters.periods import Span, first_day, joined_span, observed_span
from history.valid_time import EndPrecision, StartPrecision

#: How the time of a host is known: not at all, only the start, in full, or as one host after another.
KNOWN = Weighted([("nothing", 40), ("start", 15), ("all", 25), ("two", 20)])
BASES = Weighted([(HostPeriod.Basis.SOURCE, 70), (HostPeriod.Basis.NAME_MATCH, 20), (HostPeriod.Basis.GRANTS, 10)])
HOSTLESS = 0.03
TRIES = 30
SHORTEST_FOR_TWO = dt.timedelta(days=3 * 365)


class Hosts:
    """Draws the hosts of clusters."""

    def __init__(self, random: Random, recruits: Recruits) -> None:
        self._random = random
        self._recruits = recruits

    def draw(self, county: str, spans: Sequence[Span]) -> Iterator[tuple[object, ...]]:
        """Values of organisation, basis and valid time of each host of a cluster with these tier spans."""
        if self._random.random() < HOSTLESS:
            return
        for span in self._spans(spans):
            host = self._find(county, span)
            if host is not None:
                yield (self._recruits.roster.first_id + host, BASES.draw(self._random).value, *values_of(span))

    def _spans(self, spans: Sequence[Span]) -> list[Span | None]:
        known = KNOWN.draw(self._random)
        if known == "nothing" or not spans:
            return [observed_span(None, spans)]
        start, end = first_day(spans[0].start.year), spans[-1].end
        if known == "start":
            return [joined_span(start, StartPrecision.YEAR, spans)]
        last = _until(start, end)
        if known == "all" or (end or LAST_DAY) - start < SHORTEST_FOR_TWO:
            return [last]
        change = first_day(self._random.randint(start.year + 1, min(end or LAST_DAY, LAST_DAY).year - 1))
        return [_until(start, change), _until(change, end)]

    def _find(self, county: str, span: Span | None) -> int | None:
        """An organisation that lived all the time; None when none turns up."""
        start = (span.start if span else LAST_DAY).toordinal()
        end = span.end.toordinal() if span and span.end else NEVER
        tries = (self._recruits.draw(county) for _turn in range(TRIES))
        return next((number for number in tries if self._recruits.lives(number, start, end)), None)


def _until(start: dt.date, end: dt.date | None) -> Span:
    """A span whose end is known, or has not come."""
    known = end if end and end <= LAST_DAY else None
    return Span(start, known, StartPrecision.YEAR, EndPrecision.DAY if known else EndPrecision.OPEN)
