"""An import as a member of staff makes it, through the pages of the workplace."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from clusters.models import Cluster
from imports.models import Batch
from tests.imports.files import csv_file

ADD = "/admin/imports/batch/add/"


def send(client: Client, *lines: str, kind: str = "members", content: bytes = b"", **more: Any) -> Batch:
    """Send a file in; for members, of the cluster in ``cluster`` or of one without members. Gives the new batch."""
    if kind == "members" and "cluster" not in more:
        more["cluster"] = cluster_without_members().pk
    file = SimpleUploadedFile("medlemmer.csv", content or csv_file(*lines))
    data = {"kind": kind, "file": file, "source": "Medlemsliste 2026", "reason": "Årlig gjennomgang", **more}
    answer = client.post(ADD, data)
    assert answer.status_code == 302, answer.context["form"].errors
    return Batch.objects.latest("pk")


def cluster_without_members(**more: Any) -> Cluster:
    """A new cluster of Innovasjon Norge, a draft unless said otherwise."""
    steward = Cluster.objects.order_by("pk")[0].steward
    return Cluster.objects.create(name="Fjordklyngen", slug="fjordklyngen", steward=steward, **more)


def act(client: Client, batch: Batch, action: str, **data: Any) -> list[str]:
    """Do something with the import; gives what the page then says, and brings the batch up to date."""
    answer = client.post(f"/admin/imports/batch/{batch.pk}/{action}/", data, follow=True)
    assert answer.status_code == 200, answer.status_code
    batch.refresh_from_db()
    return [str(message) for message in answer.context["messages"]] + [str(fault) for fault in batch.faults]


def faults(batch: Batch) -> dict[int, list[str]]:
    """What is wrong, by the number of the row."""
    rows = batch.rows.filter(action="faulty").order_by("number")
    return {row.number: [str(fault) for fault in row.all_faults] for row in rows}
