"""The narrow rows that lists are counted from, against the records themselves."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Count, F, Sum
from django.http import QueryDict
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from clusters.choices import OrganisationKind, Publication
from clusters.filtersets import ClusterFilterSet, OrganisationFilterSet
from clusters.hits import Hits
from clusters.models import Cluster, Membership, Organisation, OrganisationTally, Sector, Standing
from regions.models import Region
from tests.database import address, own_database

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)
LAST = dt.date(2030, 1, 1)
SLUG = "gce-node"


def tallied() -> dict[tuple[int | None, str], int]:
    """What the tally says, by place and kind."""
    rows = OrganisationTally.objects.values_list("seat", "kind").annotate(total=Sum("organisations"))
    return {(seat, kind): total for seat, kind, total in rows}


def counted() -> dict[tuple[int | None, str], int]:
    """The organisations themselves, counted."""
    rows = Organisation.objects.filter(merged_into=None).values_list("seat", "kind").annotate(total=Count("pk"))
    return {(seat, kind): total for seat, kind, total in rows.order_by()}


def seat(name: str) -> Any:
    return Region.objects.filter(name_nb=name, level="municipality", period__contains=TODAY).get()


def company() -> Any:
    return Organisation.objects.exclude(seat=None).filter(merged_into=None, kind=OrganisationKind.COMPANY)[0]


def rename(organisation: Organisation) -> None:
    organisation.name = "Ørsta Mekaniske AS"
    organisation.save()


def move(organisation: Organisation) -> None:
    organisation.seat = seat("Vadsø")
    organisation.save()


def lose_seat(organisation: Organisation) -> None:
    organisation.seat, organisation.seat_basis = None, ""
    organisation.save()


def change_kind(organisation: Organisation) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(kind=OrganisationKind.INVESTOR)


def merge(organisation: Organisation) -> None:
    organisation.merged_into = Organisation.objects.exclude(pk=organisation.pk)[0]
    organisation.save()


def found_two(_organisation: Organisation) -> None:
    Organisation.objects.bulk_create(Organisation(name=f"Fosen {n} AS", seat=seat("Ørland")) for n in range(2))


def found_and_delete(_organisation: Organisation) -> None:
    Organisation.objects.create(name="Fosen AS", seat=seat("Ørland")).delete()


def test_tally_of_the_registry_is_that_of_its_organisations() -> None:
    assert tallied() == counted()
    assert sum(tallied().values()) > 200


@pytest.mark.parametrize(
    "write",
    [rename, move, lose_seat, change_kind, merge, found_two, found_and_delete],
    ids=lambda write: write.__name__,
)
def test_tally_follows_whatever_is_written(write: Callable[[Organisation], None]) -> None:
    write(company())

    assert tallied() == counted()


def test_writers_fold_what_they_add_into_one_row_of_a_place_and_kind() -> None:
    for number in range(3):
        Organisation.objects.create(name=f"Fosen {number} AS", seat=seat("Ørland"))

    rows = OrganisationTally.objects.filter(seat=seat("Ørland"), kind=OrganisationKind.COMPANY)
    assert rows.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_writer_does_not_wait_for_another_at_the_same_place() -> None:
    place = seat("Ørland")
    Organisation.objects.create(name="Fosen AS", seat=place)
    with psycopg.connect(address(own_database())) as other:
        other.execute("UPDATE clusters_organisation SET kind = 'investor' WHERE name = 'Fosen AS'")
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
        Organisation.objects.create(name="Brekstad Bygg AS", seat=place)
        assert tallied() == counted()

    assert tallied() == counted()
    Organisation.objects.create(name="Garten Bygg AS", seat=place)
    assert OrganisationTally.objects.filter(seat=place, kind=OrganisationKind.COMPANY).count() == 1


def standing_of(cluster: Cluster) -> Any:
    return Standing.objects.filter(cluster=cluster, period__contains=TODAY).get()


def test_standing_follows_what_is_written_of_the_cluster_itself() -> None:
    cluster = Cluster.objects.get(slug=SLUG)
    before = standing_of(cluster)
    assert (before.is_published, before.seat_id) == (True, cluster.seat_id)

    cluster.seat = seat("Vadsø")
    cluster.publication = Publication.DRAFT
    cluster.save()
    cluster.sectors.set(Sector.objects.filter(slug="seafood"))

    after = standing_of(cluster)
    assert (after.is_published, after.seat_id, after.sector_slugs) == (False, seat("Vadsø").pk, ["seafood"])


days = st.dates(dt.date(2005, 1, 1), LAST)


@st.composite
def memberships(draw: st.DrawFn) -> list[DateRange | None]:
    """Periods of some organisations, one each."""
    pairs = draw(st.lists(st.tuples(st.none() | days, st.none() | days), max_size=6))
    dated: list[Any] = [DateRange(*pair) for pair in pairs if not (pair[0] and pair[1]) or pair[0] < pair[1]]
    return [*dated, *[None] * draw(st.integers(0, 1))]


@settings(max_examples=40, deadline=None)
@given(memberships())
def test_members_are_counted_on_each_day_and_after_the_end_on_the_last(periods: list[Any]) -> None:
    cluster = Cluster.objects.get(slug=SLUG)
    cluster.memberships.all().delete()
    organisations = Organisation.objects.filter(merged_into=None, founded_date=None, dissolved_date=None)
    Membership.objects.bulk_create(
        Membership(
            cluster=cluster,
            organisation=organisation,
            period=period,
            start_precision="unknown" if period is None or period.lower is None else "day",
            end_precision="unknown" if period is None else "open" if period.upper is None else "day",
        )
        for organisation, period in zip(organisations, periods, strict=False)
    )

    for day in {TODAY, LAST, *(bound for p in periods if p for bound in (p.lower, p.upper) if bound)}:
        for row in Cluster.objects.catalogue(day).filter(pk=cluster.pk):
            known = [period for period in periods if period]
            expected = sum(_holds(period, row.reference_day) for period in known) if periods else None
            assert row.member_count == expected, (day, periods)


def _holds(period: Any, day: dt.date) -> bool:
    return (period.lower is None or period.lower <= day) and (period.upper is None or day < period.upper)


@pytest.mark.parametrize("query", ["", "region=46", "tier=nce&status=active", "sector=ocean", "organisation=874789542"])
def test_a_list_without_a_question_counts_from_standings_what_it_shows(client: Client, query: str) -> None:
    answer = client.get(f"/api/v1/clusters/?{query}&page_size=50").json()
    filterset = ClusterFilterSet(QueryDict(query), queryset=Cluster.objects.all())

    assert filterset.problems == []
    assert answer["count"] == filterset.qs.count()
    rows = filterset.filtered(Standing.objects.on(filterset.day)).values_list(F("cluster"), flat=True)
    assert sorted(rows) == sorted(filterset.qs.values_list("pk", flat=True))


def participations() -> dict[int, int]:
    """In how many clusters the registry says each organisation is today, where it is in any."""
    rows = Organisation.objects.catalogue(TODAY).filter(cluster_count__gt=0).values_list("pk", "cluster_count")
    return dict(rows)


def memberships_today() -> dict[int, int]:
    """The same out of the memberships."""
    rows = Membership.objects.published().on(TODAY).filter(organisation__merged_into=None).order_by()
    return dict(rows.values_list("organisation").annotate(n=Count("cluster", distinct=True)))


def join(cluster: Cluster) -> None:
    Membership.objects.create(
        cluster=cluster,
        organisation=Organisation.objects.create(name="Fosen AS"),
        period=DateRange(dt.date(2020, 1, 1), None),
        end_precision="open",
    )


def leave(cluster: Cluster) -> None:
    cluster.memberships.filter(period__contains=TODAY).delete()


def move_members(cluster: Cluster) -> None:
    other = Organisation.objects.create(name="Fosen AS")
    cluster.memberships.filter(pk=cluster.memberships.on(TODAY)[0].pk).update(organisation=other)


def withdraw(cluster: Cluster) -> None:
    cluster.publication = Publication.DRAFT
    cluster.save()


@pytest.mark.parametrize("write", [join, leave, move_members, withdraw], ids=lambda write: write.__name__)
def test_clusters_of_an_organisation_are_those_of_its_memberships(write: Callable[[Cluster], None]) -> None:
    before = memberships_today()
    assert participations() == before

    write(Cluster.objects.filter(pk__in=Membership.objects.on(TODAY).values("cluster")).order_by("slug")[0])

    assert participations() == memberships_today() != before


@pytest.mark.parametrize("cap", [3, 5_000])
@pytest.mark.parametrize("page", [1, 2, 9])
def test_organisations_in_the_most_clusters_stand_first_however_few_are_looked_at(
    monkeypatch: pytest.MonkeyPatch, cap: int, page: int
) -> None:
    monkeypatch.setattr("clusters.composition.CAP", cap)
    filterset = OrganisationFilterSet(QueryDict("ordering=-clusters"), queryset=Organisation.objects.all())
    assert filterset.problems == []

    first = (page - 1) * 2
    assert Hits(filterset).answer(first, 2).ids == list(filterset.qs.values_list("pk", flat=True)[first : first + 2])
