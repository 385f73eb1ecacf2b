"""The map: the same counts as the catalogue's facet of counties, nothing left out, and what it is drawn with."""

import datetime as dt
import re
from collections import Counter
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clusters.choropleth import OSLOFJORD, STEPS, Ramp
from clusters.county_map import ClusterMapFilterSet, CountyMap
from clusters.facets import CLUSTER_TALLIES
from clusters.filtersets import ClusterFilterSet
from clusters.listing import Listing
from clusters.models import Cluster
from regions.models import Region, RegionLineage

pytestmark = pytest.mark.django_db

DAYS = ("2003-06-01", "2016-08-17", "2017-12-31", "2018-01-01", "2019-12-31", "2020-01-01", "2023-12-31", "2024-01-01")
FILTERS = (
    "",
    "tier=nce",
    "tier=arena&tier=gce&status=active",
    "sector=ocean&sector=energy",
    "status=former&status=unconfirmed",
    "q=klynge",
    "q=havbruk&tier=arena",
    "region=46",
    "region=12&region=03&tier=nce",
    "organisation=874789542",
)
QUERIES = [*FILTERS, *(f"as_of={day}" for day in DAYS), *(f"as_of=2016-08-17&{query}" for query in FILTERS if query)]


def county_map(query: str) -> CountyMap:
    found = CountyMap(
        ClusterMapFilterSet(QueryDict(query), queryset=Cluster.objects.all()), CLUSTER_TALLIES, "clusters"
    )
    assert found.problems == []
    return found


def counts(query: str) -> dict[str, int]:
    return {county.code: county.count for county in county_map(query).counties}


def in_facet(query: str) -> dict[str, int]:
    listing = Listing(ClusterFilterSet(QueryDict(query), queryset=Cluster.objects.all()), CLUSTER_TALLIES, "clusters")
    return {o.code: o.count for facet in listing.facets if facet.parameter == "region" for o in facet.options}


def one_by_one(query: str) -> dict[str, int]:
    """The counties of the day out of the places of every single cluster."""
    parameters = QueryDict(query, mutable=True)
    parameters.pop("region", None)
    filterset = ClusterFilterSet(parameters, queryset=Cluster.objects.all())
    rows: Any = filterset.qs
    places = (place for row in rows.with_places(filterset.day) for place in row.places or ())
    found = Counter(place["code"] for place in places if place["level"] == "county")
    return {code: found[code] for code in Region.objects.counties_on(filterset.day).values_list("code", flat=True)}


@pytest.mark.parametrize("query", QUERIES)
def test_the_counts_are_those_of_the_facet_and_of_every_single_cluster(query: str) -> None:
    assert counts(query) == in_facet(query) == one_by_one(query)


def test_the_queries_tell_counties_apart() -> None:
    assert all(sum(counts(query).values()) > 0 for query in QUERIES if "2003" not in query)


@pytest.mark.parametrize("query", QUERIES)
def test_counties_and_what_has_none_add_up_to_the_whole_country(query: str) -> None:
    shown = county_map(query)
    parameters = QueryDict(query, mutable=True)
    parameters.pop("region", None)
    whole = ClusterFilterSet(parameters, queryset=Cluster.objects.all()).qs.count()

    assert shown.in_all == whole
    assert shown.summed + shown.unlocated == whole
    assert len(shown.unlocated_clusters) == shown.unlocated


@pytest.mark.parametrize("query", ["footprint=members", "footprint=members&as_of=2016-08-17&tier=nce"])
def test_by_members_the_counts_are_those_of_the_facet(client: Client, query: str) -> None:
    shown, seated = county_map(query), county_map(query.removeprefix("footprint=members"))

    assert counts(query) == in_facet(query) != counts(query.removeprefix("footprint=members"))
    assert shown.in_all == seated.in_all
    assert len(shown.unlocated_clusters) + shown.unnamed == shown.unlocated == shown.in_all - shown.located
    assert "etter fylkene de har medlemmer i" in client.get(f"/kart/?{query}").content.decode()


@pytest.mark.parametrize("query", ["", "as_of=2016-08-17&status=active"])
def test_the_clusters_without_a_county_are_a_list(client: Client, query: str) -> None:
    shown = county_map(query)

    listed = client.get(shown.unlocated_url).context["listing"]

    assert "region=none" in shown.unlocated_url
    assert listed.total == shown.unlocated


def test_a_cluster_known_only_by_a_county_since_split_is_in_each_of_its_parts(client: Client) -> None:
    before = counts("")
    Cluster.objects.filter(slug="gce-node").update(seat=Region.objects.get(code="30"))

    then, now = county_map("as_of=2021-01-01"), county_map("")

    assert then.summed == then.located
    assert now.summed == now.located + 2
    assert {code: number - before[code] for code, number in counts("").items() if number != before[code]} == {
        **dict.fromkeys(("31", "32", "33"), 1),
        "42": -1,
    }
    assert "En klynge som hører til i flere fylker" in client.get("/kart/").content.decode()


def test_a_cluster_outside_the_counties_is_named_with_its_place(client: Client) -> None:
    Cluster.objects.filter(slug="gce-node").update(seat=Region.objects.get(code="NO"))

    page = client.get("/kart/").content.decode()

    assert re.search(r'<a href="/klynger/gce-node/">GCE NODE</a> \(Norge\)', page)


def test_a_cluster_that_belongs_to_several_counties_is_explained(client: Client) -> None:
    assert "til sammen" not in client.get("/kart/").content.decode()
    bergen = RegionLineage.objects.filter(seat__code="1201", region__code="46").get()
    bergen.pk, bergen.region = None, Region.objects.get(code="15")
    bergen.save()

    shown = county_map("")

    assert shown.summed == shown.located + Cluster.objects.filter(seat__code="1201").count()
    assert shown.summed + shown.unlocated > shown.in_all
    assert "til sammen" in client.get("/kart/").content.decode()


@pytest.mark.parametrize("query", ["as_of=2016-08-17&tier=nce", "status=active&sector=ocean&region=46"])
def test_every_number_leads_to_as_many_clusters(client: Client, query: str) -> None:
    page = client.get(f"/kart/?{query}").content.decode()
    links = re.findall(r'href="(/klynger/\?[^"]*region=[^"]*)"[^>]*>\s*<title>[^<]*: (\d+) klynge', page)

    assert len(links) == len(county_map(query).counties)
    for address, number in links:
        listed = client.get(unescape(address)).content.decode()
        heading = re.search(r'id="hits">\s*(\d+) klynge', listed)
        assert heading, address
        assert heading[1] == number, address


def test_a_county_that_the_query_names_is_marked_and_the_others_keep_their_counts() -> None:
    chosen = [county.code for county in county_map("region=46").counties if county.is_chosen]

    assert chosen == ["46"]
    assert counts("region=46") == counts("")
    assert dict(county_map("region=46&region=03").carried) == {"region": "03"}


def test_the_map_is_that_of_the_day(client: Client) -> None:
    page = client.get("/en/map/", {"as_of": "2016-08-17"}).content.decode()

    assert page.count('<a class="step-') == 19
    assert "As of 17 August 2016" in page
    assert "Sogn og Fjordane: " in page


def test_counties_stand_on_the_map_in_alphabetical_order(client: Client) -> None:
    names = re.findall(r"<title>([^<:]+): ", client.get("/kart/").content.decode())

    assert names == [county.name_nb for county in Region.objects.counties_on(dt.date(2026, 11, 1))]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("tier=gcee", "<code>gce</code>"),
        ("as_of=1999-01-01", "<code>2002-01-01</code>"),
        ("teir=gce", "<code>tier</code>"),
        ("region=99", "<code>region</code>"),
        ("page=2", "<code>page</code>"),
        ("ordering=name", "<code>ordering</code>"),
        ("q=%00", "<code>q</code>"),
    ],
)
def test_a_faulty_query_is_refused_beside_the_form_and_draws_no_map(client: Client, query: str, named: str) -> None:
    answer = client.get(f"/kart/?{query}")
    page = answer.content.decode()

    assert answer.status_code == 400
    assert named in page
    assert 'role="alert"' in page
    assert 'id="q"' in page
    assert 'class="map"' not in page


def test_a_query_that_nothing_answers_says_what_caused_it(client: Client) -> None:
    page = client.get("/kart/", {"q": "zzzz", "tier": "nce"}).content.decode()

    assert "Ingen klynger passer" in page
    assert "Uten «Søk»" in page or "Uten “Søk”" in page
    assert 'class="map"' not in page


def test_today_needs_no_day_in_the_address(client: Client) -> None:
    today = dt.datetime.now(tz=dt.UTC).astimezone().date().isoformat()

    assert client.get("/kart/", {"as_of": today, "tier": "nce"}).headers["Location"] == "/kart/?tier=nce"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/klynger/?tier=nce&ordering=-members", "/kart/?tier=nce"),
        ("/klynger/?as_of=2016-08-17", "/kart/?as_of=2016-08-17"),
    ],
)
def test_the_catalogue_leads_to_the_map_of_the_same_query(client: Client, address: str, expected: str) -> None:
    assert f'href="{expected}"' in client.get(address).content.decode()


def test_the_front_page_has_the_same_map_of_the_day(client: Client) -> None:
    pattern = re.compile(r"<title>[^<]+: \d+ klynger?</title>")

    for query in ("", "?as_of=2018-06-01"):
        on_front = pattern.findall(client.get(f"/{query}").content.decode())
        assert on_front == pattern.findall(client.get(f"/kart/{query}").content.decode())
        assert len(on_front) in {15, 18}


@pytest.mark.parametrize("query", ["", "as_of=2016-08-17&tier=nce", "q=klynge", "region=46&status=active"])
def test_the_map_asks_few_queries_and_weighs_little(client: Client, query: str) -> None:
    client.get("/kart/")

    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"/kart/?{query}").content

    assert len(asked) <= 10
    assert len(page) <= 40_000


def test_a_broken_off_question_is_refused_and_not_half_answered(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clusters.hits import Hits
    from clusters.patience import TooBroad

    answer = Hits.answer

    def refuse(hits: Hits, first: int, size: int) -> Any:
        if hits.tallies:
            return answer(hits, first, size)
        raise TooBroad(hits.filterset.question)

    monkeypatch.setattr(Hits, "answer", refuse)

    assert client.get("/kart/", {"q": "klynge"}).status_code == 400


@pytest.mark.parametrize("highest", [0, 1, 2, 3, 4, 5, 10, 39, 1_234])
def test_the_legend_has_a_step_for_every_count(highest: int) -> None:
    ramp = Ramp(highest)
    ranges = {step: range(low, high + 1) for step, low, high in ramp.legend}

    assert all(count in ranges[ramp.step(count)] for count in range(highest + 1))
    assert max(ranges) <= STEPS + 1
    assert sum(map(len, ranges.values())) == highest + 1


def test_small_counties_have_their_number_in_the_inset() -> None:
    left, right = OSLOFJORD.x, OSLOFJORD.x + OSLOFJORD.shown_width

    for day, small in (
        ("2016-08-17", {"01", "02", "03", "07"}),
        ("2021-01-01", {"03"}),
        ("2024-06-01", {"03", "31", "32", "39"}),
    ):
        inside = {
            c.code
            for c in county_map(f"as_of={day}").counties
            if left <= c.label[0] <= right and c.label[1] > OSLOFJORD.y
        }
        assert inside == small, day
