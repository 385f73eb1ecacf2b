"""Whoever takes a snapshot and follows the stream has what the registry has, whatever writers do meanwhile."""

import threading
from collections.abc import Callable
from random import Random
from typing import Any

import psycopg
import pytest
from django.db import connections, transaction
from django.test import Client
from django.utils import translation

from clusters.merging import merge_organisations
from clusters.models import Cluster, ClusterSector, Membership, Organisation, Sector
from history.valid_time import EndPrecision, StartPrecision
from imports.models import State
from programmes.models import Tier
from regions.models import Region
from tests.imports.importing import act, send
from tests.published.test_stream import connection_parameters
from tests.snapshots.mirror import Mirror
from tests.snapshots.taking import records, take
from tests.staff.people import logged_in

WITHOUT_YEARS: Any = {"start_precision": StartPrecision.UNKNOWN, "end_precision": EndPrecision.UNKNOWN}
ROUNDS = 12


def save_as_the_admin_does(random: Random) -> None:
    """Facts, a name that stands in other records, a slug, a sector, and a cluster's way to the public and back."""
    cluster = random.choice(list(Cluster.objects.published().order_by("pk")))
    with transaction.atomic():
        cluster.summary_nb = f"Sammendrag {random.random()}"
        cluster.name = f"{cluster.slug} {random.randrange(9)}"
        cluster.slug = f"{cluster.slug[:20]}-{random.randrange(999)}"
        cluster.save()
        sector = random.choice(list(Sector.objects.order_by("pk")))
        if not ClusterSector.objects.filter(cluster=cluster, sector=sector).delete()[0]:
            ClusterSector.objects.create(cluster=cluster, sector=sector)
    withdrawn = random.choice(list(Cluster.objects.published().order_by("pk")))
    Cluster.objects.filter(pk=withdrawn.pk).update(publication="withdrawn")
    if random.random() < 0.5:
        Cluster.objects.filter(pk=withdrawn.pk).update(publication="published")


def write_sql(random: Random) -> None:
    """Several records in one transaction that takes its time; a tier's name stands in every cluster on it."""
    ids = list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
    with psycopg.connect(**connection_parameters()) as own:
        for pk in sorted(random.sample(ids, 2)):
            own.execute("UPDATE clusters_organisation SET name = name || ' ' WHERE id = %s", [pk])
            own.execute("UPDATE clusters_organisation SET name = rtrim(name) || 'x' WHERE id = %s", [pk])
        own.execute("SELECT pg_sleep(%s)", [random.random() / 20])
        own.execute("UPDATE programmes_tier SET short_name_en = %s WHERE code = 'nce'", [f"NCE {random.random()}"])
        own.execute("UPDATE regions_region SET name_en = %s WHERE code = '4633'", [f"Fedje {random.random()}"])


def join_and_leave(random: Random) -> None:
    """Memberships come and go, an organisation is made and removed, and two are merged."""
    cluster = random.choice(list(Cluster.objects.published().order_by("pk")))
    made = Organisation.objects.create(name=f"Blåbær {random.random()} AS", kind="company")
    Membership.objects.create(cluster=cluster, organisation=made, **WITHOUT_YEARS)
    Membership.objects.filter(pk=random.choice(Membership.objects.values_list("pk", flat=True))).delete()
    other = Organisation.objects.create(name=f"Tyttebær {random.random()} AS", kind="company")
    if random.random() < 0.5:
        merge_organisations(kept=made, other=other, from_other=[], reason="Samme virksomhet")
    else:
        other.delete()


def bring_in_a_file(random: Random) -> None:
    """Through the pages of the workplace: one sends it to review, another writes it."""
    editor, publisher = (logged_in(role, "siva", f"{role}{random.random()}") for role in ("editor", "publisher"))
    numbers = ("974760673", "915453929", "882774562")
    lines = [f"{number};Importert {random.random()} AS;4601" for number in numbers]
    batch = send(editor, "Organisasjonsnummer;Navn;Kommunenummer", *lines, kind="organisations")
    act(editor, batch, "send")
    act(publisher, batch, "write")
    assert batch.state == State.APPLIED


WRITERS: tuple[tuple[Callable[[Random], None], int], ...] = (
    (save_as_the_admin_does, ROUNDS),
    (write_sql, ROUNDS),
    (join_and_leave, ROUNDS),
    (bring_in_a_file, 2),
)


def work(write: Callable[[Random], None], times: int, begun: threading.Event, faults: list[Exception]) -> None:
    """Write again and again; two who are in each other's way give way, as the workplace asks people to."""
    random = Random(write.__name__)
    try:
        with translation.override("nb"):
            for _round in range(times):
                write(random)
                begun.set()
    except Exception as error:  # noqa: BLE001 (told by the test itself)
        faults.append(error)
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_a_copy_kept_by_snapshot_and_stream_is_the_registry(client: Client, capsys: Any) -> None:
    faults: list[Exception] = []
    begun = threading.Event()
    writers = [threading.Thread(target=work, args=(write, times, begun, faults)) for write, times in WRITERS]
    for writer in writers:
        writer.start()
    assert begun.wait(60)

    take(capsys, "--formats", "jsonl")
    mirror = Mirror(client)
    followed = 0
    while any(writer.is_alive() for writer in writers):
        followed += mirror.follow()
    followed += mirror.follow()
    take(capsys, "--formats", "jsonl", "--anyway")

    assert faults == []
    assert followed > ROUNDS
    assert Tier.objects.get(code="nce").short_name_en != "NCE"
    assert Region.objects.get(code="4633").name_en.startswith("Fedje 0.")
    for resource, rows in records(client).items():
        assert mirror.records[resource] == {row["id"]: row for row in rows}, resource
