"""The bundled outlines of counties, made small enough for a page.

Two files with the borders of 2016 and 2024. The counties of 2020 are made of whole ones of 2024 and Trøndelag of 2018
of two of 2016, so that all the maps of an era share their lines. Mainland only.
"""

import datetime as dt
import json
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from bundle.reading import BundleError
from bundle.report import Report
from bundle.writing import synchronise
from regions.models import Region, RegionOutline
from regions.projection import Point, projected
from regions.topology import Arc, Borders, Ring, middle, outline, simplified, size

DATA = Path(__file__).parent / "data"
SOURCE = "© Kartverket (CC BY 4.0)"
#: The files, and from when until when their borders hold. Those of 2016 stand for all the time before, too.
ERAS = (
    ("counties_2016.geojson", DateRange(None, dt.date(2020, 1, 1))),
    ("counties_2024.geojson", DateRange(dt.date(2020, 1, 1), None)),
)
#: Counties that consist of whole counties of their file.
PARTS = {"50": {"16", "17"}, "30": {"31", "32", "33"}, "38": {"39", "40"}, "54": {"55", "56"}}
#: How far a line may move (kilometres): about a pixel of the picture on a wide page.
TOLERANCE = 2.5
#: The smallest island that is drawn (square kilometres).
SMALLEST = 30
#: A ring of fewer points encloses nothing.
FEWEST_POINTS = 3


def load_outlines(report: Report, data: Path = DATA) -> None:
    """Write every county's outline for each era it had borders in.

    Raises BundleError naming the file and what is wrong in it. Follows ``load_regions``.
    """
    counties = {county.code: county for county in Region.objects.counties()}
    wanted = []
    for name, era in ERAS:
        shapes = _shapes(name, read_bundled(data / name))
        for code, county in counties.items():
            period = _common(county.period, era)
            if code in shapes and period:
                wanted.append({"region_id": county.pk, "period": period, **shapes[code]})
    synchronise(RegionOutline, wanted, key=("region_id", "period"), report=report)


def read_bundled(path: Path) -> bytes:
    """The file as it is. Raises BundleError when it is missing."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise BundleError(f"{path.name}: the file is missing.") from error


@lru_cache(maxsize=len(ERAS))
def _shapes(name: str, content: bytes) -> dict[str, dict[str, Any]]:
    """Number of each county that the file has the borders of → its outline.

    Remembered: drawing takes a second, and who loads more than once in a process loads the same files again.
    """
    areas = read_areas(name, content)
    arcs = drawn_arcs(areas)
    counties = {code: {code} for code in areas} | {code: parts for code, parts in PARTS.items() if code not in areas}
    return {code: _drawn(arcs, parts) for code, parts in counties.items() if parts <= areas.keys()}


def read_areas(name: str, content: bytes) -> dict[str, list[Ring]]:
    """Number of each county → its rings in the picture, as exact as they are bundled."""
    try:
        features = json.loads(content)["features"]
        return {feature["properties"]["number"]: _rings(feature["geometry"]["coordinates"]) for feature in features}
    except (ValueError, KeyError, TypeError) as error:
        raise BundleError(f"{name}: not the outlines of counties as GeoJSON ({error!r}).") from error


def _rings(polygons: list[list[list[Any]]]) -> list[Ring]:
    return [[projected(*place) for place in ring[:-1]] for polygon in polygons for ring in polygon]


def drawn_arcs(areas: dict[str, list[Ring]]) -> list[Arc]:
    """The borders in as few whole units as do not show, each for both its sides; without what cannot be seen."""
    arcs = [Arc(tuple(_in_units(simplified(arc.points, TOLERANCE))), arc.areas) for arc in Borders(areas).arcs()]
    return [arc for arc in arcs if len(arc.points) > 1 and not _is_islet(arc)]


def _is_islet(arc: Arc) -> bool:
    """Whether it is all the coast of an island too small; one that counties share has other arcs as well, and stays."""
    return arc.points[0] == arc.points[-1] and size(list(arc.points[:-1])) < SMALLEST


def _in_units(points: Sequence[Point]) -> list[Point]:
    rounded = [(round(x), round(y)) for x, y in points]
    return [point for number, point in enumerate(rounded) if number == 0 or point != rounded[number - 1]]


def drawn_rings(arcs: Sequence[Arc], parts: Collection[str]) -> list[Ring]:
    """The rings of a county."""
    return [ring for ring in outline(arcs, parts) if len(ring) >= FEWEST_POINTS]


def path_of(rings: Sequence[Ring]) -> str:
    """The rings as path data of SVG, each line by how far it goes."""
    return "".join(f"M{_pair(ring[0])}l{_steps(ring)}z" for ring in rings)


def _steps(ring: Ring) -> str:
    steps = [(x - before_x, y - before_y) for (before_x, before_y), (x, y) in pairwise(ring)]
    return " ".join(_pair(step) for step in steps).replace(" -", "-")


def _pair(point: Point) -> str:
    return f"{point[0]} {point[1]}".replace(" -", "-")


def _drawn(arcs: Sequence[Arc], parts: Collection[str]) -> dict[str, Any]:
    rings = drawn_rings(arcs, parts)
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    label_x, label_y = middle(max(rings, key=size))
    return {
        "path": path_of(rings),
        "label_x": round(label_x),
        "label_y": round(label_y),
        "left": min(xs),
        "top": min(ys),
        "right": max(xs),
        "bottom": max(ys),
        "source": SOURCE,
    }


def _common(one: DateRange, other: DateRange) -> DateRange | None:
    """The time both periods have in common; None where there is none."""
    starts = [day for day in (one.lower, other.lower) if day]
    ends = [day for day in (one.upper, other.upper) if day]
    start, end = max(starts, default=None), min(ends, default=None)
    return None if start and end and start >= end else DateRange(start, end)
