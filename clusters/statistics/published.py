"""Figures as others published them, beside what the registry counts on the same day, and why the two differ."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bilingual.templatetags.bilingual import long_day, number, short_day
from clusters.choices import OrganisationKind, Status
from clusters.statistics.counts import Counts
from clusters.statistics.figures import Figure
from clusters.statistics.tables import Cell, Row, Table, in_both
from clusters.statistics.tabulating import ASSUMED, Body, column, member_cells, status_cells
from programmes.models import PublishedFigure

#: What the measures of published figures are called.
MEASURES = {
    "clusters": gettext_lazy("Clusters in the programme"),
    "clusters-gce": gettext_lazy("GCE clusters"),
    "clusters-nce": gettext_lazy("NCE clusters"),
    "clusters-arena": gettext_lazy("Arena clusters"),
    "clusters-total-since-2002": gettext_lazy("Clusters since 2002"),
    "companies": gettext_lazy("Companies"),
    "knowledge-institutions": gettext_lazy("Knowledge institutions"),
    "projects-since-start": gettext_lazy("Projects since the start"),
    "appropriation": gettext_lazy("Appropriation"),
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


def published_until(day: dt.date) -> list[PublishedFigure]:
    """The figures published for days up to one, those of the latest day last."""
    return list(PublishedFigure.objects.filter(as_of__lte=day).order_by("as_of", "pk"))


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


def tabulate(counts: Counts) -> Body:
    """A row a published figure, with what the registry counts for the same day."""
    figures = published_until(counts.day)
    rows = compared(figures, counts.also_on(days_of(figures)))
    columns = (
        column("published", gettext_lazy("Published")),
        column("counted", gettext_lazy("Counted here")),
        column(ASSUMED, gettext_lazy("of these, end not confirmed")),
    )
    return Body(columns, tuple(_row(row) for row in rows), notes=tuple(_uncounted(rows)), facts={"compared": rows})


def _row(row: Comparison) -> Row:
    figure = row.published
    said, day = MEASURES.get(figure.measure, figure.measure), figure.as_of
    none = Cell(None, None, day)
    cells = (Cell(figure.value, None, day), row.counted or none, row.assumed or none)
    gap = str(figure.gap) or (_("They agree.") if row.is_equal else _("Not stated"))
    words = (str(figure.get_bound_display()), gap)
    unit = gettext_lazy(", in NOK") if figure.unit == "NOK" else ""
    names = in_both(lambda: f"{said}, {short_day(day)}{unit}")
    return Row(f"{day.isoformat()}-{figure.measure}-{figure.pk}", names, cells, words, tuple(figure.sources))


def _uncounted(rows: Iterable[Comparison]) -> Iterable[str]:
    if any(row.counted is None for row in rows):
        yield _("A dash stands where the registry counts nothing of the kind.")


def _finding(table: Table) -> str:
    counted = [row for row in table.facts["compared"] if row.counted is not None]
    values = {"n": number(len(counted)), "equal": number(sum(row.is_equal for row in counted))}
    if not counted:
        return _("No published figures are known until %(day)s") % {"day": long_day(table.day)}
    return _("The registry counts as published in %(equal)s of %(n)s cases") % values


PUBLISHED = (
    Figure(
        name="published-figures",
        title=gettext_lazy("Published figures beside our own"),
        unit=gettext_lazy("each in its own unit"),
        rule=gettext_lazy(
            "A figure as somebody published it stands beside what the registry counts for the same day by its own "
            "rules. The two differ where sources do not name every cluster, where an end is assumed, and because "
            "member lists are partial. In the picture each pair has a scale of its own."
        ),
        of=gettext_lazy("Measure"),
        tabulate=tabulate,
        finding=_finding,
        drawing="pairs",
        is_short=False,
        source=gettext_lazy("Each published figure has its own source, in the table."),
        word_columns=(gettext_lazy("Bound"), gettext_lazy("Why they differ")),
    ),
)
