from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clusters.choices import Publication
from clusters.models import Cluster, ClusterName
from tests.clusters.api.reading import API, get, slugs, walk

pytestmark = pytest.mark.django_db
THREE_GCE = ["gce-blue-maritime", "gce-node", "gce-ocean-technology"]


def test_clusters_as_of_august_2016_has_the_three_gce(client: Client) -> None:
    page = get(client, "/clusters/", {"tier": "gce", "as_of": "2016-08-17"})

    assert page["count"] == 3
    assert sorted(slugs(page["results"])) == THREE_GCE
    assert {row["status"] for row in page["results"]} == {"active"}


def test_clusters_list_all_published_ones_over_its_pages(client: Client) -> None:
    rows = walk(client, f"{API}/clusters/?page_size=30")

    assert len(rows) == Cluster.objects.published().count()
    assert len(set(slugs(rows))) == len(rows)


def test_clusters_old_and_new_county_find_the_same_seat(client: Client) -> None:
    today = slugs(walk(client, f"{API}/clusters/?region=46"))
    then = slugs(walk(client, f"{API}/clusters/?region=12&as_of=2016-08-17"))

    assert "gce-ocean-technology" in today
    assert "gce-ocean-technology" in then


def test_cluster_seat_is_told_by_the_regions_of_the_day(client: Client) -> None:
    now = get(client, "/clusters/gce-ocean-technology/")["seat"]
    then = get(client, "/clusters/gce-ocean-technology/", {"as_of": "2016-08-17"})["seat"]

    assert [county["name"]["nb"] for county in now["counties"]] == ["Vestland"]
    assert [county["code"] for county in then["counties"]] == ["12"]


def test_cluster_has_every_field_of_its_row_and_its_history(client: Client) -> None:
    row = next(row for row in walk(client, f"{API}/clusters/") if row["slug"] == "gce-node")

    record = get(client, "/clusters/gce-node/")

    assert row.items() <= record.items()
    assert [period["tier"]["code"] for period in record["tier_periods"]] == ["nce", "gce"]
    assert record["tier_periods"][0]["period"] == {
        "start": "2009-06-11",
        "end": "2014-06-18",
        "start_precision": "day",
        "end_precision": "year",
    }


def test_cluster_is_found_by_slug_and_by_id(client: Client) -> None:
    by_slug = get(client, "/clusters/gce-node/")

    assert get(client, f"/clusters/{by_slug['id']}/") == by_slug
    assert by_slug["url"] == f"http://testserver{API}/clusters/gce-node/"
    assert by_slug["html_url"] == "http://testserver/klynger/gce-node/"


def test_cluster_old_slug_redirects_with_its_query_string(client: Client) -> None:
    cluster = Cluster.objects.get(slug="gce-ocean-technology")
    ClusterName.objects.create(cluster=cluster, name="Undervannsklyngen", slug="nce-undervann", **UNKNOWN)

    record = client.get(f"{API}/clusters/nce-undervann/?as_of=2016-08-17")
    members = client.get(f"{API}/clusters/nce-undervann/members/")

    assert record.status_code == members.status_code == 301
    assert record.headers["Location"] == f"http://testserver{API}/clusters/gce-ocean-technology/?as_of=2016-08-17"
    assert members.headers["Location"] == f"http://testserver{API}/clusters/gce-ocean-technology/members/"


UNKNOWN: dict[str, Any] = {"period": None, "start_precision": "unknown", "end_precision": "unknown"}


def test_cluster_before_it_entered_is_not_there(client: Client) -> None:
    assert client.get(f"{API}/clusters/gce-node/?as_of=2005-01-01").status_code == 404


def test_cluster_names_what_it_came_from_and_became(client: Client) -> None:
    aquatech = get(client, "/clusters/nce-aquatech-cluster/")
    akvarena = get(client, "/clusters/akvarena/")

    assert sorted(line["cluster"]["slug"] for line in aquatech["predecessors"]) == ["akvarena", "smart-water-cluster"]
    assert [line["cluster"]["slug"] for line in akvarena["successors"]] == ["nce-aquatech-cluster"]


@pytest.mark.parametrize("query", ["", "tier=gce&tier=nce", "region=46&sector=ocean&status=unconfirmed", "q=hav"])
def test_clusters_take_at_most_four_queries_beside_that_of_the_edition_whatever_the_rows(
    client: Client, query: str
) -> None:
    counts = []
    for size in (1, 30):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{API}/clusters/?page_size={size}&{query}")
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 1 + 4


def test_clusters_of_a_member(client: Client) -> None:
    member = get(client, "/clusters/gce-node/members/")["results"][0]["organisation"]

    rows = walk(client, f"{API}/clusters/?organisation={member['id']}")

    assert "gce-node" in slugs(rows)


def test_unpublished_cluster_is_in_no_answer(client: Client) -> None:
    hidden = Cluster.objects.get(slug="nce-aquatech-cluster")
    hidden.publication = Publication.WITHDRAWN
    hidden.save()
    member = hidden.memberships.first()

    assert hidden.slug not in slugs(walk(client, f"{API}/clusters/"))
    assert client.get(f"{API}/clusters/{hidden.slug}/").status_code == 410
    assert client.get(f"{API}/clusters/{hidden.pk}/").status_code == 410
    assert client.get(f"{API}/clusters/{hidden.slug}/members/").status_code == 410
    assert client.get(f"{API}/memberships/?cluster={hidden.slug}").status_code == 400
    assert get(client, "/clusters/akvarena/")["successors"] == []
    assert all(row["cluster"]["slug"] != hidden.slug for row in walk(client, f"{API}/memberships/?page_size=500"))
    if member:
        record = get(client, f"/organisations/{member.organisation_id}/")
        assert all(line["cluster"]["slug"] != hidden.slug for line in record["memberships"])
