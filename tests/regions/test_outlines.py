import datetime as dt
import math
import re
from collections import Counter
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from bundle.reading import BundleError
from bundle.report import Report
from regions.models import Region, RegionOutline
from regions.outlines import DATA, ERAS, SMALLEST, drawn_arcs, drawn_rings, load_outlines, path_of, read_areas
from regions.projection import HEIGHT, WIDTH, Point, place, projected
from regions.topology import Arc, Ring, is_within, middle, outline, simplified, size

FILES = [name for name, _era in ERAS]
DAYS = [dt.date(year, month, 1) for year in range(2002, 2027) for month in (1, 12)]


def edges(rings: list[Ring]) -> set[frozenset[Point]]:
    return {frozenset(edge) for ring in rings for edge in zip(ring, [*ring[1:], ring[0]], strict=True)}


@pytest.fixture(scope="module", params=FILES)
def areas(request: pytest.FixtureRequest) -> dict[str, list[Ring]]:
    return read_areas(request.param, (DATA / request.param).read_bytes())


@pytest.fixture(scope="module")
def arcs(areas: dict[str, list[Ring]]) -> list[Arc]:
    return drawn_arcs(areas)


@pytest.mark.parametrize(
    ("one", "other", "kilometres"),
    [
        ((10.75, 59.91), (10.40, 63.43), 392),  # Oslo, Trondheim
        ((10.75, 59.91), (5.32, 60.39), 305),  # Oslo, Bergen
        ((18.96, 69.65), (29.74, 70.37), 418),  # Tromsø, Vadsø
    ],
)
def test_the_projection_keeps_distances_as_norwegians_know_them(one: Point, other: Point, kilometres: int) -> None:
    assert math.dist(projected(*one), projected(*other)) == pytest.approx(kilometres, rel=0.02)


def test_simplifying_keeps_the_ends_and_every_point_within_the_tolerance() -> None:
    points = [(0.0, 0.0), (5.0, 0.9), (10.0, 0.0), (15.0, 4.0), (20.0, 0.0)]

    assert simplified(points, 1) == [(0.0, 0.0), (10.0, 0.0), (15.0, 4.0), (20.0, 0.0)]


def test_no_two_neighbours_have_a_gap_or_an_overlap_between_them(areas: dict[str, list[Ring]], arcs: list[Arc]) -> None:
    drawn = {code: edges(drawn_rings(arcs, {code})) for code in areas}
    coast = edges(outline(arcs, areas.keys()))

    times = Counter(edge for county in drawn.values() for edge in county)

    assert set(times.values()) == {1, 2}
    assert {edge for edge, number in times.items() if number == 1} <= coast
    assert not {edge for edge, number in times.items() if number > 1} & coast


def test_a_county_keeps_its_size(areas: dict[str, list[Ring]], arcs: list[Arc]) -> None:
    for code, rings in areas.items():
        drawn = sum(size(ring) for ring in drawn_rings(arcs, {code}))
        assert drawn == pytest.approx(sum(size(ring) for ring in rings), rel=0.1), code


def test_no_island_is_drawn_that_cannot_be_seen_and_all_within_the_picture(
    areas: dict[str, list[Ring]], arcs: list[Arc]
) -> None:
    drawn = outline(arcs, areas.keys())

    assert min(size(ring) for ring in drawn) >= SMALLEST
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for ring in drawn for x, y in ring)


def test_the_number_of_a_county_stands_on_it(areas: dict[str, list[Ring]], arcs: list[Arc]) -> None:
    for code in areas:
        largest = max(drawn_rings(arcs, {code}), key=size)
        assert is_within(middle(largest), largest), code


def test_counties_made_of_others_have_only_the_outer_borders(arcs: list[Arc], areas: dict[str, list[Ring]]) -> None:
    one, other = ("16", "17") if "16" in areas else ("55", "56")
    together = edges(outline(arcs, {one, other}))

    shared = edges(outline(arcs, {one})) & edges(outline(arcs, {other}))
    assert shared
    assert not together & shared
    assert together | shared == edges(outline(arcs, {one})) | edges(outline(arcs, {other}))


def test_path_data_are_short_and_say_where_each_line_goes() -> None:
    assert path_of([[(10, 20), (15, 18), (12, 25)], [(1, 1), (2, 1), (2, 3)]]) == "M10 20l5-2-3 7zM1 1l1 0 0 2z"


@pytest.mark.django_db
@pytest.mark.parametrize("day", DAYS)
def test_every_county_of_any_day_has_one_outline(day: dt.date) -> None:
    drawn = sorted(outline.region.code for outline in RegionOutline.objects.on(day))

    assert drawn == sorted(Region.objects.counties_on(day).values_list("code", flat=True))


@pytest.mark.django_db
def test_the_maps_of_every_era_are_small_enough_for_a_page() -> None:
    for day in DAYS:
        paths = [outline.path for outline in RegionOutline.objects.on(day)]
        assert sum(map(len, paths)) < 14_000, day
        assert all(re.fullmatch(r"[Mlz\d -]+", path) for path in paths)


@pytest.mark.django_db
def test_a_county_has_one_outline_at_a_time() -> None:
    vestland = RegionOutline.objects.get(region__code="46")
    vestland.pk = None

    with pytest.raises(IntegrityError, match="region_outline_once_at_a_time"), transaction.atomic():
        vestland.save()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "counties_2016.geojson: not the outlines of counties"),
        ('{"features": [{"properties": {}}]}', "counties_2016.geojson: not the outlines of counties"),
        (None, "counties_2016.geojson: the file is missing"),
    ],
)
def test_a_broken_file_stops_the_load_and_is_named(tmp_path: Path, text: str | None, expected: str) -> None:
    if text is not None:
        (tmp_path / "counties_2016.geojson").write_text(text, encoding="utf-8")

    with pytest.raises(BundleError, match=expected):
        load_outlines(Report(), tmp_path)


@pytest.mark.parametrize("there", [(10.75, 59.91), (5.32, 60.39), (15.0, 66.0), (29.74, 70.37)])
def test_a_point_of_the_picture_is_the_place_it_was_drawn_from(there: Point) -> None:
    assert place(*projected(*there)) == pytest.approx(there, abs=1e-9)


def test_the_rings_of_an_outline_are_those_its_path_was_made_of() -> None:
    rings: list[Ring] = [[(10, 20), (15, 18), (12, 25)], [(1, 1), (2, 1), (2, 3)]]

    assert RegionOutline(path=path_of(rings)).rings == rings
