"""`fields` and `updated_since`, which every list of the API takes; records that are gone or merged."""

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from clusters.models import Cluster, ClusterName, Membership, Organisation, Sector, TierPeriod
from programmes.models import Appropriation, EffectFinding, Programme, ProgrammeOwner, Tier
from published.models import PublishedChange
from regions.models import Region
from support.models import Grant, Indicator, Observation
from tests.clusters.api.reading import get, problem, walk

pytestmark = pytest.mark.django_db
MODELS: dict[str, Any] = {
    "clusters": Cluster,
    "organisations": Organisation,
    "memberships": Membership,
    "clusters/gce-node/members": Membership,
    "sectors": Sector,
    "tiers": Tier,
    "programmes": Programme,
    "owners": ProgrammeOwner,
    "appropriations": Appropriation,
    "effects": EffectFinding,
    "grants": Grant,
    "indicators": Indicator,
    "observations": Observation,
    "regions": Region,
}
RECORDS = ("clusters/gce-node", "organisations/915453929", "tiers/gce", "regions/46", "regions/1201", "sectors/ocean")


@pytest.mark.parametrize("name", MODELS)
def test_fields_narrow_every_list_to_what_is_asked(client: Client, name: str) -> None:
    whole = get(client, f"/{name}/", {"page_size": 3})["results"]
    asked = [field for field in whole[0] if field not in {"url", "id"}][:3]

    narrow = get(client, f"/{name}/", {"page_size": 3, "fields": ",".join(reversed(asked))})["results"]
    repeated = get(client, f"/{name}/", {"page_size": 3, "fields": asked})["results"]

    assert narrow == repeated == [{field: row[field] for field in asked} for row in whole]
    assert [*narrow[0]] == asked


@pytest.mark.parametrize("name", RECORDS)
def test_fields_narrow_every_record_to_what_is_asked(client: Client, name: str) -> None:
    whole = get(client, f"/{name}/")

    for field in whole:
        assert get(client, f"/{name}/", {"fields": field}) == {field: whole[field]}


def test_fields_of_a_record_are_more_than_those_of_its_row(client: Client) -> None:
    fault = problem(client, "/clusters/?fields=tier_periods", 400)["errors"][0]

    assert [*get(client, "/clusters/gce-node/", {"fields": "tier_periods"})] == ["tier_periods"]
    assert fault["parameter"] == "fields"


def test_field_that_does_not_exist_is_refused_with_the_nearest(client: Client) -> None:
    fault = problem(client, "/clusters/?fields=name,sumary", 400)["errors"][0]

    assert (fault["parameter"], fault["value"], fault["nearest"]) == ("fields", "sumary", "summary")


@pytest.mark.parametrize("address", ["/klynger/?fields=name", "/klynger/?updated_since=x", "/klynger.atom?fields=name"])
def test_fields_are_for_the_api_and_files_not_for_pages_and_feeds(client: Client, address: str) -> None:
    assert client.get(address).status_code == 400
    assert client.get("/klynger.csv?fields=name").status_code == 200


@pytest.mark.parametrize("name", MODELS)
def test_updated_since_finds_in_every_list_what_the_stream_tells_of(client: Client, name: str) -> None:
    moment = timezone.now()
    before = PublishedChange.objects.order_by("recorded_at").values_list("recorded_at", flat=True)[0]

    everything = get(client, f"/{name}/")["count"]

    assert get(client, f"/{name}/", {"updated_since": before.isoformat()})["count"] == everything > 0
    assert get(client, f"/{name}/", {"updated_since": moment.isoformat()})["results"] == []
    assert walk(client, f"/api/v1/{name}/?cursor=*&updated_since={quote(moment.isoformat())}") == []


def test_updated_since_counts_what_stands_in_a_record_and_has_no_address_of_its_own(client: Client) -> None:
    PublishedChange.objects.update(recorded_at="2020-01-01T00:00:00Z")
    node = Cluster.objects.get(slug="gce-node")
    unknown: dict[str, Any] = {"period": None, "start_precision": "unknown", "end_precision": "unknown"}

    ClusterName.objects.create(cluster=node, name="Sørlandets kompetansesenter", **unknown)
    TierPeriod.objects.filter(cluster__slug="nce-eyde").update(note="Forlenget")
    Cluster.objects.filter(slug="biotech-north").update(email="post@biotech.no")
    Membership.objects.filter(cluster__slug="nce-raufoss").update(role_in_source="partner")

    since = {"updated_since": "2026-01-01"}
    assert {row["slug"] for row in get(client, "/clusters/", since)["results"]} >= {"gce-node", "nce-eyde"}
    assert "nce-raufoss" not in {row["slug"] for row in get(client, "/clusters/", since)["results"]}
    assert get(client, "/organisations/", since)["count"] == 0
    assert (
        get(client, "/memberships/", since)["count"] == Membership.objects.filter(cluster__slug="nce-raufoss").count()
    )
    assert get(client, "/clusters/", {**since, "q": "node"})["count"] == 1


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("2026-13-01", None),
        ("i går", None),
        ("2026-01-31T12:00:00 01:00", "2026-01-31T12:00:00+01:00"),
        ("0001-01-01T00:00:00+23:59", None),
        ("20260131T25", None),
    ],
)
def test_moment_that_there_is_not_is_refused(client: Client, text: str, near: str | None) -> None:
    fault = problem(client, f"/clusters/?updated_since={quote(text)}", 400)["errors"][0]

    assert (fault["parameter"], fault["nearest"]) == ("updated_since", near)
    assert "2026-01-31T12:00:00Z" in fault["detail"]


def test_membership_that_was_removed_is_gone(client: Client) -> None:
    membership = Membership.objects.filter(cluster__slug="gce-node").order_by("pk")[0]
    address = f"/memberships/{membership.pk}/"

    membership.delete()

    assert "has been withdrawn" in problem(client, address, 410)["detail"]


def test_organisation_that_was_deleted_is_gone_by_id_and_by_number(client: Client) -> None:
    members = Organisation.objects.exclude(organisation_number="").filter(hosted=None, grants=None)
    organisation = members.filter(memberships__cluster__slug="gce-node").earliest("pk")
    keys = (organisation.pk, organisation.organisation_number)

    organisation.memberships.all().delete()
    organisation.delete()

    assert all("has been withdrawn" in problem(client, f"/organisations/{key}/", 410)["detail"] for key in keys)
    problem(client, "/organisations/974767880/", 404)


def test_organisation_that_was_merged_leads_on_and_says_so(client: Client) -> None:
    kept, other = Organisation.objects.filter(memberships__isnull=True).order_by("pk")[:2]
    Organisation.objects.filter(pk=other.pk).update(merged_into=kept)

    answer = client.get(f"/api/v1/organisations/{other.pk}/?fields=name")

    assert answer.status_code == 301
    assert answer["Location"] == f"http://testserver/api/v1/organisations/{kept.pk}/?fields=name"
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.json()["merged_into"], answer.json()["status"]) == (kept.pk, 301)
    assert "merged into" in answer.json()["detail"]
