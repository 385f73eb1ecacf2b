"""A published record is changed through a suggestion that a publisher other than its author accepts."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from clusters.choices import Publication
from clusters.models import Cluster, ClusterName, Membership, Organisation, TierPeriod
from history.events import event_model
from review.choices import State
from review.models import Revision
from staff.models import Role, User
from tests.staff.people import filled, logged_in

pytestmark = pytest.mark.django_db
PUBLIC_DOORS = [
    *("/klynger/gce-node/", "/en/clusters/gce-node/", "/klynger/?q=hemmelig", "/klynger.csv?q=node", "/klynger.json"),
    *("/klynger.atom", "/api/v1/clusters/gce-node/", "/api/v1/clusters/?q=hemmelig", "/api/v1/suggest/?q=hemmelig"),
]
YEARLESS: dict[str, Any] = {"period": None, "start_precision": "unknown", "end_precision": "unknown"}


def node() -> Cluster:
    return Cluster.objects.get(slug="gce-node")


def page_of(record: Any) -> str:
    return f"/admin/clusters/{record._meta.model_name}/{record.pk}/change/"


def save(client: Client, address: str, **changed: Any) -> Any:
    """Open the form and save it with some fields changed."""
    return client.post(address, {**filled(client.get(address).content), **changed})


def editor() -> Client:
    return logged_in(Role.EDITOR, "innovasjon-norge", "redaktor")


def publisher(name: str = "utgiver", owner: str = "innovasjon-norge") -> Client:
    return logged_in(Role.PUBLISHER, owner, name)


def suggested(**changed: Any) -> Revision:
    """What an editor suggests for GCE NODE."""
    answer = save(editor(), page_of(node()), **{"acronym": "NODE", "_reason": "Slik skriver de det selv.", **changed})
    assert answer.status_code == 302, answer.context["errors"]
    return Revision.objects.get()


def decide(client: Client, revision: Revision, **data: Any) -> Any:
    return client.post(f"/admin/review/revision/{revision.pk}/change/", data, follow=True)


def test_a_change_of_a_published_cluster_waits_and_is_at_no_public_door() -> None:
    visitor = Client()
    revision = suggested(summary_nb="Hemmelig til den er godkjent.")

    assert (node().acronym, revision.state, revision.title) == ("", State.WAITING, "GCE NODE")
    for door in (
        *(
            "/klynger/gce-node/",
            "/en/clusters/gce-node/",
            "/klynger/?q=hemmelig",
            "/klynger.csv?q=node",
            "/klynger.json?q=node",
        ),
        *("/api/v1/clusters/gce-node/", "/api/v1/clusters/?q=hemmelig", "/api/v1/suggest/?q=hemmelig", "/klynger.atom"),
    ):
        seen = visitor.get(door)
        body = b"".join(seen.streaming_content) if seen.streaming else seen.content  # type: ignore[attr-defined]
        assert "Hemmelig til den" not in body.decode(), door
    assert visitor.get(f"/admin/review/revision/{revision.pk}/change/").status_code == 302


def test_another_publisher_accepts_it_with_both_reasons_in_history() -> None:
    revision = suggested()
    other = publisher()
    shown = other.get(f"/admin/review/revision/{revision.pk}/change/").content.decode()
    assert "NODE" in shown
    assert "Slik skriver de det selv." in shown

    decide(other, revision, _accept="1", note="Stemmer.")

    revision.refresh_from_db()
    author, accepter = (User.objects.get(username=name) for name in ("redaktor", "utgiver"))
    assert (node().acronym, revision.state, revision.decided_by_id) == ("NODE", State.ACCEPTED, accepter.pk)
    events: Any = event_model(Cluster)
    why = events.objects.filter(pgh_obj_id=node().pk).order_by("pgh_id").last().pgh_context
    assert {name: why[name] for name in ("user", "author", "reason", "note")} == {
        "user": accepter.pk,
        "author": author.pk,
        "reason": "Slik skriver de det selv.",
        "note": "Stemmer.",
    }


@pytest.mark.parametrize(
    ("role", "owner"),
    [(Role.READER, "innovasjon-norge"), (Role.EDITOR, "innovasjon-norge"), (Role.PUBLISHER, "siva")],
)
def test_who_has_no_right_does_not_decide(role: str, owner: str) -> None:
    revision = suggested()

    answer = decide(logged_in(role, owner, "noen"), revision, _accept="1")

    assert answer.status_code == 403
    assert node().acronym == ""


def test_nobody_accepts_their_own() -> None:
    client = publisher()
    save(client, page_of(node()), acronym="NODE")
    revision = Revision.objects.get()

    answer = decide(client, revision, _accept="1")

    assert (answer.status_code, node().acronym) == (403, "")
    with pytest.raises(IntegrityError, match="revision_decided_by_somebody_else"), transaction.atomic():
        Revision.objects.update(state=State.ACCEPTED, decided_by=revision.author_id, decided_at=timezone.now())


def test_a_refusal_says_why_and_the_author_reads_it() -> None:
    revision = suggested()
    other = publisher()

    decide(other, revision, _refuse="1")
    assert Revision.objects.get().waits

    decide(other, revision, _refuse="1", note="De skriver Node.")
    revision.refresh_from_db()
    assert (revision.state, revision.note, node().acronym) == (State.REFUSED, "De skriver Node.", "")
    assert "allerede" in decide(other, revision, _accept="1").content.decode()


def test_the_author_edits_further_and_takes_back() -> None:
    client = editor()
    save(client, page_of(node()), acronym="NODE")
    revision = Revision.objects.get()
    again = f"{page_of(node())}?revision={revision.pk}"
    assert filled(client.get(again).content)["acronym"] == "NODE"
    assert node().acronym == ""

    save(client, again, email="post@gcenode.no")

    (only,) = Revision.objects.all()
    assert set(only.changeset.changes[0].columns) == {"acronym", "email"}
    assert (node().acronym, node().email) == ("", "")
    decide(client, only, _withdraw="1")
    assert Revision.objects.get().state == State.WITHDRAWN
    assert decide(publisher(), only, _accept="1").status_code == 200
    assert node().acronym == ""


def test_a_member_and_a_tier_are_suggested_with_the_rest() -> None:
    organisation = Organisation.objects.create(name="Ålesund Skipsverft AS")
    client = editor()
    data = filled(client.get(page_of(node())).content)
    number = int(data["memberships-TOTAL_FORMS"])
    row = {"organisation": organisation.pk, "role": "member", "begins": "2019", "end_state": "open"}
    data |= {f"memberships-{number}-{name}": value for name, value in row.items()}
    data |= {"memberships-TOTAL_FORMS": number + 1, "tier_periods-0-note": "", "_reason": "Ny medlemsliste."}

    client.post(page_of(node()), data)

    assert not organisation.memberships.exists()
    decide(publisher(), Revision.objects.get(), _accept="1")
    assert organisation.memberships.get().period.lower.year == 2019


def test_what_was_changed_meanwhile_is_decided_before_it_is_accepted() -> None:
    revision = suggested(email="post@gcenode.no")
    Cluster.objects.filter(pk=node().pk).update(acronym="GCEN")
    other = publisher()

    told = decide(other, revision, _accept="1")
    (choice,) = told.context["decisions"]
    assert (choice.theirs_shown, choice.yours_shown, node().email) == ("GCEN", "NODE", "")

    decide(other, revision, _accept="1", **{choice.name: "theirs"})
    assert (node().acronym, node().email) == ("GCEN", "post@gcenode.no")


def test_parts_on_pages_of_their_own_wait_as_well() -> None:
    name = ClusterName.objects.create(cluster=node(), name="Borelauget", **YEARLESS)
    client = editor()

    save(client, page_of(name), name="Borelaget")
    client.post(page_of(name).replace("change", "delete"), {"post": "yes"})
    marked = {"action": "delete_selected", "_selected_action": [name.pk], "post": "yes"}
    client.post("/admin/clusters/clustername/", marked)

    name.refresh_from_db()
    assert name.name == "Borelauget"
    kinds = [[change.kind for change in revision.changeset] for revision in Revision.objects.order_by("pk")]
    assert kinds == [["update"], ["delete"], ["delete"]]


def test_a_bulk_deletion_is_divided_into_drafts_and_published() -> None:
    draft = Cluster.objects.create(name="Fjordklyngen", slug="fjordklyngen", steward=node().steward)
    marked = {"action": "delete_selected", "_selected_action": [draft.pk, node().pk], "post": "yes"}

    editor().post("/admin/clusters/cluster/", {**marked, "_reason": "Dobbelt."})

    assert not Cluster.objects.filter(pk=draft.pk).exists()
    assert Revision.objects.get().title == "GCE NODE"
    before = Membership.objects.filter(cluster=node()).count()
    assert before
    decide(publisher(), Revision.objects.get(), _accept="1")
    assert not Cluster.objects.filter(slug="gce-node").exists()


def test_an_organisation_is_changed_in_the_same_way() -> None:
    organisation = Organisation.objects.get(name="Equinor")

    save(editor(), page_of(organisation), website="https://www.equinor.com/no")

    organisation.refresh_from_db()
    assert organisation.website != "https://www.equinor.com/no"
    decide(publisher(owner="siva"), Revision.objects.get(), _accept="1")
    organisation.refresh_from_db()
    assert organisation.website == "https://www.equinor.com/no"


def test_a_draft_is_saved_at_once() -> None:
    Cluster.objects.filter(pk=node().pk).update(publication=Publication.DRAFT)

    save(editor(), page_of(node()), acronym="NODE")

    assert node().acronym == "NODE"
    assert not Revision.objects.exists()


def test_a_change_that_needs_a_reason_is_refused_without() -> None:
    period = TierPeriod.objects.filter(cluster=node()).order_by("-period")[0]
    client = editor()

    without = save(client, page_of(period), note="Vedtatt.")
    assert "_reason" in filled(without.content)
    assert not Revision.objects.exists()

    save(client, page_of(period), note="Vedtatt.", _reason="Brev av 20. juni.")
    assert Revision.objects.get().reason == "Brev av 20. juni."


@pytest.mark.parametrize(
    ("state", "decided", "answer"),
    [(State.WAITING, True, ""), (State.ACCEPTED, False, ""), (State.REFUSED, True, ""), (State.WITHDRAWN, True, "")],
)
def test_the_database_holds_the_rules_of_deciding(state: str, *, decided: bool, answer: str) -> None:
    revision = suggested()
    other = User.objects.create(username="annen", role=Role.PUBLISHER)
    decision = {"decided_at": timezone.now(), "decided_by": other} if decided else {}

    with pytest.raises(IntegrityError, match="revision_"), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(state=state, note=answer, **decision)
