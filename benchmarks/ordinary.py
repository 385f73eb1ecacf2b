"""The same lists and records the ordinary way: ModelSerializers, nested, over prefetched rows. For comparison only.

It says about as much as the registry's answers, with today's standing and members worked out in Python, as a tutorial
would have it. Settings and addresses of its own: ``benchmarks/ordinary_settings.py``.
"""

from typing import Any

from django.db.models import Count, Prefetch
from django.urls import include, path
from django.utils import timezone
from rest_framework import serializers
from rest_framework.filters import SearchFilter
from rest_framework.pagination import PageNumberPagination
from rest_framework.routers import DefaultRouter
from rest_framework.viewsets import ReadOnlyModelViewSet

from clusters.models import Cluster, ClusterName, HostPeriod, Membership, Organisation, TierPeriod
from programmes.models import Tier
from regions.models import Region


class RegionOfSeat(serializers.ModelSerializer[Region]):
    """Where a host lies."""

    class Meta:
        model = Region
        fields = ("code", "name_nb", "name_en", "level")


class Member(serializers.ModelSerializer[Organisation]):
    """An organisation."""

    seat = RegionOfSeat()

    class Meta:
        model = Organisation
        fields = ("id", "name", "organisation_number", "kind", "website", "seat")


class HostOfCluster(serializers.ModelSerializer[HostPeriod]):
    """Who hosts it."""

    organisation = Member()

    class Meta:
        model = HostPeriod
        fields = ("id", "organisation", "start_precision", "end_precision")


class TierOfCluster(serializers.ModelSerializer[Tier]):
    """A tier."""

    class Meta:
        model = Tier
        fields = ("code", "name_nb", "name_en")


class PeriodOfCluster(serializers.ModelSerializer[TierPeriod]):
    """A period on a tier."""

    tier = TierOfCluster()

    class Meta:
        model = TierPeriod
        fields = ("id", "tier", "start_precision", "end_precision", "sources")


class NameOfCluster(serializers.ModelSerializer[ClusterName]):
    """Another name."""

    class Meta:
        model = ClusterName
        fields = ("id", "name", "kind")


class ClusterRow(serializers.ModelSerializer[Cluster]):
    """A cluster with everything that hangs on it."""

    tier_periods = PeriodOfCluster(many=True)
    hosts = HostOfCluster(many=True)
    names = NameOfCluster(many=True)
    seat = RegionOfSeat()
    member_count = serializers.IntegerField()
    tier = serializers.SerializerMethodField()

    class Meta:
        model = Cluster
        fields = (
            *("id", "slug", "name", "acronym", "summary_nb", "summary_en", "tier", "tier_periods", "hosts", "names"),
            *("seat", "sector_slugs", "reach", "member_count", "founded_year", "website", "updated_at", "sources"),
        )

    def get_tier(self, cluster: Any) -> Any:
        """The tier of today."""
        today = timezone.localdate()
        found = [period for period in cluster.tier_periods.all() if period.period and today in period.period]
        return TierOfCluster(found[0].tier).data if found else None


class MembershipRow(serializers.ModelSerializer[Membership]):
    """A membership with its organisation."""

    organisation = Member()

    class Meta:
        model = Membership
        fields = ("id", "organisation", "role", "start_precision", "end_precision", "sources")


class Pages(PageNumberPagination):
    """As the registry's."""

    page_size = 50
    page_size_query_param = "page_size"


class Clusters(ReadOnlyModelViewSet[Cluster]):
    """Clusters with tiers, hosts and their seats, names and the number of members."""

    serializer_class = ClusterRow
    pagination_class = Pages
    lookup_field = "slug"
    filter_backends = (SearchFilter,)
    search_fields = ("name", "summary_nb", "summary_en")
    queryset = (
        Cluster.objects.filter(publication="published")
        .select_related("seat")
        .annotate(member_count=Count("memberships__organisation", distinct=True))
        .prefetch_related(
            Prefetch("tier_periods", TierPeriod.objects.select_related("tier")),
            Prefetch("hosts", HostPeriod.objects.select_related("organisation__seat")),
            "names",
        )
        .order_by("name", "id")
    )


class Memberships(ReadOnlyModelViewSet[Membership]):
    """Members of a cluster."""

    serializer_class = MembershipRow
    pagination_class = Pages

    def get_queryset(self) -> Any:
        """Those of the cluster of the address."""
        rows = Membership.objects.filter(cluster__slug=self.kwargs["slug"])
        return rows.select_related("organisation__seat").order_by("organisation__name", "id")


router = DefaultRouter()
router.register("clusters", Clusters, basename="cluster")
urlpatterns = [
    path("api/v1/clusters/<slug:slug>/members/", Memberships.as_view({"get": "list"})),
    path("api/v1/", include(router.urls)),
]
