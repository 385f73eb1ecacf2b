"""Moves between tiers: what the database keeps of them, the flow of a day, and the parameter that asks for them."""

import datetime as dt
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from clusters.choices import Publication, Status
from clusters.filtersets import ClusterFilterSet
from clusters.flow import Flow, Number
from clusters.flow_picture import FlowPicture
from clusters.models import Cluster, Standing, TierPeriod
from clusters.moves import OUTSIDE, ends, move, moves
from programmes.models import Tier
from tests.clusters.test_standing import days, give, tier_periods

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 11, 26)
THREE = ("gce-node", "nce-eyde", "akvarena")


def walked(levels: list[TierPeriod], day: dt.date) -> list[str]:
    """A cluster's moves by the day out of its tier periods, one by one."""
    begun = sorted((row for row in levels if row.period.lower <= day), key=lambda row: row.period.lower)
    stops = [OUTSIDE, *(row.tier.code for row in begun)]
    is_out = begun and begun[-1].period.upper is not None and begun[-1].period.upper <= day
    stops += [OUTSIDE] if is_out else []
    return [move(*pair) for pair in pairwise(stops) if pair[0] != pair[1]]


def all_walked(day: dt.date) -> dict[int, list[str]]:
    rows = TierPeriod.objects.levels().filter(cluster__publication=Publication.PUBLISHED, period__isnull=False)
    levels: dict[int, list[TierPeriod]] = {}
    for row in rows.select_related("tier"):
        levels.setdefault(row.cluster_id, []).append(row)
    return {cluster: found for cluster, periods in levels.items() if (found := walked(periods, day))}


def drawn(flow: Flow) -> Counter[str]:
    """Every number of the flow that is of a move, by the move."""
    found: Counter[str] = Counter()
    for station in flow.stations:
        code = station.tier.code
        found[move(OUTSIDE, code)] = station.entered.count
        found[move(code, OUTSIDE)] = station.former.count + station.unconfirmed.count
    for way in flow.ways:
        found[move(way.before.code, way.after.code)] = way.number.count
    return +found


def give_three(several: list[list[dict[str, Any]]]) -> None:
    for slug, columns in zip(THREE, several, strict=True):
        give(Cluster.objects.get(slug=slug), columns)


@settings(max_examples=25, deadline=None)
@given(several=st.lists(tier_periods(), min_size=3, max_size=3), day=days)
def test_flow_is_what_tier_periods_read_one_by_one_say_on_any_day(
    several: list[list[dict[str, Any]]], day: dt.date
) -> None:
    give_three(several)

    for asked in (day, TODAY):
        by_hand = Counter(code for found in all_walked(asked).values() for code in set(found))
        assert drawn(Flow(asked)) == by_hand


@settings(max_examples=25, deadline=None)
@given(several=st.lists(tier_periods(), min_size=3, max_size=3), day=days)
def test_entries_less_exits_are_the_clusters_on_a_tier_on_any_day(
    several: list[list[dict[str, Any]]], day: dt.date
) -> None:
    give_three(several)
    flow = Flow(day)

    active = Standing.objects.on(day).filter(status=Status.ACTIVE).count()
    assert flow.entered.count - flow.left.count == flow.on_tier.count == active
    assert flow.left.count == flow.former.count + flow.unconfirmed.count
    if all(len(found) == len(set(found)) for found in all_walked(day).values()):
        for station in flow.stations:
            came = station.entered.count + sum(way.number.count for way in station.arrived)
            went = sum(way.number.count for way in station.went_on)
            assert came - went - station.former.count - station.unconfirmed.count == station.on_tier.count


@settings(max_examples=15, deadline=None)
@given(columns=tier_periods(), data=st.data())
def test_moves_follow_periods_that_change(columns: list[dict[str, Any]], data: st.DataObject) -> None:
    cluster = Cluster.objects.get(slug=THREE[0])
    give(cluster, columns)
    rows = TierPeriod.objects.levels().filter(cluster=cluster, period__isnull=False)
    kept = list(rows.values_list("pk", flat=True))
    some = data.draw(st.sets(st.sampled_from(kept))) if kept else set()

    rows.filter(pk__in=some).update(tier=Tier.objects.get(code="gce"))

    by_hand = all_walked(TODAY).get(cluster.pk, [])
    standings = Standing.objects.filter(cluster=cluster, period__contains=TODAY)
    assert sorted(code for standing in standings for code in standing.moves) == sorted(set(by_hand))


def test_a_cluster_that_comes_back_after_a_gap_has_moved_and_not_left() -> None:
    node = Cluster.objects.get(slug="gce-node")
    first = {"tier": "arena", "period": DateRange(dt.date(2010, 1, 1), dt.date(2013, 1, 1)), "end_precision": "day"}
    give(node, [first, {"tier": "nce", "period": DateRange(dt.date(2016, 1, 1), None)}])

    between, after = (
        set(Standing.objects.filter(cluster=node, period__contains=dt.date(year, 6, 1)).get().moves)
        for year in (2014, 2016)
    )

    assert between == {"outside~arena", "arena~outside"}
    assert after == {"outside~arena", "arena~nce"}


def test_a_further_period_on_the_same_tier_is_no_move() -> None:
    node = Cluster.objects.get(slug="gce-node")
    first = {"tier": "arena", "period": DateRange(dt.date(2010, 1, 1), dt.date(2013, 1, 1)), "end_precision": "day"}
    give(node, [first, {"tier": "arena", "period": DateRange(dt.date(2013, 1, 1), None)}])

    assert Standing.objects.get(cluster=node, period__contains=TODAY).moves == ["outside~arena"]


def test_a_renamed_tier_renames_its_moves() -> None:
    Tier.objects.filter(code="gce").update(code="global-centre")

    told = {code for row in Standing.objects.all() for code in row.moves}
    assert "nce~global-centre" in told
    assert not any("gce" in ends(code) for code in told)


def test_flow_of_today_is_the_default(client: Client) -> None:
    today = timezone.localdate()

    named = client.get("/programmet/", {"as_of": today.isoformat()})
    page = client.get("/programmet/").content.decode()

    assert (named.status_code, named["Location"]) == (302, "/programmet/")
    assert f"{Flow(today).moved.count} klynger har gått fra ett nivå til et annet" in page


@pytest.mark.parametrize("day", ["2002-01-01", "2009-06-12", "2016-08-17", "2026-11-20"])
def test_every_number_of_the_flow_leads_to_exactly_its_clusters(client: Client, day: str) -> None:
    flow = Flow(dt.date.fromisoformat(day))
    numbers = [flow.entered, flow.moved, flow.on_tier, flow.former, flow.unconfirmed, flow.left]
    for station in flow.stations:
        ways = [*station.arrived, *station.went_on]
        numbers += [station.on_tier, station.entered, station.former, station.unconfirmed, *(w.number for w in ways)]

    assert all(listed(client, number, day) == number.count for number in numbers if number.count)


def listed(client: Client, number: Number, day: str) -> int:
    answer = client.get(f"/api/v1/clusters/?{number.query}&as_of={day}")
    assert answer.status_code == 200, number
    return int(answer.json()["count"])


def test_exits_are_split_by_status_and_obey_the_day(client: Client) -> None:
    counts = {
        status: client.get(f"/api/v1/clusters/?moved=arena~outside&as_of=2016-08-17&{status}").json()["count"]
        for status in ("", "status=former", "status=unconfirmed", "status=active")
    }

    assert counts[""] == counts["status=former"] + counts["status=unconfirmed"] > 0
    assert counts["status=active"] == 0


@pytest.mark.parametrize(
    ("wrong", "nearest"),
    [
        ("arena~nse", "arena~nce"),
        ("arena-nce", "arena~nce"),
        ("arena~arena", "arena"),
        ("outside~gc", "outside~gce"),
        ("nce", "nce"),
    ],
)
def test_a_move_that_does_not_exist_is_refused_with_the_nearest_one(client: Client, wrong: str, nearest: str) -> None:
    answer = client.get("/api/v1/clusters/", {"moved": wrong})

    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["parameter"] == "moved"
    assert nearest in error["nearest"]
    assert client.get("/klynger/", {"moved": wrong}).status_code == 400


def test_moves_are_every_pair_of_tiers_and_the_outside() -> None:
    assert moves(["arena", "nce"]) == [
        "outside~arena",
        "outside~nce",
        "arena~outside",
        "arena~nce",
        "nce~outside",
        "nce~arena",
    ]


def test_a_move_in_force_is_a_chip_and_stays_when_the_form_is_sent(client: Client) -> None:
    page = client.get("/klynger/?moved=arena~nce&moved=outside~arena-pro").content.decode()

    assert "Nivåbytte: <b>Arena → NCE</b>" in page
    assert "Nivåbytte: <b>utenfor programmet → Arena Pro</b>" in page
    assert '<input type="hidden" name="moved" value="arena~nce">' in page
    assert '<input type="hidden" name="moved" value="outside~arena-pro">' in page
    assert (
        "Move between tiers: <b>outside the programme → Arena Pro</b>"
        in client.get("/en/clusters/?moved=outside~arena-pro").content.decode()
    )


@pytest.mark.parametrize("query", ["moved=arena~nce", "moved=nce~outside&status=unconfirmed&as_of=2020-01-01"])
def test_facets_count_within_a_move(query: str) -> None:
    filterset = ClusterFilterSet(QueryDict(query), queryset=Cluster.objects.all())

    assert filterset.problems == []
    rows = filterset.filtered(Standing.objects.on(filterset.day)).values_list("cluster", flat=True)
    assert sorted(rows) == sorted(filterset.qs.values_list("pk", flat=True))
    assert rows


def test_an_unpublished_cluster_is_in_no_number() -> None:
    before = drawn(Flow(TODAY))
    Cluster.objects.filter(slug="gce-node").update(publication=Publication.DRAFT)

    assert before - drawn(Flow(TODAY)) == Counter(["outside~nce", "nce~gce", "gce~outside"])


def test_flow_takes_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        flow = Flow(TODAY)
        pictures = [FlowPicture(flow, is_wide=is_wide) for is_wide in (True, False)]
        assert all(picture.boxes and picture.arrows and picture.alumni for picture in pictures)


@pytest.mark.parametrize("is_wide", [True, False])
@pytest.mark.parametrize("year", [2003, 2016, 2026])
def test_everything_drawn_lies_within_the_picture(year: int, is_wide: bool) -> None:  # noqa: FBT001 (a parameter)
    picture = FlowPicture(Flow(dt.date(year, 6, 1)), is_wide=is_wide)

    points = [point for arrow in picture.arrows for point in f"{arrow.line} {arrow.head}".split()]
    width, height = picture.size
    for x, y in (map(int, point.split(",")) for point in points):
        assert 0 <= x <= width
        assert 0 <= y <= height
    assert all(arrow.number.count for arrow in picture.arrows)


def test_lanes_keep_ways_apart_that_would_meet() -> None:
    node, eyde = (Cluster.objects.get(slug=slug) for slug in ("gce-node", "nce-eyde"))
    until = {"period": DateRange(dt.date(2008, 1, 1), dt.date(2012, 1, 1)), "end_precision": "day"}
    since = {"period": DateRange(dt.date(2012, 1, 1), None)}
    give(node, [{"tier": "arena", **until}, {"tier": "gce", **since}])
    give(eyde, [{"tier": "gce", **until}, {"tier": "arena", **since}])

    arrows = FlowPicture(Flow(TODAY), is_wide=True).arrows

    lanes = [
        {point.split(",")[1] for point in arrow.line.split()[1:3]} for arrow in arrows if arrow.line.count(" ") == 3
    ]
    assert sorted(len(lane) for lane in lanes) == [1] * len(lanes)
    assert len({lane.pop() for lane in lanes}) >= 3
