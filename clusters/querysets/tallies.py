"""Narrow rows that the facets of a list are counted from: the same questions as of the records themselves.

``weight`` says how many records a row stands for.
"""

import datetime as dt
from typing import Self

from django.db.models import Exists, F, OuterRef, Value

from clusters.correlated import of_model
from clusters.querysets.seated import SeatedRows


class StandingQuerySet(SeatedRows):
    """Clusters as of a day, without their texts."""

    def on(self, day: dt.date) -> Self:
        """Published clusters that had entered by the day. Adds ``tier_code``."""
        published = self.filter(period__contains=day, is_published=True)
        return published.annotate(tier_code=F("tier__code"), weight=Value(1))

    def at_tier(self, *codes: str) -> Self:
        """As of clusters."""
        return self.filter(tier__code__in=codes)

    def in_sector(self, *slugs: str) -> Self:
        """As of clusters."""
        return self.filter(sector_slugs__overlap=list(slugs))

    def with_status(self, *statuses: str) -> Self:
        """As of clusters."""
        return self.filter(status__in=statuses)

    def moved(self, *moves: str) -> Self:
        """As of clusters."""
        return self.filter(moves__overlap=list(moves))

    def with_member(self, *organisations: int) -> Self:
        """As of clusters."""
        members = of_model("Membership").filter(cluster=OuterRef("cluster"), organisation__in=organisations)
        return self.filter(Exists(members))


class OrganisationTallyQuerySet(SeatedRows):
    """Organisations by place and kind."""

    def all_of_them(self) -> Self:
        """Every organisation of the catalogue."""
        return self.annotate(weight=F("organisations"))

    def of_kind(self, *kinds: str) -> Self:
        """As of organisations."""
        return self.filter(kind__in=kinds)
