import datetime as dt

import pytest
from django.utils import translation

from regions.family import Family, FamilyPicture
from regions.ground import former_counties, same_ground
from regions.models import Region
from regions.official_names import official_names

pytestmark = pytest.mark.django_db


def region(code: str) -> Region:
    return Region.objects.get(code=code)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("46", ["Hordaland og Sogn og Fjordane ble slått sammen til Vestland 1. januar 2020."]),
        ("12", ["Hordaland ble en del av Vestland 1. januar 2020."]),
        ("4601", ["Bergen (1201) fikk nummeret 4601 1. januar 2020."]),
        ("1201", ["Bergen fikk nummeret 4601 1. januar 2020."]),
        ("1103", ["Finnøy og Rennesøy ble en del av Stavanger 1. januar 2020."]),
        ("31", ["Østfold ble skilt ut fra Viken 1. januar 2024."]),
        (
            "30",
            [
                "Akershus, Buskerud og Østfold ble slått sammen til Viken 1. januar 2020.",
                "Viken ble delt mellom Akershus, Buskerud og Østfold 1. januar 2024.",
            ],
        ),
        ("03", []),
    ],
)
def test_a_region_tells_what_it_came_from_and_became(code: str, said: list[str]) -> None:
    with translation.override("nb"):
        assert Family(region(code)).sentences == said


@pytest.mark.parametrize("size", ["narrow", "wide"])
@pytest.mark.parametrize("code", ["46", "12", "30", "54", "1103", "4601"])
def test_boxes_of_the_picture_lie_within_it_and_apart(code: str, size: str) -> None:
    picture = FamilyPicture(Family(region(code)), 340, is_narrow=size == "narrow")

    assert len(picture.lines) == len(picture.boxes) - 1
    assert [box.is_here for box in picture.boxes].count(True) == 1
    assert all(
        box.x >= 0 and box.right <= 340 and box.y + picture.box_height <= picture.height for box in picture.boxes
    )
    places = [(box.x, box.y) for box in picture.boxes]
    assert len(set(places)) == len(places)


def test_the_ground_of_a_county_in_other_eras() -> None:
    found = [(row.region.code, row.shared, row.parts) for row in same_ground(region("46"))]

    assert found == [("12", 33, 33), ("14", 25, 26)]
    assert {row.region.code for row in same_ground(region("30"))} == {"01", "02", "05", "06", "07", "31", "32", "33"}


def test_the_ground_of_a_municipality_in_other_eras() -> None:
    assert [row.region.code for row in same_ground(region("3301"))] == ["0602", "0625", "0711", "3005"]


def test_counties_of_today_know_those_before_them() -> None:
    today = list(Region.objects.counties_on(dt.date(2026, 11, 26)))

    found = former_counties(today)

    by_code = {county.code: [row.region.code for row in found[county.pk]] for county in today}
    assert by_code["46"] == ["12", "14"]
    assert by_code["03"] == []
    assert set(by_code["32"]) == {"01", "02", "05", "06", "30"}


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("55", [("Troms", "nb"), ("Romsa", "se"), ("Tromssa", "fkv")]),
        ("50", [("Trøndelag", "nb"), ("Trööndelage", "sma")]),
        ("18", [("Nordland", "nb"), ("Nordlánnda", "smj")]),
        ("5610", [("Kárášjohka", "se"), ("Karasjok", "nb")]),
        ("5540", [("Gáivuotna", "se"), ("Kåfjord", "nb"), ("Kaivuono", "fkv")]),
        ("46", [("Vestland", "nb")]),
        ("12", [("Hordaland", "nb")]),
    ],
)
def test_official_names_know_their_language(code: str, names: list[tuple[str, str]]) -> None:
    assert official_names(region(code)) == names


def test_every_official_name_has_a_language_and_one_is_norwegian() -> None:
    for one in Region.objects.exclude(level="country"):
        languages = [language for _name, language in official_names(one)]
        assert "" not in languages, one
        assert languages.count("nb") == 1, one
