"""What the programme gives, in the API."""

from typing import Any

from django.db.models import OuterRef, QuerySet

from clusters.models import Cluster
from doors.api.views import Records
from support.api.serializers import GrantSerializer
from support.filtersets import GrantFilterSet, GrantRecordFilterSet
from support.models import Grant


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
