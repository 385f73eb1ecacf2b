import pytest
from django.test import Client

from tests.clusters.api.reading import API, get, problem, walk

pytestmark = pytest.mark.django_db


def test_entrance_lists_every_address_and_each_answers(client: Client) -> None:
    entrance = get(client, "/")
    addresses = {name: address for name, address in entrance.items() if name != "licence"}

    assert len(addresses) == 14
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


@pytest.mark.parametrize("name", ["tiers", "programmes", "owners", "appropriations", "effects", "regions", "sectors"])
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
