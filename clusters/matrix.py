"""The picture of what clusters share: a square with a row and a column for each, not a tangle of lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.text import Truncator

from clusters.choropleth import Ramp

#: As many as are readable in a window of 1280 px.
MOST_IN_PICTURE = 40
#: Of the picture, in its own units, which are pixels at full width.
SIDE, LABELS, TOP = 18, 200, 20
LONGEST_NAME = 25


@dataclass(frozen=True)
class Row:
    """One cluster: its number, its name, and where they stand."""

    number: int
    name: str
    #: Middle of its row and, less the labels, of its column.
    y: int
    x: int


@dataclass(frozen=True)
class Square:
    """Two clusters that share members."""

    x: int
    y: int
    count: int
    step: int

    @property
    def text_x(self) -> int:
        """Middle of the square."""
        return self.x + SIDE // 2

    @property
    def text_y(self) -> int:
        """The line that the number stands on."""
        return self.y + SIDE - 5


class Matrix:
    """Members in common below the diagonal, sectors in common above it."""

    side = SIDE
    labels = LABELS

    def __init__(self, clusters: list[Any], counts: Mapping[tuple[int, int], int]) -> None:
        self.clusters = clusters
        self._counts = {frozenset(pair): count for pair, count in counts.items()}

    @property
    def width(self) -> int:
        """Of the whole picture."""
        return LABELS + SIDE * len(self.clusters)

    @property
    def height(self) -> int:
        """Of the whole picture."""
        return TOP + SIDE * len(self.clusters)

    @property
    def rows(self) -> list[Row]:
        """The clusters, each as a row and as a column."""
        return [
            Row(
                number=place + 1,
                name=Truncator(cluster.name).chars(LONGEST_NAME),
                y=TOP + SIDE * place + SIDE - 5,
                x=LABELS + SIDE * place + SIDE // 2,
            )
            for place, cluster in enumerate(self.clusters)
        ]

    @cached_property
    def squares(self) -> list[Square]:
        """Those that share members, below the diagonal."""
        ramp = Ramp(max(self._counts.values(), default=0))
        found = []
        for down, across in self._below():
            count = self._counts.get(frozenset((self.clusters[down].pk, self.clusters[across].pk)), 0)
            if count:
                found.append(Square(LABELS + SIDE * across, TOP + SIDE * down, count, ramp.step(count)))
        return found

    @property
    def dots(self) -> str:
        """Path of a dot for each two that share a sector, above the diagonal."""
        return "".join(
            f"M{LABELS + SIDE * down + SIDE // 2} {TOP + SIDE * across + SIDE // 2}h0"
            for down, across in self._below()
            if self._works_alike(down, across)
        )

    @property
    def grid(self) -> str:
        """Path of the lines between rows and columns."""
        edges = range(len(self.clusters) + 1)
        across = "".join(f"M{LABELS} {TOP + SIDE * edge}H{self.width}" for edge in edges)
        return across + "".join(f"M{LABELS + SIDE * edge} {TOP}V{self.height}" for edge in edges)

    @property
    def diagonal(self) -> str:
        """Path of the squares where a cluster would meet itself."""
        places = range(len(self.clusters))
        return "".join(f"M{LABELS + SIDE * n} {TOP + SIDE * n}h{SIDE}v{SIDE}h-{SIDE}z" for n in places)

    def _below(self) -> list[tuple[int, int]]:
        return [(down, across) for down in range(len(self.clusters)) for across in range(down)]

    def _works_alike(self, one: int, other: int) -> bool:
        slugs = [{sector["slug"] for sector in self.clusters[place].sector_list} for place in (one, other)]
        return bool(slugs[0] & slugs[1])
