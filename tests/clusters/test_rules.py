"""Rules that the database holds, each tested by breaking it."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from clusters.models import Cluster, ClusterName, ClusterSuccession, HostPeriod, Membership, Organisation, TierPeriod
from clusters.organisation_number import validate_organisation_number
from programmes.models import Call, Tier

pytestmark = pytest.mark.django_db


def period(start: int, end: int | None) -> DateRange:
    return DateRange(dt.date(start, 1, 1), dt.date(end, 1, 1) if end else None)


def closed(start: int, end: int) -> dict[str, Any]:
    return {"period": period(start, end), "end_precision": "day"}


def refused(rule: str, write: Any, **values: Any) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        _write_and_check(write, values)


def _write_and_check(write: Any, values: dict[str, Any]) -> None:
    """Deferred rules too speak at once."""
    write(**values)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture
def node() -> Cluster:
    return Cluster.objects.get(slug="gce-node")


@pytest.fixture
def stranger() -> Organisation:
    return Organisation.objects.get(name="Havforskningsinstituttet")


def test_a_cluster_has_one_level_at_a_time(node: Cluster) -> None:
    arena = Tier.objects.get(code="arena")

    refused("one_tier_at_a_time", TierPeriod.objects.create, cluster=node, tier=arena, **closed(2010, 2012))


def test_a_brand_may_run_beside_a_level(node: Cluster) -> None:
    nce = Tier.objects.get(code="nce")
    brand = Tier.objects.create(
        programme=nce.programme,
        code="nce-merke",
        short_name_nb="NCE",
        name_nb="NCE",
        rank=9,
        kind="brand",
        longest_support_years=5,
        period=period(2019, None),
    )

    beside = TierPeriod.objects.create(cluster=node, tier=brand, **closed(2019, 2022))

    beside.refresh_from_db()
    assert beside.tier_kind == "brand"


def test_the_kind_of_a_tier_period_cannot_differ_from_its_tier(node: Cluster) -> None:
    TierPeriod.objects.filter(cluster=node).update(tier_kind="brand")

    assert set(TierPeriod.objects.filter(cluster=node).values_list("tier_kind", flat=True)) == {"level"}


def test_two_memberships_of_a_pair_do_not_overlap(node: Cluster, stranger: Organisation) -> None:
    Membership.objects.create(cluster=node, organisation=stranger, **closed(2015, 2018))

    refused(
        "membership_once_at_a_time",
        Membership.objects.create,
        cluster=node,
        organisation=stranger,
        **closed(2017, 2019),
    )
    Membership.objects.create(cluster=node, organisation=stranger, **closed(2018, 2019))


def test_a_membership_lies_within_the_life_of_the_organisation(node: Cluster, stranger: Organisation) -> None:
    stranger.memberships.all().delete()
    Organisation.objects.filter(pk=stranger.pk).update(
        founded_date=dt.date(2016, 1, 1), dissolved_date=dt.date(2019, 1, 1)
    )

    for years in (closed(2015, 2018), closed(2017, 2020)):
        with pytest.raises(IntegrityError, match="outside the life"), transaction.atomic():
            Membership.objects.create(cluster=node, organisation=stranger, **years)
    Membership.objects.create(cluster=node, organisation=stranger, **closed(2016, 2019))


def test_an_organisation_is_not_dissolved_under_its_memberships(node: Cluster, stranger: Organisation) -> None:
    stranger.memberships.all().delete()
    member = Membership.objects.create(cluster=node, organisation=stranger, **closed(2016, 2019))
    life = Organisation.objects.filter(pk=stranger.pk)

    refused("outside the life", life.update, dissolved_date=dt.date(2018, 1, 1))
    Membership.objects.filter(pk=member.pk).update(**closed(2016, 2018))
    _write_and_check(life.update, {"dissolved_date": dt.date(2018, 1, 1)})


def test_one_organisation_hosts_a_cluster_once_at_a_time(node: Cluster, stranger: Organisation) -> None:
    HostPeriod.objects.create(cluster=node, organisation=stranger, **closed(2015, 2018))

    refused("host_once_at_a_time", HostPeriod.objects.create, cluster=node, organisation=stranger, **closed(2017, 2020))


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("period_not_empty", {"period": DateRange(dt.date(2015, 1, 1), dt.date(2015, 1, 1)), "end_precision": "day"}),
        ("open_end_is_open", {"period": period(2015, None), "end_precision": "day"}),
        ("open_end_is_open", {"period": period(2015, 2016), "end_precision": "open"}),
        ("no_period_is_unknown", {"period": None, "start_precision": "year", "end_precision": "unknown"}),
    ],
)
def test_a_period_and_its_precision_agree(
    node: Cluster, stranger: Organisation, rule: str, values: dict[str, Any]
) -> None:
    refused(rule, Membership.objects.create, cluster=node, organisation=stranger, **values)


def test_a_period_does_not_end_before_it_begins(node: Cluster, stranger: Organisation) -> None:
    with pytest.raises(DatabaseError, match="lower bound"), transaction.atomic():
        Membership.objects.create(cluster=node, organisation=stranger, **closed(2018, 2015))


@pytest.mark.parametrize("number", ["123456789", "97476067", "9747606731", "97476067a", "٩٧٤٧٦٠٦٧٣"])
def test_an_organisation_number_has_nine_digits_and_begins_with_8_or_9(number: str) -> None:
    with pytest.raises(ValidationError, match=number):
        validate_organisation_number(number)
    with pytest.raises(DatabaseError), transaction.atomic():
        Organisation.objects.create(name="Feil AS", organisation_number=number)


def test_an_organisation_number_ends_in_its_check_digit() -> None:
    with pytest.raises(ValidationError, match="974760674"):
        validate_organisation_number("974760674")
    refused(
        "974760674 fails its check digit", Organisation.objects.create, name="Feil AS", organisation_number="974760674"
    )


def test_an_organisation_number_belongs_to_one_organisation() -> None:
    taken = Organisation.objects.exclude(organisation_number="").first()
    assert taken

    refused(
        "organisation_number_once",
        Organisation.objects.create,
        name="To AS",
        organisation_number=taken.organisation_number,
    )


def test_many_organisations_may_be_without_a_number() -> None:
    Organisation.objects.create(name="Utenlandsk Ltd")
    Organisation.objects.create(name="Another Ltd")


def test_an_organisation_is_not_dissolved_before_it_was_founded() -> None:
    dates = {"founded_date": dt.date(2016, 1, 1), "dissolved_date": dt.date(2015, 1, 1)}

    refused("dissolved_after_founded", Organisation.objects.create, name="Feil AS", **dates)


def test_an_organisation_is_not_merged_into_itself(stranger: Organisation) -> None:
    refused("not_merged_into_itself", Organisation.objects.filter(pk=stranger.pk).update, merged_into=stranger)


def test_a_cluster_does_not_succeed_itself(node: Cluster) -> None:
    values = {"predecessor": node, "successor": node, "kind": "merged", "date": dt.date(2016, 1, 1)}

    refused("cluster_succeeds_another", ClusterSuccession.objects.create, **values)


def test_an_old_slug_leads_to_one_cluster(node: Cluster) -> None:
    ClusterName.objects.create(cluster=node, name="NODE", slug="node", period=period(2005, None))
    other = Cluster.objects.get(slug="nce-eyde")

    refused(
        "cluster_old_slug_once",
        ClusterName.objects.create,
        cluster=other,
        name="Node",
        slug="node",
        period=period(2005, None),
    )


def test_a_call_closes_after_it_opens_and_admits_no_more_than_applied() -> None:
    gce = Tier.objects.get(code="gce")

    late = {"opened_date": dt.date(2014, 3, 1), "deadline_date": dt.date(2014, 2, 1)}
    refused("call_deadline_after_opening", Call.objects.create, tier=gce, **late)
    full = {"opened_date": dt.date(2014, 3, 1), "applications": 2, "admitted": 3}
    refused("call_admits_at_most_applicants", Call.objects.create, tier=gce, **full)
