"""Records are found by every place their seat answers to, whatever happens to the seat, the place or the lineage."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from clusters.models import Cluster, Organisation
from regions.models import Region, RegionSuccession

pytestmark = pytest.mark.django_db


def found(model: Any, text: str) -> set[str]:
    return set(model.objects.search(text).values_list("name", flat=True))


def region(name: str, code: str) -> Region:
    return Region.objects.get(name_nb=name, code=code)


def rename_by_saving(place: Region) -> None:
    place.name_nb = place.name_official = "Bjørgvin"
    place.save()


def rename_at_once(place: Region) -> None:
    Region.objects.filter(pk=place.pk).update(name_nb="Bjørgvin", name_official="Bjørgvin")


def rename_by_raw_sql(_place: Region) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE regions_region SET name_nb = 'Bjørgvin', name_official = 'Bjørgvin' WHERE code = '12'")


@pytest.mark.parametrize("text", ["Bergen", "hordaland", "Vestland"])
def test_cluster_is_found_by_its_places_of_every_era(text: str) -> None:
    assert "GCE Ocean Technology" in found(Cluster, text)


@pytest.mark.parametrize(("model", "name"), [(Cluster, "GCE Ocean Technology"), (Organisation, "Aker Solutions")])
def test_moved_seat_is_found_where_it_is_and_no_longer_where_it_was(model: Any, name: str) -> None:
    assert name in found(model, "hordaland")

    model.objects.filter(name=name).update(seat=region("Bodø", "1804"))

    assert name not in found(model, "hordaland")
    assert name in found(model, "bodø") & found(model, "nordland") & found(model, "Nordlánnda")


def test_seat_that_is_taken_away_takes_its_places_with_it() -> None:
    Cluster.objects.filter(slug="gce-ocean-technology").update(seat=None)

    assert "GCE Ocean Technology" not in found(Cluster, "hordaland") | found(Cluster, "vestland")
    assert "GCE Ocean Technology" in found(Cluster, "ocean")


@pytest.mark.parametrize(
    "rename",
    [rename_by_saving, rename_at_once, rename_by_raw_sql],
)
def test_renamed_county_is_renamed_in_everything_seated_in_it(rename: Callable[[Region], object]) -> None:
    hordaland = region("Hordaland", "12")
    before = {model: found(model, "hordaland") for model in (Cluster, Organisation)}
    assert min(map(len, before.values())) > 3

    rename(hordaland)

    for model, names in before.items():
        assert found(model, "bjørgvin") == names
        assert found(model, "hordaland") <= {"Arena NOW"}  # whose summary names the county


@pytest.mark.parametrize("column", ["name_en", "name_official"])
def test_place_is_found_by_its_other_names(column: str) -> None:
    Region.objects.filter(pk=region("Bergen", "1201").pk).update(**{column: "Bjørgvin"})

    assert "GCE Ocean Technology" in found(Cluster, "bjørgvin")


def test_lineage_that_is_cut_leads_no_longer_to_the_county_of_today() -> None:
    steps = RegionSuccession.objects.filter(predecessor=region("Bergen", "1201"))
    assert steps.count() == 1

    steps.delete()

    assert "GCE Ocean Technology" in found(Cluster, "hordaland") - found(Cluster, "vestland")


def test_lineage_that_is_added_leads_on_to_the_new_place() -> None:
    assert "GCE Ocean Technology" not in found(Cluster, "øygarden")

    RegionSuccession.objects.filter(predecessor__code="1201").update(successor=region("Øygarden", "4626"))

    assert "GCE Ocean Technology" in found(Cluster, "øygarden")


def test_words_of_the_country_find_nobody_for_their_seat() -> None:
    country = Region.objects.get(level=Region.Level.COUNTRY)

    country.name_nb = "Tordenskjolds rike"
    country.save()

    assert found(Cluster, "tordenskjolds") == set()
