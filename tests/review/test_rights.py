"""The one rule about rights at every door of the workplace, against a table written by hand (rights.csv).

``now`` is written at once, ``waits`` is kept as a suggestion, ``no`` leaves everything as it was. ``own`` is somebody
of the cluster's steward, ``other`` of another owner, ``none`` a system administrator.
"""

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pghistory
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from clusters.choices import Publication
from clusters.models import Cluster, ClusterName
from history.changesets import Changeset, RowChange
from history.events import current_states, event_model, label_of
from imports.models import Batch
from imports.models import State as BatchState
from programmes.models import ProgrammeOwner
from review.models import Revision
from staff.models import Role, User
from tests.imports.files import csv_file
from tests.imports.importing import ADD, act, send
from tests.staff.people import filled, logged_in

pytestmark = pytest.mark.django_db
OWNERS = {"own": "innovasjon-norge", "other": "siva", "none": None}
YEARLESS: dict[str, Any] = {"period": None, "start_precision": "unknown", "end_precision": "unknown"}
WHY = {"_reason": "Etter avtale."}
MEMBERS = ("Organisasjonsnummer;Navn;Rolle;Fra;Til (siste dag)", ";Borelauget AS;medlem;2016;")


def table() -> list[dict[str, str]]:
    with (Path(__file__).parent / "rights.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


class Desk:
    """A member of staff before a cluster in some state, one of whose names somebody else has entered."""

    def __init__(self, role: str, owner: str, state: str) -> None:
        self.client = logged_in(role, OWNERS[owner], "ansatt")
        self.colleague, self.publisher = (
            logged_in(role, OWNERS["own"], role) for role in (Role.EDITOR, Role.PUBLISHER)
        )
        self.author = User.objects.get(username=Role.EDITOR)
        self.forms: dict[str, dict[str, Any]] = {}
        with pghistory.context(user=self.author.pk, reason="Nedlagt."):
            steward = ProgrammeOwner.objects.get(slug=OWNERS["own"])
            self.cluster = Cluster.objects.create(name="Fjordklyngen", slug="fjordklyngen", steward=steward)
            Cluster.objects.filter(pk=self.cluster.pk).update(publication=state)
            self.cluster.refresh_from_db()
            self.name = ClusterName.objects.create(cluster=self.cluster, name="Borelauget", **YEARLESS)

    def page(self, record: Any, action: str = "change") -> str:
        return f"/admin/clusters/{record._meta.model_name}/{record.pk}/{action}/"

    def save(self, record: Any, **changed: Any) -> None:
        """Post the form, filled in by a page that may not have one: that is the direct way past the page."""
        page = self.page(record)
        if page not in self.forms:  # whatever is done with it is forgotten, so it stays good
            self.forms[page] = filled(self.client.get(page).content)
        self.client.post(page, {**self.forms[page], **WHY, **changed})

    def step(self, publication: str) -> bool:
        self.save(self.cluster, publication=publication)
        self.cluster.refresh_from_db()
        return bool(self.cluster.publication == publication)

    def delete_many(self, record: Any) -> None:
        marked = {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes", **WHY}
        self.client.post(f"/admin/clusters/{record._meta.model_name}/", marked)

    def edit(self) -> bool:
        self.save(self.cluster, acronym="NODE")
        return Cluster.objects.get(pk=self.cluster.pk).acronym == "NODE"

    def add_part(self) -> bool:
        row = {"cluster": self.cluster.pk, "name": "Borelaget", "kind": "former", "end_state": "unknown", **WHY}
        self.client.post("/admin/clusters/clustername/add/", row)
        return self.cluster.names.filter(name="Borelaget").exists()

    def edit_part(self) -> bool:
        self.save(self.name, name="Borelaget")
        return self.cluster.names.filter(name="Borelaget").exists()

    def delete_part(self) -> bool:
        self.client.post(self.page(self.name, "delete"), {"post": "yes"})
        return not ClusterName.objects.filter(pk=self.name.pk).exists()

    def delete(self) -> bool:
        self.client.post(self.page(self.cluster, "delete"), {"post": "yes", **WHY})
        return not Cluster.objects.filter(pk=self.cluster.pk).exists()

    def bulk_delete(self) -> bool:
        self.delete_many(self.cluster)
        return not Cluster.objects.filter(pk=self.cluster.pk).exists()

    def submit(self) -> bool:
        return self.cluster.publication != Publication.IN_REVIEW and self.step(Publication.IN_REVIEW)

    def publish(self) -> bool:
        return self.cluster.publication != Publication.PUBLISHED and self.step(Publication.PUBLISHED)

    def withdraw(self) -> bool:
        return self.cluster.publication != Publication.WITHDRAWN and self.step(Publication.WITHDRAWN)

    def confirm(self) -> bool:
        self.client.post(self.page(self.cluster, "confirm"))
        return Cluster.objects.get(pk=self.cluster.pk).confirmed_date is not None

    def undo(self) -> bool:
        """Take back what a colleague has done to the record, from its history."""
        with pghistory.context(user=self.author.pk, reason="Etter årsmøtet."):
            Cluster.objects.filter(pk=self.cluster.pk).update(acronym="NODE")
        events: Any = event_model(Cluster)
        last = events.objects.filter(pgh_obj_id=self.cluster.pk).latest("pgh_id")
        self.client.post(f"{self.page(self.cluster, 'restore')}?change={last.pgh_context_id}", WHY)
        return Cluster.objects.get(pk=self.cluster.pk).acronym == ""

    def accept(self) -> bool:
        """Accept what a colleague suggests."""
        row = (label_of(Cluster), self.cluster.pk)
        before = current_states([row])[row]
        suggested = Revision.objects.create(
            record_kind=row[0],
            record_id=row[1],
            changes=Changeset((RowChange(*row, before, {**before, "acronym": "NODE"}),)).as_json(),
            author=self.author,
        )
        self.client.post(f"/admin/review/revision/{suggested.pk}/change/", {"_accept": "1"})
        return Cluster.objects.get(pk=self.cluster.pk).acronym == "NODE"

    def bring_in(self) -> bool:
        """Send in a list of members and write it, or send it on where that is what the page offers."""
        self.client.post(ADD, {**self.members(), "file": SimpleUploadedFile("medlemmer.csv", csv_file(*MEMBERS))})
        for batch in Batch.objects.all():
            self.client.post(f"/admin/imports/batch/{batch.pk}/write/")
            if Batch.objects.get(pk=batch.pk).state == BatchState.READY:
                self.client.post(f"/admin/imports/batch/{batch.pk}/send/")
        return self.cluster.memberships.exists()

    def write_import(self) -> bool:
        """Write what a colleague has brought in."""
        act(self.client, self.sent_by_colleague(), "write")
        return self.cluster.memberships.exists()

    def undo_import(self) -> bool:
        """Take back what colleagues have brought in."""
        batch = self.sent_by_colleague()
        act(self.publisher, batch, "write")
        assert self.cluster.memberships.exists()
        act(self.client, batch, "undo", reason="Feil fil")
        return not self.cluster.memberships.exists()

    def members(self) -> dict[str, Any]:
        return {"kind": "members", "cluster": self.cluster.pk, "source": "Medlemsliste", "reason": "Årsmøtet"}

    def sent_by_colleague(self) -> Batch:
        batch = send(self.colleague, *MEMBERS, **self.members())
        if batch.touches_published:
            act(self.colleague, batch, "send")
        return batch


@contextmanager
def forgotten() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def outcome(act: Callable[[], bool]) -> str:
    if act():
        return "now"
    suggested = Revision.objects.waiting().filter(author__username="ansatt")
    sent_on = Batch.objects.filter(state=BatchState.WAITING, created_by__username="ansatt")
    return "waits" if suggested.exists() or sent_on.exists() else "no"


def test_the_table_has_every_case_once() -> None:
    cases = [(row["role"], row["owner"], row["state"]) for row in table()]
    people = [*((role, owner) for role in Role.values for owner in ("own", "other")), (Role.ADMINISTRATOR, "none")]

    assert sorted(cases) == sorted((role, owner, state) for role, owner in people for state in Publication.values)


@pytest.mark.parametrize("row", table(), ids=lambda row: f"{row['role']}-{row['owner']}-{row['state']}")
def test_every_door_keeps_the_rule(row: dict[str, str]) -> None:
    desk = Desk(row["role"], row["owner"], row["state"])
    wanted = {action: row[action] for action in row if action not in {"role", "owner", "state"}}
    found = {}

    for action in wanted:
        with forgotten():
            found[action] = outcome(getattr(desk, action))
        desk.cluster.refresh_from_db()

    assert found == wanted


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("door", ["/api/v1/clusters/gce-node/", "/api/v1/clusters/", "/api/v1/organisations/"])
def test_the_api_writes_nothing_for_anybody(door: str, method: str) -> None:
    client = logged_in(Role.ADMINISTRATOR)

    answer = getattr(client, method)(door, {"acronym": "NODE"}, content_type="application/json")

    assert answer.status_code == 405
    assert not Cluster.objects.filter(acronym="NODE").exists()
