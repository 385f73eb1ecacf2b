"""Everything the figures of one day are made from, asked for once and only where a figure wants it."""

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from typing import Self

from django.utils import timezone

from clusters.addresses import Address
from clusters.chips import chips
from clusters.choices import Footprint
from clusters.filtersets import RegistryFilterSet
from clusters.models import Sector
from clusters.statistics import counting
from clusters.statistics.counting import Counted
from programmes.models import Appropriation, Tier
from regions.models import Region


class Counts:
    """The registry's numbers on a day and at the end of every year before it; one query a property.

    ``others`` are more days that clusters by tier and members are counted on, at no further query. ``filterset`` has
    the question, where there is more to it than the day.
    """

    def __init__(
        self, day: dt.date, others: Iterable[dt.date] = (), filterset: RegistryFilterSet | None = None
    ) -> None:
        self.day = day
        self.filterset = filterset
        self.year_ends = counting.year_ends(day)
        self._days = [*self.year_ends, *others]

    @classmethod
    def asked_by(cls, filterset: RegistryFilterSet, others: Iterable[dt.date] = ()) -> Self:
        """The numbers that a query string asks for."""
        return cls(filterset.day, others, filterset)

    def also_on(self, days: Iterable[dt.date]) -> Self:
        """The same, counted on more days."""
        wanted = set(days)
        return self if wanted <= set(self._days) else type(self)(self.day, wanted, self.filterset)

    @property
    def footprint(self) -> str:
        """Whose seats regions are about."""
        return self.filterset.footprint_in_force if self.filterset else Footprint.SEAT

    def query(self, parameters: Iterable[str]) -> str:
        """The query string with those of the parameters that were asked with; today goes without saying."""
        if self.filterset:
            return Address(self.filterset).only(*parameters)
        is_today = self.day == timezone.localdate() or "as_of" not in set(parameters)
        return "" if is_today else f"as_of={self.day.isoformat()}"

    def conditions(self, parameters: Iterable[str]) -> tuple[str, ...]:
        """What those of the parameters narrow, in words, the day apart."""
        if not self.filterset:
            return ()
        wanted = set(parameters) - {"as_of"}
        found = chips(self.filterset, Address(self.filterset))
        return tuple(f"{chip.label}: {chip.name}" for chip in found if chip.parameter in wanted)

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

    @cached_property
    def counties(self) -> Counted:
        """Clusters by county, on the day."""
        if self.footprint == Footprint.MEMBERS:
            return counting.clusters_by_county_of_members([self.day], self.day)
        return self._of_the_day.counties

    @cached_property
    def counties_by_year(self) -> Counted:
        """Clusters by county of the day, at the end of every year."""
        if self.footprint == Footprint.MEMBERS:
            return counting.clusters_by_county_of_members(self.year_ends, self.day)
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
