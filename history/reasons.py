"""Why something was changed: offered with every change, demanded for those that others will ask about."""

from typing import Any

import pghistory
from django.http import HttpRequest

from history.belonging import record_of
from history.changesets import Changeset, RowChange

#: The field of a form that says why.
REASON = "_reason"
LONGEST = 500
#: What asks for a reason, by model: these columns, or with None every row that is added, changed or deleted.
_ASKING: dict[str, frozenset[str] | None] = {}


def ask_reason(model: Any, *columns: str) -> None:
    """Demand a reason whenever people change these columns of the model, or, without any, its rows."""
    _ASKING[model._meta.label_lower] = frozenset(columns) or None


def asks_why(work: Changeset) -> bool:
    """Whether somebody will ask why. What is part of a new record explains itself."""
    added = {change.row for change in work if change.kind == "insert"}
    return any(_asks(change) and record_of(change) not in added - {change.row} for change in work)


def say_why(request: HttpRequest) -> None:
    """Keep the reason that a form gives with everything the request changes."""
    reason = request.POST.get(REASON, "").strip()[:LONGEST]
    if reason:
        pghistory.context(reason=reason)


def _asks(change: RowChange) -> bool:
    asking = _ASKING.get(change.model, frozenset())
    return asking is None or bool(change.kind == "update" and asking & set(change.columns))
