"""The registry itself in the API: clusters, their members, organisations, memberships and sectors."""

from functools import cached_property, partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, OuterRef, Prefetch, QuerySet
from django.urls import reverse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from clusters.addresses import cluster_of_today, is_deleted_by_number, is_gone, organisation_of_today
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
from clusters.hits import Hits, slots_of
from clusters.models import (
    Cluster,
    ClusterName,
    ClusterSector,
    ClusterSuccession,
    HostPeriod,
    Membership,
    Organisation,
    OrganisationIdentifier,
    OrganisationName,
    Sector,
    TierPeriod,
)
from clusters.organisation_number import compact
from clusters.patience import TooBroad, in_time
from clusters.record_filtersets import ClusterRecordFilterSet, MembershipRecordFilterSet, OrganisationRecordFilterSet
from clusters.search import Outline
from doors.api.keys import ID, Key, key_or_id
from doors.api.problems import Gone, QueryRefused
from doors.api.rows import Rows
from doors.api.statements import Kept, Slot, Statement, compiled
from doors.api.views import Records, moved

#: The ids of clusters, for slugs and for ids.
CLUSTER_IDS: Kept[Statement] = Kept()
_OTHERS = {"cluster__publication": Publication.PUBLISHED}


def _successions(name: str, other: str) -> "Prefetch[str]":
    steps = ClusterSuccession.objects.filter(**{f"{other}__publication": Publication.PUBLISHED})
    return Prefetch(name, steps.select_related(other).order_by("date", "id"))


_CLUSTER_IN_FULL = (
    Prefetch("names", ClusterName.objects.order_by("period__startswith", "id")),
    Prefetch("hosts", HostPeriod.objects.select_related("organisation").order_by("period__startswith", "id")),
    Prefetch("tier_periods", TierPeriod.objects.select_related("tier").order_by("period__startswith", "id")),
    _successions("origins", "predecessor"),
    _successions("successions", "successor"),
)
_ORGANISATION_IN_FULL = (
    Prefetch("names", OrganisationName.objects.order_by("until_year", "id")),
    Prefetch("identifiers", OrganisationIdentifier.objects.order_by("scheme", "id")),
    Prefetch(
        "memberships",
        Membership.objects.published().select_related("cluster").order_by("cluster__name_key", "period__startswith"),
    ),
    Prefetch(
        "hosted", HostPeriod.objects.filter(**_OTHERS).select_related("cluster").order_by("cluster__name_key", "id")
    ),
)


class SearchedRecords(Records):
    """Records that may be searched for."""

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of the rows. Raises QueryRefused for a question too broad to be answered."""
        try:
            with in_time(request.query_params.get("q", "")):
                return super().list(request, *args, **kwargs)
        except TooBroad as error:
            raise QueryRefused([error.problem]) from error

    def rows(self, filterset: Any) -> Rows:
        """By the ways to the hits, or in order."""
        return Hits(filterset, outline=self.outline)

    @cached_property
    def outline(self) -> Outline | None:
        """The question in outline, so that one statement serves all that are alike; None where it is taken as it is."""
        texts = self.request.query_params.getlist("q") if self.action == "list" else []
        field = self.list_filterset.base_filters["q"].field
        try:
            return Outline.of(field.clean(texts[0])) if len(texts) == 1 else None
        except ValidationError:
            return None

    def slots(self) -> dict[Slot, Any]:
        """The words of the question."""
        return slots_of(self.outline)

    def slotted(self) -> set[str]:
        """With the question, in outline."""
        return {*super().slotted(), "q"} if self.outline else super().slotted()


class ClusterViews(SearchedRecords):
    """Clusters as they stood in the programme on a day, today unless `as_of` says another."""

    queryset = Cluster.objects.all()
    serializer_class = ClusterSerializer
    record_serializer_class = ClusterRecordSerializer
    list_filterset = ClusterFilterSet
    record_filterset = ClusterRecordFilterSet
    related = _CLUSTER_IN_FULL
    lookup_field = "slug"
    noun = "cluster"
    key_help = "The cluster's slug or id."
    moves = True

    def parts(self) -> dict[str, QuerySet[Any]]:
        """With the sectors, as the catalogue names them."""
        sectors = ClusterSector.objects.filter(cluster=OuterRef("pk")).order_by("sector__name_key", "id")
        named = sectors.annotate(slug=F("sector__slug"), nb=F("sector__name_nb"), en=F("sector__name_en"))
        return {**super().parts(), "sector_list": named}

    def named(self, records: QuerySet[Any], key: str) -> QuerySet[Any]:
        """By slug or id."""
        return key_or_id(records, "slug", key)

    def moved_to(self, key: str) -> str | None:
        """Where the cluster with the old slug is today."""
        return cluster_address(key, "api:cluster")

    def merged_into(self, key: str) -> int | None:
        """The cluster that stands for an id that is no longer in use: only mergers end one and lead on."""
        found = cluster_of_today(key) if Key(key).is_id else None
        return found.pk if found else None

    def was(self, key: str) -> bool:
        """Whether the cluster has been withdrawn or deleted; one that is a draft again is simply not there."""
        return is_gone_by_any_key(key)


class ClusterMemberViews(Records):
    """Members of the cluster, past and present, that had joined by the day."""

    queryset = Membership.objects.all()
    serializer_class = MembershipSerializer
    list_filterset = MemberFilterSet
    resource = "membership"
    cluster: int | None = None
    key_help = ClusterViews.key_help
    moves = True

    def list(self, request: Request, *args: Any, key: str, **kwargs: Any) -> Response:
        """The members, or the way to where the cluster has moved."""
        self.cluster = self.cluster_with(Key(key))
        if self.cluster is not None:
            return super().list(request, *args, **kwargs)
        if address := cluster_address(key, "api:cluster-members"):
            return moved(request, address)
        if is_gone_by_any_key(key):
            raise Gone(ClusterViews.noun, key)
        raise NotFound(ClusterViews().missing(Cluster.objects.published(), key))

    def get_queryset(self) -> QuerySet[Any]:
        """Of any one cluster."""
        return Membership.objects.filter(cluster=ID.mark)

    def slots(self) -> dict[Slot, Any]:
        """Of this one."""
        return {ID: self.cluster}

    def cluster_with(self, key: Key) -> int | None:
        """The id of the published cluster with the slug or id."""
        found = CLUSTER_IDS.get(key.is_id, partial(_cluster_id, key)).row(key.slots)
        return found[0] if found else None


def _cluster_id(key: Key) -> Statement:
    found = key_or_id(Cluster.objects.published(), "slug", key.mark).values("pk")
    return Statement.of(*compiled(found), slots=tuple(key.slots))


def cluster_address(old_slug: str, view_name: str) -> str | None:
    """The address of the published cluster that once had the slug."""
    found = cluster_of_today(old_slug)
    return reverse(view_name, args=[found.slug]) if found else None


def is_gone_by_any_key(key: str) -> bool:
    """Whether the slug or id is that of a cluster that has been withdrawn or deleted."""
    return is_gone(key) or key_or_id(Cluster.objects.withdrawn(), "slug", key).exists()


class OrganisationViews(SearchedRecords):
    """Organisations that host or take part in clusters."""

    queryset = Organisation.objects.all()
    serializer_class = OrganisationSerializer
    record_serializer_class = OrganisationRecordSerializer
    list_filterset = OrganisationFilterSet
    record_filterset = OrganisationRecordFilterSet
    related = _ORGANISATION_IN_FULL
    noun = "organisation"
    key_help = "The organisation's id or organisation number."
    moves = True
    suggests = False

    def named(self, records: QuerySet[Any], key: str) -> QuerySet[Any]:
        """By id or organisation number."""
        return key_or_id(records, "organisation_number", key)

    def moved_to(self, key: str) -> str | None:
        """The organisation that this one was merged into."""
        today = self.merged_into(key)
        return reverse("api:organisation", args=[today]) if today else None

    def merged_into(self, key: str) -> int | None:
        """The organisation that this one was merged into, however many mergers ago."""
        found = key_or_id(Organisation.objects.all(), "organisation_number", key).first()
        today = organisation_of_today(found) if found else None
        return today.pk if today else None

    def was(self, key: str) -> bool:
        """Whether the organisation has been deleted, also by a number it once had."""
        return super().was(key) or is_deleted_by_number(compact(key))


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
