"""Narrow rows that the facets of a list are counted from: the same questions as of the records themselves.

``weight`` says how many records a row stands for.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import DateField, Exists, F, Func, OuterRef, Value

from clusters.choices import Publication
from clusters.correlated import of_model
from clusters.querysets.codes import any_of, at_tiers, end_confirmed_in, in_sectors
from clusters.querysets.seated import SeatedRows


class Ends(Func):
    """The day from which a period holds no more; the end of time for one that holds still."""

    template = "coalesce(upper(%(expressions)s), 'infinity')"
    output_field: Any = DateField()


class StandingQuerySet(SeatedRows):
    """Clusters as of a day, without their texts."""

    def on(self, day: dt.date) -> Self:
        """Published clusters that had entered by the day. Adds ``tier_key``, ``tier_code`` and ``cluster_key``."""
        # The end is in the period already. Said by itself it has an index, which passes over what has ended by then.
        published = self.alias(ends=Ends("period")).filter(ends__gt=day, period__contains=day, is_published=True)
        return published.annotate(
            tier_key=F("tier"), tier_code=F("tier__code"), cluster_key=F("cluster"), weight=Value(1)
        )

    def at_tier(self, *tiers: int, or_none: bool = False) -> Self:
        """As of clusters."""
        return self.filter(at_tiers(tiers, or_none=or_none))

    def in_sector(self, *slugs: str) -> Self:
        """As of clusters."""
        return self.filter(in_sectors(slugs))

    def with_status(self, *statuses: str) -> Self:
        """As of clusters."""
        return self.filter(status__in=statuses)

    def moved(self, *moves: str) -> Self:
        """As of clusters."""
        return self.filter(moves__overlap=list(moves))

    def entered(self, *years: str) -> Self:
        """As of clusters."""
        return self.filter(any_of("entered_year", years))

    def with_end_confirmed(self, *answers: str) -> Self:
        """As of clusters."""
        return self.filter(end_confirmed_in(answers))

    def with_member(self, *organisations: int) -> Self:
        """As of clusters."""
        members = of_model("Membership").filter(cluster=OuterRef("cluster"), organisation__in=organisations)
        return self.filter(Exists(members))

    def with_members_seated_in(self, seats: Iterable[int], day: dt.date, *, by_area: bool) -> Self:
        """As of clusters."""
        places = of_model("MemberPlace").seated_in(seats, day, by_area=by_area)
        return self.filter(cluster__in=places.values("cluster"))


class MemberPlaceQuerySet(models.QuerySet[Any]):
    """Where clusters have members."""

    def on(self, day: dt.date) -> Self:
        """Of published clusters, on the day."""
        return self.filter(period__contains=day, cluster__publication=Publication.PUBLISHED)

    def seated_in(self, seats: Iterable[int], day: dt.date, *, by_area: bool) -> Self:
        """With members in any of the seats on the day; ``by_area`` where the seats are those of whole counties."""
        return self.filter(is_area=by_area, seat__in=list(seats), period__contains=day)


class OrganisationTallyQuerySet(SeatedRows):
    """Organisations by place and kind."""

    def all_of_them(self) -> Self:
        """Every organisation of the catalogue."""
        return self.annotate(weight=F("organisations"))

    def of_kind(self, *kinds: str) -> Self:
        """As of organisations."""
        return self.filter(kind__in=kinds)
