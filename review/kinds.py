"""The kinds of records that have a second pair of eyes, and each one's rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from history.changesets import Changeset, RowChange, State
from history.events import label_of


def _nothing(record: Any) -> None:
    """No rule follows."""


def _no_fault(work: Changeset, user: Any) -> str:  # noqa: ARG001
    return ""


@dataclass(frozen=True)
class Kind:
    """A kind of record, with everything that is part of it (history/belonging.py)."""

    model: type[models.Model]
    #: The records that a person may change.
    editable_by: Callable[[Any], models.QuerySet[Any]]
    #: Whether the public sees a record in this state.
    is_public: Callable[[State], bool]
    #: Whether a new record waits: one that would be before the public from its first day.
    waits_when_new: Callable[[State], bool] = lambda _state: False
    #: Whether the person might have made such a new record, and so decides about one that waits; None where none does.
    may_make: Callable[[Changeset, Any], bool] | None = None
    #: Whether a change of the record's own row goes past the review: it has rules of its own.
    goes_directly: Callable[[RowChange], bool] = lambda _change: False
    #: What is against the whole of a person's work on such records, in a sentence; empty if nothing.
    fault: Callable[[Changeset, Any], Any] = _no_fault
    #: What follows by rule from a change of the record.
    settle: Callable[[Any], object] = _nothing
    #: What can be suggested that is more than changed values, by name. Called with the id of the record, ``user``,
    #: ``reason`` and the arguments of the suggestion; answers with what it has changed.
    services: Mapping[str, Callable[..., Changeset]] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """How changesets name it."""
        return label_of(self.model)

    def may_edit(self, user: Any, pk: int) -> bool:
        """Whether the person may change this record."""
        return self.editable_by(user).filter(pk=pk).exists()


_KINDS: dict[str, Kind] = {}


def review(kind: Kind) -> None:
    """From now on changes of such records wait for somebody else to accept them."""
    _KINDS[kind.label] = kind


def all_kinds() -> list[Kind]:
    """Every kind of record with a second pair of eyes."""
    return list(_KINDS.values())


def kind_of(label: str) -> Kind | None:
    """The kind with this label of a model; None for records without a second pair of eyes."""
    return _KINDS.get(label)
