"""The owner rule at the admin's door, against a table written by hand from the domain's sentences."""

from typing import Any

import pytest

from clusters.choices import Publication
from clusters.models import Cluster, Organisation, TierPeriod
from clusters.permissions import can_be_edited_by
from programmes.models import ProgrammeOwner, Tier
from staff.models import Role, User
from tests.staff.people import filled, logged_in, member

pytestmark = pytest.mark.django_db

#: role, owner → may change a cluster of Innovasjon Norge, any organisation, a tier; may see accounts
RULES = [
    (Role.READER, "innovasjon-norge", False, False, False, False),
    (Role.EDITOR, "innovasjon-norge", True, True, False, False),
    (Role.PUBLISHER, "innovasjon-norge", True, True, False, False),
    (Role.ADMINISTRATOR, "innovasjon-norge", True, True, True, True),
    (Role.READER, "siva", False, False, False, False),
    (Role.EDITOR, "siva", False, True, False, False),
    (Role.PUBLISHER, "siva", False, True, False, False),
    (Role.ADMINISTRATOR, "siva", False, True, True, True),
    (Role.ADMINISTRATOR, None, True, True, True, True),
]


def cluster() -> Cluster:
    return Cluster.objects.get(slug="gce-node")


@pytest.mark.parametrize(("role", "owner", "cluster_too", "organisation_too", "tier_too", "accounts_too"), RULES)
def test_every_door_of_the_admin_keeps_the_owner_rule(  # noqa: PLR0913 (a line of the table)
    role: str, owner: str | None, *, cluster_too: bool, organisation_too: bool, tier_too: bool, accounts_too: bool
) -> None:
    client = logged_in(role, owner)
    organisation = Organisation.objects.exclude(memberships=None).order_by("pk")[0]
    rows = [
        (f"/admin/clusters/cluster/{cluster().pk}", cluster_too),
        (f"/admin/clusters/tierperiod/{cluster().tier_periods.order_by('pk')[0].pk}", cluster_too),
        (f"/admin/clusters/membership/{cluster().memberships.order_by('pk')[0].pk}", cluster_too),
        (f"/admin/clusters/organisation/{organisation.pk}", organisation_too),
        (f"/admin/programmes/tier/{Tier.objects.get(code='gce').pk}", tier_too),
    ]

    for address, allowed in rows:
        assert client.get(f"{address}/change/").status_code == 200
        assert client.get(f"{address}/history/").status_code == 200
        assert (client.get(f"{address}/delete/").status_code == 200) is allowed, address
        assert (client.post(f"{address}/change/", {}).status_code == 200) is allowed, address
    assert (client.get("/admin/staff/user/").status_code == 200) is accounts_too
    assert can_be_edited_by(cluster(), member(role, owner, "another")) is cluster_too


@pytest.mark.parametrize(
    ("role", "owner", "allowed"),
    [
        (Role.READER, "siva", False),
        (Role.EDITOR, "siva", True),
        (Role.ADMINISTRATOR, None, True),
    ],
)
def test_a_reader_adds_nothing(role: str, owner: str | None, *, allowed: bool) -> None:
    client = logged_in(role, owner)

    assert (client.get("/admin/clusters/cluster/add/").status_code == 200) is allowed
    assert (client.get("/admin/clusters/company/add/").status_code == 200) is allowed
    assert (client.post("/admin/clusters/membership/add/", {}).status_code == 200) is allowed


def test_a_row_cannot_be_put_on_the_cluster_of_another_steward() -> None:
    client = logged_in(Role.EDITOR, "siva")
    organisation = Organisation.objects.create(name="Lofoten Kraft AS")
    data = {
        "cluster": cluster().pk,
        "organisation": organisation.pk,
        "role": "member",
        "begins": "2016",
        "end_state": "open",
    }

    answer = client.post("/admin/clusters/membership/add/", data)

    assert answer.status_code == 200
    assert "Innovasjon Norge" in answer.context["adminform"].form.errors["cluster"][0]
    assert not organisation.memberships.exists()


def test_a_bulk_deletion_leaves_the_clusters_of_others() -> None:
    client = logged_in(Role.EDITOR, "siva")
    data = {"action": "delete_selected", "_selected_action": [cluster().pk], "post": "yes"}

    answer = client.post("/admin/clusters/cluster/", data)

    assert answer.status_code == 403
    assert Cluster.objects.filter(pk=cluster().pk).exists()


def new_cluster(client: Any, publication: str) -> Any:
    data = filled(client.get("/admin/clusters/cluster/add/").content)
    data |= {"name": "Sørlandets Klynge", "slug": "sorlandets-klynge", "publication": publication}
    return client.post("/admin/clusters/cluster/add/", data)


def test_a_new_cluster_is_kept_by_the_owner_of_whoever_entered_it() -> None:
    answer = new_cluster(logged_in(Role.EDITOR, "siva"), Publication.DRAFT)

    assert answer.status_code == 302, answer.context["errors"]
    assert Cluster.objects.get(slug="sorlandets-klynge").steward.slug == "siva"


def step(client: Any, slug: str, publication: str, **more: Any) -> Any:
    """Take the cluster to another state on its page."""
    address = f"/admin/clusters/cluster/{Cluster.objects.get(slug=slug).pk}/change/"
    data = {**filled(client.get(address).content), "publication": publication, "_reason": "Etter avtale.", **more}
    return client.post(address, data)


def test_nobody_publishes_what_only_they_have_touched() -> None:
    first = logged_in(Role.PUBLISHER, "siva")
    assert "publication" in new_cluster(first, Publication.PUBLISHED).context["adminform"].form.errors
    new_cluster(first, Publication.IN_REVIEW)

    alone = step(first, "sorlandets-klynge", Publication.PUBLISHED)
    editor = step(logged_in(Role.EDITOR, "siva"), "sorlandets-klynge", Publication.PUBLISHED)
    second = step(logged_in(Role.PUBLISHER, "siva", "annen"), "sorlandets-klynge", Publication.PUBLISHED)

    assert "publication" in alone.context["adminform"].form.errors
    assert "publication" in editor.context["adminform"].form.errors
    assert second.status_code == 302
    made = Cluster.objects.get(slug="sorlandets-klynge")
    people = User.objects.filter(pk__in=[made.submitted_by_id, made.published_by_id]).order_by("pk")
    assert made.publication == Publication.PUBLISHED
    assert [user.username for user in people] == ["siva.publisher", "annen"]


def test_what_a_command_loaded_may_be_published_by_one() -> None:
    Cluster.objects.filter(slug="gce-node").update(publication=Publication.IN_REVIEW)
    client = logged_in(Role.PUBLISHER, "innovasjon-norge")

    assert step(client, "gce-node", Publication.PUBLISHED).status_code == 302


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (Publication.DRAFT, Publication.PUBLISHED),
        (Publication.PUBLISHED, Publication.DRAFT),
        (Publication.WITHDRAWN, Publication.PUBLISHED),
    ],
)
def test_no_step_is_left_out(start: str, end: str) -> None:
    Cluster.objects.filter(slug="gce-node").update(publication=start)

    answer = step(logged_in(Role.PUBLISHER, "innovasjon-norge"), "gce-node", end)

    assert "publication" in answer.context["adminform"].form.errors
    assert cluster().publication == start


def test_a_step_to_the_public_is_taken_by_itself() -> None:
    Cluster.objects.filter(slug="gce-node").update(publication=Publication.IN_REVIEW)
    client = logged_in(Role.PUBLISHER, "innovasjon-norge")

    answer = step(client, "gce-node", Publication.PUBLISHED, acronym="NODE")

    assert answer.context["adminform"].form.non_field_errors()
    assert (cluster().publication, cluster().acronym) == (Publication.IN_REVIEW, "")


@pytest.mark.parametrize(("reason", "state"), [("", "published"), ("Nedlagt i 2026.", "withdrawn")])
def test_a_cluster_is_withdrawn_at_once_with_a_reason(reason: str, state: str) -> None:
    client = logged_in(Role.PUBLISHER, "innovasjon-norge")

    answer = step(client, "gce-node", Publication.WITHDRAWN, _reason=reason)

    assert answer.status_code == (302 if reason else 200)
    assert (cluster().publication, cluster().withdrawal_reason) == (state, reason)


def test_only_a_system_administrator_hands_a_cluster_to_another_steward() -> None:
    siva = ProgrammeOwner.objects.get(slug="siva")
    Cluster.objects.filter(slug="gce-node").update(publication=Publication.DRAFT)
    for role, owner, moved in [(Role.ADMINISTRATOR, "innovasjon-norge", False), (Role.ADMINISTRATOR, None, True)]:
        step(logged_in(role, owner), "gce-node", Publication.DRAFT, steward=siva.pk)
        assert (cluster().steward == siva) is moved


def test_deleting_a_tier_period_needs_the_rule_as_well() -> None:
    Cluster.objects.filter(slug="gce-node").update(publication=Publication.DRAFT)
    period = TierPeriod.objects.filter(cluster=cluster()).order_by("pk")[0]
    address, data = f"/admin/clusters/tierperiod/{period.pk}/delete/", {"post": "yes", "_reason": "Feil vedtak."}

    refused = logged_in(Role.EDITOR, "siva").post(address, data)
    own = logged_in(Role.EDITOR, "innovasjon-norge")
    own.post(address, {"post": "yes"})
    assert TierPeriod.objects.filter(pk=period.pk).exists(), "no reason was given"
    done = own.post(address, data)

    assert (refused.status_code, done.status_code) == (403, 302)
    assert not TierPeriod.objects.filter(pk=period.pk).exists()
