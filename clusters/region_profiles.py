"""What the page of a region and the list of counties show: the regions themselves, and their clusters."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.http import QueryDict

from clusters.choices import Footprint, Publication, Status
from clusters.filtersets import BY_STATUS
from clusters.models import Cluster, MemberPlace, Standing
from clusters.overview import CountyCount, Overview, clusters_by_region
from clusters.profiles import NARROW, WIDE
from clusters.year_columns import YearColumns
from doors.days import FIRST_DAY
from regions.family import Family, FamilyPicture
from regions.ground import SameGround, former_counties, same_ground
from regions.models import Region, RegionLineage
from regions.official_names import official_names

#: A longer list of clusters goes on in the catalogue.
MOST_CLUSTERS = 25
LAST_OF_YEAR = (12, 31)


def query_string(day: dt.date, footprint: str, today: dt.date, **more: str) -> str:
    """Parameters that keep the day and the footprint on a link, each left out where it goes without saying."""
    query = QueryDict(mutable=True)
    query.update(more)
    if footprint != Footprint.SEAT:
        query["footprint"] = footprint
    if day != today:
        query["as_of"] = day.isoformat()
    return query.urlencode()


@dataclass(frozen=True)
class YearCount:
    """The clusters of a region on the last day of a year, or of the running one on the day asked about."""

    day: dt.date
    active: int
    unconfirmed: int
    former: int
    is_whole: bool
    #: Query string of the list with these clusters on that day, without a status.
    query: str

    @property
    def year(self) -> int:
        """The year."""
        return self.day.year


@dataclass(frozen=True)
class PartCount:
    """A municipality of the region with the number of its clusters."""

    region: Region
    total: int


class RegionOverview(Overview):
    """The clusters of some seats in numbers on a day."""

    NOT_SHOWN = frozenset({"counties", "latest"})

    def __init__(self, day: dt.date, seats: list[int], footprint: str, *, by_area: bool) -> None:
        super().__init__(day)
        self.seats = seats
        self.footprint = footprint
        self.by_area = by_area

    def narrowed(self, rows: Any) -> Any:
        """Clusters or standings with their own seat, or a member's, in any of the seats."""
        if self.footprint == Footprint.MEMBERS:
            return rows.with_members_seated_in(self.seats, self.day, by_area=self.by_area)
        return rows.seated_in(self.seats)

    def standings(self) -> Any:
        """Those of the seats only."""
        return self.narrowed(super().standings())


class RegionProfile:
    """A region on a day, with its clusters by their own seat or by their members'."""

    def __init__(self, region: Region, day: dt.date, footprint: str, today: dt.date) -> None:
        self.region = region
        self.day = day
        self.footprint = footprint
        self.today = today

    @property
    def is_county(self) -> bool:
        """A county, else a municipality."""
        return self.region.level == Region.Level.COUNTY

    @property
    def is_in_use(self) -> bool:
        """Whether the number is in use on the day."""
        return self.region.is_in_use(self.day)

    @property
    def other_names(self) -> list[tuple[str, str]]:
        """Official names in other languages, each with its language."""
        return [(name, lang) for name, lang in official_names(self.region) if lang != "nb"]

    @cached_property
    def family(self) -> Family:
        """What it came from and became."""
        return Family(self.region)

    @property
    def pictures(self) -> list[tuple[str, FamilyPicture]]:
        """The family as a picture for wide and for narrow pages; none where nothing is known."""
        if not (self.family.origins or self.family.successions):
            return []
        return [
            ("wide", FamilyPicture(self.family, WIDE, is_narrow=False)),
            ("narrow", FamilyPicture(self.family, NARROW, is_narrow=True)),
        ]

    @cached_property
    def same_ground(self) -> list[SameGround]:
        """Regions of other eras on its ground."""
        return same_ground(self.region)

    @property
    def on_the_day(self) -> list[SameGround]:
        """Those of them that are in use on the day."""
        return [row for row in self.same_ground if row.region.is_in_use(self.day)]

    @cached_property
    def namesakes(self) -> list[Region]:
        """Other regions that have had the same number."""
        return list(Region.objects.filter(code=self.region.code).exclude(pk=self.region.pk).order_by("period"))

    @cached_property
    def municipalities(self) -> list[PartCount]:
        """Of a county, the municipalities of the day by the alphabet, each with its clusters."""
        if not self.is_county:
            return []
        parts = list(Region.objects.municipalities().on(self.day).filter(parent=self.region).order_by("name_key"))
        counts = clusters_by_region(parts, self.day, self.footprint, by_area=False)
        return [PartCount(part, counts.get(part.pk, 0)) for part in parts]

    @property
    def municipalities_with_clusters(self) -> list[PartCount]:
        """Those of them that have any."""
        return [part for part in self.municipalities if part.total]

    @property
    def other_municipalities(self) -> list[PartCount]:
        """Those of them that have none."""
        return [part for part in self.municipalities if not part.total]

    @cached_property
    def seats(self) -> list[int]:
        """The seats that answer to it, as in every list."""
        return RegionLineage.objects.seats_in([self.region.code], self.day)

    @cached_property
    def counted(self) -> RegionOverview:
        """Its clusters on the day in numbers."""
        return RegionOverview(self.day, self.seats, self.footprint, by_area=self.is_county)

    @cached_property
    def clusters(self) -> list[Any]:
        """Its clusters on the day: those in the programme first, then by the alphabet; the first of them."""
        rows = self.counted.narrowed(Cluster.objects.published().on(self.day))
        return list(rows.order_by(BY_STATUS, "name_key")[:MOST_CLUSTERS])

    @property
    def query(self) -> str:
        """The query string of its clusters in every list."""
        return query_string(self.day, self.footprint, self.today, region=self.region.code)

    @property
    def seated_query(self) -> str:
        """The query string of the organisations with their seat here."""
        return query_string(self.day, Footprint.SEAT, self.today, region=self.region.code)

    @property
    def kept(self) -> str:
        """The query string that keeps day and footprint on links to other regions."""
        return query_string(self.day, self.footprint, self.today)

    @property
    def peak(self) -> YearCount:
        """The first year with the most clusters in the programme."""
        return max(self.years, key=lambda row: row.active)

    @property
    def is_year_over(self) -> bool:
        """Whether the last year of the series is whole."""
        return self.years[-1].is_whole

    @cached_property
    def years(self) -> list[YearCount]:
        """Its clusters by year: on the ground it had then, and before and after its time on all that it ever had."""
        days = [dt.date(year, *LAST_OF_YEAR) for year in range(FIRST_DAY.year, self.day.year)] + [self.day]
        counts = self._counts_on(days)
        return [self._year(day, counts) for day in days]

    def _year(self, day: dt.date, counts: dict[str, dict[str, int]]) -> YearCount:
        active, unconfirmed, former = (counts.get(status, {}).get(f"on_{day.year}", 0) for status in Status.values)
        is_whole = (day.month, day.day) == LAST_OF_YEAR
        query = query_string(day, self.footprint, self.today, region=self.region.code)
        return YearCount(day, active, unconfirmed, former, is_whole, query)

    def _counts_on(self, days: list[dt.date]) -> dict[str, dict[str, int]]:
        """Status → ``on_<year>`` → clusters, in one query beside that of the seats."""
        seats = RegionLineage.objects.seats_on_days(self.region.code, days)
        ever = frozenset[int]().union(*seats.values())
        if self.footprint == Footprint.MEMBERS:
            rows: Any = MemberPlace.objects.filter(is_area=self.is_county, cluster__publication=Publication.PUBLISHED)
            status, also = "cluster__standings__status", "cluster__standings__period__contains"
        else:
            rows = Standing.objects.filter(is_published=True)
            status, also = "status", "period__contains"
        counts = {}
        for day in days:
            stands = Q(period__contains=day) & Q(**{also: day})
            there = Q() if seats[day] == ever else Q(seat__in=seats[day])
            counts[f"on_{day.year}"] = Count("cluster", distinct=True, filter=stands & there)
        found = rows.filter(seat__in=ever).order_by().values(status).annotate(**counts)
        return {row[status]: row for row in found}

    @property
    def columns(self) -> list[tuple[str, YearColumns]]:
        """The clusters in the programme by year as a picture for wide and for narrow pages."""
        counts = [(row.year, row.active, row.is_whole) for row in self.years]
        return [(size, YearColumns(counts, width)) for size, width in (("wide", WIDE), ("narrow", NARROW))]


@dataclass(frozen=True)
class CountyRow:
    """A county of the day with its clusters, and the counties of other eras on its ground."""

    counted: CountyCount
    others: list[SameGround]


class RegionIndex:
    """The counties of a day."""

    def __init__(self, day: dt.date, footprint: str, today: dt.date) -> None:
        self.day = day
        self.footprint = footprint
        self.today = today

    @cached_property
    def rows(self) -> list[CountyRow]:
        """By the Norwegian alphabet."""
        counted = Overview(self.day, self.footprint).counties
        others = former_counties(row.county for row in counted)
        return [CountyRow(row, others[row.county.pk]) for row in counted]

    @property
    def kept(self) -> str:
        """The query string that keeps day and footprint on links."""
        return query_string(self.day, self.footprint, self.today)

    @property
    def file_query(self) -> str:
        """The query string of the counties themselves, as a file."""
        return query_string(self.day, Footprint.SEAT, self.today, level=Region.Level.COUNTY)
