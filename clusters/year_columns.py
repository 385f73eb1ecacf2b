"""The picture of a count by year: geometry only, drawn by templates/components/year_columns.html."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

TOP, HEIGHT, AXIS, MARGIN = 20, 140, 24, 16
#: A column as wide as this has its number above it and its year below.
NUMBER_ROOM, YEAR_ROOM = 22, 40


@dataclass(frozen=True)
class Column:
    """One year in the picture; ``number`` and ``year`` are None where there is no room for them."""

    x: int
    y: int
    width: int
    height: int
    number: int | None
    year: int | None
    is_whole: bool

    @property
    def middle(self) -> int:
        """Where its texts stand."""
        return self.x + self.width // 2

    @property
    def number_y(self) -> int:
        """Baseline of the number above it."""
        return self.y - 5


class YearColumns:
    """Counts of consecutive years, ``(year, count, is_whole)``, drawn ``width`` units wide."""

    axis_y = TOP + HEIGHT
    height = TOP + HEIGHT + AXIS
    year_y = TOP + HEIGHT + 18

    def __init__(self, counts: Sequence[tuple[int, int, bool]], width: int) -> None:
        self.counts = counts
        self.width = width

    @cached_property
    def columns(self) -> list[Column]:
        """One a year; the highest count fills the height."""
        step = (self.width - 2 * MARGIN) / len(self.counts)
        most = max(count for _year, count, _is_whole in self.counts) or 1
        every = next(n for n in (1, 2, 5, 10, 20, 50, 100) if n * step >= YEAR_ROOM)
        return [self._column(number, step, most, every) for number in range(len(self.counts))]

    def _column(self, number: int, step: float, most: int, every: int) -> Column:
        year, count, is_whole = self.counts[number]
        height = round(count / most * HEIGHT)
        left, right = MARGIN + round(number * step) + 1, MARGIN + round((number + 1) * step) - 1
        is_last = number == len(self.counts) - 1
        has_room = step >= NUMBER_ROOM or is_last or count == most
        return Column(
            x=left,
            y=TOP + HEIGHT - height,
            width=max(right - left, 1),
            height=height,
            number=count if has_room else None,
            year=year if number % every == 0 else None,
            is_whole=is_whole,
        )
