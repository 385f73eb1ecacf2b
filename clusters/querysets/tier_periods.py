"""Clusters' times on tiers."""

from typing import Self

from django.db.models import Exists, OuterRef, Q

from history.valid_time import StartPrecision, ValidTimeQuerySet


class TierPeriodQuerySet(ValidTimeQuerySet):
    """Clusters' times on tiers."""

    def levels(self) -> Self:
        """Levels and sub-programmes: what decides a cluster's tier. A brand only runs beside it."""
        return self.exclude(tier_kind="brand")

    def entries(self) -> Self:
        """The first level period of every cluster, where a source says when it began: the cluster's admission."""
        before = Q(period__startswith__lt=OuterRef("period__startswith")) | Q(period__startswith__isnull=True)
        earlier = self.model.objects.levels().filter(before, cluster=OuterRef("cluster"), period__isnull=False)
        dated = self.levels().filter(period__startswith__isnull=False).exclude(start_precision=StartPrecision.UNKNOWN)
        return dated.filter(~Exists(earlier))
