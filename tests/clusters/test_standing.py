"""The standing of clusters on every day, as the database keeps it, against what the tier periods say one by one."""

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import given, settings
from hypothesis import strategies as st

from clusters.choices import EndReason, Status
from clusters.models import Cluster, Standing, TierPeriod
from history.valid_time import EndPrecision, StartPrecision
from programmes.models import Tier

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
FIRST, LAST = dt.date(2002, 1, 1), dt.date(2030, 1, 1)
SLUG, OTHER = "gce-node", "nce-eyde"
Said = tuple[int | None, str | None, str]

days = st.dates(FIRST, LAST)


@st.composite
def tier_periods(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Columns of tier periods that may stand together: no two levels at a time, brands anywhere, some without years."""
    starts = sorted(draw(st.sets(days, max_size=5)))
    steps = [(start, following) for start, following in pairwise([*starts, None]) if start]
    found = [_dated(draw, start, following) for start, following in steps if draw(st.booleans())]
    yearless = [
        {"tier": tier, "period": None, "start_precision": StartPrecision.UNKNOWN, "end_precision": EndPrecision.UNKNOWN}
        for tier in draw(st.sets(st.sampled_from(["arena", "nce"])))
    ]
    brands = [_dated(draw, start, None) | {"tier": "brand"} for start in draw(st.lists(days, max_size=1))]
    return draw(st.permutations([*found, *yearless, *brands]))


def _dated(draw: st.DrawFn, start: dt.date, following: dt.date | None) -> dict[str, Any]:
    tier = draw(st.sampled_from(["arena", "nce", "gce"]))
    precisions = [
        EndPrecision.DAY,
        EndPrecision.YEAR,
        EndPrecision.UNKNOWN,
        *([] if following else [EndPrecision.OPEN]),
    ]
    precision = draw(st.sampled_from(precisions))
    if precision == EndPrecision.OPEN:
        return {"tier": tier, "period": DateRange(start, None), "end_precision": precision}
    end = draw(st.dates(start + DAY, following or LAST + DAY)) if following != start + DAY else following
    reason = draw(st.sampled_from(["", EndReason.EXPIRED, EndReason.PROMOTED]))
    return {"tier": tier, "period": DateRange(start, end), "end_precision": precision, "end_reason": reason}


def give(cluster: Cluster, columns: list[dict[str, Any]]) -> None:
    """Make these the cluster's only tier periods."""
    nce = Tier.objects.get(code="nce")
    brand = {"programme": nce.programme, "short_name_nb": "NCE", "name_nb": "NCE", "rank": 9, "kind": "brand"}
    more = {"longest_support_years": 5, "period": DateRange(FIRST, None)}
    Tier.objects.get_or_create(code="brand", defaults={**brand, **more})
    tiers = {tier.code: tier for tier in Tier.objects.all()}
    TierPeriod.objects.filter(cluster=cluster).delete()
    TierPeriod.objects.bulk_create(
        TierPeriod(cluster=cluster, **{**values, "tier": tiers[values["tier"]]}) for values in columns
    )


def said(cluster: Cluster, *asked: dt.date) -> list[list[Said]]:
    """What the database says of each of the days."""
    rows = list(Standing.objects.filter(cluster=cluster).select_related("tier"))
    return [
        [
            (row.tier_period_id, row.tier.code if row.tier else None, row.status)
            for row in rows
            if holds(row.period, day)
        ]
        for day in asked
    ]


def worked_out(cluster: Cluster, *asked: dt.date) -> list[list[Said]]:
    """What the tier periods, read one by one, say of each of the days."""
    levels = list(TierPeriod.objects.levels().filter(cluster=cluster).select_related("tier").order_by("id"))
    return [_worked_out(levels, day) for day in asked]


def _worked_out(levels: list[TierPeriod], day: dt.date) -> list[Said]:
    begun = sorted((row for row in levels if row.period and row.period.lower <= day), key=lambda row: row.period.lower)
    decided = (begun or [row for row in levels if row.period is None])[-1:]
    if not levels:
        return [(None, None, Status.UNCONFIRMED)]
    return [(row.pk, row.tier.code, _status(row, day)) for row in decided]


def holds(period: DateRange, day: dt.date) -> bool:
    return (period.lower is None or period.lower <= day) and (period.upper is None or day < period.upper)


def _status(row: TierPeriod, day: dt.date) -> str:
    if row.period and holds(row.period, day):
        return Status.ACTIVE
    is_assumed = row.end_precision == EndPrecision.UNKNOWN and not row.end_reason
    return Status.UNCONFIRMED if is_assumed else Status.FORMER


def days_of_interest(cluster: Cluster) -> list[dt.date]:
    """The days around every end of a period."""
    periods = TierPeriod.objects.filter(cluster=cluster, period__isnull=False).values_list("period", flat=True)
    ends = {end for period in periods for end in (period.lower, period.upper) if end}
    return sorted({end + shift for end in ends for shift in (-DAY, dt.timedelta(), DAY)} | {FIRST, LAST})


def agrees(*clusters: Cluster, also: dt.date = LAST) -> bool:
    asked = {cluster: [*days_of_interest(cluster), also] for cluster in clusters}
    return all(said(cluster, *asked[cluster]) == worked_out(cluster, *asked[cluster]) for cluster in clusters)


def statuses(cluster: Cluster, *asked: dt.date) -> list[str]:
    return [status for rows in said(cluster, *asked) for _period, _tier, status in rows]


@pytest.fixture
def node() -> Cluster:
    return Cluster.objects.get(slug=SLUG)


def test_every_cluster_of_the_registry_stands_as_its_tier_periods_say() -> None:
    assert agrees(*Cluster.objects.all())


@settings(max_examples=30, deadline=None)
@given(columns=tier_periods(), day=days)
def test_any_tier_periods_give_exactly_one_standing_a_day_from_entry_on(
    columns: list[dict[str, Any]], day: dt.date
) -> None:
    cluster = Cluster.objects.get(slug=SLUG)

    give(cluster, columns)

    assert agrees(cluster, also=day)


@settings(max_examples=12, deadline=None)
@given(columns=tier_periods(), data=st.data())
def test_standing_follows_periods_that_move_change_and_go(columns: list[dict[str, Any]], data: st.DataObject) -> None:
    cluster, other = Cluster.objects.get(slug=SLUG), Cluster.objects.get(slug=OTHER)
    give(cluster, columns)
    give(other, [])
    kept = list(TierPeriod.objects.filter(cluster=cluster).values_list("pk", flat=True))

    def some() -> Any:
        return TierPeriod.objects.filter(pk__in=data.draw(st.sets(st.sampled_from(kept))) if kept else [])

    some().update(cluster=other)
    assert agrees(cluster, other)
    # A brand may run beside a level: turned into one, it would stand in its way.
    some().filter(period__isnull=False).exclude(tier__kind="brand").update(
        end_reason=EndReason.WITHDRAWN, tier=Tier.objects.get(code="gce")
    )
    assert agrees(cluster, other)
    some().delete()
    assert agrees(cluster, other)


def test_dates_moved_by_raw_sql_move_the_standing(node: Cluster) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE clusters_tierperiod SET period = daterange(lower(period) + 400, upper(period) + 400)"
            " WHERE cluster_id = %s",
            [node.pk],
        )

    assert agrees(node)


def test_before_its_entry_a_cluster_has_no_standing(node: Cluster) -> None:
    give(node, [{"tier": "arena", "period": DateRange(dt.date(2010, 3, 1), None)}])

    assert said(node, dt.date(2010, 2, 28)) == [[]]
    assert statuses(node, dt.date(2010, 3, 1)) == [Status.ACTIVE]


def test_cluster_without_tier_periods_is_unconfirmed_on_every_day(node: Cluster) -> None:
    give(node, [])
    fresh = Cluster.objects.create(name="Fersk klynge", slug="fersk", steward=node.steward)

    for cluster in (node, fresh):
        assert said(cluster, dt.date(1900, 1, 1), LAST) == [[(None, None, Status.UNCONFIRMED)]] * 2


def test_period_without_years_stands_only_until_another_begins(node: Cluster) -> None:
    unknown = {"start_precision": StartPrecision.UNKNOWN, "end_precision": EndPrecision.UNKNOWN}
    give(
        node,
        [{"tier": "arena", "period": None, **unknown}, {"tier": "nce", "period": DateRange(dt.date(2010, 1, 1), None)}],
    )

    asked = [dt.date(year, 6, 1) for year in (1990, 2009, 2010, 2025)]
    tiers = [tier for row in said(node, *asked) for _period, tier, _status in row]

    assert tiers == ["arena", "arena", "nce", "nce"]


@pytest.mark.parametrize(
    ("columns", "status"),
    [
        ({"end_precision": EndPrecision.UNKNOWN}, Status.UNCONFIRMED),
        ({"end_precision": EndPrecision.UNKNOWN, "end_reason": EndReason.EXPIRED}, Status.FORMER),
        ({"end_precision": EndPrecision.YEAR}, Status.FORMER),
    ],
)
def test_cluster_whose_end_is_only_assumed_is_unconfirmed_after_it(
    node: Cluster, columns: dict[str, Any], status: str
) -> None:
    give(node, [{"tier": "arena", "period": DateRange(dt.date(2010, 1, 1), dt.date(2014, 1, 1)), **columns}])

    assert statuses(node, dt.date(2013, 12, 31), dt.date(2014, 1, 1)) == [Status.ACTIVE, status]


def test_brand_beside_a_level_changes_nothing(node: Cluster) -> None:
    level = {"tier": "arena", "period": DateRange(dt.date(2010, 1, 1), None)}
    give(node, [level, {"tier": "brand", "period": DateRange(dt.date(2015, 1, 1), None)}])

    (standing,) = Standing.objects.filter(cluster=node)

    assert (standing.tier and standing.tier.code, standing.period) == ("arena", DateRange(dt.date(2010, 1, 1), None))


@pytest.mark.parametrize(
    "delete",
    [
        lambda cluster: cluster.delete(),
        lambda cluster: Cluster.objects.filter(pk=cluster.pk).delete(),
    ],
)
def test_deleted_cluster_leaves_no_standing(node: Cluster, delete: Callable[[Cluster], object]) -> None:
    pk = node.pk

    delete(node)

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not Standing.objects.filter(cluster_id=pk).exists()


@pytest.mark.django_db(transaction=True)
def test_two_writers_of_one_clusters_tier_periods_leave_one_standing_a_day() -> None:
    node = Cluster.objects.get(slug=SLUG)
    barrier = threading.Barrier(2)

    def write(years: tuple[int, int]) -> None:
        try:
            barrier.wait(timeout=10)
            period = DateRange(dt.date(years[0], 1, 1), dt.date(years[1], 1, 1))
            tier = Tier.objects.get(code="arena")
            TierPeriod.objects.create(cluster=node, tier=tier, period=period, end_precision=EndPrecision.YEAR)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as writers:
        list(writers.map(write, [(2002, 2003), (2004, 2005)]))

    standings = Standing.objects.filter(cluster=node).order_by("period")
    for earlier, later in pairwise(standings):
        assert earlier.period.upper <= later.period.lower
    assert {2002, 2004} <= {row.period.lower.year for row in standings}
