"""Regions in the API."""

from django.db.models import Prefetch, QuerySet

from doors.api.views import Records
from regions.api.serializers import RegionRecordSerializer, RegionSerializer
from regions.filtersets import RegionFilterSet
from regions.models import Region, RegionSuccession


def _steps(name: str, other: str) -> "Prefetch[str]":
    steps = RegionSuccession.objects.select_related(other).order_by("date", f"{other}__code")
    return Prefetch(name, steps)


class RegionViews(Records):
    """The country, counties and municipalities of a day, today unless `as_of` says another."""

    queryset = Region.objects.select_related("parent").order_by("code")
    serializer_class = RegionSerializer
    record_serializer_class = RegionRecordSerializer
    list_filterset = RegionFilterSet
    lookup_field = "code"
    noun = "region"
    key_help = "Official number of any era: `46`, `12`, `4601`."

    def get_queryset(self) -> QuerySet[Region]:
        """With the steps of the reforms where they are shown."""
        regions = super().get_queryset()
        if self.action == "list":
            return regions
        return regions.prefetch_related(_steps("origins", "predecessor"), _steps("successions", "successor"))
