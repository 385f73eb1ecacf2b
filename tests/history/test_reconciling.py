"""Rows that are not as their last event says, made where no public door leads: as the owner, triggers switched off."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from clusters.models import Cluster
from history.ownership import as_owner
from history.reconciling import reconcile


@pytest.mark.django_db
def test_every_row_of_the_real_registry_is_as_its_last_event_says(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("reconcile_history")

    said = capsys.readouterr().out
    assert "clusters.Cluster: as recorded" in said
    assert "staff.User: as recorded" in said
    assert said.endswith("Every row is as its last event says.\n")


@pytest.mark.django_db
def test_what_the_application_writes_and_deletes_stays_reconciled() -> None:
    Cluster.objects.filter(slug="gce-node").update(acronym="NODE")
    Cluster.objects.get(slug="bluelight").delete()

    assert [outcome.model for outcome in reconcile(1) if outcome.count] == []


@pytest.mark.django_db(transaction=True)
def test_reconcile_names_what_was_written_past_the_triggers(capsys: pytest.CaptureFixture[str]) -> None:
    node = Cluster.objects.get(slug="gce-node").pk
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "UPDATE clusters_cluster SET acronym = 'Uskrevet', website = 'https://example.no' WHERE slug = 'gce-node'"
        )
        cursor.execute("DELETE FROM regions_regionsuccession")
        gone = cursor.rowcount
        cursor.execute(
            "INSERT INTO clusters_clustersector (cluster_id, sector_id)"
            " SELECT cluster.id, sector.id FROM clusters_cluster cluster, clusters_sector sector"
            " WHERE cluster.slug = 'gce-node' AND sector.slug = 'media'"
        )

    with pytest.raises(CommandError, match=f"{gone + 2} rows are not as their last event says"):
        call_command("reconcile_history", "--most=2", verbosity=0)

    said = capsys.readouterr().out
    assert f"clusters.Cluster {node} differs from its last event in " in said
    assert "acronym" in said
    assert "website" in said
    assert "has no event at all" in said
    assert f"regions.RegionSuccession: {gone} differ" in said
    assert f"… and {gone - 2} more" in said
