"""What a region came from and became: in words, and as a picture (geometry only, drawn by a template)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from bilingual.templatetags.bilingual import long_day
from regions.models import Region, RegionSuccession

BOX, GAP, EDGE = 44, 10, 2
#: The narrow picture is one column with a spine to the left of the boxes.
SPINE, INDENT = 8, 28
COLUMNS = 3


@dataclass(frozen=True)
class Change:
    """What happened to a region on one day: of one kind, with the regions on the other side of it."""

    date: dt.date
    kind: str
    regions: list[Region]

    @property
    def said(self) -> dict[str, str]:
        """Its parts as a sentence has them."""
        return {
            "names": _listed([str(region.name) for region in self.regions]),
            "codes": _listed([region.code for region in self.regions]),
            "day": long_day(self.date),
        }


class Family:
    """A region with its successions both ways, out of ``regions`` before and after."""

    def __init__(self, region: Region) -> None:
        self.region = region

    @cached_property
    def origins(self) -> list[RegionSuccession]:
        """What it came from or took in, the earliest first."""
        steps = self.region.origins.select_related("predecessor")
        return list(steps.order_by("date", "predecessor__name_key", "id"))

    @cached_property
    def successions(self) -> list[RegionSuccession]:
        """What it became or gave away, the earliest first."""
        steps = self.region.successions.select_related("successor")
        return list(steps.order_by("date", "successor__name_key", "id"))

    @property
    def sentences(self) -> list[str]:
        """What happened, a sentence for each day and kind, the earliest first."""
        before = [_told_before(change, self.region) for change in _changes(self.origins, "predecessor")]
        after = [_told_after(change, self.region) for change in _changes(self.successions, "successor")]
        return [*before, *after]

    @property
    def sources(self) -> list[str]:
        """Every source of the steps once."""
        steps = [*self.origins, *self.successions]
        return list(dict.fromkeys(source for step in steps for source in step.sources))


def _told_before(change: Change, region: Region) -> str:
    said = {"region": region.name, **change.said}
    if change.kind == RegionSuccession.Kind.SPLIT:
        return _("%(region)s was split off from %(names)s on %(day)s.") % said
    if change.kind == RegionSuccession.Kind.RENUMBERED:
        return _("%(names)s (%(codes)s) got the number %(code)s on %(day)s.") % {**said, "code": region.code}
    if region.start_date == change.date:
        return _("%(names)s were merged into %(region)s on %(day)s.") % said
    return _("%(names)s became part of %(region)s on %(day)s.") % said


def _told_after(change: Change, region: Region) -> str:
    said = {"region": region.name, **change.said}
    if change.kind == RegionSuccession.Kind.SPLIT:
        return _("%(region)s was split between %(names)s on %(day)s.") % said
    if change.kind == RegionSuccession.Kind.RENUMBERED:
        return _("%(region)s got the number %(codes)s on %(day)s.") % said
    return _("%(region)s became part of %(names)s on %(day)s.") % said


def _listed(names: list[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    if len(names) == 1:
        return names[0]
    return _("%(some)s and %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}


def _changes(steps: Iterable[Any], other: str) -> Iterable[Change]:
    ordered = sorted(steps, key=lambda step: (step.date, step.kind))
    for (date, kind), group in groupby(ordered, key=lambda step: (step.date, step.kind)):
        yield Change(date, kind, [getattr(step, other) for step in group])


@dataclass(frozen=True)
class Box:
    """A region in the picture."""

    region: Region
    x: int
    y: int
    width: int
    is_here: bool = False

    @property
    def middle(self) -> int:
        """Height of its middle."""
        return self.y + BOX // 2

    @property
    def right(self) -> int:
        """Its right edge."""
        return self.x + self.width

    @property
    def text_x(self) -> int:
        """Where its texts begin."""
        return self.x + 10

    @property
    def name_y(self) -> int:
        """Baseline of its name."""
        return self.y + 18

    @property
    def years_y(self) -> int:
        """Baseline of its number and years."""
        return self.y + 36


class FamilyPicture:
    """What came before stands left of (in the narrow picture above) the region, what came after right (below)."""

    box_height = BOX

    def __init__(self, family: Family, width: int, *, is_narrow: bool) -> None:
        self.before = [step.predecessor for step in family.origins]
        self.here = family.region
        self.after = [step.successor for step in family.successions]
        self.width = width
        self.is_narrow = is_narrow

    @cached_property
    def boxes(self) -> list[Box]:
        """All of them, the region itself marked."""
        return self._stacked() if self.is_narrow else self._in_columns()

    def _stacked(self) -> list[Box]:
        regions = [*self.before, self.here, *self.after]
        width = self.width - INDENT - EDGE
        return [
            Box(region, INDENT, EDGE + number * (BOX + GAP), width, number == len(self.before))
            for number, region in enumerate(regions)
        ]

    def _in_columns(self) -> list[Box]:
        between = self.width // 12
        width = (self.width - 2 * EDGE - (COLUMNS - 1) * between) // COLUMNS
        columns = (self.before, [self.here], self.after)
        rows = max(len(column) for column in columns)
        boxes = []
        for number, column in enumerate(columns):
            top = EDGE + (rows - len(column)) * (BOX + GAP) // 2
            x = EDGE + number * (width + between)
            boxes += [Box(r, x, top + row * (BOX + GAP), width, number == 1) for row, r in enumerate(column)]
        return boxes

    @property
    def height(self) -> int:
        """Of the picture."""
        return max(box.y for box in self.boxes) + BOX + EDGE

    @property
    def lines(self) -> list[str]:
        """Paths from each box before to the region, and from it to each one after."""
        here = self.boxes[len(self.before)]
        before, after = self.boxes[: len(self.before)], self.boxes[len(self.before) + 1 :]
        if self.is_narrow:
            up, down = here.middle - GAP // 2, here.middle + GAP // 2
            return [
                *(f"M{box.x} {box.middle}H{SPINE}V{up}H{here.x}" for box in before),
                *(f"M{here.x} {down}H{SPINE}V{box.middle}H{box.x}" for box in after),
            ]
        return [
            *(f"M{box.right} {box.middle}H{(box.right + here.x) // 2}V{here.middle}H{here.x}" for box in before),
            *(f"M{here.right} {here.middle}H{(here.right + box.x) // 2}V{box.middle}H{box.x}" for box in after),
        ]
