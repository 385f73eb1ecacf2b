"""The figures that count the whole registry, each declared once."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from clusters.record_filtersets import RegionPageFilterSet
from clusters.statistics import findings, tabulating
from clusters.statistics.figures import CLUSTERS, ORGANISATIONS, YEARS, Figure

NATIONAL = (
    Figure(
        name="clusters-by-tier",
        title=_("Clusters by tier"),
        unit=CLUSTERS,
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
        unit=ORGANISATIONS,
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
        unit=CLUSTERS,
        rule=_(
            "Published clusters that are on a tier on the day, by the county of that day where they have their seat. "
            "Where the members' seats are chosen: by every county where a member of the day has its seat; a cluster "
            "with members in several counties counts once in each, so the numbers do not add up, and one without a "
            "known member in none."
        ),
        of=_("County"),
        tabulate=tabulating.by_county,
        finding=findings.clusters_by_county,
        drawing="bars",
        by_year="clusters-by-county-and-year",
        asks=RegionPageFilterSet,
    ),
    Figure(
        name="clusters-by-sector",
        title=_("Clusters by sector"),
        unit=CLUSTERS,
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
        unit=CLUSTERS,
        rule=format_lazy("{} {}", _("Published clusters on a tier."), YEARS),
        of=_("Year"),
        tabulate=tabulating.by_year,
        finding=findings.clusters_by_year,
        drawing="years",
    ),
    Figure(
        name="admissions-by-year",
        title=_("Clusters admitted by year"),
        unit=CLUSTERS,
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
        unit=ORGANISATIONS,
        rule=format_lazy(
            "{} {}",
            _(
                "Unique organisations with a membership in a published cluster that is on a tier. Member lists are "
                "partial, and most of them are from a single year."
            ),
            YEARS,
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
        unit=CLUSTERS,
        rule=format_lazy("{} {}", _("Published clusters on a tier, by that tier."), YEARS),
        of=_("Tier"),
        tabulate=tabulating.tiers_by_year,
        finding=findings.tiers_by_year,
        drawing="strips",
        is_short=False,
    ),
    Figure(
        name="clusters-by-county-and-year",
        title=_("Clusters by county and year"),
        unit=CLUSTERS,
        rule=format_lazy(
            "{} {}",
            _(
                "Published clusters on a tier, by the county where they have their seat or, where that is chosen, by "
                "every county where they have members: in every year the counties of the date asked for."
            ),
            YEARS,
        ),
        of=_("County"),
        tabulate=tabulating.counties_by_year,
        finding=findings.counties_by_year,
        drawing="strips",
        is_short=False,
        asks=RegionPageFilterSet,
    ),
    Figure(
        name="clusters-by-sector-and-year",
        title=_("Clusters by sector and year"),
        unit=CLUSTERS,
        rule=format_lazy(
            "{} {}",
            _("Published clusters on a tier, by sector. A cluster that works in several sectors counts in each."),
            YEARS,
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
