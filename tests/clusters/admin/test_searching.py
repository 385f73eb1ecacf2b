"""The search boxes of the admin find by the registry's own search."""

import re
from typing import Any

import pytest
from django.db import models
from django.urls import reverse

from clusters.models import (
    Cluster,
    ClusterName,
    ClusterSuccession,
    Company,
    HostPeriod,
    Membership,
    Organisation,
    TierPeriod,
)
from tests.staff.people import logged_in

pytestmark = pytest.mark.django_db

ROW = re.compile(r'name="_selected_action" value="(\d+)"')


def found(model: type[models.Model], words: str) -> list[Any]:
    address = reverse(f"admin:clusters_{model._meta.model_name}_changelist")
    page = logged_in(name=f"{model._meta.model_name}.{len(words)}").get(address, {"q": words}).content.decode()
    return [model._default_manager.get(pk=key) for key in ROW.findall(page)]


def test_a_cluster_is_found_by_a_former_name_and_without_norwegian_letters() -> None:
    assert "GCE Ocean Technology" in [str(row) for row in found(Cluster, "nce subsea")]
    assert "Sjømatklyngen Nord" in [str(row) for row in found(Cluster, "sjomat nord")]


def test_an_organisation_is_found_by_its_number_in_every_list_of_organisations() -> None:
    assert [row.name for row in found(Organisation, "882 774 562")] == ["SINTEF Manufacturing AS"]
    assert found(Company, "882 774 562") == list(Company.objects.filter(organisation_number="882774562"))


def test_a_membership_is_found_by_its_cluster_and_by_its_organisation() -> None:
    assert {row.cluster.slug for row in found(Membership, "gce node mhwirth")} == set()
    assert {row.cluster.slug for row in found(Membership, "gcenode.no")} == {"gce-node"}
    assert {row.organisation.name for row in found(Membership, "mhwirth")} == {"MHWirth AS"}


@pytest.mark.parametrize("model", [ClusterName, TierPeriod])
def test_a_part_of_a_cluster_is_found_by_what_finds_the_cluster(model: Any) -> None:
    rows = found(model, "subsea bergen")

    assert rows
    assert {row.cluster.slug for row in rows} == {"gce-ocean-technology"}


def test_hosts_and_successions_are_found_by_either_party() -> None:
    assert {row.cluster.slug for row in found(HostPeriod, "915453929")} == {"gce-node"}
    assert {row.successor.slug for row in found(ClusterSuccession, "akvarena")} == {"nce-aquatech-cluster"}


def test_a_row_is_found_by_its_own_texts() -> None:
    assert {row.cluster.slug for row in found(TierPeriod, "named gce on 18 june 2014")} >= {"gce-node"}
