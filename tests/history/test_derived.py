"""What the database works out from other rows is no change of the record: no event, and no new date of change."""

from collections.abc import Callable
from typing import Any

import pghistory
import pytest
from pghistory.core import event_models

from clusters.models import Cluster, ClusterName, ClusterSector, HostPeriod, Organisation, OrganisationName, Sector
from history.derived import Derived
from regions.models import Region, RegionSuccession

pytestmark = pytest.mark.django_db
YEARLESS: dict[str, Any] = {"period": None, "start_precision": "unknown", "end_precision": "unknown"}
SLUG = "gce-ocean-technology"


def event_tables() -> list[Any]:
    """Every event model; what the library adds to it is in no type."""
    return list(event_models())


def events() -> dict[str, int]:
    """How many events the records of both catalogues have."""
    tracked = {event.pgh_tracked_model: event for event in event_tables()}
    return {model.__name__: tracked[model].objects.count() for model in (Cluster, Organisation)}


def dates_of_change() -> dict[str, dict[int, Any]]:
    return {
        model.__name__: dict(model._default_manager.values_list("pk", "updated_at"))
        for model in (Cluster, Organisation)
    }


def _names(model: Any, kind: type[Any]) -> set[str]:
    return {field.name for field in model._meta.fields if isinstance(field, kind)}


def add_former_name() -> None:
    ClusterName.objects.create(cluster=Cluster.objects.get(slug=SLUG), name="Bergen Dykkerlaug", **YEARLESS)


def add_sector() -> None:
    ClusterSector.objects.create(cluster=Cluster.objects.get(slug=SLUG), sector=Sector.objects.get(slug="health"))


def add_host() -> None:
    host = Organisation.objects.get(name="Equinor")
    HostPeriod.objects.create(cluster=Cluster.objects.get(slug=SLUG), organisation=host, **YEARLESS)


def add_name_of_organisation() -> None:
    OrganisationName.objects.create(organisation=Organisation.objects.get(name="Equinor"), name="Statoil")


def rename_sector() -> None:
    Sector.objects.filter(slug="ocean").update(name_nb="Havnæringer")


def rename_county() -> None:
    Region.objects.filter(code="12").update(name_nb="Bjørgvin")


def cut_lineage() -> None:
    RegionSuccession.objects.filter(predecessor__name_nb="Bergen").delete()


@pytest.mark.parametrize(
    "change",
    [
        *(add_former_name, add_sector, add_host, add_name_of_organisation, rename_sector, rename_county, cut_lineage),
        lambda: Cluster.objects.update(other_names="x", related_words="x", sector_slugs=["x"]),
        lambda: Organisation.objects.update(other_names="x", related_words="x"),
    ],
)
def test_what_follows_from_other_rows_leaves_no_event_and_no_date_of_change(change: Callable[[], object]) -> None:
    before = (events(), dates_of_change())

    change()

    assert (events(), dates_of_change()) == before


def test_renaming_a_host_changes_the_organisation_and_not_its_cluster() -> None:
    cluster = Cluster.objects.get(slug="gce-node")
    before = events()

    Organisation.objects.filter(hosted__cluster=cluster).update(name="Sørlandets Borelaug AS")

    after = events()
    assert after == {"Cluster": before["Cluster"], "Organisation": before["Organisation"] + 1}
    assert Cluster.objects.get(pk=cluster.pk).updated_at == cluster.updated_at
    assert "Sørlandets Borelaug AS" in Cluster.objects.get(pk=cluster.pk).related_words


def test_change_of_the_record_is_recorded_once_whatever_follows_from_it() -> None:
    cluster = Cluster.objects.get(slug=SLUG)
    before = events()

    with pghistory.context(reason="flyttet"):
        Cluster.objects.filter(pk=cluster.pk).update(acronym="GCEOT", seat=Region.objects.get(code="1804"))

    assert events()["Cluster"] == before["Cluster"] + 1
    assert Cluster.objects.get(pk=cluster.pk).updated_at > cluster.updated_at


def test_derived_columns_are_in_no_event_table() -> None:
    derived = {event: _names(event.pgh_tracked_model, Derived) for event in event_tables()}

    kept = {event: names & _names(event, object) for event, names in derived.items()}

    assert sum(map(len, derived.values())) == 5
    assert [event for event, names in kept.items() if names] == []
