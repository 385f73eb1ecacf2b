import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F

from regions.models import Region, RegionLineage, RegionSuccession

pytestmark = pytest.mark.django_db


def answers_to(code: str) -> set[str]:
    return set(RegionLineage.objects.filter(seat__code=code).values_list("region__code", flat=True))


@pytest.mark.parametrize(
    ("year", "counties", "municipalities"),
    [(2016, 19, 428), (2017, 19, 426), (2018, 18, 422), (2019, 18, 422), (2020, 11, 356), (2024, 15, 357)],
)
def test_each_era_has_its_own_counties_and_municipalities(year: int, counties: int, municipalities: int) -> None:
    day = dt.date(year, 6, 1)

    assert Region.objects.counties_on(day).count() == counties
    assert Region.objects.municipalities().on(day).count() == municipalities


def test_every_municipality_number_leads_on_from_the_day_it_ends() -> None:
    ended = Region.objects.municipalities().filter(period__endswith__isnull=False)

    assert ended.filter(successions=None).count() == 0
    assert ended.exclude(successions__date=F("period__endswith")).count() == 0


def test_counties_stand_in_norwegian_alphabetical_order() -> None:
    names = [county.name_nb for county in Region.objects.counties_on(dt.date(2026, 1, 1))]

    assert names[0] == "Agder"
    assert names[-2:] == ["Vestland", "Østfold"]


@pytest.mark.parametrize(
    ("seat", "expected"),
    [
        ("1201", {"NO", "12", "1201", "46", "4601"}),  # Bergen, as it was
        ("4601", {"NO", "12", "1201", "46", "4601"}),  # Bergen, as it is
        ("0711", {"NO", "07", "0711", "30", "3005", "33", "3301"}),  # Svelvik went into Drammen
        ("3301", {"NO", "06", "0602", "30", "3005", "33", "3301"}),  # Drammen was never in Vestfold
        ("1601", {"NO", "16", "1601", "50", "5001"}),  # Trondheim
        ("5030", {"NO", "16", "1662", "50", "5030", "5001"}),  # Klæbu had a number of its own for two years
        ("3907", {"NO", "07", "0706", "0710", "38", "3804", "39", "3907"}),  # Sandefjord
        ("19", {"NO", "19", "54", "55"}),  # Troms never was Finnmark
        ("05", {"NO", "05", "34"}),  # two municipalities of Oppland went to Viken
        ("1103", {"NO", "11", "1103"}),  # Stavanger took in its neighbours and stayed Stavanger
    ],
)
def test_a_seat_answers_to_every_era_of_itself_and_to_nothing_else(seat: str, expected: set[str]) -> None:
    assert answers_to(seat) == expected


def test_the_lineage_follows_an_edited_succession_without_any_job() -> None:
    new = Region.objects.create(
        code="4699",
        level=Region.Level.MUNICIPALITY,
        name_nb="Nye Bergen",
        parent=Region.objects.get(code="46"),
        period=DateRange(dt.date(2030, 1, 1), None),
    )
    Region.objects.filter(code="4601").update(
        period=DateRange(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), end_precision="day"
    )
    RegionSuccession.objects.create(
        predecessor=Region.objects.get(code="4601"),
        successor=new,
        kind="renumbered",
        date=dt.date(2030, 1, 1),
        is_main=True,
    )

    assert "4699" in answers_to("1201")
    assert "12" in answers_to("4699")


def test_a_code_stands_for_one_region_at_a_time() -> None:
    with pytest.raises(IntegrityError, match="region_code_once_at_a_time"), transaction.atomic():
        Region.objects.create(
            code="46", level="county", name_nb="Et annet Vestland", period=DateRange(dt.date(2022, 1, 1), None)
        )


@pytest.mark.parametrize(("level", "code"), [("county", "4601"), ("municipality", "46"), ("country", "SE")])
def test_a_code_fits_its_level(level: str, code: str) -> None:
    with pytest.raises(IntegrityError, match="region_code_fits_level"), transaction.atomic():
        Region.objects.create(code=code, level=level, name_nb="Feil", period=DateRange(dt.date(2031, 1, 1), None))


def test_viken_was_split_into_three() -> None:
    parts = RegionSuccession.objects.filter(predecessor__code="30")

    assert {part.successor.name_nb for part in parts} == {"Akershus", "Buskerud", "Østfold"}
    assert {(part.kind, part.date) for part in parts} == {("split", dt.date(2024, 1, 1))}
