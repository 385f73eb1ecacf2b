"""The figures, each declared once: name, title, unit, rule of counting, table, finding and how it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from clusters.statistics import findings, tabulating
from clusters.statistics.counts import Counts
from clusters.statistics.tables import Table

#: The rule that all counts share; it stands once where several figures stand.
ENDS = _(
    "Where no source names an end, it is assumed: of a time on a tier after the tier's longest usual support, of a "
    "membership with the time on the tier. Beside a number stands how many of the counted rest on an assumed end. "
    "Under “not counted” stand clusters whose assumed end has passed, and those that no source gives any year."
)
_YEARS = _("Counted on 31 December of each year, and in the year of the date on that date.")
_CLUSTERS, _ORGANISATIONS = _("number of clusters"), _("number of organisations")
_OWN = _("The registry's own count. Each number leads to the records it counts, and each of them to its sources.")


@dataclass(frozen=True)
class Figure:
    """A figure of the statistics."""

    #: Stands in addresses, in the API and in citations.
    name: str
    title: Any
    unit: Any
    #: How it is counted, in words.
    rule: Any
    #: What a row is.
    of: Any
    tabulate: Callable[[Counts], tabulating.Body]
    finding: Callable[[Table], str]
    #: How it is drawn (pictures.py): ``bars``, ``years`` (a row a year), ``strips`` (a column a year) or ``money``.
    drawing: str
    source: Any = _OWN
    #: Headings of the words beside the numbers.
    word_columns: tuple[Any, ...] = ()
    #: The figure that has the same by year.
    by_year: str = ""
    #: Whether it stands on the page of all figures, and not only on its own.
    is_short: bool = True
    #: Whether it counts what holds on a day, and so depends on ends that are assumed.
    depends_on_ends: bool = True

    @property
    def whole_rule(self) -> Any:
        """The rule, with the one that all counts of a day share."""
        return format_lazy("{} {}", self.rule, ENDS) if self.depends_on_ends else self.rule

    def table(self, counts: Counts) -> Table:
        """The figure counted on a day."""
        body = self.tabulate(counts)
        return Table(self, counts.day, body.columns, body.rows, body.total, body.notes, body.facts)


FIGURES = (
    Figure(
        name="clusters-by-tier",
        title=_("Clusters by tier"),
        unit=_CLUSTERS,
        rule=_("Published clusters that are on a tier on the day, by that tier."),
        of=_("Tier"),
        tabulate=tabulating.by_tier,
        finding=findings.clusters_by_tier,
        drawing="bars",
        by_year="clusters-by-tier-and-year",
    ),
    Figure(
        name="members-by-kind",
        title=_("Members by kind"),
        unit=_ORGANISATIONS,
        rule=_(
            "Unique organisations with a membership, on the day, in a published cluster that is on a tier on the day. "
            "An organisation in several clusters counts once. A member that a source only names in one year is assumed "
            "to have stayed as long as the cluster was on that tier. Member lists are partial."
        ),
        of=_("Kind"),
        tabulate=tabulating.by_kind,
        finding=findings.members_by_kind,
        drawing="bars",
        by_year="members-by-year",
    ),
    Figure(
        name="clusters-by-county",
        title=_("Clusters by county"),
        unit=_CLUSTERS,
        rule=_(
            "Published clusters that are on a tier on the day, by the county of that day where they have their seat."
        ),
        of=_("County"),
        tabulate=tabulating.by_county,
        finding=findings.clusters_by_county,
        drawing="bars",
        by_year="clusters-by-county-and-year",
    ),
    Figure(
        name="clusters-by-sector",
        title=_("Clusters by sector"),
        unit=_CLUSTERS,
        rule=_(
            "Published clusters that are on a tier on the day, by sector. A cluster that works in several sectors "
            "counts in each, so the numbers do not add up."
        ),
        of=_("Sector"),
        tabulate=tabulating.by_sector,
        finding=findings.clusters_by_sector,
        drawing="bars",
        by_year="clusters-by-sector-and-year",
    ),
    Figure(
        name="clusters-by-year",
        title=_("Clusters by year"),
        unit=_CLUSTERS,
        rule=format_lazy("{} {}", _("Published clusters on a tier."), _YEARS),
        of=_("Year"),
        tabulate=tabulating.by_year,
        finding=findings.clusters_by_year,
        drawing="years",
    ),
    Figure(
        name="admissions-by-year",
        title=_("Clusters admitted by year"),
        unit=_CLUSTERS,
        rule=_(
            "Published clusters by the year in which their first time on a tier began. A cluster that moves to another "
            "tier is not admitted again. Those whose year no source names stand at the end."
        ),
        of=_("Year"),
        tabulate=tabulating.admissions,
        finding=findings.admissions_by_year,
        drawing="years",
        depends_on_ends=False,
    ),
    Figure(
        name="members-by-year",
        title=_("Members by year and kind"),
        unit=_ORGANISATIONS,
        rule=format_lazy(
            "{} {}",
            _(
                "Unique organisations with a membership in a published cluster that is on a tier. Member lists are "
                "partial, and most of them are from a single year."
            ),
            _YEARS,
        ),
        of=_("Year"),
        tabulate=tabulating.members_by_year,
        finding=findings.members_by_year,
        drawing="years",
        is_short=False,
    ),
    Figure(
        name="clusters-by-tier-and-year",
        title=_("Clusters by tier and year"),
        unit=_CLUSTERS,
        rule=format_lazy("{} {}", _("Published clusters on a tier, by that tier."), _YEARS),
        of=_("Tier"),
        tabulate=tabulating.tiers_by_year,
        finding=findings.tiers_by_year,
        drawing="strips",
        is_short=False,
    ),
    Figure(
        name="clusters-by-county-and-year",
        title=_("Clusters by county and year"),
        unit=_CLUSTERS,
        rule=format_lazy(
            "{} {}",
            _(
                "Published clusters on a tier, by the county where they have their seat: in every year the counties of "
                "the date asked for."
            ),
            _YEARS,
        ),
        of=_("County"),
        tabulate=tabulating.counties_by_year,
        finding=findings.counties_by_year,
        drawing="strips",
        is_short=False,
    ),
    Figure(
        name="clusters-by-sector-and-year",
        title=_("Clusters by sector and year"),
        unit=_CLUSTERS,
        rule=format_lazy(
            "{} {}",
            _("Published clusters on a tier, by sector. A cluster that works in several sectors counts in each."),
            _YEARS,
        ),
        of=_("Sector"),
        tabulate=tabulating.sectors_by_year,
        finding=findings.sectors_by_year,
        drawing="strips",
        is_short=False,
    ),
    Figure(
        name="appropriations-by-year",
        title=_("Appropriations by year"),
        unit=_("NOK, current prices"),
        rule=_(
            "Every figure stands as its source gives it. Where sources disagree, both stand; none is added up. What a "
            "figure covers differs from year to year. A cut is a negative amount. The picture shows what is said of "
            "the whole programme."
        ),
        of=_("Year"),
        tabulate=tabulating.appropriations,
        finding=findings.appropriations,
        drawing="money",
        depends_on_ends=False,
        source=_("Each figure has its own source, in the table."),
        word_columns=(_("What it covers"), _("Ministry"), _("Stage")),
    ),
)
BY_NAME = {figure.name: figure for figure in FIGURES}
