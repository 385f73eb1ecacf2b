"""Figures of the whole registry for the front page and the page about the programme."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Count

from clusters.choices import Footprint, Status
from clusters.flow import Flow
from clusters.flow_picture import FlowPicture
from clusters.models import Cluster, MemberPlace, Standing
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


def clusters_by_region(regions: list[Region], day: dt.date, footprint: str, *, by_area: bool) -> dict[int, int]:
    """Id of each region of the day → published clusters with their seat, or with members, there; 0 is left out.

    ``by_area`` where the regions are counties.
    """
    lies = {"seat__lineage__region__in": regions, "seat__lineage__period__contains": day}
    if footprint == Footprint.MEMBERS:
        rows: Any = MemberPlace.objects.on(day).filter(is_area=by_area, **lies)
    else:
        rows = Standing.objects.on(day).filter(**lies)
    return dict(rows.order_by().values_list("seat__lineage__region").annotate(n=Count("cluster", distinct=True)))


class Overview:
    """The registry in numbers on a day; one query a property."""

    NOT_SHOWN: ClassVar[frozenset[str]] = frozenset({"counties"})

    def __init__(self, day: dt.date, footprint: str = Footprint.SEAT) -> None:
        self.day = day
        self.footprint = footprint

    def standings(self) -> Any:
        """The clusters that are counted."""
        return Standing.objects.on(self.day)

    @cached_property
    def _statuses(self) -> dict[tuple[str | None, str], int]:
        rows = self.standings().values_list("tier_code", "status")
        return {(tier, status): count for tier, status, count in rows.annotate(rows=Count("pk"))}

    @cached_property
    def tiers(self) -> list[TierCount]:
        """In programme order."""
        return [
            TierCount(tier, *(self._statuses.get((tier.code, status), 0) for status in Status.values))
            for tier in Tier.objects.order_by("rank")
        ]

    def _with_status(self, status: str) -> int:
        return sum(count for (_code, found), count in self._statuses.items() if found == status)

    @property
    def active(self) -> int:
        """Clusters on a tier on the day."""
        return self._with_status(Status.ACTIVE)

    @property
    def unconfirmed(self) -> int:
        """Clusters whose end no source confirms."""
        return self._with_status(Status.UNCONFIRMED)

    @property
    def former(self) -> int:
        """Clusters that are known to have left."""
        return self._with_status(Status.FORMER)

    @property
    def total(self) -> int:
        """Every published cluster that had entered by the day."""
        return sum(self._statuses.values())

    @cached_property
    def counties(self) -> list[CountyCount]:
        """By the Norwegian alphabet."""
        counties = list(Region.objects.counties_on(self.day))
        counts = clusters_by_region(counties, self.day, self.footprint, by_area=True)
        most = max(counts.values(), default=0) or 1
        return [CountyCount(c, counts.get(c.pk, 0), round(counts.get(c.pk, 0) / most * 100)) for c in counties]

    @cached_property
    def latest(self) -> list[Any]:
        """The clusters whose records changed last."""
        return list(Cluster.objects.published().on(self.day).order_by("-updated_at", "name_key")[:LATEST])


class ProgrammeFacts(Overview):
    """The programme: owners, tiers, money, milestones and figures as others published them."""

    NOT_SHOWN = frozenset({"counties", "latest"})

    @cached_property
    def flow(self) -> Flow:
        """How clusters have moved through the tiers."""
        return Flow(self.day)

    @property
    def flow_pictures(self) -> list[tuple[str, FlowPicture]]:
        """The same picture for wide and for narrow pages; none before any cluster has entered."""
        pictures = (("wide", FlowPicture(self.flow, is_wide=True)), ("narrow", FlowPicture(self.flow, is_wide=False)))
        return list(pictures) if self.flow.entered.count else []

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
        """Every figure until the year of the day; sources that disagree stand beside each other."""
        return Counts(self.day).appropriations

    @cached_property
    def priority_areas(self) -> list[PriorityArea]:
        """In the order the clusters gave them."""
        return list(PriorityArea.objects.order_by("occasion", "number"))

    @cached_property
    def milestones(self) -> list[Milestone]:
        """Until the year of the day, the earliest first."""
        return list(Milestone.objects.filter(year__lte=self.day.year).order_by("year", "id"))

    @cached_property
    def calls(self) -> list[Call]:
        """Opened by the day, the latest first."""
        return list(Call.objects.filter(opened_date__lte=self.day).select_related("tier").order_by("-opened_date"))

    @cached_property
    def figures(self) -> list[Comparison]:
        """Figures published for days until this one, the earliest first, each beside the registry's own count."""
        published = published_until(self.day)
        return compared(published, Counts(self.day, days_of(published)))
