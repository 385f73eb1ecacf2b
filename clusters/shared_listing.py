"""The clusters of a query by what they share, as the page and the file about shared members show it."""

from collections import Counter
from functools import cached_property
from typing import Any, ClassVar

from django.urls import reverse

from bilingual.text import pick
from clusters.addresses import linked
from clusters.filtersets import ClusterFilterSet
from clusters.listing import Listing
from clusters.matrix import MOST_IN_PICTURE, Matrix
from clusters.shared import SharedPair, shared_pairs
from doors.filtersets import Unordered

#: More clusters than this, or more memberships, and the query has to be narrowed first.
MOST_CLUSTERS, MOST_MEMBERSHIPS = 500, 100_000
#: Pairs in the table; the file has all of them.
MOST_PAIRS = 50


class SharedFilterSet(Unordered, ClusterFilterSet):
    """Clusters that are looked at together."""


class SharedMembers(Listing):
    """The clusters of a query by what they share: a list of which a page shows the pairs."""

    NOT_SHOWN: ClassVar[frozenset[str]] = frozenset({"rows"})

    #: The counts of the facets come with a page of rows, and none of them is shown.
    _page_size = 1

    @cached_property
    def clusters(self) -> list[Any]:
        """The clusters of the query, out of the catalogue; none where there are too many of them."""
        if self.problems or self.is_capped or self.total > MOST_CLUSTERS:
            return []
        rows = list(self.filterset.qs)
        return rows if sum(row.member_count or 0 for row in rows) <= MOST_MEMBERSHIPS else []

    @property
    def is_too_large(self) -> bool:
        """Whether the query has to be narrowed first."""
        return bool(self.total) and not self.clusters

    @cached_property
    def pairs(self) -> list[SharedPair]:
        """Every two that share members, those that share most first."""
        return shared_pairs(self.clusters, self.day)

    @property
    def first_pairs(self) -> list[SharedPair]:
        """Those that the table has room for."""
        return self.pairs[:MOST_PAIRS]

    @property
    def unlisted(self) -> int:
        """How many more there are."""
        return len(self.pairs) - len(self.first_pairs)

    @property
    def leader(self) -> SharedPair | None:
        """The pair that shares most, if no other shares as much."""
        first = self.pairs[:2]
        return first[0] if first and (len(first) == 1 or first[0].count > first[1].count) else None

    @cached_property
    def sharing(self) -> list[Any]:
        """The clusters that share members with another of the query, those with the most such others first."""
        others = Counter(cluster.pk for pair in self.pairs for cluster in (pair.one, pair.other))
        rows = [cluster for cluster in self.clusters if cluster.pk in others]
        return sorted(rows, key=lambda row: (-others[row.pk], row.name_key))

    @cached_property
    def matrix(self) -> Matrix:
        """The picture of the clusters that share most, in alphabetical order."""
        shown = sorted(self.sharing[:MOST_IN_PICTURE], key=lambda row: row.name_key)
        return Matrix(shown, {(pair.one.pk, pair.other.pk): pair.count for pair in self.pairs})

    @property
    def undrawn(self) -> int:
        """How many clusters that share members the picture has no room for."""
        return max(len(self.sharing) - MOST_IN_PICTURE, 0)

    @cached_property
    def sectors(self) -> list[tuple[str, int, str]]:
        """Each sector with several of the clusters: name, how many they are, and the query string of them."""
        counts = Counter(sector["slug"] for row in self.clusters for sector in row.sector_list)
        names = {sector["slug"]: pick(sector) for row in self.clusters for sector in row.sector_list}
        found = [(names[slug], count, self.address.having(sector=slug)) for slug, count in counts.items() if count > 1]
        return sorted(found, key=lambda row: (-row[1], row[0]))

    @property
    def shared_csv_url(self) -> str:
        """All pairs as a file."""
        return self._at("clusters:shared_csv")

    @property
    def destination(self) -> str:
        """Nowhere: a question that names one record is answered here like any other."""
        return ""

    @property
    def catalogue_url(self) -> str:
        """The list of the same clusters."""
        return linked(reverse("clusters:clusters"), str(self.address))
