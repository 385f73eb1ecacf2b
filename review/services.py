"""Suggesting a change, and deciding about one."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pghistory
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from history.applying import apply, rebased
from history.changesets import Changeset, Row, same_work
from history.holding import RefusedError
from review.choices import State
from review.gate import Passage
from review.kinds import kind_of
from review.models import Revision

LONGEST_TITLE = 200
OTHER_NOW = gettext_lazy(
    "Nothing was written: the records have changed since, and other things would happen now than were suggested. "
    "Refuse the suggestion, and ask for a new one."
)


def may_decide(revision: Revision, user: Any) -> bool:
    """Whether this person accepts or refuses it: a publisher with rights on the record, and not its author."""
    return Revision.objects.decidable_by(user).filter(pk=revision.pk).exists()


@transaction.atomic
def suggest(*, passage: Passage, user: Any, reason: str, revision: Revision | None = None) -> list[Revision]:
    """Write what goes directly, and keep the rest as revisions, one for each record; returns these.

    ``revision`` is the one that the person has edited further; it takes the place of a new one.
    """
    apply(passage.direct)
    kept = []
    for record, work in passage.waiting.items():
        is_edited = revision is not None and (revision.record_kind, revision.record_id) == record
        fresh = Revision(record_kind=record[0], record_id=record[1], author_id=user.pk)
        row = revision if is_edited and revision else fresh
        row.title = _title(record, work)[:LONGEST_TITLE]
        row.changes = work.as_json()
        row.reason = reason or row.reason
        row.save()
        kept.append(row)
    return kept


@dataclass(frozen=True)
class ServiceCall:
    """A service of a kind of record (``Kind.services``), and what it has done in a transaction that was taken back."""

    name: str
    arguments: dict[str, Any]
    work: Changeset


def suggest_service(*, record: Row, call: ServiceCall, user: Any, reason: str) -> Revision:
    """Suggest what a service would do to the record."""
    return Revision.objects.create(
        record_kind=record[0],
        record_id=record[1],
        title=_title(record, call.work)[:LONGEST_TITLE],
        changes=call.work.as_json(),
        service=call.name,
        arguments=call.arguments,
        reason=reason,
        author_id=user.pk,
    )


@transaction.atomic
def accept(*, revision: Revision, user: Any, note: str = "", yours: Collection[Any] | None = None) -> None:
    """Write the suggested change as its accepter, with its author and both reasons in history.

    ``yours`` decides conflicts with what was written meanwhile (history.applying.rebased); None raises Conflicts.
    Raises RefusedError where it does not wait any more, PermissionDenied where the person may not decide, and
    IntegrityError with the rule that the database holds against it. Nothing is half written.
    """
    locked = _locked(revision)
    if not may_decide(locked, user):
        raise PermissionDenied
    pghistory.context(reason=locked.reason or note, author=locked.author_id, revision=locked.pk, note=note)
    kind = kind_of(locked.record_kind)
    if locked.service:
        _serve(locked, user)
    else:
        apply(locked.changeset if yours is None else rebased(locked.changeset, yours))
    record = kind.model._default_manager.filter(pk=locked.record_id).first() if kind else None
    if kind and record is not None:
        kind.settle(record)
    _decide(locked, State.ACCEPTED, user, note)


@transaction.atomic
def refuse(*, revision: Revision, user: Any, note: str) -> None:
    """Refuse the suggested change, saying why. Raises as ``accept`` does."""
    locked = _locked(revision)
    if not may_decide(locked, user):
        raise PermissionDenied
    if not note.strip():
        raise RefusedError(_("Say why you refuse the change. Its author reads it."))
    _decide(locked, State.REFUSED, user, note)


@transaction.atomic
def take_back(*, revision: Revision, user: Any) -> None:
    """Its author does not want it any more. Raises as ``accept`` does."""
    locked = _locked(revision)
    if locked.author_id != user.pk:
        raise PermissionDenied
    _decide(locked, State.WITHDRAWN, user, "")


def _serve(revision: Revision, user: Any) -> None:
    """Run the suggested service. Raises RefusedError where it would not do any more what was suggested."""
    kind = kind_of(revision.record_kind)
    service = kind.services[revision.service] if kind else None
    if service is None:
        raise RefusedError(OTHER_NOW)
    done = service(revision.record_id, user=user, reason=revision.reason, **revision.arguments)
    if not same_work(done, revision.changeset):
        raise RefusedError(OTHER_NOW)


def _locked(revision: Revision) -> Revision:
    """The revision, held so that nobody else decides at the same time."""
    locked: Revision = Revision.objects.select_for_update().get(pk=revision.pk)
    if not locked.waits:
        raise RefusedError(_("Somebody has already decided about this change: it is %s.") % locked.get_state_display())
    return locked


def _decide(revision: Revision, state: str, user: Any, note: str) -> None:
    revision.state, revision.note = state, note.strip()
    revision.decided_by_id, revision.decided_at = user.pk, timezone.now()
    revision.save(update_fields=["state", "note", "decided_by", "decided_at"])


def _title(record: Row, work: Changeset) -> str:
    kind = kind_of(record[0])
    row = kind.model._default_manager.filter(pk=record[1]).first() if kind else None
    return str(row or next((change.state.get("name", "") for change in work if change.row == record), ""))
