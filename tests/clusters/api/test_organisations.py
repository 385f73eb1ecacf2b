import pytest
from django.test import Client

from clusters.models import Organisation
from tests.clusters.api.reading import API, get, walk

pytestmark = pytest.mark.django_db


def test_organisation_is_found_by_number_and_by_id(client: Client) -> None:
    by_number = get(client, "/organisations/915453929/")

    assert by_number["name"] == "GCE NODE Service AS"
    assert get(client, f"/organisations/{by_number['id']}/") == by_number
    assert [line["cluster"]["slug"] for line in by_number["hosted"]] == ["gce-node"]


def test_merged_organisation_redirects_to_what_it_became(client: Client) -> None:
    last, between = Organisation.objects.order_by("pk")[:2]
    between.merged_into = last
    between.save()
    first = Organisation.objects.create(name="Ålesund Verft", merged_into=between)

    response = client.get(f"{API}/organisations/{first.pk}/")

    assert response.status_code == 301
    assert response.headers["Location"] == f"http://testserver{API}/organisations/{last.pk}/"
    assert first.pk not in {row["id"] for row in walk(client, f"{API}/organisations/?page_size=500")}


def test_organisations_by_kind_and_cluster(client: Client) -> None:
    rows = walk(client, f"{API}/organisations/?kind=knowledge-institution&kind=public-body")

    assert {row["kind"] for row in rows} == {"knowledge-institution", "public-body"}


def test_members_of_a_cluster_are_the_memberships_of_the_cluster(client: Client) -> None:
    members = walk(client, f"{API}/clusters/nce-eyde/members/")
    memberships = walk(client, f"{API}/memberships/?cluster=nce-eyde")

    assert members == memberships
    assert members
    assert {row["cluster"]["slug"] for row in members} == {"nce-eyde"}


def test_memberships_by_organisation_number_with_spaces(client: Client) -> None:
    number = Organisation.objects.filter(memberships__isnull=False).exclude(organisation_number="").first()
    assert number is not None
    spaced = " ".join(number.organisation_number[i : i + 3] for i in (0, 3, 6))

    rows = get(client, "/memberships/", {"organisation": spaced})["results"]

    assert {row["organisation"]["id"] for row in rows} == {number.pk}
