"""From an uploaded file to staged rows that people can look through."""

import datetime as dt
import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from bilingual.text import LANGUAGES
from clusters.demo.copying import Table
from clusters.models import Cluster
from imports import limits, work
from imports.downloads import example
from imports.faults import Fault, FileRefusedError
from imports.headers import lay_out
from imports.identity_numbers import without_identity_numbers
from imports.kinds import KINDS, Kind
from imports.models import Batch, StagedRow, State
from imports.planning import Plan, kept_cells, kept_lines, make_plan
from imports.reading.cells import Line
from imports.reading.cells import Table as FileTable
from imports.reading.files import read_file

logger = logging.getLogger(__name__)
OUR_FAULT = _("Something went wrong on our side while the file was read. Nothing was written. Try again.")
COLUMNS = ("batch", "number", "cells", "action", "record", "record_id", "differences", "faults", "notes", "near")
#: Files up to this many bytes are read before the page answers.
SMALL_FILE = 200_000


@dataclass(frozen=True)
class Upload:
    """A file as it was sent, with what was said of it."""

    kind: str
    content: bytes
    file_name: str
    reason: str
    source: str = ""
    cluster: Cluster | None = None
    observed_year: int | None = None
    empties: bool = False


def stage_file(upload: Upload, *, user: Any, now: dt.datetime) -> Batch:
    """A batch for the file; its rows are staged before this returns, or beside the pages if it is large.

    Nothing of the registry is written, and the file is not kept. Staged rows of old imports are emptied.
    """
    empty_staging(now=now)
    content = upload.content
    batch = Batch.objects.create(
        kind=upload.kind,
        cluster=upload.cluster,
        file_name=without_identity_numbers(upload.file_name)[-200:],
        file_hash=hashlib.sha256(content).hexdigest(),
        file_size=len(content),
        source=upload.source,
        reason=upload.reason,
        observed_year=upload.observed_year,
        empties=upload.empties,
        started_at=now,
        created_at=now,
        created_by=user,
        created_by_name=str(user),
    )
    work.run(partial(_look_through, batch.pk, content), beside=len(content) > SMALL_FILE, user=user.pk)
    batch.refresh_from_db()
    return batch


def stage_again(batch: Batch) -> None:
    """Work the plan out anew, after a choice or a change of the registry."""
    with work.at_work(batch.pk):
        lines = kept_lines(batch)
        _keep(batch, lines, make_plan(batch, lines))


def _look_through(batch_id: int, content: bytes) -> None:
    batch = Batch.objects.get(pk=batch_id)
    try:
        with work.at_work(batch_id):
            work.tell(batch_id, "reading", 0, 0)
            table = read_file(content)
            table.lines = _without_example(KINDS[batch.kind], table)
            layout = lay_out(KINDS[batch.kind], table)
            batch.headers, batch.keys = layout.headers, layout.keys
            batch.notes = [note.as_json() for note in (*table.notes, *layout.notes)]
            work.tell(batch_id, "comparing", 0, len(table.lines))
            _keep(batch, table.lines, make_plan(batch, table.lines))
    except FileRefusedError as refused:
        _refuse(batch, refused.faults)
    except Exception:
        logger.exception("an import could not be read")
        _refuse(batch, [Fault.of(OUR_FAULT)])
        raise


def _without_example(kind: Kind, table: FileTable) -> list[Line]:
    """The rows but for the template's own example, in whichever language it was fetched."""
    examples = []
    for language in LANGUAGES:
        with translation.override(language):
            examples.append([text for text in example(kind) if text])
    return [line for line in table.lines if [cell.text for cell in line.cells if cell.text] not in examples]


@transaction.atomic
def _refuse(batch: Batch, faults: list[Fault]) -> None:
    batch.state, batch.notes = State.REFUSED, [fault.as_json() for fault in faults]
    batch.headers, batch.keys = [], []
    batch.save()


def _keep(batch: Batch, lines: list[Line], plan: Plan) -> None:
    """Stage the rows in the place of those staged before."""
    StagedRow.objects.filter(batch=batch).delete()
    cells = {line.number: kept_cells(line) for line in lines}
    total = len(plan.rows)
    done = 0

    def progress(rows: int) -> None:
        nonlocal done
        done += rows

    work.tell(batch.pk, "staging", 0, total)
    Table(StagedRow, *COLUMNS).copy(_staged(batch, plan, cells), progress)
    batch.counts, batch.plan_hash = plan.counts, plan.fingerprint
    batch.changed_clusters, batch.touches_published = sorted(plan.clusters), plan.touches_published
    batch.state = State.READY
    batch.save()


def _staged(batch: Batch, plan: Plan, cells: dict[int, list[Any]]) -> Iterator[tuple[object, ...]]:
    for one in plan.rows:
        lists = (
            one.differences,
            [fault.as_json() for fault in one.row.faults],
            [note.as_json() for note in one.notes],
            one.near,
        )
        kept = json.dumps(cells.get(one.row.number, []))
        record = one.record[:300]
        yield (batch.pk, one.row.number, kept, one.action, record, one.record_id, *map(json.dumps, lists))


def empty_staging(*, now: dt.datetime) -> int:
    """Delete the staged rows of imports older than KEPT_DAYS; what each import was and did stays. Returns how many."""
    before = now - dt.timedelta(days=limits.KEPT_DAYS)
    deleted, _by_model = StagedRow.objects.filter(batch__created_at__lt=before).delete()
    unwritten = Batch.objects.filter(created_at__lt=before, state__in=[State.READY, State.WAITING, State.READING])
    unwritten.update(state=State.DISCARDED)
    return deleted
