"""Changesets written into the tables: all of it or nothing, and never over what somebody else has changed meanwhile."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from history.changesets import Changeset, Row, RowChange, State, is_change
from history.events import columns_of, current_states, label_of, recorded_models

Step = Callable[[], None]
#: Key of ``theirs`` in a conflict about a row that others refer to; its value is the name of one of them.
REFERRED_BY = "referred_by"


@dataclass(frozen=True)
class Conflict:
    """Where a changeset meets what has been changed since it was made.

    ``column`` is None where the whole row is in question: it is gone, it is back, or other rows came to refer to it.
    ``base`` is what the changeset was made from, ``theirs`` what stands there now, ``yours`` what it would write.
    """

    change: RowChange
    column: str | None
    base: Any
    theirs: Any
    yours: Any

    @property
    def key(self) -> tuple[str, int, str | None]:
        """Row and column, by which it is decided."""
        return *self.change.row, self.column


class Conflicts(Exception):  # noqa: N818 (named after what it carries)
    """Raised by ``apply``; nothing has been written."""

    def __init__(self, found: list[Conflict]) -> None:
        super().__init__(f"{len(found)} conflicts")
        self.found = found


@transaction.atomic
def apply(changeset: Changeset) -> None:
    """Write all changes, in whatever order the rules of the database admit.

    Raises Conflicts where a row is no longer what the changeset was made from, and IntegrityError with the rule
    where the database refuses it (history/refusals.py has the words); either way nothing is written. What already
    stands as the changeset wants it is left alone. Generated and derived columns follow by themselves. The caller
    says who and why (``pghistory.context``).
    """
    now = current_states([change.row for change in changeset], lock=True)
    found = [*_conflicts(changeset, now), *_referred(changeset)]
    if found:
        raise Conflicts(found)
    wanted = [_rebased(change, now.get(change.row), ()) for change in changeset]
    _write([change for change in wanted if is_change(change)])
    ask_deferred_rules()


def conflicts_of(changeset: Changeset) -> list[Conflict]:
    """What ``apply`` would raise now."""
    now = current_states([change.row for change in changeset])
    return [*_conflicts(changeset, now), *_referred(changeset)]


def rebased(changeset: Changeset, yours: Collection[tuple[str, int, str | None]] = ()) -> Changeset:
    """The changeset as if made from what stands there now.

    Where both sides changed the same, theirs is kept, and ``yours`` for the keys of Conflict named there. Different
    columns of a row are both kept.
    """
    now = current_states([change.row for change in changeset])
    changes = (_rebased(change, now.get(change.row), yours) for change in changeset)
    return Changeset(tuple(filter(is_change, changes)), changeset.context, changeset.at)


def _rebased(change: RowChange, now: State | None, yours: Collection[tuple[str, int, str | None]]) -> RowChange:
    keeps_yours = (*change.row, None) in yours
    if now is None:
        kept = change.after if change.before is None or keeps_yours else None
        return replace(change, before=None, after=kept)
    if change.after is None:
        is_same = not list(_of_row(change, now))
        return replace(change, before=now, after=None if is_same or keeps_yours else now)
    foreign = {conflict.column for conflict in _of_row(change, now) if conflict.key not in yours}
    if None in foreign:
        return replace(change, before=now, after=now)
    own = {name: change.after[name] for name in change.columns if name not in foreign}
    return replace(change, before=now, after={**now, **own})


def _conflicts(changeset: Changeset, now: dict[Row, State]) -> Iterator[Conflict]:
    for change in changeset:
        yield from _of_row(change, now.get(change.row))


def _of_row(change: RowChange, now: State | None) -> Iterator[Conflict]:
    """Columns that are neither what the change was made from nor what it would write; or the whole row."""
    if now is None:
        if change.kind == "update":
            yield Conflict(change, None, change.before, None, change.after)
    elif change.before is None or change.after is None:
        if any(now[name] != change.state[name] for name in change.columns):
            yield Conflict(change, None, change.before, now, change.after)
    else:
        for name in change.columns:
            if now[name] not in (change.before[name], change.after[name]):
                yield Conflict(change, name, change.before[name], now[name], change.after[name])


def _referred(changeset: Changeset) -> Iterator[Conflict]:
    """Rows outside the changeset that refer to what it deletes."""
    deleted: dict[str, list[RowChange]] = {}
    for change in changeset:
        if change.kind == "delete":
            deleted.setdefault(change.model, []).append(change)
    written = {change.row for change in changeset}
    for field in (field for model in recorded_models() for field in _references(model)):
        gone = {change.pk: change for change in deleted.get(label_of(field.related_model), ())}
        found = field.model._default_manager.filter(**{f"{field.name}__in": list(gone)}) if gone else ()
        for referring in found:
            if (label_of(field.model), referring.pk) not in written:
                change = gone[getattr(referring, field.attname)]
                yield Conflict(change, None, change.before, {REFERRED_BY: str(referring)}, None)


def _write(changes: list[RowChange]) -> None:
    """Many rows at a time; where the rules do not admit that, row by row in whatever order they do."""
    try:
        with transaction.atomic():
            _run(_steps(changes))
    except IntegrityError:
        _run([step for change in _ordered(changes) for step in _steps([change])])


def _run(waiting: list[Step]) -> None:
    """Every step, the refused ones again after the others, as long as that helps."""
    while waiting:
        refused, fault = [], None
        for step in waiting:
            try:
                with transaction.atomic():
                    step()
            except IntegrityError as error:
                refused.append(step)
                fault = error
        if fault and len(refused) == len(waiting):
            raise fault
        waiting = refused


def _steps(changes: list[RowChange]) -> list[Step]:
    """One statement for all rows of a table that change alike: deletions first, then parents before their parts."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[RowChange]] = {}
    for change in _ordered(changes):
        columns = tuple(change.columns) if change.kind == "update" else ()
        groups.setdefault((change.kind, change.model, columns), []).append(change)
    return [partial(_statement, kind, model, columns, rows) for (kind, model, columns), rows in groups.items()]


def _ordered(changes: Iterable[RowChange]) -> list[RowChange]:
    def place(change: RowChange) -> tuple[int, int, int]:
        depth = _depth(change.table)
        return (0, -depth, change.pk) if change.kind == "delete" else (1, depth, change.pk)

    return sorted(changes, key=place)


def _references(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.related_model]


@cache
def _depth(model: type[models.Model], above: frozenset[Any] = frozenset()) -> int:
    """How many tables stand above the model's, by what it refers to."""
    targets = {apps.get_model(label_of(field.related_model)) for field in _references(model)}
    others: set[Any] = targets & {*recorded_models()} - {model} - above
    return max((1 + _depth(target, above | {model}) for target in others), default=0)


def _statement(kind: str, label: str, columns: tuple[str, ...], changes: list[RowChange]) -> None:
    model = apps.get_model(label)
    quoted = connection.ops.quote_name
    table = quoted(model._meta.db_table)
    rows = json.dumps([{**change.state, "id": change.pk} for change in changes])
    source = f"jsonb_populate_recordset(NULL::{table}, %s::jsonb) r"
    if kind == "delete":
        statement = f"DELETE FROM {table} t USING {source} WHERE t.id = r.id"
    elif kind == "update":
        sets = ", ".join(f"{quoted(name)} = r.{quoted(name)}" for name in columns)
        statement = f"UPDATE {table} t SET {sets} FROM {source} WHERE t.id = r.id"
    else:
        names = ", ".join(map(quoted, columns_of(model)))
        statement = f"INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE SELECT {names} FROM {source}"
    with connection.cursor() as cursor:
        cursor.execute(statement, [rows])


def ask_deferred_rules() -> None:
    """Let the constraints that the database checks at the end of a transaction speak now.

    Raises IntegrityError. Afterwards they are deferred again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
