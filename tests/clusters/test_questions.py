"""Questions people ask of the registry, through the one translator of query strings."""

import datetime as dt
from collections import Counter

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from clusters.filtersets import ClusterFilterSet, MembershipFilterSet, OrganisationFilterSet
from clusters.models import Cluster, Membership, TierPeriod
from clusters.services import settle_periods

pytestmark = pytest.mark.django_db


def clusters(query: str) -> list[str]:
    filterset = ClusterFilterSet(QueryDict(query))
    assert filterset.problems == []
    return list(filterset.qs.values_list("slug", flat=True))


def organisations(query: str) -> list[str]:
    filterset = OrganisationFilterSet(QueryDict(query))
    assert filterset.problems == []
    return list(filterset.qs.values_list("name", flat=True))


@pytest.mark.parametrize(
    ("day", "gce", "nce"),
    [("2015-07-01", 3, 14), ("2016-08-17", 3, 15)],  # regjeringen.no, July 2015; the 33 of the 39 that sources name
)
def test_active_clusters_by_tier_are_what_was_published(day: str, gce: int, nce: int) -> None:
    filterset = ClusterFilterSet(QueryDict(f"as_of={day}&status=active"))

    tiers = Counter(filterset.qs.values_list("tier_code", flat=True))

    assert (tiers["gce"], tiers["nce"]) == (gce, nce)


def test_the_three_gces_are_found_as_of_august_2016_and_today() -> None:
    three = ["gce-blue-maritime", "gce-node", "gce-ocean-technology"]

    assert clusters("tier=gce&as_of=2016-08-17") == three
    assert clusters("tier=gce") == three
    assert clusters("tier=gce&as_of=2014-01-01") == []


def test_a_cluster_is_not_listed_before_it_entered_the_programme() -> None:
    assert "cod-cluster" not in clusters("as_of=2016-08-17")
    assert "cod-cluster" in clusters("as_of=2021-06-01")


def test_old_and_new_county_find_the_clusters_of_bergen() -> None:
    bergen = {"gce-ocean-technology", "nce-media", "nce-seafood-innovation"}

    for query in ("region=46", "region=12&as_of=2016-08-17", "region=12", "region=4601", "region=1201"):
        assert bergen <= set(clusters(query)), query
    assert not bergen & set(clusters("region=14&region=11"))


def test_values_of_one_parameter_are_alternatives_and_parameters_narrow_each_other() -> None:
    both = set(clusters("tier=gce&tier=mature"))

    assert both == set(clusters("tier=gce")) | set(clusters("tier=mature"))
    assert set(clusters("tier=gce&region=46")) == {"gce-ocean-technology"}


@pytest.mark.parametrize(
    ("slug", "day", "status"),
    [
        ("gce-node", "2016-08-17", "active"),
        ("gce-node", "2026-11-23", "unconfirmed"),  # ten years from 2014 have passed; no source says it ended
        ("arena-digin", "2026-11-23", "former"),
        ("smart-water-cluster", "2016-06-19", "active"),
        ("smart-water-cluster", "2016-06-20", "former"),  # merged that day
        ("bluelight", "2026-11-23", "unconfirmed"),
    ],
)
def test_status_follows_from_the_tier_periods(slug: str, day: str, status: str) -> None:
    assert slug in clusters(f"as_of={day}&status={status}")


@settings(max_examples=25, deadline=None)
@given(day=st.dates(dt.date(2002, 1, 1), dt.date(2030, 1, 1)))
def test_on_any_day_tiers_sum_to_the_active_clusters_and_each_has_one(day: dt.date) -> None:
    active = Cluster.objects.published().on(day).with_status("active")
    holding = TierPeriod.objects.levels().on(day).filter(cluster__publication="published")

    assert active.count() == holding.count() == holding.values("cluster").distinct().count()


@settings(max_examples=10, deadline=None)
@given(day=st.dates(dt.date(2002, 1, 1), dt.date(2030, 1, 1)))
def test_unique_members_are_at_most_the_memberships(day: dt.date) -> None:
    members = Membership.objects.on(day)

    assert members.values("organisation").distinct().count() <= members.count()


def test_as_of_today_equals_the_default() -> None:
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()

    assert clusters(f"as_of={today}") == clusters("")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("NCE Subsea", "gce-ocean-technology"),  # a former name
        ("subsea bergen", "gce-ocean-technology"),
        ("Raufos", "nce-raufoss"),
        ("sjömatklyngen nord", "sjomatklyngen-nord"),
        ("SKOGNAERINGA", "arena-skognaeringa-trondelag"),
        ("gceocean.no", "gce-ocean-technology"),
        ("https://www.gceocean.no/", "gce-ocean-technology"),
        ("915 453 929", "gce-node"),  # the host's number
        ("Fjord Norge", "nce-tourism-fjord-norway"),  # the host's name
        ("Oslo Medtech", "norway-health-tech"),
    ],
)
def test_the_cluster_people_mean_stands_first(text: str, first: str) -> None:
    query = QueryDict(mutable=True)
    query["q"] = text

    assert clusters(query.urlencode())[0] == first


@pytest.mark.parametrize("text", ["finnes ikke", "%", "''", "zq & xq | !wq:*", "\\", "():*&!<->"])
def test_words_that_are_nowhere_find_nothing_and_break_nothing(text: str) -> None:
    query = QueryDict(mutable=True)
    query["q"] = text

    assert clusters(query.urlencode()) == []


def test_an_organisation_is_found_by_its_number_with_spaces() -> None:
    assert organisations("q=882 774 562") == ["SINTEF Manufacturing AS"]


def test_members_of_a_cluster_are_found_by_its_slug() -> None:
    assert set(organisations("cluster=gce-node")) == {
        "CAN Systems",
        "DNB",
        "MHWirth AS",
        "National Oilwell Varco Norway AS",
    }


def test_names_stand_in_norwegian_alphabetical_order() -> None:
    names = organisations("ordering=name")

    assert names.index("Haugaland Kraft AS") < names.index("Høgskolen i Molde") < names.index("Ulstein Group ASA")
    assert names[-1].startswith("Å")


@pytest.mark.parametrize(
    ("query", "parameter", "nearest"),
    [
        ("regoin=46", "regoin", "region"),
        ("tier=gcee", "tier", "gce"),
        ("sector=enrgy", "sector", "energy"),
        ("status=activ", "status", "active"),
        ("ordering=nam", "ordering", "name"),
    ],
)
def test_what_does_not_exist_is_refused_by_name_with_the_nearest_that_does(
    query: str, parameter: str, nearest: str
) -> None:
    filterset = ClusterFilterSet(QueryDict(query))

    (problem,) = filterset.problems

    assert (problem.parameter, problem.nearest) == (parameter, nearest)
    assert not filterset.qs.exists()


@pytest.mark.parametrize(
    "query", ["q=%00", f"q={'x' * 10_000}", "as_of=2016-02-30", "as_of=i+fjor", "region=%00", "tier=%00&q=a"]
)
def test_impossible_input_is_a_named_problem(query: str) -> None:
    filterset = ClusterFilterSet(QueryDict(query))

    assert len(filterset.problems) >= 1
    assert not filterset.qs.exists()


def test_drafts_are_in_no_answer() -> None:
    Cluster.objects.filter(slug="gce-node").update(publication="draft")

    assert "gce-node" not in clusters("")
    assert not MembershipFilterSet(QueryDict("cluster=gce-node")).qs.exists()


def test_settling_what_is_settled_changes_nothing() -> None:
    assert sum(settle_periods(cluster=cluster) for cluster in Cluster.objects.all()) == 0


def test_settling_follows_a_corrected_end() -> None:
    cluster = Cluster.objects.get(slug="gce-node")
    Membership.objects.filter(cluster=cluster, organisation__name="DNB").update(observed_year=2012)
    TierPeriod.objects.filter(cluster=cluster, tier__code="gce").delete()

    settle_periods(cluster=cluster)

    assert TierPeriod.objects.get(cluster=cluster).period.upper == dt.date(2015, 1, 1)
    assert Membership.objects.get(cluster=cluster, organisation__name="DNB").period.lower == dt.date(2009, 6, 11)
