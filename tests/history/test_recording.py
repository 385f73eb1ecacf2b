from typing import Any

import pghistory
import pytest
from django.apps import apps
from django.db import connection, models
from pghistory.core import event_models as all_event_models

from bundle.writing import loading
from clusters.models import Cluster

pytestmark = pytest.mark.django_db

OWN_APPS = ("access", "imports", "regions", "programmes", "clusters", "staff", "corrections", "support", "workplace")
#: Kept by the database itself from tables that are recorded.
DERIVED = {
    "ClusterWord",
    "FormerSlug",
    "MemberPlace",
    "MemberTally",
    "OrganisationTally",
    "OrganisationWord",
    "Participation",
    "Presence",
    "RegionArea",
    "RegionLineage",
    "Standing",
    "TierTally",
}
#: Counts of a day that nobody is to look back at, and rows of files that wait to be written.
FORGOTTEN = {"SenderHour", "StagedRow"}
#: Is history itself, and only added to.
LOGS = {"SecurityEvent"}


def event_models() -> list[Any]:
    """Every event model; what the library adds to it is in no type."""
    return list(all_event_models())


def events_of(row: models.Model) -> Any:
    """The row's history, oldest first."""
    return vars(type(row))["events"].__get__(row).order_by("pgh_id")


def own_tables() -> list[type[models.Model]]:
    events = set(event_models())
    found = [model for label in OWN_APPS for model in apps.get_app_config(label).get_models()]
    unrecorded = DERIVED | FORGOTTEN | LOGS
    return [
        model for model in found if model not in events and not model._meta.proxy and model.__name__ not in unrecorded
    ]


def test_every_table_of_ours_has_its_history() -> None:
    tracked = {event.pgh_tracked_model for event in event_models()}

    assert [model.__name__ for model in own_tables() if model not in tracked] == []


@pytest.mark.parametrize(
    "write",
    [
        lambda: Cluster.objects.filter(slug="gce-node").update(website="https://example.no"),
        lambda: Cluster.objects.bulk_update([_with_website("gce-node")], ["website"]),
        lambda: connection.cursor().execute(
            "UPDATE clusters_cluster SET website = 'https://example.no' WHERE slug = 'gce-node'"
        ),
    ],
    ids=["bulk update", "bulk_update", "raw SQL"],
)
def test_history_sees_every_way_of_writing(write: "object") -> None:
    before = Cluster.objects.get(slug="gce-node")

    with pghistory.context(user=7, reason="flyttet nettsted"):
        write()  # type: ignore[operator]

    event = events_of(before).last()
    assert (event.pgh_label, event.website) == ("update", "https://example.no")
    assert event.pgh_context == {"user": 7, "reason": "flyttet nettsted"}
    assert Cluster.objects.get(slug="gce-node").updated_at > before.updated_at


def _with_website(slug: str) -> Cluster:
    cluster = Cluster.objects.get(slug=slug)
    cluster.website = "https://example.no"
    return cluster


def test_a_write_that_changes_nothing_leaves_no_trace() -> None:
    before = Cluster.objects.get(slug="gce-node")

    Cluster.objects.filter(slug="gce-node").update(name=before.name)

    assert events_of(before).filter(pgh_label="update").count() == 0
    assert Cluster.objects.get(slug="gce-node").updated_at == before.updated_at


def test_history_survives_the_deletion_of_the_row() -> None:
    cluster = Cluster.objects.get(slug="bluelight")
    events = type(events_of(cluster).first())

    cluster.delete()

    assert events.objects.filter(slug="bluelight").order_by("pgh_id").last().pgh_label == "delete"


def test_the_load_is_recorded_as_the_load() -> None:
    with loading():
        Cluster.objects.filter(slug="gce-node").update(acronym="NODE")

    assert events_of(Cluster.objects.get(slug="gce-node")).last().pgh_context == {"command": "load_registry"}


def test_passwords_are_not_kept_in_history() -> None:
    user_events = next(event for event in event_models() if event.__name__ == "UserEvent")

    assert {"password", "last_login"} & {field.name for field in user_events._meta.fields} == set()
