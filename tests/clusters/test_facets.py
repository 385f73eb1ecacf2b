import datetime as dt

import pytest
from django.http import QueryDict

from clusters.facets import CLUSTER_TALLIES, Facet
from clusters.filtersets import ClusterFilterSet
from clusters.listing import Listing

pytestmark = pytest.mark.django_db

QUERIES = (
    "",
    "tier=nce",
    "region=46&tier=nce&tier=arena",
    "q=klynge&sector=energy",
    "as_of=2016-08-17&status=active&region=12",
    "region=12",
)


def facets(query: str) -> dict[str, Facet]:
    filterset = ClusterFilterSet(QueryDict(query))
    assert filterset.problems == []
    return {facet.parameter: facet for facet in Listing(filterset, CLUSTER_TALLIES, "clusters").facets}


@pytest.mark.parametrize("query", QUERIES)
def test_every_count_is_what_choosing_the_option_alone_would_give(query: str) -> None:
    for parameter, facet in facets(query).items():
        for option in facet.options:
            alone = QueryDict(query, mutable=True)
            alone.setlist(parameter, [option.code])
            assert option.count == ClusterFilterSet(alone).qs.count(), (parameter, option.code)


def test_options_stay_where_nothing_is_left_of_them() -> None:
    counts = {option.code: option.count for option in facets("q=havbrk")["tier"].options}

    assert counts == dict.fromkeys(("gce", "nce", "arena-pro", "arena", "mature"), 0)


def test_the_counties_are_those_of_the_day_in_alphabetical_order() -> None:
    names = [option.name for option in facets("as_of=2016-08-17")["region"].options]

    assert len(names) == 19
    assert (names[0], names[-1]) == ("Akershus", "Østfold")


def test_a_county_of_another_era_is_carried_along_though_it_is_no_option() -> None:
    region = facets("region=12")["region"]

    assert region.carried == ["12"]
    assert region.chosen == 1


def test_the_day_decides_the_counts() -> None:
    before = {option.code: option.count for option in facets(f"as_of={dt.date(2005, 6, 1)}")["tier"].options}

    assert before["gce"] == before["nce"] == 0
