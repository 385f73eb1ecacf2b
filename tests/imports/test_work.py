"""Long work beside the pages: told while it goes on, done by one at a time, gone without a trace when it is killed."""

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from clusters.models import Cluster, Membership
from imports import work
from imports.models import Batch, State
from imports.staging import Upload, stage_file
from imports.writing import BUSY, SAME_FILE, NotWrittenError, begin_writing, write_batch
from tests.imports.importing import cluster_without_members
from tests.staff.people import logged_in, member

pytestmark = pytest.mark.django_db(transaction=True)


def staged(user: Any, cluster: Cluster) -> Batch:
    upload = Upload("members", b"Navn;Fra\nRiktig AS;2016\n", "liste.csv", "Runde", cluster=cluster)
    return stage_file(upload, user=user, now=timezone.now())


def in_thread(job: Any) -> None:
    def run() -> None:
        try:
            job()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def test_progress_is_seen_by_others_while_the_work_goes_on_and_not_after() -> None:
    batch = staged(member("editor", "innovasjon-norge"), cluster_without_members())
    seen: list[Any] = []

    with work.at_work(batch.pk):
        work.tell(batch.pk, "writing", 3, 10)
        in_thread(lambda: seen.append(work.progress_of(batch)))

    assert seen == [work.Progress("writing", 3, 10)]
    assert work.progress_of(batch) is None


def test_a_killed_server_leaves_nothing_written_and_the_page_says_so() -> None:
    user = member("editor", "innovasjon-norge", name="forfatter")
    batch = staged(user, cluster_without_members())
    begin_writing(batch, skips_faulty=False, now=timezone.now() - dt.timedelta(minutes=1))

    def deleting_all() -> None:
        with work.at_work(batch.pk):
            Membership.objects.all().delete()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    def killed() -> None:
        with pytest.raises(Error):
            deleting_all()

    before = Membership.objects.count()
    in_thread(killed)

    batch.refresh_from_db()
    assert (Membership.objects.count(), work.was_interrupted(batch)) == (before, True)
    client = logged_in("editor", "innovasjon-norge")
    assert "avbrutt" in client.get(f"/admin/imports/batch/{batch.pk}/change/").content.decode()
    client.post(f"/admin/imports/batch/{batch.pk}/reopen/")
    batch.refresh_from_db()
    assert batch.state == State.READY


def test_of_two_who_write_one_file_at_once_one_wins_and_the_other_is_told() -> None:
    user, cluster = member("editor", "innovasjon-norge"), cluster_without_members()
    first, second = staged(user, cluster), staged(user, cluster)
    begin_writing(first, skips_faulty=False, now=timezone.now())
    with pytest.raises(NotWrittenError, match=str(BUSY)):
        begin_writing(first, skips_faulty=False, now=timezone.now())
    begin_writing(second, skips_faulty=False, now=timezone.now())

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [work.FILE_LOCKS, first.file_hash])
        in_thread(lambda: write_batch(batch_id=second.pk, user=user, now=timezone.now()))
    second.refresh_from_db()
    assert (second.state, str(second.faults[-1])) == (State.READY, str(SAME_FILE))

    write_batch(batch_id=first.pk, user=user, now=timezone.now())
    assert Membership.objects.filter(cluster=cluster).count() == 1
    begin_writing(second, skips_faulty=False, now=timezone.now())
    write_batch(batch_id=second.pk, user=user, now=timezone.now())
    second.refresh_from_db()
    assert (second.state, second.counts) == (State.READY, {"same": 1})
    assert Membership.objects.filter(cluster=cluster).count() == 1


def test_a_large_file_is_read_beside_the_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imports.staging.SMALL_FILE", 1)
    batch = staged(member("editor", "innovasjon-norge"), cluster_without_members())

    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.daemon and "_in_thread" in thread.name:
            thread.join()

    batch.refresh_from_db()
    assert (batch.state, batch.counts) == (State.READY, {"add": 1})
