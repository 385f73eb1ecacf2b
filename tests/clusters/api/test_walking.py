"""Lists of the API walked from end to end by ``cursor``."""

from typing import Any

import pytest
from django.test import Client

from clusters.choices import OrganisationKind
from clusters.models import Cluster, Organisation
from tests.clusters.api.reading import get, problem, walk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/clusters/?region=46&status=active&status=unconfirmed",
        "/clusters/?q=klynge",
        "/clusters/?as_of=2016-08-17&q=sjomat",
        "/organisations/?kind=knowledge-institution",
        "/organisations/?q=universitetet",
        "/organisations/?q=%F0%9F%98%80",
        "/memberships/?cluster=gce-node",
        "/regions/?level=municipality",
        "/tiers/",
    ],
)
def test_walk_meets_every_row_of_the_list_once_in_the_order_of_ids(client: Client, address: str) -> None:
    mark = "&" if "?" in address else "?"
    rows = walk(client, f"/api/v1{address}{mark}cursor=*&page_size=3")

    listed = walk(client, f"/api/v1{address}")
    keys = [key(row) for row in rows]
    assert sorted(keys) == sorted(key(row) for row in listed)
    assert len(set(keys)) == len(keys)
    if rows and "id" in rows[0]:
        assert keys == sorted(keys)


def key(row: dict[str, Any]) -> Any:
    return row.get("id", row.get("code"))


def test_walk_says_on_every_page_how_many_rows_there_were_when_it_began(client: Client) -> None:
    first = get(client, "/clusters/", {"cursor": "*", "page_size": 30})
    Cluster.objects.order_by("-pk")[0].delete()
    second = client.get(first["next"]).json()

    assert first["count"] == second["count"] == 80
    assert (first["previous"], second["previous"]) == (None, None)


def test_walk_goes_beyond_the_hits_that_are_counted(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clusters.composition.CAP", 20)
    names = [f"Åsgard Prøveselskap {number} AS" for number in range(60)]
    Organisation.objects.bulk_create(Organisation(name=name, kind=OrganisationKind.COMPANY) for name in names)

    first = get(client, "/organisations/", {"q": "prøveselskap", "cursor": "*", "page_size": 25})
    rows = walk(client, "/api/v1/organisations/?q=prøveselskap&cursor=*&page_size=25")

    assert not first["count_is_exact"]
    assert [row["name"] for row in rows] == names


def test_walk_misses_nothing_when_records_are_renamed_meanwhile(client: Client) -> None:
    before = {row["id"] for row in walk(client, "/api/v1/clusters/")}
    first = get(client, "/clusters/", {"cursor": "*", "page_size": 40})
    Cluster.objects.filter(pk__in=[row["id"] for row in first["results"]]).update(name="Østfold til slutt")

    rest = walk(client, first["next"])

    met = [row["id"] for row in [*first["results"], *rest]]
    assert sorted(met) == sorted(before)


@pytest.mark.parametrize(
    ("query", "parameter", "said"),
    [
        ("cursor=abc", "cursor", "Begin with “*”"),
        ("cursor=", "cursor", "has no value"),
        ("cursor=eyJsYXN0IjotMSwiY291bnQiOjF9", "cursor", "Begin with “*”"),
        ("cursor=eyJsYXN0IjoiMSIsImNvdW50IjoxfQ==", "cursor", "Begin with “*”"),
        ("cursor=W10=", "cursor", "Begin with “*”"),
        ("cursor=*&page=2", "page", "no meaning together with"),
        ("cursor=*&ordering=name", "ordering", "no meaning together with"),
        ("cursor=*&cursor=*", "cursor", "only once"),
        ("cursor=*&page_size=501", "page_size", "500"),
    ],
)
def test_walk_refuses_what_no_answer_has_given(client: Client, query: str, parameter: str, said: str) -> None:
    fault = problem(client, f"/clusters/?{query}", 400)["errors"][0]

    assert fault["parameter"] == parameter
    assert said in fault["detail"]


@pytest.mark.parametrize(
    "address", ["/klynger/?cursor=*", "/klynger.csv?cursor=*", "/api/v1/clusters/gce-node/?cursor=*"]
)
def test_walk_is_for_the_lists_of_the_api_alone(client: Client, address: str) -> None:
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("query", ["page_size=2", "page_size=2&cursor=*"])
def test_next_page_asks_what_was_asked_though_the_client_did_not_encode_it(client: Client, query: str) -> None:
    first = client.get("/api/v1/clusters/?" + query, QUERY_STRING=f"q=sjømat&{query}".encode().decode("latin-1")).json()

    assert "q=sj%C3%B8mat&" in first["next"]
    assert client.get(first["next"]).json()["count"] == first["count"]
