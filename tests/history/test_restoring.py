"""The way back on the history page: a change undone, an older version, a deleted record with its parts."""

from typing import Any

import pghistory
import pytest

from clusters.models import Cluster, ClusterName, Membership
from history.events import event_model
from review.models import Revision
from staff.models import Role
from tests.staff.people import filled, logged_in

pytestmark = pytest.mark.django_db
YEARLESS: dict[str, Any] = {"period": None, "start_precision": "unknown", "end_precision": "unknown"}


def draft() -> Cluster:
    """GCE NODE as a draft, so that what is written stands at once."""
    Cluster.objects.filter(slug="gce-node").update(publication="draft")
    return Cluster.objects.get(slug="gce-node")


def pages(cluster: Cluster) -> str:
    return f"/admin/clusters/cluster/{cluster.pk}"


def last_change(cluster: Cluster) -> str:
    events: Any = event_model(Cluster)
    return f"?change={events.objects.filter(pgh_obj_id=cluster.pk).order_by('-pgh_id')[0].pgh_context_id}"


def test_a_save_is_undone_with_everything_it_changed() -> None:
    cluster, client = draft(), logged_in(Role.EDITOR, "innovasjon-norge")
    ClusterName.objects.create(cluster=cluster, name="Borelauget", **YEARLESS)
    data = filled(client.get(f"{pages(cluster)}/change/").content)
    number = next(name for name, value in data.items() if value == "Borelauget").split("-")[1]
    client.post(f"{pages(cluster)}/change/", {**data, "acronym": "NODE", f"names-{number}-DELETE": "on"})
    assert not cluster.names.filter(name="Borelauget").exists()
    address = f"{pages(cluster)}/restore/{last_change(cluster)}"
    assert address.split("admin")[1] in client.get(f"{pages(cluster)}/history/").content.decode()

    shown = client.get(address)
    without = client.post(address, {})
    assert {row.kind for row in shown.context["rows"]} == {"Klynge", "Annet navn"}
    assert without.status_code == 200
    done = client.post(address, {"_reason": "Feil klynge."})

    cluster.refresh_from_db()
    assert (done.status_code, cluster.acronym) == (302, "")
    assert cluster.names.filter(name="Borelauget").exists()


def test_what_was_changed_since_is_asked_about() -> None:
    cluster, client = draft(), logged_in(Role.EDITOR, "innovasjon-norge")
    client.post(
        f"{pages(cluster)}/change/", {**filled(client.get(f"{pages(cluster)}/change/").content), "acronym": "N"}
    )
    address = f"{pages(cluster)}/restore/{last_change(cluster)}"
    # In a test all is one transaction, in which PostgreSQL keeps the context of the request.
    with pghistory.context(reason="noe annet"):
        Cluster.objects.filter(pk=cluster.pk).update(acronym="NODE")

    told = client.post(address, {"_reason": "Feil."})
    (choice,) = told.context["decisions"]
    cluster.refresh_from_db()
    assert (cluster.acronym, choice.theirs_shown) == ("NODE", "NODE")

    client.post(address, {"_reason": "Feil.", choice.name: "yours"})
    cluster.refresh_from_db()
    assert cluster.acronym == ""


def test_a_deleted_cluster_is_found_and_brought_back_with_its_parts() -> None:
    cluster, client = draft(), logged_in(Role.EDITOR, "innovasjon-norge")
    members = Membership.objects.filter(cluster=cluster).count()
    client.post(f"{pages(cluster)}/delete/", {"post": "yes", "_reason": "Dobbelt."})
    assert not Cluster.objects.filter(pk=cluster.pk).exists()

    listed = client.get("/admin/clusters/cluster/deleted/").context["deleted"]
    assert [(row["name"], row["reason"]) for row in listed] == [("GCE NODE", "Dobbelt.")]
    client.post(f"{pages(cluster)}/restore/?change={listed[0]['context']}", {"_reason": "Det var ikke den."})

    assert Membership.objects.filter(cluster=cluster).count() == members > 0
    assert Cluster.objects.get(slug="gce-node").pk == cluster.pk


def test_a_published_record_is_brought_back_by_two() -> None:
    cluster = Cluster.objects.get(slug="gce-node")
    Cluster.objects.filter(pk=cluster.pk).update(acronym="NODE")
    events: Any = event_model(Cluster)
    first = events.objects.filter(pgh_obj_id=cluster.pk).order_by("pgh_id")[0].pgh_created_at
    client = logged_in(Role.EDITOR, "innovasjon-norge")

    client.post(f"{pages(cluster)}/restore/?at={first.isoformat().replace('+', '%2B')}", {"_reason": "Feil navn."})

    (revision,) = Revision.objects.all()
    assert (revision.reason, {change.model for change in revision.changeset}) == ("Feil navn.", {"clusters.cluster"})
    cluster.refresh_from_db()
    assert cluster.acronym == "NODE"


@pytest.mark.parametrize("query", ["", "?change=noe", "?at=i+går", "?at=2016-13-45T00:00:00"])
def test_a_way_back_that_leads_nowhere_is_no_page(query: str) -> None:
    client = logged_in(Role.EDITOR, "innovasjon-norge")

    assert client.get(f"{pages(draft())}/restore/{query}").status_code == 404


def test_the_way_back_is_for_those_who_may_change_the_record() -> None:
    cluster = draft()
    Cluster.objects.filter(pk=cluster.pk).update(acronym="NODE")

    for role, owner in [(Role.READER, "innovasjon-norge"), (Role.PUBLISHER, "siva")]:
        client = logged_in(role, owner)
        assert client.post(f"{pages(cluster)}/restore/{last_change(cluster)}", {"_reason": "x"}).status_code == 403
        assert "/restore/" not in client.get(f"{pages(cluster)}/history/").content.decode()
