"""The one way from a person's work to the tables: what may be written at once, and what waits for somebody else."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models

from history.belonging import record_within
from history.changesets import Changeset, Row, RowChange, State
from history.events import current_states, label_of
from history.holding import HeldError, RefusedError
from review.kinds import Kind, all_kinds, kind_of


@dataclass
class Passage:
    """A person's work, divided: what is written at once, and what waits, record by record."""

    direct: Changeset
    waiting: dict[Row, Changeset] = field(default_factory=dict)


class SuggestedError(HeldError):
    """Raised where some of the work has to wait; nothing has been kept."""

    def __init__(self, passage: Passage) -> None:
        super().__init__("some of it waits for somebody else")
        self.passage = passage


def passage(work: Changeset, user: Any) -> Passage:
    """Divide what a person has written in this transaction, or is about to write.

    Raises PermissionDenied where some of it is not theirs to change, and RefusedError where a rule of the records is
    against it. Commands and services do not come here: they write as the system.
    """
    by_record: dict[Row, list[RowChange]] = {}
    deleted = {change.row for change in work if change.kind == "delete"}
    for change in work:
        by_record.setdefault(record_within(change, deleted), []).append(change)
    own = {change.row: change for change in work}
    others = [record for record in by_record if kind_of(record[0]) and record not in own]
    states = current_states(others)
    waiting = {}
    for record, changes in by_record.items():
        kind, row = kind_of(record[0]), own.get(record)
        if kind is None:
            continue
        if not _is_allowed(kind, record, row, user):
            raise PermissionDenied
        if _waits(kind, row, states.get(record)):
            waiting[record] = Changeset(tuple(changes), work.context, work.at)
    for kind in all_kinds():
        if fault := kind.fault(work, user):
            raise RefusedError(fault)
    held = {change.row for part in waiting.values() for change in part}
    return Passage(work.where(lambda change: change.row not in held), waiting)


def is_seen(record: models.Model) -> bool:
    """Whether the public sees this record, so that somebody else is to look at what becomes of it."""
    row = (label_of(type(record)), record.pk)
    kind, state = kind_of(row[0]), current_states([row]).get(row)
    return bool(kind and state and kind.is_public(state))


def _is_allowed(kind: Kind, record: Row, change: RowChange | None, user: Any) -> bool:
    """Whether the record is the person's to change; one that has just been deleted is asked about before (admin)."""
    if change and change.kind == "delete":
        return not kind.editable_by(user).query.is_empty()
    return kind.may_edit(user, record[1])


def _waits(kind: Kind, change: RowChange | None, state: State | None) -> bool:
    """Whether work on the record waits; ``state`` is the record where only parts of it were changed."""
    before = change.before if change else state
    if before is None:
        return bool(change and change.after and kind.waits_when_new(change.after))
    return kind.is_public(before) and not (change and kind.goes_directly(change))
