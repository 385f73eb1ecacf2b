"""What the programme gives, in the API."""

from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet

from clusters.models import Cluster
from doors.api.views import Records
from programmes.models import PriorityArea
from support.api.serializers import GrantSerializer, IndicatorSerializer, ObservationSerializer, ProjectSerializer
from support.filtersets import (
    GrantFilterSet,
    GrantRecordFilterSet,
    ObservationFilterSet,
    ObservationRecordFilterSet,
    ProjectFilterSet,
    ProjectRecordFilterSet,
)
from support.models import Grant, Indicator, Observation, Project, ProjectParticipant, ProjectReference


class GrantViews(Records):
    """Grants to organisations that run clusters, decided by the day, the latest first.

    A host is granted money for other things, too: a sum of grants is never the programme's money for the cluster.
    """

    queryset = Grant.objects.all()
    serializer_class = GrantSerializer
    list_filterset = GrantFilterSet
    record_filterset = GrantRecordFilterSet
    lookup_field = "pk"
    noun = "grant"
    key_help = "The grant's id."
    suggests = False

    def parts(self) -> dict[str, QuerySet[Any]]:
        """With the published clusters that each names."""
        named = Cluster.objects.published().filter(grants=OuterRef("pk"))
        return {**super().parts(), "cluster_list": named.order_by("name_key", "id")}


class IndicatorViews(Records):
    """What is measured of clusters, tiers and the programme. The values are in `observations`."""

    queryset = Indicator.objects.order_by("slug")
    serializer_class = IndicatorSerializer
    lookup_field = "slug"
    noun = "indicator"
    key_help = "The indicator's slug, for example `members`."


class ObservationViews(Records):
    """Values of indicators as their sources give them, about the year of the day and before."""

    queryset = Observation.objects.all()
    serializer_class = ObservationSerializer
    list_filterset = ObservationFilterSet
    record_filterset = ObservationRecordFilterSet
    lookup_field = "pk"
    noun = "observation"
    key_help = "The observation's id."
    suggests = False


class ProjectViews(Records):
    """Projects of the clusters, begun by the day."""

    queryset = Project.objects.all()
    serializer_class = ProjectSerializer
    list_filterset = ProjectFilterSet
    record_filterset = ProjectRecordFilterSet
    related = (
        Prefetch("participants", ProjectParticipant.objects.order_by("organisation__name_key", "role")),
        Prefetch("references", ProjectReference.objects.order_by("funder", "reference")),
    )
    lookup_field = "pk"
    noun = "project"
    key_help = "The project's id."
    suggests = False

    def parts(self) -> dict[str, QuerySet[Any]]:
        """With the published clusters and the priority areas that each names."""
        named = Cluster.objects.published().filter(projects=OuterRef("pk"))
        areas = PriorityArea.objects.filter(projects=OuterRef("pk"))
        return {
            **super().parts(),
            "cluster_list": named.order_by("name_key", "id"),
            "priority_areas": areas.order_by("occasion", "number"),
        }
