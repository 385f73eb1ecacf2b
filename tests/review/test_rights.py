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
from django.db import transaction

from clusters.choices import Publication
from clusters.models import Cluster, ClusterName
from programmes.models import ProgrammeOwner
from review.models import Revision
from staff.models import Role
from tests.staff.people import filled, logged_in

pytestmark = pytest.mark.django_db
OWNERS = {"own": "innovasjon-norge", "other": "siva", "none": None}
YEARLESS: dict[str, Any] = {"period": None, "start_precision": "unknown", "end_precision": "unknown"}
WHY = {"_reason": "Etter avtale."}


def table() -> list[dict[str, str]]:
    with (Path(__file__).parent / "rights.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


class Desk:
    """A member of staff before a cluster in some state, one of whose names somebody else has entered."""

    def __init__(self, role: str, owner: str, state: str) -> None:
        self.client = logged_in(role, OWNERS[owner], "ansatt")
        self.forms: dict[str, dict[str, Any]] = {}
        with pghistory.context(user=0, reason="Nedlagt."):
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


@contextmanager
def forgotten() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def outcome(act: Callable[[], bool]) -> str:
    if act():
        return "now"
    return "waits" if Revision.objects.exists() else "no"


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
