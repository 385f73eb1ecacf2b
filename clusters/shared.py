"""Organisations that are members of several clusters at once, and the sectors that clusters have in common."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from operator import or_
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from bilingual.text import pick
from clusters.choices import TOGETHER
from clusters.models import Membership

#: Of more shared members, the first by the alphabet are named.
MOST_NAMED = 3


def memberships_then(clusters: Iterable[Any], day: dt.date) -> Any:
    """Memberships that hold on the reference day of each of the clusters out of ``catalogue(day)``.

    Those without any year are never counted.
    """
    by_day: dict[dt.date, list[int]] = defaultdict(list)
    for cluster in clusters:
        by_day[cluster.reference_day or day].append(cluster.pk)
    then = [Q(cluster__in=keys, period__contains=reference) for reference, keys in by_day.items()]
    return Membership.objects.filter(reduce(or_, then)) if then else Membership.objects.none()


def members_of_several(memberships: Any) -> list[tuple[int, str, list[int]]]:
    """Id and name of each organisation with several of the memberships, and their clusters; by the alphabet."""
    several = memberships.values_list("organisation", "organisation__name").annotate(
        together=ArrayAgg("cluster", distinct=True)
    )
    return list(several.filter(together__len__gt=1).order_by("organisation__name_key", "organisation"))


@dataclass(frozen=True)
class SharedPair:
    """Two clusters with members in common; rows out of the catalogue."""

    one: Any
    other: Any
    #: Names of the members, by the alphabet.
    members: list[str]

    @property
    def count(self) -> int:
        """How many members they share."""
        return len(self.members)

    @property
    def named(self) -> str:
        """The first of the members."""
        return ", ".join(self.members[:MOST_NAMED])

    @property
    def unnamed(self) -> int:
        """How many more there are."""
        return max(self.count - MOST_NAMED, 0)

    @property
    def sectors(self) -> list[str]:
        """Names of the sectors that both work in."""
        theirs = {sector["slug"] for sector in self.other.sector_list}
        return [pick(sector) for sector in self.one.sector_list if sector["slug"] in theirs]

    def seen_from(self, cluster: Any) -> "SharedPair":
        """The same pair with that cluster first."""
        return self if self.one == cluster else SharedPair(self.other, self.one, self.members)

    @property
    def members_query(self) -> str:
        """The query string of the members they share."""
        return f"member_of={self.one.slug}{TOGETHER}{self.other.slug}"

    @property
    def query(self) -> str:
        """The query string that compares the two."""
        return f"cluster={self.one.slug}&cluster={self.other.slug}"


def shared_pairs(clusters: list[Any], day: dt.date, among: Any = None) -> list[SharedPair]:
    """Every two of the clusters that share members, those that share most first; ``among`` for these members alone."""
    rows = {cluster.pk: cluster for cluster in clusters}
    order = {cluster.pk: place for place, cluster in enumerate(sorted(clusters, key=lambda row: row.name_key))}
    names: dict[tuple[int, int], list[str]] = defaultdict(list)
    memberships = memberships_then(clusters, day)
    if among is not None:
        memberships = memberships.filter(organisation__in=among)
    for _pk, name, together in members_of_several(memberships):
        for pair in combinations(sorted(together, key=order.__getitem__), 2):
            names[pair].append(name)
    found = [SharedPair(rows[one], rows[other], members) for (one, other), members in names.items()]
    return sorted(found, key=lambda pair: (-pair.count, order[pair.one.pk], order[pair.other.pk]))
