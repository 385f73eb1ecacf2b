"""Work on an import: in one transaction, beside the pages where it takes long, and told while it goes on.

A killed server leaves nothing behind: the transaction is gone with its connection, and so is the lock that says that
somebody is at work. What is told of the progress stands in the connection's name, which others see at once.
"""

import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pghistory
from django.db import connection, transaction
from django.utils import timezone

from imports.models import Batch, State

logger = logging.getLogger(__name__)

#: First key of the advisory locks of imports; any number that nobody else uses.
LOCKS, FILE_LOCKS = 7_431, 7_432
#: A step of a large import may take longer than a page may.
PATIENCE = "SET LOCAL statement_timeout = '10min'; SET LOCAL idle_in_transaction_session_timeout = '10min'"
#: How long work that was started may take to take its lock.
GRACE = dt.timedelta(seconds=15)
BUSY = {State.READING, State.WRITING}


@dataclass(frozen=True)
class Progress:
    """How far the work on a batch is; ``total`` 0 where that is not known."""

    step: str
    done: int
    total: int


@contextmanager
def at_work(batch_id: int) -> Iterator[None]:
    """One transaction of work on the batch, while nobody else works on it. Undone, what was told is untold with it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(PATIENCE)
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCKS, batch_id])
        yield
        tell(batch_id, "", 0, 0)


def tell(batch_id: int, step: str, done: int, total: int) -> None:
    """Say how far the work is, in the name of this connection."""
    name = f"import {batch_id} {step} {done}/{total}" if step else ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('application_name', %s, false)", [name])


def progress_of(batch: Batch) -> Progress | None:
    """How far the work on the batch is, None where nobody works on it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
            WHERE l.locktype = 'advisory' AND l.granted AND l.classid = %s AND l.objid = %s
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """,
            [LOCKS, batch.pk],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    words = row[0].split()
    if len(words) != 4 or "/" not in words[3]:  # noqa: PLR2004 (the words of `tell`)
        return Progress("", 0, 0)
    done, total = words[3].split("/")
    return Progress(words[2], int(done), int(total))


def was_interrupted(batch: Batch) -> bool:
    """Whether work on the batch was begun and nobody is at it any more: the server was stopped in between."""
    is_begun = batch.state in BUSY and timezone.now() - batch.started_at > GRACE
    return is_begun and progress_of(batch) is None


def run(job: Callable[[], None], *, beside: bool, user: int | None) -> None:
    """Do the job, ``beside`` the pages if it is long. Its writes are the user's."""
    if not beside:
        job()
        return
    threading.Thread(target=_in_thread, args=(job, user), daemon=True).start()


def _in_thread(job: Callable[[], None], user: int | None) -> None:
    try:
        with pghistory.context(user=user):
            job()
    except Exception:
        # Nobody waits for the thread: what went wrong stands in the log, and the page says that it was interrupted.
        logger.exception("work on an import failed")
    finally:
        connection.close()
