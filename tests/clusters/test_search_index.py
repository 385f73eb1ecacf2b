"""What records are found by is never stale, whatever path a change takes, and is no change of the record itself."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from psycopg.sql import SQL, Identifier

from clusters.models import (
    Cluster,
    ClusterName,
    ClusterSector,
    ClusterWord,
    HostPeriod,
    Organisation,
    OrganisationName,
    OrganisationWord,
    Sector,
)
from history.valid_time import EndPrecision, StartPrecision

pytestmark = pytest.mark.django_db
YEARLESS: dict[str, Any] = {
    "period": None,
    "start_precision": StartPrecision.UNKNOWN,
    "end_precision": EndPrecision.UNKNOWN,
}


def save(row: Any, column: str, value: str) -> None:
    setattr(row, column, value)
    row.save()


def update(row: Any, column: str, value: str) -> None:
    type(row).objects.filter(pk=row.pk).update(**{column: value})


def raw_sql(row: Any, column: str, value: str) -> None:
    names = {"table": Identifier(row._meta.db_table), "column": Identifier(column)}
    with connection.cursor() as cursor:
        cursor.execute(SQL("UPDATE {table} SET {column} = %s WHERE id = %s").format(**names), [value, row.pk])


every_path = pytest.mark.parametrize("change", [save, update, raw_sql])


def delete_by_raw_sql(name: ClusterName) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM clusters_clustername WHERE id = %s", [name.pk])


def found(text: str) -> set[str]:
    return set(Cluster.objects.search(text).values_list("slug", flat=True))


def found_organisations(text: str) -> set[str]:
    return set(Organisation.objects.search(text).values_list("name", flat=True))


def sector(slug: str) -> Sector:
    return Sector.objects.get(slug=slug)


@pytest.fixture
def node() -> Cluster:
    return Cluster.objects.get(slug="gce-node")


@pytest.fixture
def host(node: Cluster) -> Organisation:
    organisation = Organisation.objects.create(name="Sørlandets Borelaug AS")
    HostPeriod.objects.create(cluster=node, organisation=organisation, **YEARLESS)
    return organisation


@every_path
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", "Tordenskjold boreteknologi"),
        ("acronym", "TORDENSKJOLD"),
        ("summary_nb", "Kraner fra Tordenskjold."),
        ("summary_en", "Cranes by Tordenskjold."),
        ("description_nb", "Om Tordenskjold og hans menn."),
        ("website", "https://www.tordenskjold.no/om-oss"),
    ],
)
def test_cluster_is_found_by_what_its_own_columns_say(
    node: Cluster, change: Callable[..., object], column: str, value: str
) -> None:
    text = "tordenskjold.no" if column == "website" else "tordenskjold"
    assert found(text) == set()

    change(node, column, value)

    assert found(text) == {"gce-node"}


@every_path
def test_cluster_is_found_by_the_words_of_a_former_name_as_long_as_it_has_it(
    node: Cluster, change: Callable[..., object]
) -> None:
    name = ClusterName.objects.create(cluster=node, name="Agder Offshorelaug", **YEARLESS)
    assert found("offshorelaug") == {"gce-node"}

    change(name, "name", "Agder Borelaug")

    assert (found("offshorelaug"), found("borelaug")) == (set(), {"gce-node"})


def test_former_name_that_moves_to_another_cluster_leaves_the_first(node: Cluster) -> None:
    other = Cluster.objects.get(slug="nce-eyde")
    name = ClusterName.objects.create(cluster=node, name="Agder Offshorelaug", **YEARLESS)

    ClusterName.objects.filter(pk=name.pk).update(cluster=other)

    assert found("offshorelaug") == {"nce-eyde"}


@pytest.mark.parametrize(
    "delete",
    [
        lambda name: name.delete(),
        lambda name: ClusterName.objects.filter(pk=name.pk)._raw_delete("default"),
        delete_by_raw_sql,
    ],
    ids=["delete", "bulk delete", "raw SQL"],
)
def test_deleted_name_finds_nothing(node: Cluster, delete: Callable[[ClusterName], object]) -> None:
    name = ClusterName.objects.create(cluster=node, name="Agder Offshorelaug", **YEARLESS)

    delete(name)

    assert found("offshorelaug") == set()


def test_names_written_at_once_are_all_found(node: Cluster) -> None:
    other = Cluster.objects.get(slug="nce-eyde")
    names = [ClusterName(cluster=one, name=f"Offshorelaug {one.pk}", **YEARLESS) for one in (node, other)]

    ClusterName.objects.bulk_create(names)

    assert found("offshorelaug") == {"gce-node", "nce-eyde"}


def test_cluster_is_found_by_its_sectors_in_both_languages(node: Cluster) -> None:
    romfart = Sector.objects.create(slug="space", name_nb="Romfart", name_en="Spaceflight")

    link = ClusterSector.objects.create(cluster=node, sector=romfart)

    assert found("romfart") == found("spaceflight") == {"gce-node"}
    assert "space" in Cluster.objects.get(pk=node.pk).sector_slugs
    link.delete()
    assert found("romfart") == set()
    assert "space" not in Cluster.objects.get(pk=node.pk).sector_slugs


@every_path
@pytest.mark.parametrize("column", ["slug", "name_nb"])
def test_renamed_sector_is_renamed_in_every_cluster(change: Callable[..., object], column: str) -> None:
    ocean = sector("ocean")
    before = set(Cluster.objects.in_sector("ocean").values_list("slug", flat=True))

    change(ocean, column, "romfart")

    assert len(before) > 5
    now = Cluster.objects.in_sector("romfart").values_list("slug", flat=True) if column == "slug" else found("romfart")
    assert set(now) == before


def test_cluster_is_found_by_its_host_as_long_as_it_has_it(host: Organisation) -> None:
    assert found("borelaug") == {"gce-node"}

    HostPeriod.objects.filter(organisation=host).delete()

    assert found("borelaug") == set()


@every_path
def test_renamed_host_is_renamed_in_its_cluster(host: Organisation, change: Callable[..., object]) -> None:
    change(host, "name", "Vestlandets Trålerlaug AS")

    assert (found("borelaug"), found("trålerlaug")) == (set(), {"gce-node"})


def test_host_that_gives_way_to_another_is_no_longer_found(host: Organisation) -> None:
    other = Organisation.objects.create(name="Vestlandets Trålerlaug AS")

    HostPeriod.objects.filter(organisation=host).update(organisation=other)

    assert (found("borelaug"), found("trålerlaug")) == (set(), {"gce-node"})


@every_path
def test_organisation_is_found_by_every_name_it_has(change: Callable[..., object]) -> None:
    organisation = Organisation.objects.create(name="Sørlandets Borelaug AS")
    name = OrganisationName.objects.create(organisation=organisation, name="Agder Offshorelaug")
    assert found_organisations("offshorelaug") == found_organisations("borelaug") == {organisation.name}

    change(name, "name", "Agder Trålerlaug")

    assert (found_organisations("offshorelaug"), found_organisations("trålerlaug")) == (set(), {organisation.name})
    name.delete()
    assert found_organisations("trålerlaug") == set()


def test_stale_object_saved_over_a_change_does_not_undo_what_the_database_wrote(node: Cluster) -> None:
    stale = Cluster.objects.get(pk=node.pk)
    ClusterName.objects.create(cluster=node, name="Agder Offshorelaug", **YEARLESS)
    ClusterSector.objects.create(cluster=node, sector=sector("health"))

    stale.save()

    assert found("offshorelaug") == {"gce-node"}
    assert "health" in Cluster.objects.get(pk=node.pk).sector_slugs


@pytest.mark.parametrize("column", ["other_names", "related_words"])
@pytest.mark.parametrize(("model", "name"), [(Cluster, "GCE NODE"), (Organisation, "Equinor")])
def test_what_is_typed_over_a_derived_column_is_corrected_at_once(model: Any, name: str, column: str) -> None:
    before = model.objects.values(column).get(name=name)

    model.objects.filter(name=name).update(**{column: "tordenskjold"})

    assert model.objects.values(column).get(name=name) == before
    assert not model.objects.search("tordenskjold").exists()


def test_new_cluster_has_nothing_but_its_own_words(node: Cluster) -> None:
    fresh = Cluster(name="Tordenskjold", slug="tordenskjold", acronym="TSK", steward=node.steward, seat=node.seat)
    fresh.other_names, fresh.related_words, fresh.sector_slugs = "offshorelaug", "offshorelaug", ["ocean"]

    fresh.save()

    fresh.refresh_from_db()
    assert (fresh.other_names, fresh.sector_slugs) == ("TSK", [])
    assert found("offshorelaug") == set()
    assert "tordenskjold" in found("kristiansand")


def test_every_record_is_found_by_each_of_its_names() -> None:
    named: list[tuple[Any, int, str]] = [
        *((Cluster, row.pk, row.name) for row in Cluster.objects.all()),
        *((Cluster, row.cluster_id, row.name) for row in ClusterName.objects.all()),
        *((Organisation, row.pk, row.name) for row in Organisation.objects.order_by("id")[::10]),
        *((Organisation, row.organisation_id, row.name) for row in OrganisationName.objects.order_by("id")[::5]),
    ]

    lost = [name for model, pk, name in named if not model.objects.filter(pk=pk).search(name).exists()]

    assert lost == []


@pytest.mark.parametrize("text", ["skjold", "denskjold"])
def test_a_part_of_a_word_is_found_wherever_words_are(node: Cluster, text: str) -> None:
    organisation = Organisation.objects.create(name="H2Tordenskjold AS")
    Cluster.objects.filter(pk=node.pk).update(description_nb="Sammen om Tordenskjolds kraner.")

    assert found(text) == {node.slug}
    assert organisation in Organisation.objects.search(text)


def test_new_words_of_four_letters_and_more_are_remembered(node: Cluster) -> None:
    organisation = Organisation.objects.create(name="Sørlandets Borelaug AS")

    Cluster.objects.filter(pk=node.pk).update(description_nb="Tordenskjolds kraner, og 4ever.")
    OrganisationName.objects.create(organisation=organisation, name="Fjøsnissens Trålerlaug")

    assert ClusterWord.objects.get(folded="tordenskjolds").word == "tordenskjolds"
    assert OrganisationWord.objects.get(folded="fjosnissens").word == "fjøsnissens"
    assert ClusterWord.objects.filter(folded="4ever").exists()
    assert not ClusterWord.objects.filter(folded__in=["borelaug", "og"]).exists()
