"""The map as a file says what the page says, with areas where the counties are."""

from itertools import pairwise
from typing import Any

import pytest
from django.test import Client

from regions.models import Region
from tests.clusters.test_county_map import QUERIES, county_map

pytestmark = pytest.mark.django_db


def collection(client: Client, query: str, address: str = "/kart.geojson") -> dict[str, Any]:
    response = client.get(f"{address}?{query}")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/geo+json"
    answer: dict[str, Any] = response.json()
    return answer


@pytest.mark.parametrize("query", QUERIES[::4])
def test_the_file_has_the_numbers_of_the_page(client: Client, query: str) -> None:
    answer, shown = collection(client, query), county_map(query)

    numbers = {feature["id"]: feature["properties"]["clusters"] for feature in answer["features"]}
    assert numbers == {county.code: county.count for county in shown.counties}
    assert (answer["clusters"], answer["clusters_without_county"]) == (shown.in_all, shown.unlocated)


def test_every_county_is_an_area_that_holds_the_middle_of_the_county(client: Client) -> None:
    for feature in collection(client, "as_of=2021-01-01")["features"]:
        rings = [polygon[0] for polygon in feature["geometry"]["coordinates"]]
        assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in rings)
        assert all(area(ring) > 0 for ring in rings), "against the clock"
        longitudes, latitudes = zip(*(point for ring in rings for point in ring), strict=True)
        county = Region.objects.counties().get(code=feature["id"])
        assert county.label_longitude is not None
        assert county.label_latitude is not None
        assert min(longitudes) < county.label_longitude < max(longitudes)
        assert min(latitudes) < county.label_latitude < max(latitudes)


def area(ring: list[list[float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def test_the_file_says_where_its_outlines_are_from_and_what_they_may_be_used_for(client: Client) -> None:
    answer = collection(client, "", "/en/map.geojson")

    assert answer["source"] == "© Kartverket (CC BY 4.0)"
    assert answer["licence"] == "NLOD 2.0"


@pytest.mark.parametrize("query", ["tier=gcee", "page=2", "as_of=1999-01-01", "q=%00"])
def test_a_faulty_query_is_refused_in_words(client: Client, query: str) -> None:
    response = client.get(f"/kart.geojson?{query}")

    assert response.status_code == 400
    assert query.partition("=")[0] in response.content.decode()


def test_the_page_leads_to_the_file_of_its_query(client: Client) -> None:
    assert 'href="/kart.geojson?tier=nce"' in client.get("/kart/?tier=nce").content.decode()
