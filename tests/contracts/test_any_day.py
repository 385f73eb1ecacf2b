"""What holds on every day and for any tier periods: days, periods and filters are drawn, the doors are asked."""

import datetime as dt
from collections import Counter
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clusters.choices import Status
from clusters.facets import CLUSTER_TALLIES
from clusters.filtersets import ClusterFilterSet
from clusters.listing import Listing
from clusters.models import Cluster, Membership
from clusters.overview import Overview
from clusters.statistics.counts import Counts
from doors.days import FIRST_DAY
from regions.models import Region, RegionLineage
from tests.clusters.test_standing import SLUG, give, tier_periods
from tests.contracts.test_doors_agree import CLUSTER_QUERIES, ORGANISATION_QUERIES

pytestmark = pytest.mark.django_db
TIERS = ("gce", "nce", "arena", "arena-pro", "mature")
TODAY = timezone.localdate()

days = st.dates(FIRST_DAY, TODAY)
#: The client that a test is given is the same for every example of it, and keeps nothing.
on_any_day = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def filters(draw: st.DrawFn) -> dict[str, Any]:
    """Some of the filters of the catalogue of clusters, of counties of all eras too."""
    choices = {
        "tier": TIERS,
        "region": ("46", "12", "03", "50", "16", "30", "4601", "34"),
        "sector": ("ocean", "energy", "health", "ict"),
        "status": Status.values,
        "q": ("klynge", "energi", "bergen", "arena"),
    }
    wanted = draw(st.sets(st.sampled_from(sorted(choices)), max_size=3))
    several = {name: draw(st.sets(st.sampled_from(sorted(choices[name])), min_size=1, max_size=2)) for name in wanted}
    return {name: sorted(values)[:1] if name == "q" else sorted(values) for name, values in several.items()}


def count(client: Client, noun: str, **asked: Any) -> int:
    """How many rows the API has."""
    return int(client.get(f"/api/v1/{noun}/?{urlencode(asked, doseq=True)}").json()["count"])


@on_any_day
@given(day=days, columns=tier_periods())
def test_the_tiers_add_up_to_the_clusters_in_the_programme(
    client: Client, day: dt.date, columns: list[dict[str, Any]]
) -> None:
    give(Cluster.objects.get(slug=SLUG), columns)

    overview = Overview(day)
    of_tiers = [count(client, "clusters", as_of=day, status="active", tier=tier) for tier in TIERS]

    assert sum(row.active for row in overview.tiers) == overview.active
    assert sum(of_tiers) == overview.active == count(client, "clusters", as_of=day, status="active")


@on_any_day
@given(query=st.sampled_from([*CLUSTER_QUERIES, *ORGANISATION_QUERIES]))
def test_as_of_today_is_what_is_answered_without_a_day(client: Client, query: str) -> None:
    noun = "clusters" if query in CLUSTER_QUERIES else "organisations"
    asked = QueryDict(query, mutable=True)
    asked.setdefault("as_of", TODAY.isoformat())
    undated = asked.copy()
    undated.pop("as_of")
    asked["as_of"] = TODAY.isoformat()

    dated, default = (client.get(f"/api/v1/{noun}/?{values.urlencode()}").json() for values in (asked, undated))

    assert dated["count"] == default["count"]
    assert [row["id"] for row in dated["results"]] == [row["id"] for row in default["results"]]


@on_any_day
@given(day=days, columns=tier_periods())
def test_unique_organisations_are_at_most_the_memberships(day: dt.date, columns: list[dict[str, Any]]) -> None:
    give(Cluster.objects.get(slug=SLUG), columns)

    active = Cluster.objects.published().on(day).with_status(Status.ACTIVE)
    memberships = Membership.objects.on(day).filter(cluster__in=active.values("pk")).count()

    unique = Counts(day).members.on(day, mark=False)

    assert unique == count_members(day) <= memberships


def count_members(day: dt.date) -> int:
    """Organisations with a membership on the day in a cluster that is on a tier, each counted once."""
    active = Cluster.objects.published().on(day).with_status(Status.ACTIVE)
    rows = Membership.objects.on(day).filter(cluster__in=active.values("pk"))
    return rows.values("organisation").distinct().count()


@on_any_day
@given(day=days, asked=filters(), columns=tier_periods())
def test_facets_count_what_the_records_themselves_say(
    day: dt.date, asked: dict[str, Any], columns: list[dict[str, Any]]
) -> None:
    give(Cluster.objects.get(slug=SLUG), columns)
    query = QueryDict(urlencode({**asked, "as_of": day}, doseq=True))

    facets = Listing(ClusterFilterSet(query), CLUSTER_TALLIES, "clusters").facets

    for facet in facets:
        counts = counted_one_by_one(query, facet.parameter, day)
        assert {option.code: option.count for option in facet.options} == {
            option.code: counts[option.code] for option in facet.options
        }, facet.parameter


def counted_one_by_one(query: QueryDict, parameter: str, day: dt.date) -> Counter[str]:
    """The values of the parameter in the rows that the rest of the query gives."""
    others = query.copy()
    others.pop(parameter, None)
    rows = list(ClusterFilterSet(others).qs)
    if parameter != "region":
        read = {"tier": "tier_code", "status": "status", "sector": "sector_slugs"}[parameter]
        values = [getattr(row, read) for row in rows]
        return Counter(code for value in values for code in (value if isinstance(value, list) else [value]))
    of_day = RegionLineage.objects.filter(region__level="county", region__period__contains=day)
    counties = Counter[str]()
    for row in rows:
        counties.update(of_day.filter(seat=row.seat_id).values_list("region__code", flat=True))
    return counties


@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_a_change_of_county_borders_moves_no_cluster(data: st.DataObject) -> None:
    places = list(Region.objects.municipalities().order_by("pk"))
    for cluster in Cluster.objects.order_by("pk")[:8]:
        Cluster.objects.filter(pk=cluster.pk).update(seat=data.draw(st.sampled_from(places)))
    gone = Region.objects.filter(level="county", period__endswith__isnull=False)
    county = data.draw(st.sampled_from(list(gone.order_by("pk"))))
    last = county.last_date
    assert last

    before, after = (found_in(county.code, day) for day in (last, last + dt.timedelta(days=1)))

    entered = set(Cluster.objects.on(last).values_list("pk", flat=True))
    assert before == after & entered


def found_in(code: str, day: dt.date) -> set[int]:
    """The clusters of a region on a day, as every list has them."""
    query = QueryDict(f"region={code}&as_of={day.isoformat()}")
    return set(ClusterFilterSet(query, queryset=Cluster.objects.all()).qs.values_list("pk", flat=True))
