"""The picture of how clusters move through the tiers: geometry only, drawn by templates/components/flow_picture.html.

Tiers are boxes in the order clusters go through them, from left to right on a wide page and downwards on a narrow one.
A move to the next tier goes straight, every other one through a lane of its own beside the boxes. What comes from
outside and what leaves has short arrows before and after the boxes, so that nothing is crossed but lanes.
"""

from dataclasses import dataclass
from functools import cached_property

from clusters.flow import Flow, Number, Station, Way

MARGIN = 14
#: The widest arrow; the others in proportion to their numbers, but never thinner than can be seen.
WIDEST, THINNEST = 16, 2
HEAD = 9
LANE = 30
#: Length of the arrows in and out.
STUB = 56


@dataclass(frozen=True)
class Shape:
    """Sizes along the order of the tiers (main) and across it; ``step`` lies between arrows at one box."""

    main: int
    cross: int
    gap: int
    step: int
    alumni: int


WIDE = Shape(main=128, cross=64, gap=60, step=26, alumni=40)
NARROW = Shape(main=64, cross=112, gap=48, step=16, alumni=72)


@dataclass(frozen=True)
class Box:
    """A tier, or the alumni, with the clusters there."""

    code: str
    name: str
    number: Number
    x: int
    y: int
    width: int
    height: int

    @property
    def text_x(self) -> int:
        """Where both lines of text are centred."""
        return self.x + self.width // 2

    @property
    def name_y(self) -> int:
        """Baseline of the name."""
        return self.y + self.height // 2 - 4

    @property
    def number_y(self) -> int:
        """Baseline of the number."""
        return self.y + self.height // 2 + 16


@dataclass(frozen=True)
class Arrow:
    """A move with the clusters that have made it; ``kind`` says how it is drawn."""

    kind: str
    number: Number
    line: str
    head: str
    width: int
    label_x: int
    label_y: int


class FlowPicture:
    """The flow of a day, for a wide or a narrow page."""

    def __init__(self, flow: Flow, *, is_wide: bool) -> None:
        self.flow = flow
        self.is_wide = is_wide
        self.shape = WIDE if is_wide else NARROW

    @cached_property
    def _places(self) -> dict[int, int]:
        return {tier.pk: place for place, tier in enumerate(self.flow.tiers)}

    def _ends(self, way: Way) -> tuple[int, int]:
        return self._places[way.before.pk], self._places[way.after.pk]

    @cached_property
    def _lanes(self) -> list[list[Way]]:
        """Ways to any tier but the next, in lanes where none meets another; the shortest ways in the first lane."""
        lanes: list[list[Way]] = []
        apart = [way for way in self.flow.ways if self._ends(way)[1] - self._ends(way)[0] != 1]
        for way in sorted(apart, key=lambda way: abs(self._ends(way)[1] - self._ends(way)[0])):
            free = next((lane for lane in lanes if not any(self._meet(way, other) for other in lane)), None)
            if free is None:
                lanes.append([way])
            else:
                free.append(way)
        return lanes

    def _meet(self, one: Way, other: Way) -> bool:
        return max(min(self._ends(one)), min(self._ends(other))) < min(max(self._ends(one)), max(self._ends(other)))

    @property
    def _box_cross(self) -> int:
        """Where the boxes begin, after lanes and the arrows in."""
        return MARGIN + LANE * len(self._lanes) + STUB

    @property
    def _alumni_cross(self) -> int:
        return self._box_cross + self.shape.cross + STUB

    def _main(self, place: int) -> int:
        return MARGIN + place * (self.shape.main + self.shape.gap)

    @property
    def _length(self) -> int:
        return self._main(len(self.flow.tiers)) - self.shape.gap - MARGIN

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture."""
        return self._at(self._length + 2 * MARGIN, self._alumni_cross + self.shape.alumni + MARGIN)

    def _at(self, main: int, cross: int) -> tuple[int, int]:
        return (main, cross) if self.is_wide else (cross, main)

    @cached_property
    def boxes(self) -> list[Box]:
        """One a tier."""
        return [self._box(place, station) for place, station in enumerate(self.flow.stations)]

    def _box(self, place: int, station: Station) -> Box:
        corner = self._at(self._main(place), self._box_cross)
        size = self._at(self.shape.main, self.shape.cross)
        return Box(station.tier.code, str(station.tier.short_name), station.on_tier, *corner, *size)

    @property
    def alumni(self) -> Box:
        """All that have left, in one box along the tiers."""
        corner = self._at(MARGIN, self._alumni_cross)
        size = self._at(self._length, self.shape.alumni)
        return Box("alumni", "", self.flow.left, *corner, *size)

    @cached_property
    def arrows(self) -> list[Arrow]:
        """In, straight on, through the lanes and out; none for a move nobody has made."""
        through = [(way, self._lane_points(way, depth)) for depth, lane in enumerate(self._lanes) for way in lane]
        straight = [way for way in self.flow.ways if self._ends(way)[1] - self._ends(way)[0] == 1]
        drawn = [
            *(self._arrow("on", way.number, points) for way, points in through),
            *(self._arrow("on", way.number, self._straight_points(way)) for way in straight),
            *(arrow for place, station in enumerate(self.flow.stations) for arrow in self._in_and_out(place, station)),
        ]
        return [arrow for arrow in drawn if arrow.number.count]

    def _in_and_out(self, place: int, station: Station) -> list[Arrow]:
        end = self._box_cross + self.shape.cross
        start = self._main(place) + self.shape.step
        known, unsure = (self._main(place) + self.shape.main * part // 4 for part in (1, 3))
        return [
            self._arrow("in", station.entered, [(start, self._box_cross - STUB), (start, self._box_cross)]),
            self._arrow("out", station.former, [(known, end), (known, end + STUB)]),
            self._arrow("out unsure", station.unconfirmed, [(unsure, end), (unsure, end + STUB)]),
        ]

    def _straight_points(self, way: Way) -> list[tuple[int, int]]:
        before, after = self._ends(way)
        middle = self._box_cross + self.shape.cross // 2
        return [(self._main(before) + self.shape.main, middle), (self._main(after), middle)]

    def _lane_points(self, way: Way, depth: int) -> list[tuple[int, int]]:
        """Out of the box at its far end, along the lane, and in beside what comes from outside."""
        before, after = self._ends(way)
        start = self._main(before) + self.shape.main - self.shape.step * (1 + depth) // 2 - 4
        end = self._main(after) + self.shape.step * (2 + depth) + 4
        lane = self._box_cross - STUB - LANE * depth - LANE // 2
        return [(start, self._box_cross), (start, lane), (end, lane), (end, self._box_cross)]

    @cached_property
    def _most(self) -> int:
        stations = self.flow.stations
        numbers = [number for s in stations for number in (s.entered, s.former, s.unconfirmed)]
        return max([number.count for number in [*numbers, *(way.number for way in self.flow.ways)]], default=0) or 1

    def _arrow(self, kind: str, number: Number, points: list[tuple[int, int]]) -> Arrow:
        """Along the points, with its head at the last and its number in the middle of the longest stretch."""
        width = max(round(WIDEST * number.count / self._most), THINNEST)
        (main, _cross), (last_main, last_cross) = points[-2:]
        is_across = main == last_main
        neck = (last_main, last_cross - HEAD) if is_across else (last_main - HEAD, last_cross)
        half = width // 2 + 4
        sides = [(neck[0] - half, neck[1]), (neck[0] + half, neck[1])]
        if not is_across:
            sides = [(neck[0], neck[1] - half), (neck[0], neck[1] + half)]
        first, second = points[len(points) // 2 - 1 : len(points) // 2 + 1]
        middle = ((first[0] + second[0]) // 2, (first[1] + second[1]) // 2)
        # Beside the arrows in and out, which may be wider than their numbers; on the line of the others.
        label_x, label_y = self._at(middle[0] + (width // 2 + 12) * self._beside * (kind != "on"), middle[1])
        line = " ".join(self._written(point) for point in [*points[:-1], neck])
        head = " ".join(self._written(point) for point in [*sides, points[-1]])
        return Arrow(kind, number, line, head, width, label_x, label_y)

    @property
    def _beside(self) -> int:
        """On which side of an arrow its number stands: right of it on a wide page, above it on a narrow one."""
        return 1 if self.is_wide else -1

    def _written(self, point: tuple[int, int]) -> str:
        x, y = self._at(*point)
        return f"{x},{y}"
