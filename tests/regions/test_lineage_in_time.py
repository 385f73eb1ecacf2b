"""Where seats lie on every day, through the reforms of 2017, 2018, 2019, 2020 and 2024."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import given, settings
from hypothesis import strategies as st

from regions.models import Region, RegionArea, RegionLineage, RegionSuccession

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
FIRST, LAST = dt.date(2002, 1, 1), dt.date(2026, 11, 26)
days = st.dates(FIRST, LAST)


def counties_of(seat: str, day: dt.date) -> set[str]:
    rows = RegionLineage.objects.filter(seat__code=seat, region__level="county", period__contains=day)
    return set(rows.values_list("region__code", flat=True))


@settings(max_examples=60, deadline=None)
@given(day=days)
def test_every_municipality_of_every_era_lies_in_exactly_one_county_of_any_day(day: dt.date) -> None:
    counties = {county.pk for county in Region.objects.counties_on(day)}
    lying = RegionLineage.objects.filter(seat__level="municipality", region__level="county", period__contains=day)

    found = dict(lying.values_list("seat", "region"))

    assert lying.count() == len(found) == Region.objects.municipalities().count()
    assert set(found.values()) <= counties


@settings(max_examples=60, deadline=None)
@given(data=st.data(), day=days)
def test_a_seat_is_found_by_its_county_and_by_every_county_now_gone_that_it_lay_in(
    data: st.DataObject, day: dt.date
) -> None:
    seat = data.draw(st.sampled_from(list(Region.objects.municipalities().order_by("code"))))
    ever = list(RegionLineage.objects.filter(seat=seat, region__level="county").select_related("region"))
    finding = {row.region.code for row in ever if seat.pk in RegionLineage.objects.seats_in([row.region.code], day)}

    gone = {row.region.code for row in ever if not row.region.is_in_use(day)}
    assert finding == gone | counties_of(seat.code, day)


@pytest.mark.parametrize("code", ["01", "02", "06", "12", "14", "19", "20", "30", "38", "54"])
def test_moving_the_day_past_the_end_of_a_county_changes_none_of_its_seats(code: str) -> None:
    last = Region.objects.get(code=code).last_date
    assert last

    before = RegionLineage.objects.seats_in([code], last)

    assert before
    for day in (last + DAY, LAST):
        assert RegionLineage.objects.seats_in([code], day) == before


@pytest.mark.parametrize(
    ("day", "county"),
    [(dt.date(2018, 12, 31), "15"), (dt.date(2019, 1, 1), "50"), (LAST, "50"), (FIRST, "15")],
)
@pytest.mark.parametrize("number", ["1567", "5061"])
def test_rindal_is_in_more_og_romsdal_until_it_moves_to_trondelag(number: str, day: dt.date, county: str) -> None:
    assert counties_of(number, day) == {county}


@pytest.mark.parametrize(
    ("seat", "day", "county"),
    [
        ("0706", dt.date(2018, 6, 1), "07"),  # Sandefjord had another number in 2017 to 2019
        ("1703", dt.date(2019, 6, 1), "50"),  # and Namsos in 2018 and 2019
        ("5055", dt.date(2016, 8, 17), "16"),  # Heim has its town hall in what was Hemne, not Halsa
        ("5054", dt.date(2016, 8, 17), "16"),  # Indre Fosen in Rissa, not Leksvik
    ],
)
def test_a_place_has_a_county_while_another_number_is_in_use(seat: str, day: dt.date, county: str) -> None:
    assert counties_of(seat, day) == {county}


@pytest.mark.parametrize(
    ("day", "expected"),
    [(dt.date(2021, 6, 1), {"30"}), (dt.date(2016, 6, 1), {"01", "02", "06"}), (LAST, {"31", "32", "33"})],
)
def test_a_seat_known_only_as_viken_lies_in_all_that_it_came_from_and_became(day: dt.date, expected: set[str]) -> None:
    assert counties_of("30", day) == expected


def test_a_place_that_leaves_a_county_and_comes_back_is_there_twice() -> None:
    away, back = dt.date(2030, 1, 1), dt.date(2040, 1, 1)
    halden = Region.objects.get(code="3101")
    Region.objects.filter(pk=halden.pk).update(period=DateRange(halden.period.lower, away), end_precision="day")
    steps = [halden]
    for code, county, period in (("3299", "32", DateRange(away, back)), ("3199", "31", DateRange(back, None))):
        parent = Region.objects.get(code=county)
        end = "day" if period.upper else "open"
        place = Region.objects.create(
            code=code, level="municipality", name_nb="Halden", parent=parent, period=period, end_precision=end
        )
        RegionSuccession.objects.create(
            predecessor=steps[-1], successor=place, kind="renumbered", date=period.lower, is_main=True
        )
        steps.append(place)

    there = [counties_of("3101", day) for day in (away - DAY, away, back - DAY, back)]

    assert there == [{"31"}, {"32"}, {"32"}, {"31"}]


def test_a_number_that_is_used_again_means_the_region_of_the_day() -> None:
    Region.objects.create(
        code="12",
        level="county",
        name_nb="Nye Hordaland",
        parent=Region.objects.get(code="NO"),
        period=DateRange(dt.date(2026, 1, 1), None),
    )
    bergen = Region.objects.get(code="4601").pk

    assert bergen in RegionLineage.objects.seats_in(["12"], dt.date(2016, 8, 17))
    assert bergen in RegionLineage.objects.seats_in(["12"], dt.date(2021, 8, 17))
    assert bergen not in RegionLineage.objects.seats_in(["12"], LAST)
    assert Region.objects.named("12", dt.date(2016, 8, 17)).name_nb == "Hordaland"
    assert Region.objects.named("12", LAST).name_nb == "Nye Hordaland"


def test_areas_are_the_seats_that_lie_in_the_same_counties_on_every_day() -> None:
    def told(seat: int) -> set[tuple[int, str]]:
        rows = RegionLineage.objects.filter(seat=seat, region__level="county")
        return {(row.region_id, str(row.period)) for row in rows}

    areas = dict(RegionArea.objects.filter(seat__parent__code__in=("46", "12")).values_list("seat", "area"))

    assert len(areas) > 60
    for seat, area in areas.items():
        assert told(seat) == told(area)
    assert RegionArea.objects.count() == Region.objects.count()
