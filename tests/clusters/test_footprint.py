"""Clusters by the seats of their members, against the members that their pages show."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import QueryDict
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from clusters.facets import CLUSTER_TALLIES
from clusters.filtersets import ClusterFilterSet
from clusters.hits import Hits
from clusters.models import Cluster, MemberPlace, Membership, Organisation, TierPeriod
from clusters.profiles import ClusterProfile
from programmes.models import Tier
from regions.models import Region, RegionLineage
from tests.clusters.api.reading import walk

pytestmark = pytest.mark.django_db
TODAY, THEN = dt.date(2026, 11, 26), dt.date(2016, 8, 17)
SLUG = "gce-node"
CODES = ("46", "12", "4601", "1201", "03", "30", "15", "50", "5061", "18", "55", "NO")
days = st.dates(dt.date(2002, 1, 1), TODAY)


def asked(query: str) -> ClusterFilterSet:
    filterset = ClusterFilterSet(QueryDict(query), queryset=Cluster.objects.all())
    assert filterset.problems == []
    return filterset


def found(code: str, day: dt.date) -> set[str]:
    query = f"region={code}&footprint=members&as_of={day}"
    return set(asked(query).qs.values_list("slug", flat=True))


def shown(day: dt.date, **only: Any) -> dict[str, set[str]]:
    """By brute force, code → clusters whose page lists a member with a seat in that region."""
    clusters = Cluster.objects.catalogue(day).filter(**only)
    listed = {row.slug: {each.organisation.seat_id for each in ClusterProfile(row, day).members} for row in clusters}
    seats = {code: set(RegionLineage.objects.seats_in([code], day)) for code in CODES}
    return {code: {slug for slug, there in listed.items() if there & seats[code]} for code in CODES}


@pytest.mark.parametrize("day", [dt.date(2009, 6, 1), THEN, dt.date(2019, 12, 31), dt.date(2020, 1, 1), TODAY])
def test_clusters_are_found_by_the_members_that_their_pages_show(day: dt.date) -> None:
    assert {code: found(code, day) for code in CODES} == shown(day)


def test_some_are_found_where_they_have_no_seat_and_some_seats_have_no_member() -> None:
    by_seat = set(asked("region=46").qs.values_list("slug", flat=True))

    assert found("46", TODAY) - by_seat
    assert by_seat - found("46", TODAY)


@st.composite
def stays(draw: st.DrawFn) -> list[tuple[str, DateRange | None]]:
    """Seats of some members, each with the period of its membership."""
    bounds = st.none() | days
    pairs = draw(
        st.lists(st.tuples(st.sampled_from(["4601", "1201", "5061", "0301", "0711", "30"]), bounds, bounds), max_size=5)
    )
    dated = [(seat, DateRange(low, high)) for seat, low, high in pairs if not (low and high) or low < high]
    yearless: list[tuple[str, DateRange | None]] = [
        (seat, None) for seat in draw(st.sets(st.sampled_from(["5501", "1902"]), max_size=1))
    ]
    return [*dated, *yearless]


def give(members: list[tuple[str, DateRange | None]], tier: DateRange) -> Cluster:
    """Make these the cluster's only members, and this its only time on a tier."""
    cluster = Cluster.objects.get(slug=SLUG)
    cluster.memberships.all().delete()
    cluster.tier_periods.all().delete()
    end = "day" if tier.upper else "open"
    TierPeriod.objects.create(cluster=cluster, tier=Tier.objects.get(code="arena"), period=tier, end_precision=end)
    seats = {region.code: region for region in Region.objects.all()}
    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"Fjordbruk {n} AS", seat=seats[seat]) for n, (seat, _period) in enumerate(members)
    )
    Membership.objects.bulk_create(
        Membership(
            cluster=cluster,
            organisation=organisation,
            period=period,
            start_precision="unknown" if period is None or period.lower is None else "day",
            end_precision="unknown" if period is None else "open" if period.upper is None else "day",
        )
        for organisation, (_seat, period) in zip(organisations, members, strict=True)
    )
    return cluster


@settings(max_examples=10, deadline=None)
@given(members=stays(), start=days, length=st.none() | st.integers(1, 4000), day=days)
def test_any_members_and_times_are_found_on_the_days_their_page_shows_them(
    members: list[tuple[str, DateRange | None]], start: dt.date, length: int | None, day: dt.date
) -> None:
    give(members, DateRange(start, start + dt.timedelta(days=length) if length else None))

    bounds = {bound for _seat, period in members if period for bound in (period.lower, period.upper) if bound}
    for when in {day, TODAY, *bounds}:
        assert {code: found(code, when) & {SLUG} for code in CODES} == shown(when, slug=SLUG), when


def move_seat(_cluster: Cluster, organisation: Organisation) -> None:
    organisation.seat = Region.objects.get(code="5501")
    organisation.save()


def lose_seat(_cluster: Cluster, organisation: Organisation) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(seat=None, seat_basis="")


def leave(cluster: Cluster, organisation: Organisation) -> None:
    cluster.memberships.filter(organisation=organisation).delete()


def end(cluster: Cluster, _organisation: Organisation) -> None:
    cluster.memberships.update(period=DateRange(dt.date(2010, 1, 1), dt.date(2012, 1, 1)), end_precision="day")


def move_membership(cluster: Cluster, organisation: Organisation) -> None:
    cluster.memberships.filter(organisation=organisation).update(cluster=Cluster.objects.get(slug="nce-eyde"))


@pytest.mark.parametrize("write", [move_seat, lose_seat, leave, end, move_membership], ids=lambda write: write.__name__)
def test_places_of_members_follow_whatever_is_written(write: Callable[[Cluster, Organisation], None]) -> None:
    cluster = give([("4601", DateRange(dt.date(2010, 1, 1), None))], DateRange(dt.date(2010, 1, 1), None))
    assert SLUG in found("46", TODAY)

    write(cluster, Organisation.objects.get(name="Fjordbruk 0 AS"))

    assert SLUG not in found("46", TODAY)
    assert {code: found(code, TODAY) for code in CODES} == shown(TODAY)


def test_a_deleted_cluster_leaves_no_places() -> None:
    cluster = give([("4601", DateRange(dt.date(2010, 1, 1), None))], DateRange(dt.date(2010, 1, 1), None))
    pk = cluster.pk

    cluster.delete()

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not MemberPlace.objects.filter(cluster_id=pk).exists()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "region=46",
        "region=12&as_of=2016-08-17",
        "tier=nce",
        "status=active&region=03",
        "q=klynge",
        "q=klynge&region=46",
        "region=4601",
    ],
)
def test_every_count_of_a_county_is_what_choosing_it_alone_would_give(query: str) -> None:
    filterset = asked(f"{query}&footprint=members")
    answer = Hits(filterset, CLUSTER_TALLIES).answer(0, 25)

    assert answer.count == filterset.qs.count()
    for county in Region.objects.counties_on(filterset.day):
        alone = QueryDict(f"{query}&footprint=members", mutable=True)
        alone.setlist("region", [county.code])
        assert answer.facets["region"].get(county.code, 0) == asked(alone.urlencode()).qs.count(), county


def test_without_a_region_the_footprint_changes_the_counts_of_counties_only() -> None:
    by_seat, by_members = (Hits(asked(query), CLUSTER_TALLIES).answer(0, 25) for query in ("", "footprint=members"))

    assert by_seat.ids == by_members.ids
    assert by_seat.facets["region"] != by_members.facets["region"]
    assert {k: v for k, v in by_seat.facets.items() if k != "region"} == {
        k: v for k, v in by_members.facets.items() if k != "region"
    }


def test_the_choice_is_on_the_page_as_buttons_a_chip_and_in_every_link(client: Client) -> None:
    page = client.get("/klynger/", {"region": "46", "footprint": "members", "as_of": "2016-08-17"}).content.decode()

    assert re.search(r'type="radio"\s+name="footprint"\s+value="members" checked>', page)
    assert "Regnes etter: <b>Medlemmenes tilholdssteder</b>" in page
    assert "/klynger.csv?region=46&amp;footprint=members&amp;as_of=2016-08-17" in page
    assert 'href="/regioner/46/?footprint=members&amp;as_of=2016-08-17"' in page
    assert page.count('name="footprint"') == 2


def test_the_default_leaves_no_trace(client: Client) -> None:
    page = client.get("/klynger/", {"region": "46", "footprint": "seat"}).content.decode()
    content = page.partition("<main")[2]

    assert "footprint=" not in content
    assert "Regnes etter: <b>" not in content


@pytest.mark.parametrize("door", ["/klynger/", "/klynger.csv", "/api/v1/clusters/", "/regioner/46/", "/regioner/"])
def test_an_unknown_footprint_is_refused_at_every_door_with_the_nearest(client: Client, door: str) -> None:
    answer = client.get(door, {"footprint": "member"})

    assert answer.status_code == 400
    assert "members" in answer.content.decode()


@pytest.mark.parametrize("door", ["/virksomheter/", "/virksomheter.csv", "/api/v1/organisations/"])
def test_organisations_have_no_footprint(client: Client, door: str) -> None:
    assert client.get(door, {"footprint": "members"}).status_code == 400


@pytest.mark.parametrize("code", ["46", "12", "4601", "1201"])
def test_organisations_are_found_by_the_code_of_any_era(client: Client, code: str) -> None:
    names = {row["name"] for row in walk(client, f"/api/v1/organisations/?region={code}&as_of=2016-08-17")}

    assert len(names) > 5
    assert names == {row["name"] for row in walk(client, f"/api/v1/organisations/?region={code}")}


@pytest.mark.parametrize("door", ["/klynger/", "/virksomheter/", "/klynger.csv", "/api/v1/clusters/"])
@pytest.mark.parametrize(("wrong", "near"), [("vestland", "46"), ("bergen", "4601"), ("Hordaland", "12")])
def test_a_name_in_place_of_a_code_is_met_with_the_code(client: Client, door: str, wrong: str, near: str) -> None:
    answer = client.get(door, {"region": wrong})

    assert answer.status_code == 400
    assert near in answer.content.decode()
