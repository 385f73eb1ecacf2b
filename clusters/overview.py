"""Figures of the whole registry for the front page and the page about the programme."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from clusters.choices import Status
from clusters.models import Cluster
from clusters.statistics.counting import Counted, clusters_by_county, clusters_by_tier
from clusters.statistics.counts import Counts
from clusters.statistics.published import Comparison, compared, days_of, published_until
from programmes.models import (
    Appropriation,
    Call,
    Milestone,
    PriorityArea,
    Programme,
    ProgrammeOwner,
    Tier,
)
from regions.models import Region

LATEST = 6


@dataclass(frozen=True)
class TierCount:
    """A tier with the clusters that hold it or held it last, by status on the day."""

    tier: Tier
    active: int
    unconfirmed: int
    former: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.active + self.unconfirmed + self.former


@dataclass(frozen=True)
class CountyCount:
    """A county of the day with its clusters; ``share`` is the percentage of the highest count."""

    county: Region
    total: int
    share: int


class Overview:
    """The registry in numbers on a day; one query a property."""

    def __init__(self, day: dt.date) -> None:
        self.day = day

    @cached_property
    def _clusters(self) -> Counted:
        return clusters_by_tier([self.day])

    @cached_property
    def tiers(self) -> list[TierCount]:
        """In programme order."""
        return [
            TierCount(tier, *(self._clusters.on(self.day, keys=[tier.code], status=status) for status in Status.values))
            for tier in Tier.objects.order_by("rank")
        ]

    @property
    def active(self) -> int:
        """Clusters on a tier on the day."""
        return self._clusters.on(self.day, status=Status.ACTIVE)

    @property
    def unconfirmed(self) -> int:
        """Clusters whose end no source confirms."""
        return self._clusters.on(self.day, status=Status.UNCONFIRMED)

    @property
    def former(self) -> int:
        """Clusters that are known to have left."""
        return self._clusters.on(self.day, status=Status.FORMER)

    @property
    def total(self) -> int:
        """Every published cluster that had entered by the day."""
        return self._clusters.on(self.day)

    @cached_property
    def counties(self) -> list[CountyCount]:
        """By the Norwegian alphabet."""
        counted = clusters_by_county([self.day], self.day)
        numbers = {county: counted.on(self.day, keys=[county.code]) for county in Region.objects.counties_on(self.day)}
        most = max(numbers.values(), default=0) or 1
        return [CountyCount(county, total, round(total / most * 100)) for county, total in numbers.items()]

    @cached_property
    def latest(self) -> list[Any]:
        """The clusters whose records changed last."""
        return list(Cluster.objects.published().on(self.day).order_by("-updated_at", "name_key")[:LATEST])


class ProgrammeFacts(Overview):
    """The programme: owners, tiers, money, milestones and figures as others published them."""

    @cached_property
    def programmes(self) -> list[Programme]:
        """The earliest first."""
        return list(Programme.objects.select_related("successor").order_by("period"))

    @cached_property
    def owners(self) -> list[ProgrammeOwner]:
        """The three owners."""
        return list(ProgrammeOwner.objects.order_by("id"))

    @cached_property
    def appropriations(self) -> list[Appropriation]:
        """Every figure by year; sources that disagree stand beside each other."""
        return list(Appropriation.objects.select_related("ministry").order_by("year", "scope_nb", "amount"))

    @cached_property
    def priority_areas(self) -> list[PriorityArea]:
        """In the order the clusters gave them."""
        return list(PriorityArea.objects.order_by("occasion", "number"))

    @cached_property
    def milestones(self) -> list[Milestone]:
        """The earliest first."""
        return list(Milestone.objects.order_by("year", "id"))

    @cached_property
    def calls(self) -> list[Call]:
        """The latest first."""
        return list(Call.objects.select_related("tier").order_by("-opened_date"))

    @cached_property
    def figures(self) -> list[Comparison]:
        """Published figures, the earliest first, each beside the registry's own count."""
        published = published_until()
        return compared(published, Counts(self.day, days_of(published)))
