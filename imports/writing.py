"""A looked-through import into the registry: all of it in one transaction, or nothing."""

import datetime as dt
import logging
from typing import Any

import pghistory
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models.fields import NOT_PROVIDED
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from clusters.services import settle_periods
from history import refusals
from history.applying import apply
from history.changesets import Changeset, RowChange
from history.events import columns_of, current_states
from imports import work
from imports.faults import Fault
from imports.kinds.base import ADD, END, FAULTY, INERT, MISSING, Write
from imports.models import Batch, Missing, State
from imports.permissions import fault_in_writing
from imports.planning import Plan, kept_lines, make_plan
from imports.staging import stage_again

logger = logging.getLogger(__name__)
BUSY = _("Somebody is writing this import just now.")
SAME_FILE = _("The same file is being written by somebody else just now. Look at the result before you go on.")
CHANGED = _("The registry has changed since you looked through the import. Look at it again; nothing was written.")
HAS_FAULTS = _("Some rows have faults. Correct the file, or choose to leave those rows out. Nothing was written.")
ASKED = _("Say first what becomes of the members who are not in the file. Nothing was written.")
ENDS_BESIDE_FAULTS = _(
    "Members who are not in the file cannot be ended while rows with faults are left out: such a row may be about one "
    "of them. Correct the rows, or let the members stay. Nothing was written."
)
NOTHING = _("There is nothing to write: the registry says all this already.")
REFUSED = _("The database refused it: %(reason)s Nothing was written.")
FAILED = _("Something went wrong on our side. Nothing was written. Try again.")


class NotWrittenError(Exception):
    """Why nothing was written, in a sentence."""

    def __init__(self, message: Promise | str, **params: str) -> None:
        self.fault = Fault.of(message, **params)
        super().__init__(str(self.fault))


def begin_writing(batch: Batch, *, skips_faulty: bool, now: dt.datetime) -> None:
    """Mark the batch as being written. Raises NotWrittenError where somebody was quicker."""
    begun = Batch.objects.filter(pk=batch.pk, state__in=[State.READY, State.WAITING])
    if not begun.update(state=State.WRITING, started_at=now, skips_faulty=skips_faulty):
        raise NotWrittenError(BUSY)


def write_batch(*, batch_id: int, user: Any, now: dt.datetime) -> None:
    """Write the batch that ``begin_writing`` marked, or note on it why nothing was written."""
    try:
        _write(batch_id, user, now)
    except NotWrittenError as refused:
        _leave(batch_id, refused.fault)
    except IntegrityError as error:
        _leave(batch_id, Fault.of(REFUSED, reason=refusals.in_words(error)))
    except Exception:
        _leave(batch_id, Fault.of(FAILED))
        raise


def _write(batch_id: int, user: Any, now: dt.datetime) -> None:
    with work.at_work(batch_id):
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        _take_file(batch)
        lines = kept_lines(batch)
        work.tell(batch_id, "comparing", 0, len(lines))
        _lock(batch)
        plan = make_plan(batch, lines)
        _check(batch, plan, user)
        work.tell(batch_id, "writing", 0, len(plan.rows))
        with pghistory.context(reason=batch.reason, batch=batch.pk, author=batch.created_by_id) as context:
            apply(changeset_of(plan, now))
            for cluster in Cluster.objects.filter(pk__in=plan.clusters):
                settle_periods(cluster=cluster)
            batch.context = context.id
            _note_written(batch, user, now)


def _take_file(batch: Batch) -> None:
    """Let nobody else write the same file at the same time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [work.FILE_LOCKS, batch.file_hash])
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        raise NotWrittenError(SAME_FILE)


def _lock(batch: Batch) -> None:
    """Two imports into one cluster take turns; the second then sees what the first one did."""
    if batch.cluster_id:
        list(Cluster.objects.select_for_update().filter(pk=batch.cluster_id).values_list("pk"))


def _check(batch: Batch, plan: Plan, user: Any) -> None:
    if plan.fingerprint != batch.plan_hash:
        raise NotWrittenError(CHANGED)
    if plan.counts.get(FAULTY) and not batch.skips_faulty:
        raise NotWrittenError(HAS_FAULTS)
    if plan.counts.get(FAULTY) and plan.counts.get(END):
        raise NotWrittenError(ENDS_BESIDE_FAULTS)
    if plan.counts.get(MISSING) and batch.missing == Missing.UNDECIDED:
        raise NotWrittenError(ASKED)
    if not [one for one in plan.rows if one.action not in INERT]:
        raise NotWrittenError(NOTHING)
    batch.touches_published = plan.touches_published
    fault = fault_in_writing(batch, plan.clusters, user)
    if fault:
        raise NotWrittenError(fault)


def _note_written(batch: Batch, user: Any, now: dt.datetime) -> None:
    batch.state, batch.applied_at = State.APPLIED, now
    batch.applied_by, batch.applied_by_name = user, str(user)
    batch.save()


@transaction.atomic
def _leave(batch_id: int, fault: Fault) -> None:
    """Put the batch back to where it was, with the reason; looked through again, where that is what is needed."""
    batch = Batch.objects.get(pk=batch_id)
    batch.notes = [*(note for note in batch.notes if note["message"] not in _PASSING), fault.as_json()]
    batch.state, batch.skips_faulty = State.READY, False
    batch.save()
    if fault.message == Fault.of(CHANGED).message:
        stage_again(batch)


_PASSING = {
    Fault.of(text).message
    for text in (BUSY, SAME_FILE, CHANGED, HAS_FAULTS, ENDS_BESIDE_FAULTS, ASKED, NOTHING, REFUSED, FAILED)
}


def changeset_of(plan: Plan, now: dt.datetime) -> Changeset:
    """The writes of all rows without faults, with the ids that new records get."""
    writes = [write for one in plan.rows if one.action not in INERT for write in one.writes]
    ids = _new_ids([write for write in writes if write.action == ADD])
    now_there = current_states([(write.model, write.pk) for write in writes if write.action != ADD])
    changes: dict[tuple[str, int], RowChange] = {}
    blanks = {model: _blank(model, now) for model in {write.model for write in writes}}
    for write in writes:
        columns = _resolved(write.columns, ids)
        if write.action == ADD:
            pk = ids[id(write)]
            changes[write.model, pk] = RowChange(write.model, pk, None, {**blanks[write.model], **columns, "id": pk})
            continue
        before = now_there[write.model, write.pk]
        after = None if write.action == "delete" else {**before, **columns}
        changes[write.model, write.pk] = RowChange(write.model, write.pk, before, after)
    return Changeset(tuple(changes.values()))


def _new_ids(writes: list[Write]) -> dict[Any, int]:
    """An id for each insert, by the write itself and by the reference that other rows have to it."""
    found: dict[Any, int] = {}
    for model in {write.model for write in writes}:
        wanted = [write for write in writes if write.model == model]
        table = apps.get_model(model)._meta.db_table
        with connection.cursor() as cursor:
            statement = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(statement, [table, len(wanted)])
            for write, (pk,) in zip(wanted, cursor.fetchall(), strict=True):
                found[id(write)] = pk
                found[model, write.pk] = pk
    return found


def _resolved(columns: dict[str, Any], ids: dict[Any, int]) -> dict[str, Any]:
    """The columns with references to new records replaced by their ids."""
    found = dict(columns)
    for column, model in (("organisation_id", "clusters.organisation"), ("cluster_id", "clusters.cluster")):
        reference = found.get(column)
        if reference is not None and reference < 0:
            found[column] = ids[model, reference]
    return found


def _blank(label: str, now: dt.datetime) -> dict[str, Any]:
    """A new row before anything is said of it."""
    model = apps.get_model(label)
    fields = {field.column: field for field in model._meta.concrete_fields}
    return {column: _default(fields[column], now) for column in columns_of(model)}


def _default(field: Any, now: dt.datetime) -> Any:
    if field.name in {"created_at", "updated_at"}:
        return now.isoformat()
    value = field.db_default if isinstance(field.db_default, str) else None
    if field.db_default is NOT_PROVIDED:
        value = field.get_default()
    return getattr(value, "value", value)
