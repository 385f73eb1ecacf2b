"""What the registry counts on each of several days, in one statement a dimension.

A row counts from the first of the days that it holds on, and no more from the first that it no longer does. Those
changes are counted by the database, in one pass however many days there are, and added up here.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.db import connection

from doors.days import FIRST_DAY

#: Place of a row's first day among the days counted on, and of the first on which it no longer holds.
_BOUNDS = """
    coalesce(width_bucket(lower(s.period) - 1, %(days)s::date[]), 0) AS first,
    coalesce(width_bucket(upper(s.period) - 1, %(days)s::date[]), cardinality(%(days)s::date[])) AS last
"""
#: Clusters in groups by a key, the status and whether the end of the tier is assumed, and where they change the count.
#: What holds on none of the days begins and ends at the same place, and changes nothing.
_CHANGES = """
    WITH step AS (
        SELECT {key} AS key, s.status, s.is_end_assumed, {bounds}, count(*) AS n
        FROM clusters_standing s
        WHERE s.is_published AND s.period && daterange(%(first)s, %(last)s, '[]')
        GROUP BY 1, 2, 3, 4, 5
    )
    SELECT {code}, status, is_end_assumed, place, sum(change * n)::bigint
    FROM step {joins} CROSS JOIN LATERAL (VALUES (first, 1), (last, -1)) AS bound (place, change)
    WHERE place < cardinality(%(days)s::date[])
    GROUP BY 1, 2, 3, 4
"""
#: What seats answer to: the counties of the day; of a seat in several of them, each.
_COUNTIES = """
    SELECT lineage.seat_id, county.code FROM regions_regionlineage lineage
    JOIN regions_region county ON county.id = lineage.region_id
    WHERE county.level = 'county' AND lineage.period @> %(day)s::date
"""
#: As _CHANGES, by the counties where clusters have members: each once, however many seats of members lie in it.
_CHANGES_OF_MEMBERS = """
    WITH held AS (
        SELECT county.code, s.cluster_id, s.status, s.is_end_assumed, range_agg(place.period * s.period) AS periods
        FROM clusters_memberplace place
        JOIN clusters_standing s ON s.cluster_id = place.cluster_id AND s.period && place.period AND s.is_published
        JOIN regions_regionlineage lineage ON lineage.seat_id = place.seat_id AND lineage.period @> %(day)s::date
        JOIN regions_region county ON county.id = lineage.region_id AND county.level = 'county'
        WHERE place.is_area AND place.period && daterange(%(first)s, %(last)s, '[]')
            AND s.period && daterange(%(first)s, %(last)s, '[]')
        GROUP BY 1, 2, 3, 4
    ), step AS (
        SELECT held.code AS key, held.status, held.is_end_assumed, {bounds}, count(*) AS n
        FROM held CROSS JOIN LATERAL unnest(held.periods) AS s (period)
        GROUP BY 1, 2, 3, 4, 5
    )
    SELECT key, status, is_end_assumed, place, sum(change * n)::bigint
    FROM step CROSS JOIN LATERAL (VALUES (first, 1), (last, -1)) AS bound (place, change)
    WHERE place < cardinality(%(days)s::date[])
    GROUP BY 1, 2, 3, 4
"""
_TIERS = """
    SELECT tier.code, tally.status, tally.is_end_assumed, width_bucket(tally.day - 1, %(days)s::date[]),
        sum(tally.clusters)::bigint
    FROM clusters_tiertally tally LEFT JOIN programmes_tier tier ON tier.id = tally.tier_id
    WHERE tally.day <= %(last)s GROUP BY 1, 2, 3, 4
"""
_MEMBERS = """
    SELECT kind, '', is_confirmed, width_bucket(day - 1, %(days)s::date[]), sum(organisations)::bigint
    FROM clusters_membertally WHERE day <= %(last)s GROUP BY 1, 3, 4
"""
#: Clusters of one day by three keys at once: reading the standings costs more than any of the three. How many seats
#: there are nobody can foresee, and a county is looked up for each by itself unless the counties are laid out before.
_OF_THE_DAY = """
    WITH county AS MATERIALIZED ({counties}), step AS MATERIALIZED (
        SELECT s.seat_id AS key, s.sector_slugs, s.entered_year, s.status, s.is_end_assumed, count(*) AS n,
            grouping(s.seat_id, s.sector_slugs, s.entered_year) AS others
        FROM clusters_standing s
        WHERE s.is_published AND s.period @> %(day)s::date
        GROUP BY GROUPING SETS (
            (s.seat_id, s.status, s.is_end_assumed), (s.sector_slugs, s.status, s.is_end_assumed), (s.entered_year))
    )
    SELECT 'county', county.code, status, is_end_assumed, sum(n)::bigint
    FROM step LEFT JOIN county ON county.seat_id = step.key WHERE others = 3 GROUP BY 2, 3, 4
    UNION ALL
    SELECT 'sector', sector.slug, status, is_end_assumed, sum(n)::bigint
    FROM step LEFT JOIN LATERAL unnest(step.sector_slugs) AS sector (slug) ON true WHERE others = 5 GROUP BY 2, 3, 4
    UNION ALL
    SELECT 'entry', entered_year::text, '', false, n FROM step WHERE others = 6
"""
_IN_COUNTIES = f"LEFT JOIN ({_COUNTIES}) county ON county.seat_id = step.key"
_SECTORS = "LEFT JOIN LATERAL unnest(step.key) AS sector (slug) ON true"


@dataclass(frozen=True)
class Counted:
    """Numbers on each of the days, by a key (None: not known), a status and a mark."""

    days: tuple[dt.date, ...]
    numbers: dict[tuple[str | None, str, bool], list[int]]

    def on(self, day: dt.date, *, keys: Iterable[str | None] | None = None, status: str = "", mark: Any = None) -> int:
        """The number on one of the days: of some keys or all, of one status or all, with the mark or whatever."""
        place, wanted = self.days.index(day), None if keys is None else set(keys)
        return sum(
            numbers[place]
            for (key, found, marked), numbers in self.numbers.items()
            if (wanted is None or key in wanted) and (not status or found == status) and mark in {None, marked}
        )


def clusters_by_tier(days: Iterable[dt.date]) -> Counted:
    """Clusters by tier code; the mark says that the end of the tier is assumed."""
    return _counted(_TIERS, days)


def clusters_by_sector(days: Iterable[dt.date]) -> Counted:
    """Clusters by sector; one that works in several counts in each."""
    return _clusters(days, "s.sector_slugs", "sector.slug", _SECTORS)


def clusters_by_county(days: Iterable[dt.date], counties_of: dt.date) -> Counted:
    """Clusters by the county their seat lies in on the day ``counties_of``; in several, where it is not known which."""
    return _clusters(days, "s.seat_id", "county.code", _IN_COUNTIES, day=counties_of)


def clusters_by_county_of_members(days: Iterable[dt.date], counties_of: dt.date) -> Counted:
    """Clusters by the counties, of the day ``counties_of``, where members have their seats; once in each."""
    return _counted(_CHANGES_OF_MEMBERS.format(bounds=_BOUNDS), days, day=counties_of)


def members_by_kind(days: Iterable[dt.date]) -> Counted:
    """Unique organisations that are members of a cluster on a tier; marked: by confirmed ends alone."""
    return _counted(_MEMBERS, days)


@dataclass(frozen=True)
class OfTheDay:
    """Clusters of the catalogue of one day."""

    counties: Counted
    sectors: Counted
    #: Year → those whose first time on a tier began in it; None: in a year that no source names.
    entries: dict[int | None, int]


def clusters_of_the_day(day: dt.date) -> OfTheDay:
    """Clusters by county of the day, by sector and by year of entry, read once."""
    found: dict[str, dict[Any, int]] = {"county": {}, "sector": {}, "entry": {}}
    with connection.cursor() as cursor:
        cursor.execute(_OF_THE_DAY.format(counties=_COUNTIES), {"day": day})
        for dimension, key, status, mark, number in cursor.fetchall():
            found[dimension][key, status, mark] = number
    counties, sectors = (
        Counted((day,), {group: [number] for group, number in found[name].items()}) for name in ("county", "sector")
    )
    entries = {int(year) if year else None: number for (year, _, _), number in found["entry"].items()}
    return OfTheDay(counties, sectors, entries)


def year_ends(day: dt.date) -> list[dt.date]:
    """The last day of every year since the programme began; of the day's own year, the day."""
    return [*(dt.date(year, 12, 31) for year in range(FIRST_DAY.year, day.year)), day]


def _clusters(days: Iterable[dt.date], key: str, code: str, joins: str, **parameters: dt.date) -> Counted:
    """Clusters by a column ``key`` of the standings, of which ``joins`` make a ``code``."""
    ordered = sorted(set(days))
    return _counted(_CHANGES.format(key=key, bounds=_BOUNDS, code=code, joins=joins), ordered, **parameters)


def _counted(sql: str, days: Iterable[dt.date], **parameters: dt.date) -> Counted:
    ordered = tuple(sorted(set(days)))
    with connection.cursor() as cursor:
        cursor.execute(sql, {"days": list(ordered), "first": ordered[0], "last": ordered[-1], **parameters})
        rows = cursor.fetchall()
    changes: dict[tuple[str | None, str, bool], list[int]] = defaultdict(lambda: [0] * len(ordered))
    for key, status, mark, place, number in rows:
        changes[key, status, mark][place] += number
    return Counted(ordered, {group: list(accumulate(numbers)) for group, numbers in changes.items()})
