"""Areas that share borders, made simpler without a gap between them.

The borders are taken apart into arcs, each between two junctions and with the same areas along its whole length.
An arc is simplified once, for all whose border it is, and outlines are put together from arcs again.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from regions.projection import Point

Ring = list[Point]

#: Into how many parts a ring is divided in each direction to find its middle.
GRID = 10


@dataclass(frozen=True)
class Arc:
    """A piece of border; one that begins and ends in the same point goes all the way around."""

    points: tuple[Point, ...]
    #: The areas it is the border of: two, or one along a coast.
    areas: frozenset[str]


class Borders:
    """The edges of all areas, each once."""

    def __init__(self, areas: Mapping[str, Sequence[Ring]]) -> None:
        self.areas: dict[frozenset[Point], frozenset[str]] = defaultdict(frozenset)
        for area, rings in areas.items():
            for ring in rings:
                for edge in zip(ring, [*ring[1:], ring[0]], strict=True):
                    # An area that goes along an edge and back again has no border there.
                    self.areas[frozenset(edge)] ^= {area}
        self.neighbours: dict[Point, list[Point]] = defaultdict(list)
        for ends, sides in self.areas.items():
            if sides and len(ends) > 1:
                start, end = sorted(ends)
                self.neighbours[start].append(end)
                self.neighbours[end].append(start)

    def arcs(self) -> list[Arc]:
        """The borders in pieces: first those between junctions, then those without any."""
        left = {ends for ends, sides in self.areas.items() if sides and len(ends) > 1}
        junctions = [point for point in self.neighbours if self._is_junction(point)]
        return [*self._walk(junctions, left), *self._walk(list(self.neighbours), left)]

    def _is_junction(self, point: Point) -> bool:
        sides = {self.areas[frozenset((point, other))] for other in self.neighbours[point]}
        return len(self.neighbours[point]) != 2 or len(sides) > 1  # noqa: PLR2004 (the way in and the way out)

    def _walk(self, starts: Sequence[Point], left: set[frozenset[Point]]) -> Iterator[Arc]:
        for start in starts:
            for second in self.neighbours[start]:
                if frozenset((start, second)) in left:
                    points = self._followed(start, second, left)
                    yield Arc(tuple(points), self.areas[frozenset((start, second))])

    def _followed(self, start: Point, second: Point, left: set[frozenset[Point]]) -> list[Point]:
        points = [start, second]
        left.remove(frozenset(points))
        while not self._is_junction(points[-1]):
            following = [p for p in self.neighbours[points[-1]] if frozenset((points[-1], p)) in left]
            if not following:
                break
            left.remove(frozenset((points[-1], following[0])))
            points.append(following[0])
        return points


def simplified(points: Sequence[Point], tolerance: float) -> list[Point]:
    """The fewest of the points from which none of the others is farther away than ``tolerance`` (Douglas-Peucker)."""
    start, end = points[0], points[-1]
    distances = [_distance(point, start, end) for point in points[1:-1]]
    if max(distances, default=0) <= tolerance:
        return [start, end]
    farthest = distances.index(max(distances)) + 1
    return [*simplified(points[: farthest + 1], tolerance)[:-1], *simplified(points[farthest:], tolerance)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """From the point to the nearest of the line between the two others."""
    length = math.dist(start, end)
    if not length:
        return math.dist(point, start)
    along = sum((p - s) * (e - s) for p, s, e in zip(point, start, end, strict=True)) / length**2
    share = min(max(along, 0), 1)
    return math.dist(point, [s + share * (e - s) for s, e in zip(start, end, strict=True)])


def outline(arcs: Sequence[Arc], areas: Collection[str]) -> list[Ring]:
    """The rings around all of the areas together: whatever is the border of exactly one of them."""
    ends: dict[Point, list[Arc]] = defaultdict(list)
    for arc in arcs:
        if len(arc.areas.intersection(areas)) == 1:
            ends[arc.points[0]].append(arc)
            ends[arc.points[-1]].append(arc)
    rings = []
    for start in list(ends):
        while ends[start]:
            rings.append(_ring(start, ends))
    return rings


def _ring(start: Point, ends: dict[Point, list[Arc]]) -> Ring:
    """One ring from the start back to it; takes its arcs away from ``ends``."""
    ring = [start]
    while len(ring) == 1 or ring[-1] != start:
        arc = ends[ring[-1]][0]
        points = arc.points if arc.points[0] == ring[-1] else arc.points[::-1]
        for end in (points[0], points[-1]):
            ends[end].remove(arc)
        ring += points[1:]
    return ring[:-1]


def middle(ring: Ring) -> Point:
    """A point deep within the ring: the one farthest from its line on a grid, then on finer ones around it."""
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    best = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    step = max(max(xs) - min(xs), max(ys) - min(ys)) / GRID
    for reach in (GRID // 2, 2, 2):
        shifts = [number * step for number in range(-reach, reach + 1)]
        found = [best, *((best[0] + right, best[1] + down) for right in shifts for down in shifts)]
        best = max((point for point in found if is_within(point, ring)), key=lambda p: _depth(p, ring), default=best)
        step /= 2
    return best


def is_within(point: Point, ring: Ring) -> bool:
    """Whether a line to the right of the point crosses the ring an odd number of times."""
    x, y = point
    edges = zip(ring, [*ring[1:], ring[0]], strict=True)
    crossed = [(start, end) for start, end in edges if (start[1] > y) != (end[1] > y)]
    right = [s for s, e in crossed if x < s[0] + (y - s[1]) * (e[0] - s[0]) / (e[1] - s[1])]
    return len(right) % 2 == 1


def _depth(point: Point, ring: Ring) -> float:
    return min(_distance(point, start, end) for start, end in zip(ring, [*ring[1:], ring[0]], strict=True))


def size(ring: Ring) -> float:
    """The area within the ring, in the square of the points' unit."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2
