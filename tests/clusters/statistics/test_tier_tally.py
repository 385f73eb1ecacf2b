"""The days on which the number of clusters on a tier changes, against every standing counted by itself."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from clusters.choices import Publication
from clusters.models import Cluster, Standing, TierPeriod, TierTally
from tests.database import address, own_database

pytestmark = pytest.mark.django_db
SLUG = "gce-node"


def tallied() -> Counter[Any]:
    rows = TierTally.objects.values_list("tier_id", "status", "is_end_assumed", "day", "clusters")
    assert all(clusters for *_, clusters in rows)
    numbers: Counter[Any] = Counter()
    for *group, clusters in rows:
        numbers[tuple(group)] += clusters
    return numbers


def expected() -> Counter[Any]:
    numbers: Counter[Any] = Counter()
    for row in Standing.objects.filter(is_published=True):
        standing = (row.tier_id, row.status, row.is_end_assumed)
        numbers[*standing, row.period.lower or dt.date.min] += 1
        if row.period.upper:
            numbers[*standing, row.period.upper] -= 1
    return Counter({change: clusters for change, clusters in numbers.items() if clusters})


def periods() -> Any:
    return TierPeriod.objects.filter(cluster__slug=SLUG)


def enter() -> None:
    steward = Cluster.objects.get(slug=SLUG).steward
    Cluster.objects.create(
        slug="fosen-havbruk", name="Fosen Havbruk", steward=steward, publication=Publication.PUBLISHED
    )


def leave() -> None:
    last = periods().latest("period")
    periods().filter(pk=last.pk).update(period=DateRange(last.period.lower, dt.date(2025, 1, 1)), end_precision="day")


def lose_the_tier() -> None:
    periods().delete()


def withdraw() -> None:
    Cluster.objects.filter(slug=SLUG).update(publication=Publication.WITHDRAWN)


def withdraw_all() -> None:
    Cluster.objects.update(publication=Publication.WITHDRAWN)


def test_the_clusters_of_the_registry_are_tallied() -> None:
    assert tallied() == expected()
    assert len(expected()) > 50


@pytest.mark.parametrize(
    "write", [enter, leave, lose_the_tier, withdraw, withdraw_all], ids=lambda write: write.__name__
)
def test_the_tally_follows_whatever_is_written(write: Callable[[], None]) -> None:
    before = tallied()

    write()

    assert tallied() == expected()
    assert tallied() != before


def test_writers_fold_what_they_add_into_one_row_of_a_standing_and_day() -> None:
    enter()
    leave()
    leave()

    rows = TierTally.objects.values_list("tier_id", "status", "is_end_assumed", "day")
    assert len(rows) == len(set(rows))


@pytest.mark.django_db(transaction=True)
def test_a_writer_does_not_wait_for_another_of_the_same_standing_and_day() -> None:
    one, two = Cluster.objects.filter(standings__status="active").order_by("pk").distinct()[:2]
    with psycopg.connect(address(own_database())) as other:
        other.execute("UPDATE clusters_cluster SET publication = 'withdrawn' WHERE id = %s", [one.pk])
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
        Cluster.objects.filter(pk=two.pk).update(publication=Publication.WITHDRAWN)

    assert tallied() == expected()
