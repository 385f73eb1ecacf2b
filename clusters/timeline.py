"""The picture of a cluster's way through the tiers: geometry only, drawn by templates/components/timeline.html."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from clusters.models import TierPeriod
from history.valid_time import StartPrecision

LANE = 44
BAR = 16
TOP = 4
AXIS = 28
MARGIN = 16
#: Length of one year below which a picture has too many ticks for its width, in units of the picture.
TICK_ROOM = 48


@dataclass(frozen=True)
class Bar:
    """One tier period in the picture."""

    code: str
    name: str
    years: str
    x: int
    y: int
    width: int
    label_x: int
    anchor: str
    is_assumed: bool
    is_open: bool

    @property
    def label_y(self) -> int:
        """Baseline of the text above the bar."""
        return self.y - 5

    @property
    def right(self) -> int:
        """Where the bar ends."""
        return self.x + self.width

    @property
    def arrow(self) -> str:
        """Points of the arrow at the end of a bar that still goes on."""
        return f"{self.right},{self.y} {self.right + 8},{self.y + BAR // 2} {self.right},{self.y + BAR}"


@dataclass(frozen=True)
class Tick:
    """A year on the axis."""

    year: int
    x: int


class Timeline:
    """The tier periods with a known year, drawn ``width`` units wide, up to the day."""

    def __init__(self, periods: Sequence[TierPeriod], day: dt.date, width: int) -> None:
        self.periods = [period for period in periods if period.period]
        self.day = day
        self.width = width

    @cached_property
    def first_year(self) -> int:
        """Where the axis begins."""
        return int(min(period.period.lower.year for period in self.periods))

    @cached_property
    def last_year(self) -> int:
        """Where the axis ends: the start of the year after the last one shown."""
        ends = [period.last_date.year for period in self.periods if period.last_date]
        return max([*ends, self.day.year]) + 1

    @property
    def height(self) -> int:
        """Of the picture."""
        return self.axis_y + AXIS

    @property
    def axis_y(self) -> int:
        """Where the axis lies."""
        return TOP + LANE * len(self.periods) + 4

    @property
    def bar_height(self) -> int:
        """Of every bar."""
        return BAR

    def _x(self, day: dt.date) -> int:
        start = dt.date(self.first_year, 1, 1)
        days = (dt.date(self.last_year, 1, 1) - start).days
        return MARGIN + round((day - start).days / days * (self.width - 2 * MARGIN))

    @property
    def day_x(self) -> int:
        """Where the day of the page is."""
        return self._x(self.day)

    @cached_property
    def bars(self) -> list[Bar]:
        """One a period, each in a lane of its own."""
        return [self._bar(number, period) for number, period in enumerate(self.periods)]

    def _bar(self, lane: int, period: TierPeriod) -> Bar:
        end = period.period.upper
        x = self._x(period.period.lower)
        right = self._x(end) if end else self.day_x
        is_late = x > self.width * 0.6
        is_assumed = not period.is_end_confirmed or period.start_precision == StartPrecision.UNKNOWN
        return Bar(
            code=period.tier.code,
            name=str(period.tier.short_name),
            years=f"{period.period.lower.year}–{period.last_date.year if period.last_date else ''}",
            x=x,
            y=TOP + LANE * lane + 22,
            width=max(right - x, 4),
            label_x=right if is_late else x,
            anchor="end" if is_late else "start",
            is_assumed=is_assumed,
            is_open=end is None,
        )

    @cached_property
    def ticks(self) -> list[Tick]:
        """Years with room between them."""
        most = max(2, (self.width - 2 * MARGIN) // TICK_ROOM)
        years = self.last_year - self.first_year
        step = next(step for step in (1, 2, 5, 10, 20, 50) if years / step <= most)
        return [
            Tick(year, self._x(dt.date(year, 1, 1)))
            for year in range(self.first_year, self.last_year + 1)
            if (year - self.first_year) % step == 0
        ]
