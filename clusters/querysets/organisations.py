"""Organisations, whatever their kind."""

import datetime as dt
from typing import Self

from django.db.models import Exists, Q
from django.db.models.functions import Coalesce

from clusters import search
from clusters.correlated import of_model, of_organisation
from clusters.querysets.seated import SeatedQuerySet, StaffMember
from clusters.querysets.steps import count_on


class OrganisationQuerySet(SeatedQuerySet):
    """Organisations."""

    def editable_by(self, user: StaffMember) -> Self:
        """What the person may change: organisations are kept in common, so every editor may."""
        return self if user.edits_everything or user.edits_own else self.none()

    def catalogue(self, day: dt.date) -> Self:
        """What every public door starts from. Adds ``cluster_count``: published clusters it belongs to on the day."""
        count = count_on(day, "participation__cluster_days", "participation__cluster_counts")
        present = self.filter(merged_into__isnull=True)
        return present.annotate(cluster_count=Coalesce(count, 0)).select_related("seat__parent")

    def of_kind(self, *kinds: str) -> Self:
        """Of any of the kinds."""
        return self.filter(kind__in=kinds)

    def member_of(self, *slugs: str) -> Self:
        """Members, whenever it was, of any of the published clusters."""
        members = of_organisation("Membership").published()
        return self.filter(Exists(members.filter(cluster__slug__in=slugs)))

    def ways(self, question: search.Question) -> list[search.Way]:
        """By its own number, identifiers, domain or words."""
        identified = of_model("OrganisationIdentifier").filter(value__in=question.identifiers)
        return search.ways(
            question,
            Q(organisation_number=question.number),
            Q(pk__in=identified.values("organisation")),
            stemmed=False,
        )
