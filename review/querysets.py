"""Suggested changes: which wait, and for whom."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from review import kinds
from review.choices import State


class RevisionQuerySet(models.QuerySet[Any]):
    """Suggested changes."""

    def waiting(self) -> Self:
        """Not yet decided."""
        return self.filter(state=State.WAITING)

    def about(self, kind: str, pk: int) -> Self:
        """Of one record, by the label of its model and its id."""
        return self.filter(record_kind=kind, record_id=pk)

    def decidable_by(self, user: Any) -> Self:
        """Waiting for this person among others: publishers decide about others' changes of what they may change."""
        if not user.publishes:
            return self.none()
        records = Q(pk__in=[])
        for kind in kinds.all_kinds():
            ids = kind.editable_by(user).order_by().values("pk")
            records |= Q(record_kind=kind.label, record_id__in=ids) | Q(pk__in=self._new_ones(kind, user))
        return self.waiting().exclude(author=user.pk).filter(records)

    def _new_ones(self, kind: kinds.Kind, user: Any) -> list[int]:
        """Suggested records that are not there yet, and that the person might have made."""
        if kind.may_make is None:
            return []
        there = kind.model._default_manager.order_by().values("pk")
        new = self.model._default_manager.waiting().filter(record_kind=kind.label).exclude(record_id__in=there)
        return [revision.pk for revision in new if kind.may_make(revision.changeset, user)]
