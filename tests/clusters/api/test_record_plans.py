"""A record is found by an index, whichever key it is asked for by: its statement is planned before the key is known."""

import pytest
from django.db import connection
from django.test import Client

from benchmarks.plans import plan, read_whole
from benchmarks.replays import listening
from clusters.models import Cluster, Organisation


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["id", "slug"])
def test_cluster_is_found_by_an_index(client: Client, key: str) -> None:
    found = Cluster.objects.published()[0]

    assert _read_whole(client, f"clusters/{getattr(found, key)}") == []


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["id", "organisation_number"])
def test_organisation_is_found_by_an_index(client: Client, key: str) -> None:
    found = Organisation.objects.exclude(organisation_number="").filter(merged_into=None)[0]

    assert _read_whole(client, f"organisations/{getattr(found, key)}") == []


def _read_whole(client: Client, record: str) -> list[str]:
    """The tables that grow with the registry and are read whole for the record, where an index could serve."""
    with listening() as statements:
        assert client.get(f"/api/v1/{record}/").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plans = [plan(asked.text) for asked in statements if asked.how == "raw"]
    assert plans
    return [table for found in plans for table in read_whole(found) if table.startswith("clusters_")]
