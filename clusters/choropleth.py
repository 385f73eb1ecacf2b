"""How the map is drawn: the steps of its colours, and the part of it that is drawn again, larger."""

from dataclasses import dataclass

from regions.models import RegionOutline

#: Steps of the ramp for counties that have clusters; the first step is for those without.
STEPS = 4


class Ramp:
    """Which step of the ramp a count gets: none, then equal parts of the way to the highest."""

    def __init__(self, highest: int) -> None:
        self.highest = highest
        self._width = max(-(-highest // STEPS), 1)

    def step(self, count: int) -> int:
        """From 1, for none, to STEPS + 1."""
        return 2 + (count - 1) // self._width if count else 1

    @property
    def legend(self) -> list[tuple[int, int, int]]:
        """Each step in use with the lowest and the highest count it is for."""
        lowest = range(1, self.highest + 1, self._width)
        steps = [(step, low, min(low + self._width - 1, self.highest)) for step, low in enumerate(lowest, 2)]
        return [(1, 0, 0), *steps]


@dataclass(frozen=True)
class Inset:
    """A part of the map that is drawn again where there is room for it; in units of the picture."""

    left: int
    top: int
    width: int
    height: int
    #: Where it is drawn, and how many times as large.
    x: int
    y: int
    zoom: float

    @property
    def view_box(self) -> str:
        """What it shows."""
        return f"{self.left} {self.top} {self.width} {self.height}"

    @property
    def shown_width(self) -> int:
        """How wide it is drawn."""
        return round(self.width * self.zoom)

    @property
    def shown_height(self) -> int:
        """How high it is drawn."""
        return round(self.height * self.zoom)

    @property
    def transform(self) -> str:
        """What moves a county from the map to it."""
        left, top = round(self.x - self.left * self.zoom, 1), round(self.y - self.top * self.zoom, 1)
        return f"translate({left} {top}) scale({self.zoom})"

    def meets(self, outline: RegionOutline) -> bool:
        """Whether a piece of the county may be in it."""
        is_beside = outline.right <= self.left or outline.left >= self.left + self.width
        return not (is_beside or outline.bottom <= self.top or outline.top >= self.top + self.height)

    def holds(self, outline: RegionOutline) -> bool:
        """Whether the whole county is in it."""
        is_between = outline.left >= self.left and outline.right <= self.left + self.width
        return is_between and outline.top >= self.top and outline.bottom <= self.top + self.height

    def placed(self, x: int, y: int) -> tuple[int, int]:
        """Where a point of the map is drawn in it."""
        return round(self.x + (x - self.left) * self.zoom), round(self.y + (y - self.top) * self.zoom)


#: Around the Oslofjord, where counties are small; drawn where Sweden would be.
OSLOFJORD = Inset(left=280, top=1217, width=132, height=200, x=700, y=770, zoom=3.6)
