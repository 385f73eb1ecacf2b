"""Which picture belongs to which figure, and those that are no bars: the map and the flow."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from clusters.county_map import CountyMap
from clusters.flow_picture import FlowPicture
from clusters.statistics.drawn_rows import findings, pairs
from clusters.statistics.pictures import NARROW, WIDE, picture
from clusters.statistics.tables import Table
from regions.projection import HEIGHT, WIDTH

#: The ramp of the map from none to most, as paint and as what can be read on it (static/css/tokens.css).
_RAMP = (
    ("#e4f0ef", "#14242c"),
    ("#b5d8d6", "#14242c"),
    ("#74b2b3", "#14242c"),
    ("#25707c", "#ffffff"),
    ("#073b46", "#ffffff"),
)
#: A picture of the map is no wider than its numbers need.
_MAP = 480


class Drawn(Protocol):
    """What a template draws, in a page and in a file."""

    @property
    def template(self) -> str:
        """The template."""

    @property
    def width(self) -> int:
        """Units."""

    @property
    def height(self) -> int:
        """Units."""


@dataclass(frozen=True)
class MapDrawn:
    """The counties of a day with their numbers, ``width`` units wide."""

    template: ClassVar[str] = "components/map_marks.html"

    counted: CountyMap
    width: int

    @property
    def scale(self) -> float:
        """From kilometres to units of the picture."""
        return round(self.width / WIDTH, 3)

    @property
    def height(self) -> int:
        """In proportion."""
        return round(HEIGHT * self.scale)

    @property
    def counties(self) -> list[tuple[Any, str, str]]:
        """Each county that has an outline, with its paint and that of its number."""
        return [(county, *_RAMP[county.step - 1]) for county in self.counted.counties if county.outline]


@dataclass(frozen=True)
class FlowDrawn:
    """The moves between tiers; lying on a wide page, standing on a narrow one."""

    template: ClassVar[str] = "components/flow_marks.html"

    flow: FlowPicture

    @property
    def width(self) -> int:
        """As the tiers need."""
        return self.flow.size[0]

    @property
    def height(self) -> int:
        """As the tiers need."""
        return self.flow.size[1]


def _map(table: Table, width: int) -> Drawn:
    return MapDrawn(table.facts["map"], min(width, _MAP))


def _flow(table: Table, width: int) -> Drawn:
    return FlowDrawn(FlowPicture(table.facts["flow"], is_wide=width == WIDE))


_BY_DRAWING: dict[str, Callable[[Table, int], Drawn]] = {
    "findings": findings,
    "flow": _flow,
    "map": _map,
    "pairs": pairs,
}


def drawn(table: Table, width: int = WIDE) -> Drawn:
    """The picture of a figure, ``width`` units wide."""
    return _BY_DRAWING.get(table.figure.drawing, picture)(table, width)


def drawn_twice(table: Table) -> list[tuple[str, Drawn]]:
    """For wide and for narrow windows; what is the same for both, once."""
    wide, narrow = drawn(table, WIDE), drawn(table, NARROW)
    return [("wide", wide), ("narrow", narrow)] if table.figure.drawing != "map" else [("", narrow)]
