"""Figures of a single region: its clusters by year, and by municipality on the day."""

from functools import cached_property

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bilingual.templatetags.bilingual import number
from clusters.choices import Footprint, Status
from clusters.record_filtersets import RegionFigureFilterSet
from clusters.region_profiles import RegionProfile
from clusters.statistics.counts import Counts
from clusters.statistics.figures import CLUSTERS, YEARS, Figure
from clusters.statistics.findings import when
from clusters.statistics.questions import STATUSES
from clusters.statistics.tables import Cell, Row, Table
from clusters.statistics.tabulating import Body, both_or_norwegian, column, running_year, with_bars, year_row
from regions.models import Region


class _InRegion:
    """The region that the query string names, and the questions to the catalogue that are narrowed to regions."""

    def __init__(self, counts: Counts) -> None:
        self.day = counts.day
        self.footprint = counts.footprint
        codes = counts.filterset.form.cleaned_data["region"] if counts.filterset else []
        self.region = Region.objects.named(codes[0], counts.day)

    @cached_property
    def profile(self) -> RegionProfile:
        """What its page shows. Raises ValueError where the question names no region."""
        if self.region is None:
            raise ValueError("A figure of a region is asked for with the code of one.")
        return RegionProfile(self.region, self.day, self.footprint, self.day)

    def asked(self, code: str, status: str = "") -> str:
        """The query string of a region's clusters by the seats that are counted, of a status or of all."""
        parts = [f"region={code}"]
        parts += [f"footprint={self.footprint}"] if self.footprint != Footprint.SEAT else []
        parts += [f"status={status}"] if status else []
        return "&".join(parts)


def by_year(counts: Counts) -> Body:
    """The clusters of a region by status at the end of every year."""
    asked = _InRegion(counts)
    rows = []
    for year in asked.profile.years:
        numbers = {Status.ACTIVE: year.active, Status.UNCONFIRMED: year.unconfirmed, Status.FORMER: year.former}
        cells = (Cell(numbers[status], asked.asked(asked.profile.region.code, status), year.day) for status in STATUSES)
        rows.append(year_row(counts, year.day, tuple(cells)))
    columns = tuple(column(status, name) for status, name in STATUSES.items())
    facts = {"region": asked.profile.region, "peak": asked.profile.peak}
    return Body(columns, tuple(rows), notes=running_year(counts), facts=facts)


def by_municipality(counts: Counts) -> Body:
    """The clusters of a county by municipality of the day; none for a municipality."""
    asked = _InRegion(counts)
    rows = [
        Row(
            part.region.code,
            both_or_norwegian(part.region),
            (Cell(part.total, asked.asked(part.region.code), counts.day),),
        )
        for part in asked.profile.municipalities
    ]
    facts = {"region": asked.profile.region}
    return Body((column("clusters", gettext_lazy("Clusters")),), with_bars(rows), facts=facts)


def _peak(table: Table) -> str:
    peak, region = table.facts["peak"], table.facts["region"].name
    if not peak.active:
        return _("%(region)s: no clusters in the programme in any year") % {"region": region}
    values = {"region": region, "year": peak.year, "n": number(peak.active)}
    return _("%(region)s: most clusters in the programme in %(year)s: %(n)s") % values


def _municipalities(table: Table) -> str:
    if not table.rows:
        return _("%(region)s has no municipalities %(when)s") % {
            "region": table.facts["region"].name,
            "when": when(table.day),
        }
    occupied = sum(bool(row.cells[0].value) for row in table.rows)
    values = {
        "region": table.facts["region"].name,
        "n": number(occupied),
        "all": number(len(table.rows)),
        "when": when(table.day),
    }
    return _("%(region)s: clusters in %(n)s of %(all)s municipalities %(when)s") % values


_WHERE = gettext_lazy(
    "Published clusters with their seat there or, where that is chosen, with members there. Of a cluster that has "
    "left, the members of its last day on a tier count."
)
REGIONAL = (
    Figure(
        name="clusters-in-region-by-year",
        title=gettext_lazy("Clusters in a region by year"),
        unit=CLUSTERS,
        rule=format_lazy(
            "{} {} {}",
            _WHERE,
            YEARS,
            gettext_lazy("Before and after the time of the region's number, clusters on the same ground are counted."),
        ),
        of=gettext_lazy("Year"),
        tabulate=by_year,
        finding=_peak,
        drawing="years",
        is_short=False,
        asks=RegionFigureFilterSet,
        is_general=False,
    ),
    Figure(
        name="clusters-by-municipality",
        title=gettext_lazy("Clusters by municipality"),
        unit=CLUSTERS,
        rule=format_lazy(
            "{} {}",
            _WHERE,
            gettext_lazy("All of them count, whether they are in the programme on the day or have left."),
        ),
        of=gettext_lazy("Municipality"),
        tabulate=by_municipality,
        finding=_municipalities,
        drawing="bars",
        is_short=False,
        asks=RegionFigureFilterSet,
        is_general=False,
    ),
)
