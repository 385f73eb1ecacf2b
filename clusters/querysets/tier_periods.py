"""Clusters' times on tiers."""

from typing import Self

from history.valid_time import ValidTimeQuerySet


class TierPeriodQuerySet(ValidTimeQuerySet):
    """Clusters' times on tiers."""

    def levels(self) -> Self:
        """Levels and sub-programmes: what decides a cluster's tier. A brand only runs beside it."""
        return self.exclude(tier_kind="brand")
