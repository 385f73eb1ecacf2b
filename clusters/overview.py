"""Figures of the whole registry for the front page and the page about the programme."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from clusters.choices import OrganisationKind, Status
from clusters.models import Cluster, Membership, Standing
from programmes.models import (
    Appropriation,
    Call,
    Milestone,
    PriorityArea,
    Programme,
    ProgrammeOwner,
    PublishedFigure,
    Tier,
)

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


class Overview:
    """The registry in numbers on a day; one query a property."""

    def __init__(self, day: dt.date) -> None:
        self.day = day

    @cached_property
    def _statuses(self) -> dict[tuple[str | None, str], int]:
        rows = Standing.objects.on(self.day).values_list("tier_code", "status")
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
    def latest(self) -> list[Any]:
        """The clusters whose records changed last."""
        return list(Cluster.objects.published().on(self.day).order_by("-updated_at", "name_key")[:LATEST])


@dataclass(frozen=True)
class FigureRow:
    """A figure as somebody published it, beside what the registry counts on the same day."""

    published: PublishedFigure
    measure: str
    counted: int | None
    #: Query string of the list with the counted rows; empty where no list has just these.
    query: str


#: What the measures of published figures are called.
MEASURES = {
    "clusters": _("Clusters in the programme"),
    "clusters-gce": _("GCE clusters"),
    "clusters-nce": _("NCE clusters"),
    "clusters-arena": _("Arena clusters"),
    "clusters-total-since-2002": _("Clusters since 2002"),
    "companies": _("Companies"),
    "knowledge-institutions": _("Knowledge institutions"),
    "projects-since-start": _("Projects since the start"),
    "appropriation": _("Appropriation"),
}
MEMBER_KINDS = {
    "companies": OrganisationKind.COMPANY,
    "knowledge-institutions": OrganisationKind.KNOWLEDGE_INSTITUTION,
}


def members_on(day: dt.date, kind: str) -> int:
    """Unique organisations of the kind with a membership in a cluster that is on a tier on the day."""
    active = Cluster.objects.published().on(day).with_status(Status.ACTIVE)
    rows = Membership.objects.on(day).filter(organisation__kind=kind, cluster__in=active.values("pk"))
    return int(rows.aggregate(n=Count("organisation", distinct=True))["n"])


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
    def figures(self) -> list[FigureRow]:
        """Published figures, the earliest first, each beside the registry's own count."""
        rows = list(PublishedFigure.objects.order_by("as_of", "measure"))
        counts = {day: Overview(day) for day in {row.as_of for row in rows}}
        return [FigureRow(row, self._measure(row), *self._counted(row, counts[row.as_of])) for row in rows]

    @staticmethod
    def _measure(row: PublishedFigure) -> str:
        return str(MEASURES.get(row.measure, row.measure))

    @staticmethod
    def _counted(row: PublishedFigure, counted: Overview) -> tuple[int | None, str]:
        then = f"as_of={row.as_of.isoformat()}"
        if row.measure == "clusters":
            return counted.active, f"status=active&{then}"
        if row.measure == "clusters-total-since-2002":
            return counted.total, then
        if row.measure in MEMBER_KINDS:
            return members_on(row.as_of, MEMBER_KINDS[row.measure]), ""
        tier = row.measure.removeprefix("clusters-")
        active = {line.tier.code: line.active for line in counted.tiers}
        return (active[tier], f"tier={tier}&status=active&{then}") if tier in active else (None, "")
