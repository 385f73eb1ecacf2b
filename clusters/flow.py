"""How clusters have moved through the tiers by a day, each number with the query string of its rows.

Every published cluster with a year on any tier has entered once. It stands on a tier on the day, or it has left: so
entries less exits are the clusters on a tier, altogether on every day, and on each tier where what has arrived from
other tiers is added and what has gone on to them is taken off. (A cluster that went the same way twice is one cluster
of that way: then the sum of a tier is short of its second time.)
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q

from clusters.choices import Status
from clusters.models import Standing
from clusters.moves import OUTSIDE, ends, move
from history.valid_time import begun_by
from programmes.models import Tier


@dataclass(frozen=True)
class Number:
    """So many clusters, and the query string of the list with just these."""

    count: int
    query: str


@dataclass(frozen=True)
class Way:
    """The clusters that have moved from one tier to another."""

    before: Tier
    after: Tier
    number: Number


@dataclass(frozen=True)
class Station:
    """A tier with the clusters on it, and those that have come and gone."""

    tier: Tier
    on_tier: Number
    entered: Number
    arrived: list[Way]
    went_on: list[Way]
    former: Number
    unconfirmed: Number


class Flow:
    """The moves of all clusters by the day; one query for the tiers, one for the moves."""

    def __init__(self, day: dt.date) -> None:
        self.day = day

    @cached_property
    def tiers(self) -> list[Tier]:
        """Tiers begun by the day in the order clusters go through them: levels from the lowest, then sub-programmes."""
        known = begun_by(self.day) | Q(code__in={end for code in self._made for end in ends(code)})
        tiers = Tier.objects.exclude(kind=Tier.Kind.BRAND).filter(known)
        return sorted(tiers, key=lambda tier: (tier.kind == Tier.Kind.SUB_PROGRAMME, -tier.rank))

    @cached_property
    def _clusters(self) -> list[tuple[str | None, str, list[str], int]]:
        """Tier, status and moves with the number of clusters that have all three."""
        rows = Standing.objects.on(self.day).order_by().values_list("tier_code", "status", "moves")
        return list(rows.annotate(rows=Count("pk")))

    @cached_property
    def _on_tier(self) -> "Counter[str | None]":
        on_tier: Counter[str | None] = Counter()
        for tier, status, _moves, count in self._clusters:
            on_tier[tier] += count if status == Status.ACTIVE else 0
        return on_tier

    @cached_property
    def stations(self) -> list[Station]:
        """One a tier, in the order clusters go through them."""
        return [self._station(tier) for tier in self.tiers]

    def _station(self, tier: Tier) -> Station:
        return Station(
            tier=tier,
            on_tier=Number(self._on_tier[tier.code], f"tier={tier.code}&status={Status.ACTIVE}"),
            entered=self._number([move(OUTSIDE, tier.code)]),
            arrived=[way for way in self.ways if way.after == tier],
            went_on=[way for way in self.ways if way.before == tier],
            former=self._number([move(tier.code, OUTSIDE)], Status.FORMER),
            unconfirmed=self._number([move(tier.code, OUTSIDE)], Status.UNCONFIRMED),
        )

    @cached_property
    def ways(self) -> list[Way]:
        """The ways between tiers that any cluster has gone."""
        pairs = [(before, after) for before in self.tiers for after in self.tiers if before != after]
        ways = [Way(*pair, self._number([move(pair[0].code, pair[1].code)])) for pair in pairs]
        return [way for way in ways if way.number.count]

    def _number(self, codes: list[str], *statuses: str) -> Number:
        """The clusters that have made any of the moves, of any of the statuses or of all."""
        wanted = statuses or tuple(Status.values)
        rows = ((moves, n) for _tier, status, moves, n in self._clusters if status in wanted)
        count = sum(n for moves, n in rows if not set(codes).isdisjoint(moves))
        query = [f"moved={code}" for code in codes] + [f"status={status}" for status in statuses]
        return Number(count, "&".join(query))

    def gone(self, befores: Iterable[Tier], afters: Iterable[Tier]) -> Number:
        """The clusters that have gone from any of some tiers to any other of some."""
        return self._number([move(one.code, other.code) for one in befores for other in afters if one != other])

    @cached_property
    def _made(self) -> list[str]:
        """Every move that any cluster has made."""
        return sorted({code for _tier, _status, moves, _n in self._clusters for code in moves})

    def _codes(self, *, into: bool = False, out: bool = False) -> list[str]:
        """The moves any cluster has made into the programme, out of it, or between its tiers."""
        outer = [(code, tuple(end == OUTSIDE for end in ends(code))) for code in self._made]
        return [code for code, is_outside in outer if is_outside == (into, out)]

    @cached_property
    def entered(self) -> Number:
        """Clusters that have ever been on a tier."""
        return self._number(self._codes(into=True))

    @cached_property
    def moved(self) -> Number:
        """Clusters that have gone from one tier to another."""
        return self._number(self._codes())

    @cached_property
    def on_tier(self) -> Number:
        """Clusters on any tier on the day."""
        return Number(sum(self._on_tier.values()), f"status={Status.ACTIVE}")

    @cached_property
    def former(self) -> Number:
        """Clusters that are known to have left."""
        return self._number(self._codes(out=True), Status.FORMER)

    @cached_property
    def unconfirmed(self) -> Number:
        """Clusters that seem to have left, though no source says so."""
        return self._number(self._codes(out=True), Status.UNCONFIRMED)

    @cached_property
    def left(self) -> Number:
        """All clusters that have left, surely or not."""
        return self._number(self._codes(out=True))
