"""Clusters side by side on a day: what is known of each, and what they have in common."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

from django.db.models import Count
from django.utils.text import capfirst

from clusters.choices import TOGETHER, OrganisationKind
from clusters.models import Cluster, HostPeriod, TierPeriod
from clusters.paths import path_in_words
from clusters.profiles import NARROW, WIDE
from clusters.provenance import all_sources
from clusters.shared import members_of_several, memberships_then
from clusters.timeline import Timeline, years_of
from history.valid_time import StartPrecision, begun_by

#: Of more shared members, the first by the alphabet are named.
MOST_SHARED = 10
DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Column:
    """One of the clusters; ``row`` is it in the catalogue of the day, None before its entry."""

    cluster: Cluster
    row: Any
    stays: list[TierPeriod]
    hosts: list[HostPeriod]
    kinds: dict[str, int]
    day: dt.date

    @property
    def path(self) -> str:
        """Its way through the tiers in words."""
        return path_in_words(self.stays)

    @property
    def years(self) -> int | None:
        """Whole years on any tier by the day, None where no year is known."""
        dated = [stay for stay in self.stays if stay.period]
        days = sum((self._until(stay) - stay.period.lower).days for stay in dated)
        return round(days / DAYS_A_YEAR) if dated else None

    def _until(self, stay: TierPeriod) -> dt.date:
        tomorrow = self.day + dt.timedelta(days=1)
        return min(stay.period.upper or tomorrow, tomorrow)

    @property
    def is_assumed(self) -> bool:
        """Whether its years rest on an assumption: an end that no source states has passed, or no start is known."""
        dated = [stay for stay in self.stays if stay.period]
        ended = [stay for stay in dated if stay.period.upper and stay.period.upper <= self.day]
        is_unsure = any(stay.start_precision == StartPrecision.UNKNOWN for stay in dated)
        return is_unsure or not all(stay.is_end_confirmed for stay in ended)

    @property
    def has_members(self) -> bool:
        """Whether any member is known."""
        return self.row is not None and self.row.member_count is not None

    def members_of(self, kind: str) -> int | None:
        """Members of the kind on the reference day, None where no member is known at all."""
        return self.kinds.get(kind, 0) if self.has_members else None

    @property
    def sources(self) -> list[str]:
        """Sources of the cluster, its tier periods and hosts."""
        return all_sources([self.cluster, *self.stays, *self.hosts])


@dataclass(frozen=True)
class Pair:
    """Two of the clusters and the organisations that are members of both; ``count`` None where one has none known."""

    one: Cluster
    other: Cluster
    count: int | None
    #: The first of them by the alphabet: id and name.
    named: list[tuple[int, str]]

    @property
    def query(self) -> str:
        """The query string of the list with all of them."""
        return f"member_of={self.one.slug}{TOGETHER}{self.other.slug}"

    @property
    def unnamed(self) -> int:
        """How many more there are."""
        return (self.count or 0) - len(self.named)


class Comparison:
    """Published clusters in the order asked for, each block in one query however many members they have."""

    def __init__(self, clusters: list[Cluster], day: dt.date) -> None:
        self.clusters = clusters
        self.day = day

    @cached_property
    def columns(self) -> list[Column]:
        """One a cluster."""
        stays = _by_cluster(self._of(TierPeriod.objects.levels()).select_related("tier").order_by("period", "id"))
        hosts = _by_cluster(self._of(HostPeriod.objects.all()).select_related("organisation").order_by("-period", "id"))
        return [
            Column(one, self._rows.get(one.pk), stays[one.pk], hosts[one.pk], self._kinds[one.pk], self.day)
            for one in self.clusters
        ]

    def _of(self, rows: Any) -> Any:
        return rows.filter(begun_by(self.day), cluster__in=self.clusters)

    @cached_property
    def _rows(self) -> dict[int, Any]:
        """The clusters in the catalogue of the day."""
        rows = Cluster.objects.catalogue(self.day).with_places(self.day)
        return rows.in_bulk([one.pk for one in self.clusters])

    @cached_property
    def _members(self) -> Any:
        """Memberships on the reference day of each; those without years are never counted."""
        return memberships_then(self._rows.values(), self.day)

    @cached_property
    def _kinds(self) -> dict[int, dict[str, int]]:
        counts: dict[int, dict[str, int]] = defaultdict(dict)
        rows = self._members.order_by().values_list("cluster", "organisation__kind")
        for cluster, kind, count in rows.annotate(rows=Count("organisation", distinct=True)):
            counts[cluster][kind] = count
        return counts

    @property
    def kinds(self) -> list[tuple[str, list[tuple[str, int | None]]]]:
        """Each kind of member that occurs, with the number in each of the clusters and the query string of its rows.

        None where no member is known.
        """
        found = []
        for kind, label in OrganisationKind.choices:
            numbers = [(f"member_of={one.cluster.slug}&kind={kind}", one.members_of(kind)) for one in self.columns]
            if any(count for _query, count in numbers):
                found.append((capfirst(str(label)), numbers))
        return found

    @property
    def shared_sectors(self) -> set[str]:
        """Slugs of the sectors that two or more of the clusters work in."""
        slugs = Counter(slug for one in self.clusters for slug in one.sector_slugs)
        return {slug for slug, count in slugs.items() if count > 1}

    @cached_property
    def _shared(self) -> list[tuple[int, str, list[int]]]:
        """Each organisation in several of the clusters: id, name and their ids."""
        return members_of_several(self._members)

    @cached_property
    def pairs(self) -> list[Pair]:
        """Every two of the clusters with the members they share on their reference days."""
        return [_pair(one, other, self._shared) for one, other in combinations(self.columns, 2)]

    @property
    def has_several_pairs(self) -> bool:
        """Whether more than two clusters are compared."""
        return len(self.pairs) > 1

    @property
    def shared_by_all(self) -> int | None:
        """How many organisations are members of all of them; None where one has none known."""
        if not all(column.has_members for column in self.columns):
            return None
        return sum(len(together) == len(self.clusters) for _key, _name, together in self._shared)

    @property
    def query_of_all(self) -> str:
        """The query string of the list with these."""
        return f"member_of={TOGETHER.join(cluster.slug for cluster in self.clusters)}"

    @cached_property
    def years(self) -> tuple[int, int]:
        """The axis that all pictures share."""
        return years_of([stay for column in self.columns for stay in column.stays], self.day)

    @property
    def timelines(self) -> list[tuple[Cluster, list[tuple[str, Timeline]]]]:
        """Each cluster with its picture for wide and for narrow pages; none where no year is known."""
        sizes = (("wide", WIDE), ("narrow", NARROW))
        return [
            (
                column.cluster,
                [(name, Timeline(column.stays, self.day, width, self.years)) for name, width in sizes]
                if any(stay.period for stay in column.stays)
                else [],
            )
            for column in self.columns
        ]


def _pair(one: Column, other: Column, shared: list[tuple[int, str, list[int]]]) -> Pair:
    wanted = {one.cluster.pk, other.cluster.pk}
    both = [(pk, name) for pk, name, together in shared if wanted <= set(together)]
    count = len(both) if one.has_members and other.has_members else None
    return Pair(one.cluster, other.cluster, count, both[:MOST_SHARED])


def _by_cluster(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.cluster_id].append(row)
    return found
