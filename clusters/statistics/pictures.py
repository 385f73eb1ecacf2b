"""The pictures of most figures: geometry only, drawn by templates/components/picture.html.

Bars for categories; for years, a strip for each series under one another, so that nothing is told by colour alone.
All strips of a picture have the same scale.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from bilingual.templatetags.bilingual import money, number
from clusters.statistics.tables import Row, Table
from clusters.statistics.tabulating import ASSUMED, UNCONFIRMED

WIDE, NARROW = 720, 343
MARGIN = 8
LINE = 24
#: Room for the name above a bar, and for a letter of it beside one, in units of the picture.
LABEL, LETTER = 18, 8
TICK_ROOM = 44
#: Height of a strip that stands alone, and of one among many.
TALL, LOW = 120, 36
MANY = 2


@dataclass(frozen=True)
class Label:
    """A piece of text."""

    x: int
    y: int
    text: str
    anchor: str = "start"
    is_strong: bool = False


@dataclass(frozen=True)
class Picture:
    """What is to be drawn: paths of whole marks and of those that are less sure, lines, and text."""

    template: ClassVar[str] = "components/marks.html"

    width: int
    height: int
    marks: str
    pale: str
    lines: str
    labels: tuple[Label, ...]
    #: Years, by the middle of their columns, on a line ``axis`` units down.
    ticks: tuple[tuple[int, int], ...] = ()
    axis: int = 0


@dataclass
class _Series:
    """A series over years: each year may have several numbers beside each other."""

    name: str
    values: list[list[int]]
    #: How much of each number is less sure.
    unsure: list[int] = field(default_factory=list)
    is_money: bool = False


def picture(table: Table, width: int = WIDE) -> Picture:
    """The picture of a figure, ``width`` units wide."""
    if table.figure.drawing == "bars":
        return _bars(table, width)
    years, series = _read(table)
    return _Strips(years, series, width).picture


def _bars(table: Table, width: int) -> Picture:
    rows, values = table.rows, table.column(table.columns[0].code)
    assumed_ones = table.column(ASSUMED) if table.is_partly_assumed else [0] * len(rows)
    longest = max(values, default=0) or 1
    room = width - 2 * MARGIN - 48
    labels, marks, pale = [], [], []
    for place, (row, value, assumed) in enumerate(zip(rows, values, assumed_ones, strict=True)):
        y = place * 2 * LINE + LABEL
        sure = round((value - assumed) / longest * room)
        end = round(value / longest * room)
        marks.append(box(MARGIN, y + 6, sure, LINE - 8))
        pale.append(box(MARGIN + sure, y + 6, end - sure, LINE - 8))
        labels.append(Label(MARGIN, y, str(row.name)))
        labels.append(Label(MARGIN + end + 6, y + LINE - 4, number(value), is_strong=True))
    return Picture(width, len(rows) * 2 * LINE + MARGIN, "".join(marks), "".join(pale), "", tuple(labels))


def box(x: int, y: int, width: int, height: int) -> str:
    """The path of a rectangle; none of one without a size."""
    return f"M{x} {y}h{width}v{height}h{-width}z" if width > 0 and height > 0 else ""


def _read(table: Table) -> tuple[list[int], list[_Series]]:
    """The years and series of a table, whichever way it has them."""
    drawing = table.figure.drawing
    if drawing == "strips":
        years = [int(column.code) for column in table.columns]
        return years, [_Series(str(row.name), [[cell.value] for cell in row.cells]) for row in table.rows]
    if drawing == "money":
        return _money(table)
    years = [int(row.code) for row in table.rows]
    shown = [place for place, column in enumerate(table.columns) if column.code not in {ASSUMED, UNCONFIRMED}]
    series = [
        _Series(str(table.columns[place].name), [[row.cells[place].value] for row in table.rows]) for place in shown
    ]
    codes = [column.code for column in table.columns]
    if ASSUMED in codes:
        series[0].unsure = table.column(ASSUMED)
    return years, series


def _money(table: Table) -> tuple[list[int], list[_Series]]:
    """What is said of the scope that most figures are about: the whole programme."""
    scopes = [row.words[0] for row in table.rows]
    common = max(scopes, key=scopes.count, default="")
    rows = [row for row in table.rows if row.words[0] == common]
    if not rows:
        return [], []
    years = list(range(_year(rows[0]), _year(rows[-1]) + 1))
    values = [[row.cells[0].value for row in rows if _year(row) == year] for year in years]
    return years, [_Series(common, values, is_money=True)]


def _year(row: Row) -> int:
    return int(row.code[:4])


class _Strips:
    """Strips of columns over the same years."""

    def __init__(self, years: Sequence[int], series: list[_Series], width: int) -> None:
        self.years = years
        self.series = series
        self.width = width
        self.height = TALL if len(series) < MANY else LOW
        self.highest = max((value for one in series for values in one.values for value in values), default=0) or 1
        self.slot = (width - 2 * MARGIN) / max(len(years), 1)

    @property
    def band(self) -> int:
        """A strip with its name and some air."""
        return LABEL + self.height + 10

    @cached_property
    def picture(self) -> Picture:
        """All of them with an axis below."""
        bottom = self.band * len(self.series)
        labels: list[Label] = []
        marks, pale, lines = [], [], []
        for place, one in enumerate(self.series):
            base = place * self.band + LABEL + self.height
            sure, unsure = self._columns(one, base)
            marks.append(sure)
            pale.append(unsure)
            lines.append(f"M{MARGIN} {base}H{self.width - MARGIN}")
            labels += self._texts(one, place * self.band + LABEL - 5)
        return Picture(
            width=self.width,
            height=bottom + 14,
            marks="".join(marks),
            pale="".join(pale),
            lines="".join(lines),
            labels=tuple(labels),
            ticks=tuple(self._ticks()),
            axis=bottom + 6,
        )

    def _columns(self, one: _Series, base: int) -> tuple[str, str]:
        """Paths of a strip's columns, and of the parts of them that are less sure, which stand on top."""
        marks, pale = [], []
        for place, values in enumerate(one.values):
            left = MARGIN + place * self.slot + self.slot * 0.12
            broad = self.slot * 0.76 / max(len(values), 1)
            for number_in_year, value in enumerate(values):
                unsure = one.unsure[place] if one.unsure else 0
                x, thick = round(left + number_in_year * broad), max(round(broad) - 1, 2)
                sure_height, height = (self._tall(part) for part in (value - unsure, value))
                marks.append(box(x, base - sure_height, thick, sure_height))
                pale.append(box(x, base - height, thick, height - sure_height))
        return "".join(marks), "".join(pale)

    def _tall(self, value: int) -> int:
        return max(round(value / self.highest * self.height), 1) if value > 0 else 0

    def _texts(self, one: _Series, y: int) -> Iterable[Label]:
        """The strip's name, and the largest and the last of its numbers."""
        numbers = [value for values in one.values for value in values]
        shown = money if one.is_money else number
        yield Label(MARGIN, y, one.name, is_strong=True)
        if numbers:
            largest = max(numbers)
            text = shown(largest) if largest == numbers[-1] else f"{shown(largest)} → {shown(numbers[-1])}"
            yield Label(self.width - MARGIN, y, text, "end")

    def _ticks(self) -> Iterable[tuple[int, int]]:
        most = max(2, int((self.width - 2 * MARGIN) // TICK_ROOM))
        step = next(step for step in (1, 2, 5, 10, 20, 50) if len(self.years) / step <= most)
        for place, year in enumerate(self.years):
            if year % step == 0 or len(self.years) == 1:
                yield round(MARGIN + (place + 0.5) * self.slot), year
