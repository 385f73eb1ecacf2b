"""The picture of a cluster's way through the tiers: geometry only, drawn by templates/components/timeline.html."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from bilingual.templatetags.bilingual import short_day
from clusters.models import TierPeriod
from clusters.paths import path_in_words
from history.valid_time import StartPrecision
from programmes.models import Tier

LANE = 44
BAR = 16
#: Room above the lanes, where the day of the page is named.
TOP = 18
AXIS = 28
MARGIN = 16
#: Beyond this share of the width a text ends where another would begin.
LATE = 0.6
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
    is_brand: bool

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
class Unplaced:
    """A tier period of which no year is known: a lane without a bar."""

    name: str
    y: int

    @property
    def label_y(self) -> int:
        """Baseline of the text above the line."""
        return self.y - 5


@dataclass(frozen=True)
class Tick:
    """A year on the axis."""

    year: int
    x: int


class Timeline:
    """The tier periods drawn ``width`` units wide, up to the day; ``years`` is an axis shared with other pictures.

    The axis reaches from the first year to the start of the year after the last one.
    """

    def __init__(
        self, periods: Sequence[TierPeriod], day: dt.date, width: int, years: tuple[int, int] | None = None
    ) -> None:
        self.all_periods = periods
        self.periods = [period for period in periods if period.period]
        self.day = day
        self.width = width
        self.first_year, self.last_year = years or years_of(self.periods, day)

    @property
    def words(self) -> str:
        """What the picture shows, in words."""
        return path_in_words(self.all_periods)

    @property
    def height(self) -> int:
        """Of the picture."""
        return self.axis_y + AXIS

    @property
    def axis_y(self) -> int:
        """Where the axis lies."""
        return TOP + LANE * len(self.all_periods) + 4

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

    @property
    def day_name(self) -> str:
        """What the day of the page is called: today, or its date."""
        return _("today") if self.day == timezone.localdate() else short_day(self.day)

    @property
    def day_anchor(self) -> str:
        """On which side of its line the day is named."""
        return "end" if self.day_x > self.width * LATE else "start"

    @cached_property
    def bars(self) -> list[Bar]:
        """One a period, each in a lane of its own."""
        return [self._bar(number, period) for number, period in enumerate(self.periods)]

    def _bar(self, lane: int, period: TierPeriod) -> Bar:
        end = period.period.upper
        x = self._x(period.period.lower)
        right = self._x(end) if end else self.day_x
        is_late = x > self.width * LATE
        is_assumed = not period.is_end_confirmed or period.start_precision == StartPrecision.UNKNOWN
        return Bar(
            code=period.tier.code,
            name=str(period.tier.short_name),
            years=_years(period),
            x=x,
            y=TOP + LANE * lane + 22,
            width=max(right - x, 4),
            label_x=right if is_late else x,
            anchor="end" if is_late else "start",
            is_assumed=is_assumed,
            is_open=end is None,
            is_brand=period.tier.kind == Tier.Kind.BRAND,
        )

    @property
    def unplaced(self) -> list[Unplaced]:
        """The periods without any year, below the others."""
        names = [str(period.tier.short_name) for period in self.all_periods if not period.period]
        return [Unplaced(name, TOP + LANE * (len(self.periods) + n) + 22) for n, name in enumerate(names)]

    @property
    def far(self) -> int:
        """Where the axis ends."""
        return self.width - MARGIN

    @property
    def near(self) -> int:
        """Where the axis begins."""
        return MARGIN

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


def years_of(periods: Sequence[TierPeriod], day: dt.date) -> tuple[int, int]:
    """The years an axis needs for the periods and the day: the first, and the one after the last."""
    dated = [period for period in periods if period.period]
    firsts = [period.period.lower.year for period in dated]
    lasts = [period.last_date.year for period in dated if period.last_date]
    return min([*firsts, day.year]), max([*lasts, day.year]) + 1


def _years(period: TierPeriod) -> str:
    """The years of a bar; a question mark where an end is not known."""
    first = "?" if period.start_precision == StartPrecision.UNKNOWN else str(period.period.lower.year)
    last = str(period.last_date.year) if period.last_date else ""
    return f"{first}–{last}{'' if period.is_end_confirmed else '?'}"
