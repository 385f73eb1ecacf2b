"""Reports: which are waiting, and for whom."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from clusters.querysets import StaffMember
from corrections.choices import WAITING


class CorrectionReportQuerySet(models.QuerySet[Any]):
    """Reports from the public."""

    def waiting(self) -> Self:
        """Reports that nobody has closed."""
        return self.filter(state__in=WAITING)

    def editable_by(self, user: StaffMember) -> Self:
        """What the person may handle: those about clusters of their owner, and those about what all keep in common."""
        if user.edits_everything:
            return self
        is_theirs = Q(cluster__isnull=True) | Q(cluster__steward=user.owner_id)
        return self.filter(is_theirs) if user.edits_own and user.owner_id else self.none()

    def waiting_for(self, user: StaffMember) -> Self:
        """Reports that wait for the person, or for a colleague with the same rights."""
        return self.waiting().editable_by(user)
