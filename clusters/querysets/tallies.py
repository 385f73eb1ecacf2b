"""Narrow rows that the facets of a list are counted from: the same questions as of the records themselves.

``weight`` says how many records a row stands for.
"""

import datetime as dt
from typing import Self

from django.db.models import Exists, F, OuterRef, Value

from clusters.correlated import of_model
from clusters.querysets.codes import any_of, end_confirmed_in, in_sectors
from clusters.querysets.seated import SeatedRows


class StandingQuerySet(SeatedRows):
    """Clusters as of a day, without their texts."""

    def on(self, day: dt.date) -> Self:
        """Published clusters that had entered by the day. Adds ``tier_code``."""
        published = self.filter(period__contains=day, is_published=True)
        return published.annotate(tier_code=F("tier__code"), weight=Value(1))

    def at_tier(self, *codes: str) -> Self:
        """As of clusters."""
        return self.filter(any_of("tier__code", codes))

    def in_sector(self, *slugs: str) -> Self:
        """As of clusters."""
        return self.filter(in_sectors(slugs))

    def with_status(self, *statuses: str) -> Self:
        """As of clusters."""
        return self.filter(status__in=statuses)

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


class OrganisationTallyQuerySet(SeatedRows):
    """Organisations by place and kind."""

    def all_of_them(self) -> Self:
        """Every organisation of the catalogue."""
        return self.annotate(weight=F("organisations"))

    def of_kind(self, *kinds: str) -> Self:
        """As of organisations."""
        return self.filter(kind__in=kinds)
