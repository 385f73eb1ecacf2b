"""What is counted in one pass, against every record of the catalogue looked at by itself."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from clusters.models import Cluster, Membership, Organisation
from clusters.statistics import counting
from clusters.statistics.counting import Counted
from clusters.statistics.counts import Counts
from clusters.statistics.declared import BY_NAME
from doors.days import FIRST_DAY
from regions.models import Region

pytestmark = pytest.mark.django_db
EXAMPLE = dt.date(2016, 8, 17)

days = st.dates(FIRST_DAY, timezone.localdate())
examined = settings(max_examples=15, deadline=None)


def found(counted: Counted, day: dt.date) -> Counter[Any]:
    place = counted.days.index(day)
    return +Counter({group: numbers[place] for group, numbers in counted.numbers.items()})


def catalogue(day: dt.date) -> list[Any]:
    return list(Cluster.objects.catalogue(day).with_places(day))


def mark(cluster: Any) -> bool:
    return cluster.standing is None or cluster.standing["end_precision"] == "unknown"


def counties(cluster: Any) -> list[str | None]:
    return [place["code"] for place in cluster.places or () if place["level"] == "county"] or [None]


@examined
@given(days)
def test_tiers_are_those_of_the_catalogue(day: dt.date) -> None:
    expected = Counter((row.tier_code, row.status, mark(row)) for row in catalogue(day))

    assert found(counting.clusters_by_tier([day]), day) == expected


@examined
@given(days)
def test_sectors_are_those_of_the_catalogue(day: dt.date) -> None:
    rows = catalogue(day)
    expected = Counter((slug, row.status, mark(row)) for row in rows for slug in row.sector_slugs or [None])

    assert (
        found(counting.clusters_by_sector([day]), day)
        == found(counting.clusters_of_the_day(day).sectors, day)
        == expected
    )


@examined
@given(days)
def test_counties_are_those_of_the_catalogue(day: dt.date) -> None:
    expected = Counter((code, row.status, mark(row)) for row in catalogue(day) for code in counties(row))

    assert found(counting.clusters_by_county([day], day), day) == expected
    assert found(counting.clusters_of_the_day(day).counties, day) == expected


def counties_of_members(cluster: Any, day: dt.date) -> set[str]:
    """The counties of the day where a member of the cluster's reference day has its seat."""
    then = Membership.objects.filter(cluster=cluster, period__contains=cluster.reference_day)
    lying = {"seats__period__contains": day, "seats__seat__in": then.values("organisation__seat")}
    return set(Region.objects.filter(level="county", **lying).values_list("code", flat=True))


@settings(max_examples=5, deadline=None)
@given(days)
def test_counties_by_members_are_those_where_members_have_their_seats(day: dt.date) -> None:
    expected = Counter(
        (code, row.status, mark(row)) for row in catalogue(day) for code in counties_of_members(row, day)
    )

    assert found(counting.clusters_by_county_of_members([day], day), day) == expected


@examined
@given(days)
def test_tiers_sum_to_the_active_clusters_and_so_do_counties_but_for_seats_in_several(day: dt.date) -> None:
    active = [row for row in catalogue(day) if row.status == "active"]
    several = sum(len(counties(row)) - 1 for row in active)
    counts = Counts(day)
    tiers, places = (BY_NAME[name].table(counts) for name in ("clusters-by-tier", "clusters-by-county"))

    assert sum(tiers.column("active")) == len(active)
    assert sum(places.column("active")) - several == len(active)
    assert bool(places.notes) == bool(several)


def members(day: dt.date, **confirmed: Any) -> Counter[str]:
    """Unique organisations with a membership on the day in a published cluster that is then on a tier."""
    active = Cluster.objects.published().on(day).with_status("active")
    if confirmed:
        active = active.exclude(of_the_day__tier_period__end_precision="unknown")
    rows = Membership.objects.on(day).filter(cluster__in=active.values("pk"), organisation__merged_into=None)
    if confirmed:
        rows = rows.exclude(end_precision="unknown")
    organisations = Organisation.objects.filter(pk__in=rows.values("organisation"))
    return Counter(organisations.values_list("kind", flat=True))


@examined
@given(days)
def test_members_are_those_of_the_memberships(day: dt.date) -> None:
    counted = counting.members_by_kind([day])

    expected = {(kind, "", False): number for kind, number in members(day).items()}
    expected |= {(kind, "", True): number for kind, number in members(day, confirmed=True).items()}
    assert found(counted, day) == expected


@examined
@given(days)
def test_admissions_are_the_first_years_of_the_catalogue(day: dt.date) -> None:
    years = [row.since.year if row.since and row.since <= day else None for row in catalogue(day)]

    assert counting.clusters_of_the_day(day).entries == Counter(years)


@examined
@given(days)
def test_a_series_is_each_of_its_years_counted_alone(day: dt.date) -> None:
    counts = Counts(day)
    by_members = counting.clusters_by_county_of_members(counts.year_ends, day)

    for end in counts.year_ends:
        assert found(counts.tiers, end) == found(counting.clusters_by_tier([end]), end)
        assert found(counts.members, end) == found(counting.members_by_kind([end]), end)
        assert found(counts.sectors_by_year, end) == found(counting.clusters_by_sector([end]), end)
        assert found(counts.counties_by_year, end) == found(counting.clusters_by_county([end], day), end)
        assert found(by_members, end) == found(counting.clusters_by_county_of_members([end], day), end)


def test_years_run_from_the_first_to_the_day() -> None:
    ends = counting.year_ends(EXAMPLE)

    assert (ends[0], ends[-2], ends[-1]) == (dt.date(2002, 12, 31), dt.date(2015, 12, 31), EXAMPLE)


def test_a_seat_in_several_counties_of_the_day_counts_in_each_and_it_is_said() -> None:
    viken = Region.objects.get(name_nb="Viken", level="county")
    Cluster.objects.filter(slug="gce-node").update(seat=viken)

    table = BY_NAME["clusters-by-county"].table(Counts(EXAMPLE))

    assert sum(table.column("active")) == table.facts["total"] + 2
    assert table.notes[0].startswith("Til sammen har fylkene 2 klynger mer enn det finnes")


def test_an_unpublished_cluster_is_counted_nowhere() -> None:
    before = counting.clusters_by_tier([EXAMPLE]).on(EXAMPLE)

    Cluster.objects.filter(slug="gce-node").update(publication="draft")

    assert counting.clusters_by_tier([EXAMPLE]).on(EXAMPLE) == before - 1
