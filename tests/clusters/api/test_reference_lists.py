import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from regions.models import Region
from tests.clusters.api.reading import API, get, problem, walk

pytestmark = pytest.mark.django_db


def test_entrance_lists_every_address_and_each_answers(client: Client) -> None:
    entrance = get(client, "/")
    addresses = {name: address for name, address in entrance.items() if name != "licence"}

    assert len(addresses) == 21
    assert all(client.get(address).status_code == 200 for address in addresses.values())


def test_tiers_have_both_languages_and_their_rank_orders_them(client: Client) -> None:
    tiers = get(client, "/tiers/")["results"]

    assert [tier["code"] for tier in tiers] == ["gce", "nce", "arena-pro", "arena", "mature"]
    assert tiers[-1]["name"] == {"nb": "Modne klynger", "en": "Mature clusters"}


def test_regions_are_those_of_the_day(client: Client) -> None:
    counts = {
        day: get(client, "/regions/", {"level": "county", "as_of": day})["count"]
        for day in ("2016-08-17", "2018-06-01", "2020-06-01", "2024-06-01")
    }

    assert counts == {"2016-08-17": 19, "2018-06-01": 18, "2020-06-01": 11, "2024-06-01": 15}


def test_region_of_another_era_tells_what_it_became(client: Client) -> None:
    hordaland = get(client, "/regions/12/")

    assert hordaland["name"] == {"nb": "Hordaland", "en": "Hordaland"}
    assert hordaland["period"]["end"] == "2020-01-01"
    assert [step["region"]["code"] for step in hordaland["successors"]] == ["46"]


def test_region_shows_its_successions_both_ways_and_the_same_ground(client: Client) -> None:
    viken = get(client, "/regions/30/", {"as_of": "2021-06-01"})

    assert {(step["region"]["code"], step["kind"], step["date"]) for step in viken["predecessors"]} == {
        (code, "merged", "2020-01-01") for code in ("01", "02", "06")
    }
    assert {(step["region"]["code"], step["kind"], step["date"]) for step in viken["successors"]} == {
        (code, "split", "2024-01-01") for code in ("31", "32", "33")
    }
    akershus = next(row for row in viken["same_ground"] if row["region"]["code"] == "32")
    assert (akershus["is_in_use"], akershus["municipalities"], akershus["municipalities_shared"]) == (False, 21, 21)


def test_region_says_whether_it_is_in_use_on_the_day(client: Client) -> None:
    assert get(client, "/regions/12/", {"as_of": "2016-08-17"})["is_in_use"]
    today = get(client, "/regions/12/")
    assert not today["is_in_use"]
    assert [(row["region"]["code"], row["is_in_use"]) for row in today["same_ground"]] == [("46", True)]


def test_region_of_a_number_used_twice_is_that_of_the_day(client: Client) -> None:
    Region.objects.create(
        code="12",
        level="county",
        name_nb="Nye Hordaland",
        parent=Region.objects.get(code="NO"),
        period=DateRange(dt.date(2026, 1, 1), None),
    )

    assert get(client, "/regions/12/")["name"]["nb"] == "Nye Hordaland"
    assert get(client, "/regions/12/", {"as_of": "2016-08-17"})["name"]["nb"] == "Hordaland"


def test_region_takes_no_other_parameter(client: Client) -> None:
    assert problem(client, "/regions/12/?level=county", 400)["errors"][0]["parameter"] == "level"


@pytest.mark.parametrize(
    "name", ["tiers", "programmes", "owners", "effects", "grants", "indicators", "observations", "regions"]
)
def test_reference_list_refuses_what_does_not_exist(client: Client, name: str) -> None:
    fault = problem(client, f"/{name}/?pge=2", 400)

    assert fault["errors"] == [
        {"parameter": "pge", "value": "2", "detail": "There is no parameter “pge”.", "nearest": "page"}
    ]


@pytest.mark.parametrize(
    "name",
    [
        "tiers",
        "programmes",
        "owners",
        "appropriations",
        "effects",
        "grants",
        "indicators",
        "observations",
        "regions",
        "sectors",
        "memberships",
        "organisations",
    ],
)
def test_every_record_has_an_address_that_answers_with_itself(client: Client, name: str) -> None:
    rows = walk(client, f"{API}/{name}/?page_size=500")

    record = client.get(rows[0]["url"]).json()

    assert record["id"] == rows[0]["id"]
