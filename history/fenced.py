"""What the fence is around, and whether it stands."""

from dataclasses import dataclass
from typing import Any

import pghistory.trigger
import pgtrigger
from django.db import connection, models
from pghistory.core import event_models

_FAULTS = """
SELECT 'events', relname FROM pg_class
    WHERE oid = ANY (%(events)s::regclass[])
    AND has_table_privilege(session_user, oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')
UNION ALL
SELECT 'logs', relname FROM pg_class
    WHERE oid = ANY (%(logs)s::regclass[])
    AND has_table_privilege(session_user, oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER')
UNION ALL
SELECT 'triggers', relname FROM pg_class
    WHERE oid = ANY (%(recorded)s::regclass[])
    AND (has_table_privilege(session_user, oid, 'TRUNCATE, TRIGGER') OR pg_has_role(session_user, relowner, 'USAGE'))
UNION ALL
SELECT 'functions', proname FROM pg_proc
    WHERE oid = ANY (%(functions)s::regproc[])
    AND (NOT prosecdef OR has_function_privilege(session_user, oid, 'EXECUTE'))
UNION ALL
SELECT 'setting', proname FROM pg_proc
    WHERE oid = 'public._pgtrigger_should_ignore(name)'::regprocedure AND strpos(prosrc, 'session_user') = 0
ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Fault:
    """One way past the fence: the kind of thing that lies open, and its name in the database."""

    kind: str
    name: str


def recorded_models() -> list[type[models.Model]]:
    """Every model whose changes are kept."""
    events: list[Any] = list(event_models())  # what the library adds to them is in no type
    return [event.pgh_tracked_model for event in events]


def event_tables() -> list[str]:
    """The tables that hold history."""
    return sorted(event._meta.db_table for event in event_models())


def log_tables() -> list[str]:
    """Tables that are no history and yet only added to: those whose models have a trigger ``append_only``."""
    guarded = {model._meta.db_table for model, trigger in pgtrigger.registered() if trigger.name == "append_only"}
    return sorted(guarded - set(event_tables()))


def recording_functions() -> list[str]:
    """The functions in the database by which triggers write events."""
    return sorted(
        trigger.get_pgid(model)
        for model, trigger in pgtrigger.registered()
        if isinstance(trigger, pghistory.trigger.Event)
    )


def faults() -> list[Fault]:
    """Where whoever is connected could get past the fence; empty when it stands."""
    asked = {
        "events": event_tables(),
        "logs": log_tables(),
        "recorded": [model._meta.db_table for model in recorded_models()],
        "functions": [f"public.{function}" for function in recording_functions()],
    }
    with connection.cursor() as cursor:
        cursor.execute(_FAULTS, asked)
        return [Fault(*row) for row in cursor]
