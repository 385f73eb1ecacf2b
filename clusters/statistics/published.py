"""Figures as others published them, beside what the registry counts on the same day, and why the two differ."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from clusters.choices import OrganisationKind, Status
from clusters.statistics.counts import Counts
from clusters.statistics.tables import Cell
from clusters.statistics.tabulating import member_cells, status_cells
from programmes.models import PublishedFigure

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
#: The programme as its owners presented it: the day that serves as an example of how things are counted.
EXAMPLE_DAY = dt.date(2016, 8, 17)


@dataclass(frozen=True)
class Comparison:
    """A published figure beside the registry's own count."""

    published: PublishedFigure
    measure: str
    #: The registry's number with its rows; None where it counts nothing of the kind.
    counted: Cell | None = None
    #: How many of these rest on an assumed end; None where that makes no difference.
    assumed: Cell | None = None

    @property
    def is_equal(self) -> bool:
        """Whether the registry counts what was published."""
        return self.counted is not None and self.counted.value == self.published.value


def published_until(day: dt.date | None = None) -> list[PublishedFigure]:
    """The published figures, those of the latest day last; only of days up to one, where it is given."""
    found = PublishedFigure.objects.order_by("as_of", "pk")
    return list(found.filter(as_of__lte=day) if day else found)


def days_of(figures: Iterable[PublishedFigure]) -> set[dt.date]:
    """The days they are about."""
    return {figure.as_of for figure in figures}


def compared(figures: Iterable[PublishedFigure], counts: Counts) -> list[Comparison]:
    """Each figure beside the registry's count. The counts must have been asked for the days of the figures."""
    return [
        Comparison(figure, str(MEASURES.get(figure.measure, figure.measure)), *_cells(figure, counts))
        for figure in figures
    ]


def _cells(figure: PublishedFigure, counts: Counts) -> tuple[Cell, ...]:
    day, measure = figure.as_of, figure.measure
    if measure == "clusters":
        return status_cells(counts.tiers, day, "")[:2]
    if measure == "clusters-total-since-2002":
        return (Cell(counts.tiers.on(day), "", day),)
    if measure in MEMBER_KINDS:
        kind = MEMBER_KINDS[measure]
        return member_cells(counts, day, f"kind={kind}", kind)
    tier = measure.removeprefix("clusters-")
    if tier in {known.code for known in counts.tier_list}:
        return status_cells(counts.tiers, day, f"tier={tier}", tier)[:2]
    return ()


def unconfirmed_on(counts: Counts, day: dt.date) -> Cell:
    """Clusters whose assumed end had passed on the day: they are not counted."""
    return Cell(counts.tiers.on(day, status=Status.UNCONFIRMED), "status=unconfirmed", day)
