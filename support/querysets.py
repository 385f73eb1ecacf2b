"""What the programme gives, as every door asks for it."""

import datetime as dt
from typing import Any, Self

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from clusters.choices import Publication
from clusters.models import Cluster
from clusters.querysets import StaffMember
from history.valid_time import begun_by


class OfClusters(QuerySet):  # type: ignore[type-arg]
    """Records that name one or more clusters."""

    def published(self) -> Self:
        """Those that name a published cluster."""
        return self.filter(Exists(self._links().filter(cluster__in=Cluster.objects.published())))

    def of_cluster(self, slug: str) -> Self:
        """Those that name the cluster with the slug."""
        return self.filter(Exists(self._links().filter(cluster__slug=slug)))

    def editable_by(self, user: StaffMember) -> Self:
        """What the person may change: records of a cluster that the person may change."""
        clusters = Cluster.objects.all().editable_by(user)
        if clusters.query.is_empty():
            return self.none()
        return self if user.edits_everything else self.filter(Exists(self._links().filter(cluster__in=clusters)))

    def with_clusters(self) -> Self:
        """Adds ``cluster_list``: the published clusters that each names, by the alphabet."""
        named = Cluster.objects.published().order_by("name_key", "id")
        return self.prefetch_related(Prefetch("clusters", named, to_attr="cluster_list"))

    def _links(self) -> QuerySet:  # type: ignore[type-arg]
        through = self.model._meta.get_field("clusters").remote_field.through
        return through._default_manager.filter(**{self.model._meta.model_name: OuterRef("pk")})  # type: ignore[no-any-return]


class GrantQuerySet(OfClusters):
    """Grants."""

    def catalogue(self, day: dt.date) -> Self:
        """What every public door starts from: grants decided by the day, or in its year where the day is not known."""
        decided = Q(decided_date__lte=day) | Q(decided_date__isnull=True, year__lte=day.year)
        return self.published().filter(decided).select_related("recipient", "owner").with_clusters()


class ObservationQuerySet(QuerySet):  # type: ignore[type-arg]
    """Values of indicators."""

    def published(self) -> Self:
        """Those of the programme, of a tier or of a published cluster."""
        return self.filter(Q(cluster__isnull=True) | Q(cluster__publication=Publication.PUBLISHED))

    def catalogue(self, day: dt.date) -> Self:
        """What every public door starts from: those about the year of the day or before, or about no named year."""
        by_then = Q(year__isnull=True) | Q(year__lte=day.year)
        return self.published().filter(by_then).select_related("indicator", "tier", "cluster")


class ProjectQuerySet(OfClusters):
    """Projects."""

    def catalogue(self, day: dt.date) -> Self:
        """What every public door starts from: projects begun by the day, and those of which no start is known."""
        return self.published().filter(begun_by(day)).with_clusters()

    def with_participants(self) -> Self:
        """Adds ``participant_list``: who takes part, by the alphabet."""
        participants: Any = self.model._meta.get_field("participants").related_model
        rows = participants.objects.select_related("organisation").order_by("organisation__name_key", "role")
        return self.prefetch_related(Prefetch("participants", rows, to_attr="participant_list"))
