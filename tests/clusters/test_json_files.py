"""Whole lists as JSON and GeoJSON: the records of the API, and where their seats are on a map."""

import json
from typing import Any

import pytest
from django.test import Client

from clusters.models import Cluster, Organisation
from regions.models import Region
from tests.clusters.api.reading import API, get, walk

pytestmark = pytest.mark.django_db


def loaded(client: Client, address: str) -> Any:
    response: Any = client.get(address)
    assert response.status_code == 200
    return json.loads(response.getvalue())


def test_json_is_the_list_of_the_api_without_pages(client: Client) -> None:
    Organisation.objects.filter(organisation_number="915453929").update(name='"Blå\\Åker"\n\t; =1+1')
    for noun, address, query in (
        ("clusters", "/klynger.json", "tier=gce&tier=nce&as_of=2016-08-17&ordering=-members"),
        ("clusters", "/en/clusters.json", "q=hav&region=46&fields=id,slug"),
        ("organisations", "/virksomheter.json", ""),
    ):
        file = loaded(client, f"{address}?{query}")
        listed = get(client, f"/{noun}/?{query}")
        assert file["results"] == walk(client, f"{API}/{noun}/?{query}&page_size=100"), address
        assert {name: file[name] for name in ("count", "count_is_exact", "data_as_of")} == {
            name: listed[name] for name in ("count", "count_is_exact", "data_as_of")
        }
    answer = client.head("/klynger.json")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="klynger-')
    assert loaded(client, "/klynger.json?q=finnesikke")["results"] == []


def test_points_are_those_of_the_labels_and_say_so(client: Client) -> None:
    gone = Region.objects.get(code="1201", level="municipality")  # Bergen until 2019
    county = Region.objects.get(code="12", level="county")
    for slug, seat in (("gce-node", gone), ("nce-eyde", county), ("akvarena", None)):
        Cluster.objects.filter(slug=slug).update(seat=seat)

    file = loaded(client, "/en/clusters.geojson")
    features = {feature["properties"]["slug"]: feature for feature in file["features"]}

    bergen = get(client, "/regions/4601/")
    assert features["gce-node"]["geometry"] == {
        "type": "Point",
        "coordinates": [bergen["longitude"], bergen["latitude"]],
    }
    assert features["gce-node"]["properties"]["point"] == {"of": "municipality", "code": "4601", "is": "label"}
    assert features["nce-eyde"]["properties"]["point"]["of"] == "county"
    assert (features["akvarena"]["geometry"], features["akvarena"]["properties"]["point"]) == (None, None)
    assert file["count"] == len(features)
    assert "label" in file["about_points"]
    assert client.head("/virksomheter.geojson").headers["Content-Type"] == "application/geo+json"
    placed = [row for row in loaded(client, "/virksomheter.geojson")["features"] if row["properties"]["seat"]]
    assert all(row["geometry"] for row in placed)


def test_pages_lead_to_every_file_with_their_filters(client: Client) -> None:
    for page, files in (("/klynger/", "/klynger."), ("/en/organisations/", "/en/organisations.")):
        text = client.get(page, {"region": "46"}).content.decode()
        for ending in ("csv", "xlsx", "json", "geojson"):
            assert f'href="{files}{ending}?region=46"' in text, ending
