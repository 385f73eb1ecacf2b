"""Members as the database counts them while things are written, against the memberships themselves."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import QueryDict

from clusters.choices import OrganisationKind, Publication
from clusters.filtersets import OrganisationFilterSet
from clusters.models import Cluster, Membership, MemberTally, Organisation, Presence, TierPeriod
from clusters.statistics.counting import members_by_kind
from tests.clusters.statistics.test_counting import found, members
from tests.database import address, own_database

pytestmark = pytest.mark.django_db
DAYS = [dt.date(2009, 6, 30), dt.date(2014, 12, 31), dt.date(2016, 8, 17), dt.date(2020, 1, 1), dt.date(2026, 11, 1)]
SLUG = "gce-node"


def tallied() -> list[Counter[Any]]:
    counted = members_by_kind(DAYS)
    return [found(counted, day) for day in DAYS]


def expected() -> list[Counter[Any]]:
    rows = []
    for day in DAYS:
        every = {(kind, "", False): number for kind, number in members(day).items()}
        confirmed = {(kind, "", True): number for kind, number in members(day, confirmed=True).items()}
        rows.append(Counter(every | confirmed))
    return rows


def cluster() -> Cluster:
    return Cluster.objects.get(slug=SLUG)


def join() -> None:
    confirm_tier()
    organisation = Organisation.objects.create(name="Fosen Mekaniske AS", kind=OrganisationKind.COMPANY)
    period = DateRange(dt.date(2010, 1, 1), None)
    Membership.objects.create(cluster=cluster(), organisation=organisation, period=period, end_precision="open")


def join_twice() -> None:
    organisation = cluster().memberships.on(DAYS[2])[0].organisation
    other = Cluster.objects.get(slug="nce-eyde")
    other.memberships.filter(organisation=organisation).delete()
    Membership.objects.create(cluster=other, organisation=organisation, period=DateRange(DAYS[1], None))


def leave() -> None:
    cluster().memberships.all().delete()


def confirm_tier() -> None:
    cluster().tier_periods.filter(tier__code="gce").update(end_precision="day")


def leave_tier() -> None:
    cluster().tier_periods.all().delete()


def lengthen_tier() -> None:
    period = TierPeriod.objects.get(cluster__slug=SLUG, tier__code="gce")
    period.period = DateRange(period.period.lower, dt.date(2030, 1, 1))
    period.save()


def move_tier() -> None:
    other = Cluster.objects.create(
        name="Ny klynge", slug="ny-klynge", steward=cluster().steward, publication=Publication.PUBLISHED
    )
    TierPeriod.objects.filter(cluster__slug=SLUG, tier__code="gce").update(cluster=other)


def withdraw() -> None:
    Cluster.objects.filter(slug=SLUG).update(publication=Publication.WITHDRAWN)


def change_kind() -> None:
    ids = cluster().memberships.values("organisation")
    Organisation.objects.filter(pk__in=ids).update(kind=OrganisationKind.INVESTOR)


def merge() -> None:
    organisation = cluster().memberships.on(DAYS[2])[0].organisation
    organisation.merged_into = Organisation.objects.exclude(pk=organisation.pk)[0]
    organisation.save()


def test_members_of_the_registry_are_those_of_its_memberships() -> None:
    assert tallied() == expected()
    assert sum(tallied()[2].values()) > 100


@pytest.mark.parametrize(
    "write",
    [join, join_twice, leave, confirm_tier, leave_tier, lengthen_tier, move_tier, withdraw, change_kind, merge],
    ids=lambda write: write.__name__,
)
def test_members_follow_whatever_is_written(write: Callable[[], None]) -> None:
    before = tallied()

    write()

    assert tallied() == expected()
    assert tallied() != before or write in {join_twice, confirm_tier, lengthen_tier}


def test_an_organisation_in_two_clusters_counts_once() -> None:
    before = tallied()

    join_twice()

    assert tallied()[2] == before[2]


def test_writers_fold_what_they_add_into_one_row_of_a_kind_and_day() -> None:
    period = DateRange(dt.date(2015, 3, 3), None)
    for number in range(3):
        organisation = Organisation.objects.create(name=f"Fosen {number} AS")
        Membership.objects.create(cluster=cluster(), organisation=organisation, period=period, end_precision="open")

    rows = MemberTally.objects.filter(day=period.lower, kind=OrganisationKind.COMPANY, is_confirmed=False)
    assert [row.organisations for row in rows] == [3]


@pytest.mark.django_db(transaction=True)
def test_a_writer_does_not_wait_for_another_of_the_same_kind_and_day() -> None:
    one, two = (Organisation.objects.create(name=name) for name in ("Fosen AS", "Brekstad AS"))
    clusters = [Cluster.objects.get(slug=slug) for slug in (SLUG, "nce-eyde")]
    period = DateRange(dt.date(2015, 9, 9), None)
    Membership.objects.create(cluster=clusters[0], organisation=one, period=period, end_precision="open")
    with psycopg.connect(address(own_database())) as other:
        other.execute("DELETE FROM clusters_membership WHERE organisation_id = %s", [one.pk])
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
        Membership.objects.create(cluster=clusters[1], organisation=two, period=period, end_precision="open")

    assert tallied() == expected()


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("query", ["status=active", "end_confirmed=false", "end_confirmed=true"])
def test_the_list_of_members_has_those_that_are_counted(day: dt.date, query: str) -> None:
    join()
    filterset = OrganisationFilterSet(QueryDict(f"{query}&as_of={day}"), queryset=Organisation.objects.all())
    assert filterset.problems == []

    every, confirmed = (sum(members(day, **asked).values()) for asked in ({}, {"confirmed": True}))
    numbers = {"status=active": every, "end_confirmed=true": confirmed, "end_confirmed=false": every - confirmed}
    assert filterset.qs.count() == numbers[query]


def test_who_has_merged_is_no_member() -> None:
    merge()

    merged = Organisation.objects.exclude(merged_into=None)
    assert not Presence.objects.filter(organisation__in=merged).exists()
