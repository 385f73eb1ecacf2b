"""The same query string means the same at every door: page, API and file give the same rows in the same order."""

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from openpyxl import load_workbook

from clusters.choices import Publication
from clusters.models import Cluster
from tests.clusters.api.reading import walk

pytestmark = pytest.mark.django_db

CLUSTER_QUERIES = [
    "",
    "region=46",
    "region=12&as_of=2016-08-17",
    "region=4601",
    "region=12&region=46",
    "region=15&as_of=2018-12-31",
    "region=30",
    "footprint=members",
    "region=46&footprint=members",
    "region=12&footprint=members&as_of=2016-08-17",
    "region=4601&region=03&footprint=members&status=unconfirmed",
    "q=klynge&region=46&footprint=members",
    "tier=gce&as_of=2016-08-17",
    "tier=nce&tier=gce",
    "tier=mature",
    "sector=ocean",
    "sector=ocean&sector=health&ordering=-members",
    "status=active",
    "status=former&status=unconfirmed&ordering=founded",
    "q=havbruk",
    "q=sjømat",
    "q=ålesund",
    "q=NCE+Subsea",
    "q=915+453+929",
    "q=gcenode.no",
    "as_of=2009-01-01&ordering=name",
    "entered=2014&entered=2015",
    "entered=none",
    "status=active&end_confirmed=false&as_of=2016-08-17",
    "region=none&region=46&sector=none&sector=ocean",
    "moved=arena~nce&moved=arena~arena-pro",
    "moved=outside~arena&region=46&as_of=2016-08-17",
    "moved=nce~outside&status=unconfirmed&ordering=-members",
    "q=energi&status=unconfirmed&status=former&tier=arena&tier=nce&ordering=-updated",
]
ORGANISATION_QUERIES = [
    "",
    "kind=knowledge-institution",
    "member_of=gce-node&kind=company&as_of=2016-08-17",
    "member_of=gce-node~nce-eyde&member_of=nce-raufoss",
    "kind=company&region=46",
    "region=12&as_of=2016-08-17",
    "region=4601",
    "region=1201",
    "cluster=gce-node",
    "status=active&as_of=2016-08-17",
    "status=active&end_confirmed=false&kind=company&as_of=2016-08-17",
    "region=none&kind=knowledge-institution",
    "q=universitetet",
    "q=bergen&kind=knowledge-institution",
    "ordering=-clusters",
    "q=915453929",
]
REFUSED = [
    "teir=gce",
    "moved=arena~nse",
    "region=99",
    "region=vestland",
    "as_of=2016-02-30",
    "q=a&q=b",
    "ordering=names",
    "q=%00",
    "q=%FF",
    "page_sise=5",
]

Door = Callable[[Client, str], list[str]]


def clusters_on_pages(client: Client, query: str) -> list[str]:
    return on_pages(client, "/klynger/", query, re.compile(r'<h3><a href="/klynger/([\w-]+)/'))


def clusters_in_api(client: Client, query: str) -> list[str]:
    return [row["slug"] for row in walk(client, f"/api/v1/clusters/?page_size=20&{query}")]


def clusters_in_file(client: Client, query: str) -> list[str]:
    return in_file(client, f"/en/clusters.csv?{query}", "Slug")


def organisations_on_pages(client: Client, query: str) -> list[str]:
    return on_pages(client, "/virksomheter/", query, re.compile(r'<h3><a href="/virksomheter/(\d+)/'))


def organisations_in_api(client: Client, query: str) -> list[str]:
    return [str(row["id"]) for row in walk(client, f"/api/v1/organisations/?{query}")]


def organisations_in_file(client: Client, query: str) -> list[str]:
    return in_file(client, f"/en/organisations.csv?{query}", "Id")


def on_pages(client: Client, path: str, query: str, pattern: re.Pattern[str]) -> list[str]:
    straight = client.get(f"{path}?{query}")
    if straight.status_code == 302 and "?" not in straight["Location"]:  # a number or domain leads to its record
        return [straight["Location"].strip("/").split("/")[-1]]
    keys: list[str] = []
    number = 1
    while (response := client.get(f"{path}?{query}&{urlencode({'page': number})}", follow=True)).status_code == 200:
        found = pattern.findall(response.content.decode())
        if not found:
            break
        keys += found
        number += 1
    assert response.status_code in {200, 404}
    return keys


def in_workbook(client: Client, address: str, column: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    sheet = load_workbook(io.BytesIO(response.getvalue()), read_only=True).worksheets[0]
    header, *rows = sheet.iter_rows(values_only=True)
    return [str(row[header.index(column)]) for row in rows]


def in_json(client: Client, address: str, key: str) -> list[str]:
    return [str(row[key]) for row in loaded(client, address)["results"]]


def on_the_map(client: Client, address: str, key: str) -> list[str]:
    return [str(feature["properties"][key]) for feature in loaded(client, address)["features"]]


def loaded(client: Client, address: str) -> Any:
    response: Any = client.get(address)
    assert response.status_code == 200
    return json.loads(response.getvalue())


def in_file(client: Client, address: str, column: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    text = response.getvalue().decode().removeprefix("\ufeff")
    return [row[column] for row in csv.DictReader(io.StringIO(text), delimiter=";")]


@pytest.mark.parametrize("query", CLUSTER_QUERIES)
def test_clusters_are_the_same_at_every_door(client: Client, query: str) -> None:
    in_api = clusters_in_api(client, query)

    assert clusters_on_pages(client, query) == in_api
    assert clusters_in_file(client, query) == in_api
    assert in_workbook(client, f"/en/clusters.xlsx?{query}", "Slug") == in_api
    assert in_json(client, f"/klynger.json?{query}", "slug") == in_api
    assert on_the_map(client, f"/klynger.geojson?{query}", "slug") == in_api


@pytest.mark.parametrize("query", ORGANISATION_QUERIES)
def test_organisations_are_the_same_at_every_door(client: Client, query: str) -> None:
    in_api = organisations_in_api(client, query)

    assert organisations_on_pages(client, query) == in_api
    assert organisations_in_file(client, query) == in_api
    assert in_workbook(client, f"/en/organisations.xlsx?{query}", "Id") == in_api
    assert in_json(client, f"/virksomheter.json?{query}", "id") == in_api
    assert on_the_map(client, f"/virksomheter.geojson?{query}", "id") == in_api


def test_the_queries_find_something(client: Client) -> None:
    empty = [query for query in CLUSTER_QUERIES if not clusters_in_api(client, query)]

    assert empty == []


@pytest.mark.parametrize("query", REFUSED)
@pytest.mark.parametrize(
    "door",
    [
        *(
            "/klynger/",
            "/en/clusters/",
            "/kart/",
            "/kart.geojson",
            "/virksomheter/",
            "/klynger.csv",
            "/en/clusters.csv",
            "/virksomheter.csv",
            "/klynger.xlsx",
            "/en/organisations.xlsx",
            "/klynger.json",
            "/en/organisations.geojson",
        ),
        *("/api/v1/clusters/", "/api/v1/organisations/"),
    ],
)
def test_what_does_not_exist_is_refused_at_every_door(client: Client, door: str, query: str) -> None:
    assert client.get(f"{door}?{query}").status_code == 400


@pytest.mark.parametrize("publication", [Publication.DRAFT, Publication.IN_REVIEW, Publication.WITHDRAWN])
@pytest.mark.parametrize("door", [clusters_on_pages, clusters_in_api, clusters_in_file])
def test_unpublished_cluster_is_at_no_door(client: Client, door: Door, publication: str) -> None:
    assert "gce-node" in door(client, "q=node")

    Cluster.objects.filter(slug="gce-node").update(publication=publication)

    assert "gce-node" not in door(client, "q=node")
    assert "gce-node" not in door(client, "")
