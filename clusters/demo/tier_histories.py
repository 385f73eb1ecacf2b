"""A cluster's way through the programme: one to three tier periods as sources state them, settled by the rules."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from clusters.choices import EndReason
from clusters.demo.draws import Weighted
from clusters.demo.ground import Window
from clusters.demo.marking import LAST_DAY, LAST_YEAR
from clusters.periods import Span, first_day, settled, stated_span
from history.valid_time import EndPrecision, StartPrecision

PATHS: Weighted[tuple[str, ...]] = Weighted(
    [
        (("arena",), 46),
        (("arena", "nce"), 14),
        (("nce",), 9),
        (("arena", "arena-pro"), 9),
        (("arena-pro",), 5),
        (("nce", "mature"), 4),
        (("nce", "gce"), 3),
        (("arena", "nce", "mature"), 3),
        (("arena", "nce", "gce"), 2),
        (("arena", "arena-pro", "mature"), 2),
        (("gce",), 1),
    ]
)
START_PRECISIONS = Weighted([(StartPrecision.YEAR, 60), (StartPrecision.DAY, 34), (StartPrecision.MONTH, 6)])
#: How the end of a period is known that another tier follows, and of one that was the last.
FOLLOWED_ENDS = Weighted([(EndPrecision.YEAR, 62), (EndPrecision.UNKNOWN, 30), (EndPrecision.DAY, 8)])
LAST_ENDS = Weighted([(EndPrecision.YEAR, 40), (EndPrecision.UNKNOWN, 52), (EndPrecision.DAY, 8)])
LAST_REASONS = Weighted([(EndReason.EXPIRED, 80), (EndReason.WITHDRAWN, 12), (EndReason.MERGED, 8)])
#: Shares of histories of which no year is known, or only the year of the end.
UNDATED, ONLY_END = 0.015, 0.01
SHORTEST_STAY, ONE_DAY = 2, dt.timedelta(days=1)


@dataclass(frozen=True)
class Stay:
    """A time on a tier; without a span no year is known."""

    code: str
    tier: int
    span: Span | None
    decided: dt.date | None = None
    end_reason: str = ""


@dataclass(frozen=True)
class _Entry:
    """The start of a stay."""

    code: str
    window: Window
    date: dt.date
    precision: StartPrecision


def draw_history(random: Random, tiers: dict[str, Window]) -> list[Stay]:
    """The stays of a cluster in order, their spans as ``settle_periods`` leaves them."""
    path = PATHS.draw(random)
    if random.random() < UNDATED:
        return [Stay(path[0], tiers[path[0]].tier, None)]
    entries = list(_entries(random, path, tiers))
    if len(entries) == 1 and random.random() < ONLY_END:
        return [_only_end(entries[0], random)]
    following = [entry.date for entry in entries[1:]] + [None]
    stated = [_stated(entry, after, random) for entry, after in zip(entries, following, strict=True)]
    spans = settled(stated)
    return [
        Stay(entry.code, entry.window.tier, span, _decided(entry), _reason(span, after, random))
        for entry, span, after in zip(entries, spans, following, strict=True)
    ]


def _entries(random: Random, path: tuple[str, ...], tiers: dict[str, Window]) -> Iterator[_Entry]:
    """Starts in rising years, each while its tier takes clusters in; the path ends early where there is no room."""
    earliest = 0
    for code in path:
        window = tiers[code]
        first, last = max(window.opens, earliest), min(window.closes or LAST_YEAR + 1, LAST_YEAR + 1) - 1
        if earliest:
            last = min(last, earliest + window.longest_years)
        if first > last:
            return
        year = random.randint(first, last)
        precision = START_PRECISIONS.draw(random)
        yield _Entry(code, window, _some_day(year, precision, random), precision)
        earliest = year + SHORTEST_STAY


def _some_day(year: int, precision: StartPrecision, random: Random) -> dt.date:
    if precision == StartPrecision.YEAR:
        return first_day(year)
    month = random.randint(2, 12)
    return dt.date(year, month, random.randint(1, 28) if precision == StartPrecision.DAY else 1)


def _stated(entry: _Entry, next_start: dt.date | None, random: Random) -> Span:
    end, precision = _followed_end(next_start, random) if next_start else _last_end(entry, random)
    span = stated_span(entry.date, entry.precision, end, precision, longest_years=entry.window.longest_years)
    assert span is not None  # noqa: S101 (there is a start)
    return span


def _followed_end(next_start: dt.date, random: Random) -> tuple[dt.date | None, EndPrecision]:
    precision = FOLLOWED_ENDS.draw(random)
    return {
        EndPrecision.YEAR: (first_day(next_start.year), precision),
        EndPrecision.DAY: (next_start - ONE_DAY, precision),
    }.get(precision, (None, precision))


def _last_end(entry: _Entry, random: Random) -> tuple[dt.date | None, EndPrecision]:
    """The end of the last stay, after the tier's usual support; open where that would lie ahead."""
    year = entry.date.year + random.randint(SHORTEST_STAY, entry.window.longest_years)
    if year > LAST_YEAR:
        return None, EndPrecision.OPEN
    precision = LAST_ENDS.draw(random)
    if precision == EndPrecision.UNKNOWN:
        return None, precision
    return dt.date(year, random.randint(1, 12), 28), precision


def _only_end(entry: _Entry, random: Random) -> Stay:
    end = dt.date(min(entry.date.year + SHORTEST_STAY, LAST_YEAR), 12, 31)
    span = stated_span(None, StartPrecision.UNKNOWN, end, EndPrecision.YEAR, longest_years=entry.window.longest_years)
    return Stay(entry.code, entry.window.tier, span, None, LAST_REASONS.draw(random))


def _decided(entry: _Entry) -> dt.date | None:
    return entry.date if entry.precision == StartPrecision.DAY else None


def _reason(span: Span, next_start: dt.date | None, random: Random) -> str:
    """Why the stay ended, where a source knows when."""
    if span.end is None or span.end_precision == EndPrecision.UNKNOWN or span.end > LAST_DAY:
        return ""
    return str(EndReason.PROMOTED.value if next_start else LAST_REASONS.draw(random).value)
