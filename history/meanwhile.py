"""Two editors at once: what the first one changed while the second had the form open, and how both are kept."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _

from history.applying import REFERRED_BY, Conflict
from history.changesets import Changeset, RowChange, is_change
from history.events import last_events
from history.timeline import people
from history.wording import FieldWords, RowWords, field_words, in_words, names_of, readable_columns

Parts = Iterable[tuple[type[models.Model], Mapping[str, Any]]]
#: Fields of a form: the version it was made from, the one its reader has been told of, and a decision.
VERSION, SEEN, DECISION = "_version", "_seen", "_decision"
YOURS, THEIRS = "yours", "theirs"
#: Longer than any record has kinds of parts.
LONGEST = 2000


@dataclass
class Choice:
    """A field, or a whole row, that both changed: what it was, and what each of the two made of it."""

    name: str
    row: RowWords
    field: FieldWords
    yours_shown: str
    theirs_shown: str
    decided: str


def version_of(parts: Parts) -> str:
    """The version of a record with its parts, as a form carries it."""
    return json.dumps(last_events(parts), sort_keys=True)


def posted_version(data: QueryDict, name: str) -> dict[str, int] | None:
    """The version in a posted form; None where there is none, or something else than a version."""
    try:
        found = json.loads(data.get(name, "")[:LONGEST])
    except ValueError:
        return None
    is_version = isinstance(found, dict) and all(type(number) is int for number in found.values())
    return found if is_version else None


def merged(work: Changeset, theirs: Changeset, decisions: Mapping[str, str]) -> tuple[Changeset, list[Conflict]]:
    """One's own work over what others did since the form was made, and what has still to be decided.

    ``work`` holds the whole form, so a field that nobody touched here holds what stood there before: then theirs is
    kept. ``decisions`` says ``yours`` or ``theirs`` by the name of a conflict (``name_of``).
    """
    others = {change.row: change for change in theirs}
    kept, undecided = [], []
    for change in work:
        found = list(_conflicts(change, others[change.row])) if change.row in others else []
        undecided += [conflict for conflict in found if decisions.get(name_of(conflict)) not in {YOURS, THEIRS}]
        foreign = {conflict.column for conflict in found if decisions.get(name_of(conflict)) != YOURS}
        untouched = _untouched(change, others.get(change.row))
        kept.append(_without(change, foreign | untouched))
    return replace(work, changes=tuple(filter(is_change, kept))), undecided


def name_of(conflict: Conflict) -> str:
    """The name of the fields that decide a conflict."""
    return "-".join((DECISION, conflict.change.model, str(conflict.change.pk), conflict.column or ""))


def choices_of(conflicts: list[Conflict], decisions: Mapping[str, str]) -> list[Choice]:
    """Conflicts as they are read, each with the name of the field that decides it."""
    return [_choice(conflict, decisions.get(name_of(conflict), "")) for conflict in conflicts]


def _choice(conflict: Conflict, decided: str) -> Choice:
    (row,) = in_words(Changeset((conflict.change,)))
    column = next((c for c in readable_columns(conflict.change.table) if c.column == conflict.column), None)
    if column is None:
        nothing = FieldWords("", "", "", "")
        return Choice(name_of(conflict), row, nothing, _row_shown(conflict.yours), _row_shown(conflict.theirs), decided)
    base, theirs, yours = ({column.column: value} for value in (conflict.base, conflict.theirs, conflict.yours))
    names = names_of([column], [base, theirs, yours])
    words, own = field_words(column, base, theirs, names), field_words(column, base, yours, names)
    return Choice(name_of(conflict), row, words, own.new or _("empty"), words.new or _("empty"), decided)


def _row_shown(state: Mapping[str, Any] | None) -> str:
    """A row as a whole."""
    if state is None:
        return _("deleted")
    return _("other records refer to it") if REFERRED_BY in state else _("kept")


def editors_of(theirs: Changeset) -> str:
    """Who made the changes, by name."""
    return ", ".join(people([theirs.context.get("user")]).values())


def _untouched(change: RowChange, theirs: RowChange | None) -> set[str | None]:
    """Columns that the form held as they were and others have changed."""
    if change.kind != "update" or theirs is None or theirs.before is None:
        return set()
    own = change.after or {}
    return {name for name in theirs.columns if own.get(name) == theirs.before.get(name)}


def _conflicts(change: RowChange, theirs: RowChange) -> Iterable[Conflict]:
    if change.after is None:
        yield Conflict(change, None, theirs.before, theirs.after, None)
    elif theirs.before is not None and theirs.after is not None:
        for name in set(change.columns) & set(theirs.columns) - _untouched(change, theirs):
            yield Conflict(change, name, theirs.before[name], theirs.after[name], change.after[name])


def _without(change: RowChange, columns: set[str | None]) -> RowChange:
    """The change without some of its columns; None among them is the row as a whole."""
    if None in columns:
        return replace(change, after=change.before)
    if change.before is None or change.after is None or not columns:
        return change
    kept = {name: value for name, value in change.before.items() if name in columns}
    return replace(change, after={**change.after, **kept})
