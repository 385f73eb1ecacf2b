"""Clusters' times on tiers, and what they say of a cluster on a day."""

import datetime as dt
from typing import Self

from django.db.models import Case, F, Q, Value, When

from clusters.choices import Status
from history.valid_time import EndPrecision, ValidTimeQuerySet


class TierPeriodQuerySet(ValidTimeQuerySet):
    """Clusters' times on tiers."""

    def levels(self) -> Self:
        """Levels and sub-programmes: what decides a cluster's tier. A brand only runs beside it."""
        return self.exclude(tier__kind="brand")

    def standing_on(self, day: dt.date) -> Self:
        """The period that decides a cluster's tier on the day first: its current or else its last.

        A period without any year stands only where the cluster has no other. Adds ``status``.
        """
        known = Q(period__startswith__lte=day) | Q(period__isnull=True)
        latest = F("period__startswith").desc(nulls_last=True)
        return self.filter(known).annotate(status=_status_on(day)).order_by(latest, "-id")


def _status_on(day: dt.date) -> Case:
    """A tier period's meaning on the day; ``former`` needs a known end or a known reason for it."""
    return Case(
        When(period__contains=day, then=Value(Status.ACTIVE)),
        When(end_precision=EndPrecision.UNKNOWN, end_reason="", then=Value(Status.UNCONFIRMED)),
        default=Value(Status.FORMER),
    )
