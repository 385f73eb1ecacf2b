"""An import taken back: every row as it was, unless somebody has worked on it since."""

import datetime as dt
from typing import Any

import pghistory
from django.db import IntegrityError, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from clusters.services import settle_periods
from history import refusals
from history.applying import REFERRED_BY, Conflict, Conflicts, apply
from history.changesets import Changeset
from history.events import changes_in
from history.wording import names_of, readable_columns
from imports.faults import Fault
from imports.models import Batch, State
from imports.permissions import fault_in_undoing

NEEDS_REASON = _("Write why the import is undone.")
NOT_THERE = _("Only an import that was written, and not undone yet, can be undone.")
LATER_EDIT = _("%(record)s: %(field)s has been changed since, to “%(value)s”.")
LATER_DELETED = _("%(record)s has been deleted since.")
LATER_CHANGED = _("%(record)s has been changed since.")
LATER_USED = _("%(record)s is in use since: %(other)s.")
MOST = 20
MORE = _("… and %(number)s more.")


class NotUndoneError(Exception):
    """Why nothing was undone, each reason a sentence."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*map(str, faults))
        self.faults = faults


@transaction.atomic
def undo_batch(*, batch_id: int, user: Any, reason: str, now: dt.datetime) -> None:
    """Put back everything that the import wrote. Raises NotUndoneError naming the later edits that would be lost."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.state != State.APPLIED or batch.context is None:
        raise NotUndoneError(Fault.of(NOT_THERE))
    if not reason.strip():
        raise NotUndoneError(Fault.of(NEEDS_REASON))
    written = written_by(batch)
    clusters = clusters_in(written)
    refused = fault_in_undoing(batch, clusters, user)
    if refused:
        raise NotUndoneError(Fault.of(refused))
    try:
        with pghistory.context(reason=reason, batch=batch.pk):
            apply(written.inverse())
            for cluster in Cluster.objects.filter(pk__in=clusters):
                settle_periods(cluster=cluster)
            batch.state, batch.undone_at, batch.undone_by_name, batch.undo_reason = State.UNDONE, now, str(user), reason
            batch.save()
    except Conflicts as conflicts:
        raise NotUndoneError(*in_words(conflicts.found)) from conflicts
    except IntegrityError as error:
        raise NotUndoneError(Fault.of(refusals.in_words(error))) from error


def written_by(batch: Batch) -> Changeset:
    """What the import wrote in the registry, without its own rows and without what only followed."""
    everything = changes_in(batch.context, with_following=False) if batch.context else Changeset()
    return everything.where(lambda change: not change.model.startswith("imports."))


def clusters_in(changeset: Changeset) -> set[int]:
    """Ids of the clusters that the changes are about, also of those that are new."""
    found: set[int] = set()
    for change in changeset:
        if change.model == "clusters.cluster":
            found.add(change.pk)
        elif "cluster_id" in change.state:
            found.add(change.state["cluster_id"])
    return found


def in_words(conflicts: list[Conflict]) -> list[Fault]:
    """Each later edit in a sentence, at most MOST of them."""
    faults = [_in_words(conflict) for conflict in conflicts[:MOST]]
    return [*faults, Fault.of(MORE, number=len(conflicts) - MOST)] if len(conflicts) > MOST else faults


def _in_words(conflict: Conflict) -> Fault:
    table = conflict.change.table
    columns = readable_columns(table)
    names = names_of(columns, [conflict.change.state])
    parties = [known[conflict.change.state[column]] for column, known in names.items() if known]
    named = conflict.change.state.get("name") or " – ".join(parties)
    record = f"{capfirst(table._meta.verbose_name)} {named}"
    if conflict.column:
        field = next((one.verbose_name for one in columns if one.column == conflict.column), conflict.column)
        return Fault.of(LATER_EDIT, record=record, field=field, value=conflict.theirs)
    if conflict.theirs is None:
        return Fault.of(LATER_DELETED, record=record)
    if REFERRED_BY in conflict.theirs:
        return Fault.of(LATER_USED, record=record, other=conflict.theirs[REFERRED_BY])
    return Fault.of(LATER_CHANGED, record=record)
