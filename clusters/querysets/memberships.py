"""Organisations' times in clusters."""

import datetime as dt
from typing import Self

from django.db.models import Case, Value, When

from clusters.choices import Publication, Status
from history.valid_time import EndPrecision, ValidTimeQuerySet, begun_by


class MembershipQuerySet(ValidTimeQuerySet):
    """Memberships."""

    def published(self) -> Self:
        """Memberships of published clusters."""
        return self.filter(cluster__publication=Publication.PUBLISHED)

    def catalogue(self, day: dt.date) -> Self:
        """What every public door starts from: memberships that had begun by the day, with ``status`` on it.

        ``status`` is active while it holds, unconfirmed where an assumed end has passed or no year is
        known, former where the end is known.
        """
        status = Case(
            When(period__contains=day, then=Value(Status.ACTIVE)),
            When(end_precision=EndPrecision.UNKNOWN, then=Value(Status.UNCONFIRMED)),
            default=Value(Status.FORMER),
        )
        return self.published().filter(begun_by(day)).annotate(status=status).select_related("cluster", "organisation")
