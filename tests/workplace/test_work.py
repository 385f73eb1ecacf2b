"""What waits for whom: each kind made to wait, and counted for its owner's staff and for others."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clusters.choices import Publication
from clusters.models import (
    Cluster,
    Contact,
    HostPeriod,
    Label,
    Membership,
    Organisation,
    OrganisationName,
    TierPeriod,
)
from programmes.models import ProgrammeOwner
from review.models import Revision
from staff.models import Role
from tests.staff.people import logged_in, member
from workplace.kinds import KINDS
from workplace.work import DAYS_AHEAD, tally

pytestmark = pytest.mark.django_db

WORK = {work.slug: work for work in KINDS}


def day(ahead: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=ahead)


@pytest.fixture
def node() -> Cluster:
    """A cluster that Siva keeps."""
    cluster = Cluster.objects.get(slug="gce-node")
    cluster.steward = ProgrammeOwner.objects.get(slug="siva")
    cluster.save()
    return cluster


def ending(ahead: int) -> dict[str, Any]:
    """A period whose last day is that many days from today."""
    return {"period": DateRange(day(-400), day(ahead + 1)), "end_precision": "day"}


def make(slug: str, node: Cluster) -> None:
    """One row of work of that kind on the cluster, with whatever else there is of the kind out of the way."""
    organisation = Organisation.objects.get(name="Havforskningsinstituttet")
    if slug == "review":
        Cluster.objects.filter(pk=node.pk).update(publication=Publication.IN_REVIEW)
    elif slug == "tiers":
        TierPeriod.objects.filter(cluster=node).delete()
        tier = TierPeriod.objects.levels().exclude(tier=None)[0].tier
        TierPeriod.objects.create(cluster=node, tier=tier, **ending(30))
    elif slug == "contracts":
        HostPeriod.objects.create(cluster=node, organisation=organisation, **ending(DAYS_AHEAD))
    elif slug == "labels":
        Label.objects.create(cluster=node, grade="gold", assessed_date=day(-700), valid_until=day(0))
    elif slug == "contacts":
        Contact.objects.create(cluster=node, email="post@gcenode.no", review_date=day(-1))
    elif slug == "english":
        Cluster.objects.filter(pk=node.pk).update(description_nb="Bare på norsk.", description_en="")


def many(node: Cluster, number: int) -> None:
    """As many contacts to review."""
    Contact.objects.bulk_create(
        Contact(cluster=node, name=f"Åse Ås {n}", basis="consent", phone="22 00 25 00", review_date=day(-2))
        for n in range(number)
    )


@pytest.mark.parametrize("slug", ["review", "tiers", "contracts", "labels", "contacts", "english"])
def test_a_record_of_a_cluster_waits_for_the_staff_of_its_steward_and_is_counted_apart_for_others(
    slug: str, node: Cluster
) -> None:
    siva, forskningsradet = member(Role.PUBLISHER, "siva"), member(Role.PUBLISHER, "forskningsradet")
    before = [tally(WORK[slug], person, timezone.localdate()) for person in (siva, forskningsradet)]

    make(slug, node)

    own, others = (tally(WORK[slug], person, timezone.localdate()) for person in (siva, forskningsradet))
    assert (own.own, own.others) == (before[0].own + 1, before[0].others)
    assert (others.own, others.others) == (before[1].own, before[1].others + 1)


@pytest.mark.parametrize("ahead", [-1, DAYS_AHEAD + 1])
def test_what_has_ended_or_ends_later_is_no_deadline_yet(ahead: int, node: Cluster) -> None:
    organisation = Organisation.objects.get(name="Havforskningsinstituttet")
    HostPeriod.objects.create(cluster=node, organisation=organisation, **ending(ahead))
    Label.objects.create(cluster=node, grade="gold", assessed_date=day(-700), valid_until=day(ahead))

    waiting = [
        WORK[slug].waiting(timezone.localdate()).filter(cluster=node).count() for slug in ("contracts", "labels")
    ]
    assert waiting == [0, 0]


def test_a_label_with_a_later_one_no_longer_waits(node: Cluster) -> None:
    Label.objects.create(cluster=node, grade="silver", assessed_date=day(-700), valid_until=day(9))
    Label.objects.create(cluster=node, grade="gold", assessed_date=day(-3), valid_until=day(700))

    assert not WORK["labels"].waiting(timezone.localdate()).filter(cluster=node).exists()


def test_a_confirmed_cluster_waits_for_no_confirmation_for_a_year(node: Cluster) -> None:
    TierPeriod.objects.filter(cluster=node).delete()
    tier = TierPeriod.objects.levels()[0].tier
    TierPeriod.objects.create(cluster=node, tier=tier, **ending(30))
    waiting = WORK["unconfirmed"].waiting(timezone.localdate()).filter(pk=node.pk)
    never = waiting.exists()

    Cluster.objects.filter(pk=node.pk).update(confirmed_date=day(-365))
    lately = waiting.all().exists()
    Cluster.objects.filter(pk=node.pk).update(confirmed_date=day(-366))

    assert (never, lately, waiting.all().exists()) == (True, False, True)


def test_a_member_that_the_register_has_struck_off_waits_until_its_end_is_entered(node: Cluster) -> None:
    organisation = Organisation.objects.get(name="Havforskningsinstituttet")
    organisation.memberships.all().delete()
    membership = Membership.objects.create(cluster=node, organisation=organisation, period=DateRange(day(-90), None))
    waiting = WORK["register"].waiting(timezone.localdate()).filter(pk=organisation.pk)
    before = waiting.exists()

    Organisation.objects.filter(pk=organisation.pk).update(register_status="Slettet 2024-05-01")

    assert (before, waiting.all().exists()) == (False, True)
    ended = {"period": DateRange(day(-90), day(1)), "end_precision": "day"}
    Membership.objects.filter(pk=membership.pk).update(**ended)
    Organisation.objects.filter(pk=organisation.pk).update(dissolved_date=day(1))
    assert not waiting.all().exists()


@pytest.mark.parametrize(
    ("registered", "waits"),
    [
        ("HAVFORSKNINGSINSTITUTTET", False),
        ("Havforskningsinstituttet AS", False),
        ("MARIN FORSKNING AS", True),
        ("Havforskningsinstituttet Bergen", True),
        ("", False),
    ],
)
def test_a_member_that_the_register_has_under_another_name_waits(
    node: Cluster, registered: str, *, waits: bool
) -> None:
    organisation = Organisation.objects.get(name="Havforskningsinstituttet")
    organisation.memberships.all().delete()
    Membership.objects.create(cluster=node, organisation=organisation, period=DateRange(day(-90), None))

    Organisation.objects.filter(pk=organisation.pk).update(register_name=registered)

    waiting = WORK["renamed"].waiting(timezone.localdate()).filter(pk=organisation.pk)
    assert waiting.exists() == waits


def test_a_renamed_member_waits_until_the_name_of_the_register_is_entered(node: Cluster) -> None:
    organisation = Organisation.objects.get(name="Havforskningsinstituttet")
    organisation.memberships.all().delete()
    Membership.objects.create(cluster=node, organisation=organisation, period=DateRange(day(-90), None))
    Organisation.objects.filter(pk=organisation.pk).update(register_name="MARIN FORSKNING AS")
    waiting = WORK["renamed"].waiting(timezone.localdate()).filter(pk=organisation.pk)
    page = logged_in(Role.EDITOR, "siva").get("/admin/work/renamed/").content.decode()

    other = OrganisationName.objects.create(organisation=organisation, name="Marin forskning")
    kept_as_other = waiting.all().exists()
    other.delete()
    Organisation.objects.filter(pk=organisation.pk).update(name="Marin Forskning")

    assert "Havforskningsinstituttet (MARIN FORSKNING AS)" in page
    assert f'href="/admin/clusters/organisation/{organisation.pk}/change/"' in page
    assert (kept_as_other, waiting.all().exists()) == (False, False)


def test_a_suggested_change_waits_for_a_publisher_other_than_its_author(node: Cluster) -> None:
    author, other = member(Role.PUBLISHER, "siva", "kari"), member(Role.PUBLISHER, "siva", "ola")
    Revision.objects.create(
        record_kind="clusters.cluster", record_id=node.pk, title=node.name, author=author, changes={"rows": []}
    )

    counted = [tally(WORK["suggestions"], person, timezone.localdate()) for person in (author, other)]

    assert [(each.own, each.others) for each in counted] == [(0, 1), (1, 0)]


def test_readers_have_no_work_and_see_that_of_others() -> None:
    reader = member(Role.READER, "siva")

    tallies = [tally(work, reader, timezone.localdate()) for work in KINDS]

    assert sum(counted.own for counted in tallies) == 0
    assert sum(counted.others for counted in tallies) > 0


def test_the_front_page_counts_and_leads_to_lists_whose_rows_lead_to_their_fix(node: Cluster) -> None:
    contact = Contact.objects.create(cluster=node, email="post@gcenode.no", review_date=day(-1))
    client = logged_in(Role.EDITOR, "siva")

    front = client.get("/admin/").content.decode()
    listed = client.get("/admin/work/contacts/").content.decode()

    assert 'href="/admin/work/contacts/"' in front
    assert f'href="/admin/clusters/contact/{contact.pk}/change/"' in front
    assert f'href="/admin/clusters/contact/{contact.pk}/change/"' in listed
    assert "GCE NODE" in listed
    assert client.get(f"/admin/clusters/contact/{contact.pk}/change/").status_code == 200


def test_lists_of_work_are_paged_and_unknown_kinds_are_404(node: Cluster) -> None:
    many(node, 60)
    client = logged_in()

    first = client.get("/admin/work/contacts/", {"all": "1"}).content.decode().replace("&amp;", "&")
    second = client.get("/admin/work/contacts/", {"all": "1", "p": "2"}).content.decode().replace("&amp;", "&")

    assert (first.count('<th scope="row">'), second.count('<th scope="row">')) == (50, 10)
    assert 'href="?all=1&p=2"' in first
    assert 'href="?all=1&p=1"' in second
    assert client.get("/admin/work/nothing/").status_code == 404


def test_work_is_for_staff_who_are_logged_in() -> None:
    assert Client().get("/admin/work/english/").status_code == 302


def test_the_front_page_asks_the_same_queries_for_one_row_and_for_thirty(node: Cluster) -> None:
    client = logged_in(Role.EDITOR, "siva")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/admin/")
        return len(asked)

    Contact.objects.create(cluster=node, email="post@gcenode.no", review_date=day(-1))
    queries()
    before = queries()
    many(node, 30)

    assert queries() == before <= 40
