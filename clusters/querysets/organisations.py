"""Organisations, whatever their kind."""

import datetime as dt
from typing import Self

from django.db.models import Count, Exists, Subquery
from django.db.models.functions import Coalesce

from clusters import search
from clusters.correlated import of_organisation
from clusters.querysets.seated import SeatedQuerySet, StaffMember


class OrganisationQuerySet(SeatedQuerySet):
    """Organisations."""

    def editable_by(self, user: StaffMember) -> Self:
        """What the person may change: organisations are kept in common, so every editor may."""
        return self if user.edits_everything or user.edits_own else self.none()

    def catalogue(self, day: dt.date) -> Self:
        """What every public door starts from. Adds ``cluster_count``: published clusters it belongs to on the day."""
        members = of_organisation("Membership").published().on(day)
        count = members.order_by().values("organisation").values(n=Count("cluster", distinct=True))
        present = self.filter(merged_into__isnull=True)
        return present.annotate(cluster_count=Coalesce(Subquery(count), 0)).select_related("seat__parent")

    def of_kind(self, *kinds: str) -> Self:
        """Of any of the kinds."""
        return self.filter(kind__in=kinds)

    def member_of(self, *slugs: str) -> Self:
        """Members, whenever it was, of any of the published clusters."""
        members = of_organisation("Membership").published()
        return self.filter(Exists(members.filter(cluster__slug__in=slugs)))

    def search(self, text: str) -> Self:
        """Every word begins a word in the organisation's names or seat; its number or web domain matches by itself.

        Adds ``relevance``, lower first: exact name, beginning of the name, any other hit.
        """
        hits = self.filter(search.organisation_matches(text))
        return hits.annotate(relevance=search.relevance(text, of_organisation("OrganisationName")))
