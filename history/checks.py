"""What ``manage.py check --deploy --database default`` says of the fence around history."""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.db import DatabaseError

from history.fenced import faults

LIES_OPEN = (
    "The application can rewrite its own history: its role in the database is not fenced in ({names}). "
    "Give the owner's address in DATABASE_OWNER_URL and one of the application's own in DATABASE_URL, and run "
    "manage.py grant_application_role; docs/operations.md says how."
)
NAMED = 3


def check_fence(databases: Sequence[str] | None = None, **_options: Any) -> list[checks.CheckMessage]:
    """A warning where the connected role could alter history; nothing while the tables are not there yet."""
    if not databases:
        return []
    try:
        warning = lies_open()
    except DatabaseError:
        return []
    return [checks.Warning(warning, id="history.W001")] if warning else []


def lies_open() -> str:
    """The warning in one paragraph, or nothing. Raises DatabaseError while the tables are not there yet."""
    found = faults()
    if not found:
        return ""
    names = ", ".join(fault.name for fault in found[:NAMED])
    return LIES_OPEN.format(names=names + (f" and {len(found) - NAMED} more" if len(found) > NAMED else ""))
