"""The registry itself in the API: clusters, their members, organisations, memberships and sectors."""

from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from clusters.addresses import cluster_of_today, is_withdrawn, organisation_of_today
from clusters.api.organisations import (
    MembershipSerializer,
    OrganisationRecordSerializer,
    OrganisationSerializer,
)
from clusters.api.serializers import ClusterRecordSerializer, ClusterSerializer, SectorSerializer
from clusters.choices import Publication
from clusters.filtersets import (
    ClusterFilterSet,
    MemberFilterSet,
    MembershipFilterSet,
    OrganisationFilterSet,
)
from clusters.hits import Hits
from clusters.models import (
    Cluster,
    ClusterSuccession,
    HostPeriod,
    Membership,
    Organisation,
    Sector,
    TierPeriod,
)
from clusters.patience import TooBroad
from clusters.record_filtersets import ClusterRecordFilterSet, MembershipRecordFilterSet, OrganisationRecordFilterSet
from doors.api.problems import Gone, QueryRefused
from doors.api.views import Records, key_or_id, moved

_OTHERS = {"cluster__publication": Publication.PUBLISHED}


def _successions(name: str, other: str) -> "Prefetch[str]":
    steps = ClusterSuccession.objects.filter(**{f"{other}__publication": Publication.PUBLISHED})
    return Prefetch(name, steps.select_related(other).order_by("date", "id"))


_CLUSTER_IN_FULL = (
    "names",
    Prefetch("hosts", HostPeriod.objects.select_related("organisation").order_by("period__startswith", "id")),
    Prefetch("tier_periods", TierPeriod.objects.select_related("tier").order_by("period__startswith", "id")),
    _successions("origins", "predecessor"),
    _successions("successions", "successor"),
)
_ORGANISATION_IN_FULL = (
    "names",
    "identifiers",
    Prefetch(
        "memberships",
        Membership.objects.published().select_related("cluster").order_by("cluster__name_key", "period__startswith"),
    ),
    Prefetch(
        "hosted", HostPeriod.objects.filter(**_OTHERS).select_related("cluster").order_by("cluster__name_key", "id")
    ),
)


class SeatedRecords(Records):
    """Records with a seat, which is shown by the regions of the day; in full with everything that hangs on them."""

    in_full: ClassVar[tuple[Any, ...]] = ()

    def filter_queryset(self, queryset: QuerySet[Any]) -> Any:
        """The rows the query string asks for, with their seats; those of a list page by page."""
        rows: Any = super().filter_queryset(queryset)
        if self.action == "list":
            filterset: Any = self.filterset
            return Hits(filterset)
        return rows.with_places(self.filterset.day).prefetch_related(*self.in_full)

    def paginate_queryset(self, queryset: Any) -> Any:
        """The rows of the page. Raises QueryRefused for a question too broad to be answered."""
        try:
            return super().paginate_queryset(queryset)
        except TooBroad as error:
            raise QueryRefused([error.problem]) from error


class ClusterViews(SeatedRecords):
    """Clusters as they stood in the programme on a day, today unless `as_of` says another."""

    queryset = Cluster.objects.all()
    serializer_class = ClusterSerializer
    record_serializer_class = ClusterRecordSerializer
    list_filterset = ClusterFilterSet
    record_filterset = ClusterRecordFilterSet
    in_full = _CLUSTER_IN_FULL
    lookup_field = "slug"
    noun = "cluster"
    key_help = "The cluster's slug or id."
    moves = True

    def named(self, records: QuerySet[Any], key: str) -> QuerySet[Any]:
        """By slug or id."""
        return key_or_id(records, "slug", key)

    def moved_to(self, key: str) -> str | None:
        """Where the cluster with the old slug is today."""
        return cluster_address(key, "api:cluster")

    def was(self, key: str) -> bool:
        """Whether the cluster has been withdrawn."""
        return is_gone(key)


class ClusterMemberViews(Records):
    """Members of the cluster, past and present, that had joined by the day."""

    queryset = Membership.objects.all()
    serializer_class = MembershipSerializer
    list_filterset = MemberFilterSet
    key_help = ClusterViews.key_help
    moves = True

    def list(self, request: Request, *args: Any, key: str, **kwargs: Any) -> Response:
        """The members, or the way to where the cluster has moved."""
        published = Cluster.objects.published()
        cluster = key_or_id(published, "slug", key).first()
        if cluster is None and (address := cluster_address(key, "api:cluster-members")):
            return moved(request, address)
        if cluster is None and is_gone(key):
            raise Gone(ClusterViews.noun, key)
        if cluster is None:
            raise NotFound(ClusterViews().missing(published, key))
        self.queryset = Membership.objects.filter(cluster=cluster)
        return super().list(request, *args, **kwargs)


def cluster_address(old_slug: str, view_name: str) -> str | None:
    """The address of the published cluster that once had the slug."""
    found = cluster_of_today(old_slug)
    return reverse(view_name, args=[found.slug]) if found else None


def is_gone(key: str) -> bool:
    """Whether the slug or id is that of a cluster that has been withdrawn."""
    return is_withdrawn(key) or key_or_id(Cluster.objects.withdrawn(), "slug", key).exists()


class OrganisationViews(SeatedRecords):
    """Organisations that host or take part in clusters."""

    queryset = Organisation.objects.all()
    serializer_class = OrganisationSerializer
    record_serializer_class = OrganisationRecordSerializer
    list_filterset = OrganisationFilterSet
    record_filterset = OrganisationRecordFilterSet
    in_full = _ORGANISATION_IN_FULL
    noun = "organisation"
    key_help = "The organisation's id or organisation number."
    moves = True
    suggests = False

    def named(self, records: QuerySet[Any], key: str) -> QuerySet[Any]:
        """By id or organisation number."""
        return key_or_id(records, "organisation_number", key)

    def moved_to(self, key: str) -> str | None:
        """The organisation that this one was merged into, however many mergers ago."""
        found = key_or_id(Organisation.objects.all(), "organisation_number", key).first()
        today = organisation_of_today(found) if found else None
        return reverse("api:organisation", args=[today.pk]) if today else None


class MembershipViews(Records):
    """Memberships that had begun by the day."""

    queryset = Membership.objects.all()
    serializer_class = MembershipSerializer
    list_filterset = MembershipFilterSet
    record_filterset = MembershipRecordFilterSet
    lookup_field = "pk"
    noun = "membership"
    key_help = "The membership's id."
    suggests = False


class SectorViews(Records):
    """The vocabulary of sectors. Their slugs are the values of the parameter `sector`."""

    queryset = Sector.objects.order_by("name_key", "id")
    serializer_class = SectorSerializer
    lookup_field = "slug"
    noun = "sector"
    key_help = "The sector's slug, for example `ocean`."
