"""Changes read back from the events that the database's triggers wrote."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple
from uuid import UUID

import pghistory
from django.apps import apps
from django.db import connection, models
from pghistory.core import event_models

from history.changesets import Changeset, Row, RowChange, State, is_change

#: Key in the context of events that follow from a person's change by a rule of the registry.
FOLLOWS = "follows"


class _Event(NamedTuple):
    """One event row; ``previous`` is the state that the row's event before left behind."""

    model: str
    number: int
    label: str
    pk: int
    context: dict[str, Any]
    at: Any
    state: dict[str, Any]
    previous: dict[str, Any] | None


def event_model(model: type[models.Model]) -> Any:
    """Where the model's events are kept; None for a model without history."""
    concrete = model._meta.concrete_model or model
    try:
        return apps.get_model(concrete._meta.app_label, f"{concrete._meta.object_name}Event")
    except LookupError:
        return None


def recorded_models() -> list[type[models.Model]]:
    """Every model with history."""
    tables: list[Any] = list(event_models())
    return [events.pgh_tracked_model for events in tables]


def label_of(model: type[models.Model]) -> str:
    """How a changeset names the model; proxies by the name of the table they stand for."""
    return str((model._meta.concrete_model or model)._meta.label_lower)


@contextmanager
def following() -> Iterator[None]:
    """Everything written inside follows from the rest by a rule, and is no work of whoever is logged in."""
    with pghistory.context() as context:
        before = context.metadata.get(FOLLOWS)
        context.metadata[FOLLOWS] = True
        try:
            yield
        finally:
            context.metadata[FOLLOWS] = before
            if not before:
                del context.metadata[FOLLOWS]


def changes_in(context_id: UUID | str, *, with_following: bool = True) -> Changeset:
    """What was changed in one context: a request, an import, a command.

    ``with_following=False`` leaves out what only follows from the rest by a rule. Empty where nothing was.
    """
    found = _events(recorded_models(), "e.pgh_context_id = %s", [str(context_id)])
    return _net(event for event in found if with_following or FOLLOWS not in event.context)


def changes_since(
    rows: Iterable[tuple[type[models.Model], Mapping[str, Any]]], last_events: Mapping[str, int], *, but: Any = None
) -> Changeset:
    """What became of a record and its parts after these events (``last_events``), in other contexts than ``but``."""
    found: list[_Event] = []
    for model, lookup in rows:
        condition, parameters = _where(lookup)
        parameters += [last_events.get(label_of(model), 0), str(but) if but else None, str(but) if but else None]
        newer = f"{condition} AND e.pgh_id > %s AND (%s::uuid IS NULL OR e.pgh_context_id IS DISTINCT FROM %s::uuid)"
        found += _events([model], newer, parameters)
    return _net(found)


def last_events(rows: Iterable[tuple[type[models.Model], Mapping[str, Any]]]) -> dict[str, int]:
    """The version of a record with its parts: the number of the last event of each kind of row."""
    parts = [(label_of(model), event_model(model), lookup) for model, lookup in rows]
    parts = [part for part in parts if part[1] is not None]
    if not parts:
        return {}
    statements, parameters = [], []
    for label, events, lookup in parts:
        condition, values = _where(lookup)
        statements.append(f"SELECT %s, max(e.pgh_id) FROM {_table(events)} e WHERE {condition}")
        parameters += [label, *values]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), parameters)
        return {label: number for label, number in cursor.fetchall() if number}


def states_at(rows: Iterable[tuple[type[models.Model], Mapping[str, Any]]], moment: Any) -> dict[Row, State]:
    """A record and its parts as they stood when everything recorded up to the moment had been written."""
    found: dict[Row, State] = {}
    for model, lookup in rows:
        condition, parameters = _where(lookup)
        # A row that later moved elsewhere is looked for where it was.
        ids = f"SELECT pgh_obj_id FROM {_table(event_model(model))} e WHERE {condition}"
        last = f"""
            SELECT DISTINCT ON (e.pgh_obj_id) e.pgh_obj_id, e.pgh_label, to_jsonb(e)::text
            FROM {_table(event_model(model))} e WHERE e.pgh_obj_id IN ({ids}) AND e.pgh_created_at <= %s
            ORDER BY e.pgh_obj_id, e.pgh_id DESC"""
        with connection.cursor() as cursor:
            cursor.execute(last, [*parameters, moment])
            rows_then = cursor.fetchall()
        states = {(label_of(model), pk): _state(text) for pk, label, text in rows_then if label != "delete"}
        wanted = {column: value for column, value in lookup.items() if column != "pgh_obj_id"}
        found |= {row: state for row, state in states.items() if wanted.items() <= state.items()}
    return found


def rows_of(parts: Iterable[tuple[type[models.Model], Mapping[str, Any]]]) -> list[Row]:
    """A record and its parts that stand in their tables now."""
    found: list[Row] = []
    for model, lookup in parts:
        there = {name.replace("pgh_obj_id", "pk"): value for name, value in lookup.items()}
        found += [(label_of(model), pk) for pk in model._default_manager.filter(**there).values_list("pk", flat=True)]
    return found


def current_states(rows: Collection[Row], *, lock: bool = False) -> dict[Row, State]:
    """The rows as they stand in their tables, those that exist; ``lock`` keeps others from changing them meanwhile."""
    found: dict[Row, State] = {}
    for label in sorted({label for label, _pk in rows}):
        model = apps.get_model(label)
        ids = sorted(pk for other, pk in rows if other == label)
        statement = f"SELECT t.id, to_jsonb(t)::text FROM {_table(model)} t WHERE t.id = ANY(%s) ORDER BY t.id"
        with connection.cursor() as cursor:
            cursor.execute(statement + (" FOR UPDATE" if lock else ""), [ids])
            kept = columns_of(model)
            for pk, text in cursor.fetchall():
                state = json.loads(text)
                found[label, pk] = {name: state[name] for name in kept}
    return found


def difference(now: Mapping[Row, State], then: Mapping[Row, State]) -> Changeset:
    """What leads from some rows as they are to how they were."""
    rows = sorted({*now, *then})
    changes = (RowChange(*row, now.get(row), then.get(row)) for row in rows)
    return Changeset(tuple(filter(is_change, changes)))


def columns_of(model: type[models.Model]) -> list[str]:
    """The model's recorded columns, by the names they have in its table."""
    events = event_model(model)
    return [field.column for field in events._meta.concrete_fields if not field.name.startswith("pgh_")]


def _events(tables: Iterable[type[models.Model]], condition: str, parameters: list[Any]) -> list[_Event]:
    parts, values = [], []
    for model in tables:
        table = _table(event_model(model))
        parts.append(f"""
            SELECT %s, e.pgh_id, e.pgh_label, e.pgh_obj_id, e.pgh_context::text, e.pgh_created_at, to_jsonb(e)::text, (
                SELECT to_jsonb(p)::text FROM {table} p
                WHERE e.pgh_label <> 'insert' AND p.pgh_obj_id = e.pgh_obj_id AND p.pgh_id < e.pgh_id
                ORDER BY p.pgh_id DESC LIMIT 1)
            FROM {table} e WHERE {condition}""")
        values += [label_of(model), *parameters]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts) + " ORDER BY 1, 2", values)
        return [_event(*row) for row in cursor.fetchall()]


def _event(*row: Any) -> _Event:
    model, number, label, pk, context, at, state, previous = row
    before = _state(previous) if previous else None
    return _Event(model, number, label, pk, json.loads(context or "{}"), at, _state(state), before)


def _net(events: Iterable[_Event]) -> Changeset:
    """One change for each row, whatever happened to it in between."""
    first: dict[Row, State | None] = {}
    last: dict[Row, State | None] = {}
    context: dict[str, Any] = {}
    at = None
    for event in events:
        row = (event.model, event.pk)
        # What a trigger of ours did to a row that was deleted is in the event itself.
        before = event.state if event.label == "delete" else event.previous or event.state
        first.setdefault(row, None if event.label == "insert" else before)
        last[row] = None if event.label == "delete" else event.state
        context, at = context or event.context, at or event.at
    changes = (RowChange(*row, first[row], last[row]) for row in first)
    return Changeset(tuple(filter(is_change, changes)), context, at)


def _where(lookup: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """A condition on event rows from a filter by names of columns; ``__in`` takes several values."""
    parts, values = [], []
    for name, value in lookup.items():
        column = connection.ops.quote_name(name.removesuffix("__in"))
        parts.append(f"e.{column} = ANY(%s)" if name.endswith("__in") else f"e.{column} = %s")
        values.append(list(value) if name.endswith("__in") else value)
    return " AND ".join(parts), values


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _state(text: str) -> dict[str, Any]:
    return {name: value for name, value in json.loads(text).items() if not name.startswith("pgh_")}
