"""Everything the figures of one day are made from, asked for once and only where a figure wants it."""

import datetime as dt
from collections.abc import Iterable
from functools import cached_property

from clusters.models import Sector
from clusters.statistics import counting
from clusters.statistics.counting import Counted
from programmes.models import Appropriation, Tier
from regions.models import Region


class Counts:
    """The registry's numbers on a day and at the end of every year before it; one query a property.

    ``others`` are more days that clusters by tier and members are counted on, at no further query.
    """

    def __init__(self, day: dt.date, others: Iterable[dt.date] = ()) -> None:
        self.day = day
        self.year_ends = counting.year_ends(day)
        self._days = [*self.year_ends, *others]

    @cached_property
    def tiers(self) -> Counted:
        """Clusters by tier, on every day."""
        return counting.clusters_by_tier(self._days)

    @cached_property
    def members(self) -> Counted:
        """Members by kind, on every day."""
        return counting.members_by_kind(self._days)

    @cached_property
    def _of_the_day(self) -> counting.OfTheDay:
        return counting.clusters_of_the_day(self.day)

    @property
    def counties(self) -> Counted:
        """Clusters by county, on the day."""
        return self._of_the_day.counties

    @cached_property
    def counties_by_year(self) -> Counted:
        """Clusters by county of the day, at the end of every year."""
        return counting.clusters_by_county(self.year_ends, self.day)

    @property
    def sectors(self) -> Counted:
        """Clusters by sector, on the day."""
        return self._of_the_day.sectors

    @cached_property
    def sectors_by_year(self) -> Counted:
        """Clusters by sector, at the end of every year."""
        return counting.clusters_by_sector(self.year_ends)

    @property
    def entries(self) -> dict[int | None, int]:
        """Clusters admitted, by year; None for those whose year no source names."""
        return self._of_the_day.entries

    @cached_property
    def tier_list(self) -> list[Tier]:
        """Every tier, in programme order."""
        return list(Tier.objects.order_by("rank"))

    @cached_property
    def county_list(self) -> list[Region]:
        """The counties of the day, by the Norwegian alphabet."""
        return list(Region.objects.counties_on(self.day))

    @cached_property
    def sector_list(self) -> list[Sector]:
        """Every sector, by the Norwegian alphabet."""
        return list(Sector.objects.order_by("name_key"))

    @cached_property
    def appropriations(self) -> list[Appropriation]:
        """Every figure up to the year of the day; sources that disagree stand beside each other."""
        found = Appropriation.objects.filter(year__lte=self.day.year).select_related("ministry")
        return list(found.order_by("year", "scope_nb", "amount"))
