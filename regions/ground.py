"""Which regions of other eras cover the same ground as a region, as far as their municipalities tell."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from regions.models import Region, RegionLineage


@dataclass(frozen=True)
class SameGround:
    """A region of another era; ``shared`` of its ``parts`` municipalities lie in the region asked about."""

    region: Region
    shared: int
    parts: int

    @property
    def is_whole(self) -> bool:
        """Whether all of it lies there."""
        return self.shared == self.parts


def same_ground(region: Region) -> list[SameGround]:
    """Regions of the same level that were never in use together with the region, the earliest first."""
    found = _counties(region) if region.level == Region.Level.COUNTY else _municipalities(region)
    others = [row for row in found if not _overlap(row.region, region)]
    return sorted(others, key=lambda row: (row.region.period.lower or dt.date.min, row.region.code))


def _counties(region: Region) -> list[SameGround]:
    seats = RegionLineage.objects.filter(region=region, seat__level=Region.Level.MUNICIPALITY)
    shared = dict(seats.order_by().values_list("seat__parent").annotate(n=Count("seat", distinct=True)))
    counties = Region.objects.counties().filter(pk__in=shared).exclude(pk=region.pk).annotate(n=Count("parts"))
    return [SameGround(county, shared[county.pk], county.n) for county in counties]


def _municipalities(region: Region) -> list[SameGround]:
    lineage = Q(seats__seat=region) | Q(lineage__region=region)
    others = Region.objects.municipalities().filter(lineage).exclude(pk=region.pk).distinct()
    return [SameGround(other, 1, 1) for other in others]


def _overlap(one: Region, other: Region) -> bool:
    """Whether both were in use on some day; a region without any year is never in use."""
    if one.period is None or other.period is None:
        return True
    first, last = (one, other) if _start(one) <= _start(other) else (other, one)
    return first.period.upper is None or _start(last) < first.period.upper


def _start(region: Region) -> dt.date:
    return region.period.lower or dt.date.min


def former_counties(counties: Iterable[Region]) -> dict[int, list[SameGround]]:
    """Id of each county → counties of other eras on its ground, the earliest first; for all of them in two queries."""
    ids = [county.pk for county in counties]
    seats = RegionLineage.objects.filter(region__in=ids, seat__level=Region.Level.MUNICIPALITY)
    rows = seats.exclude(seat__parent__in=ids).order_by().values_list("region", "seat__parent")
    others = Region.objects.counties().annotate(n=Count("parts")).order_by("period", "code")
    by_id = {region.pk: region for region in others}
    found: dict[int, list[SameGround]] = {pk: [] for pk in ids}
    for county, other, shared in rows.annotate(n=Count("seat", distinct=True)):
        if other in by_id:
            found[county].append(SameGround(by_id[other], shared, by_id[other].n))
    order = list(by_id)
    return {pk: sorted(rows, key=lambda row: order.index(row.region.pk)) for pk, rows in found.items()}
