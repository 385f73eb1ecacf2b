"""Regions in the API."""

from typing import Any

from django.db.models import Case, Prefetch, QuerySet, When
from django.utils import timezone
from rest_framework.renderers import JSONRenderer

from doors.api.views import Records
from regions.api.serializers import RegionRecordSerializer, RegionSerializer
from regions.filtersets import RegionFilterSet, RegionRecordFilterSet
from regions.models import Region, RegionSuccession
from regions.nearest import nearest_code


def _steps(name: str, other: str) -> "Prefetch[str]":
    steps = RegionSuccession.objects.select_related(other).order_by("date", f"{other}__code")
    return Prefetch(name, steps)


class RegionViews(Records):
    """The country, counties and municipalities of a day, today unless `as_of` says another.

    One by itself is found whatever its era; `as_of` says which day `is_in_use` is about and, of a number that was
    used twice, which region is meant.
    """

    queryset = Region.objects.order_by("code")
    serializer_class = RegionSerializer
    record_serializer_class = RegionRecordSerializer
    list_filterset = RegionFilterSet
    record_filterset = RegionRecordFilterSet
    lookup_field = "code"
    noun = "region"
    key_help = "Official number of any era: `46`, `12`, `4601`."

    related = (_steps("origins", "predecessor"), _steps("successions", "successor"))

    def record(self, key: str) -> str | None:
        """Serialized by DRF: what covers the same ground is worked out in Python."""
        regions = self.filter_queryset(self.get_queryset()).select_related("parent").prefetch_related(*self.related)
        found = self.named(regions, key).first()
        return JSONRenderer().render(self.get_serializer(found).data).decode() if found else None

    def get_serializer_context(self) -> dict[str, Any]:
        """With the day of the answer."""
        filterset: Any = getattr(self, "filterset", None)
        return {**super().get_serializer_context(), "day": filterset.day if filterset else None}

    def named(self, records: QuerySet[Any], key: str) -> QuerySet[Any]:
        """The region with the code on the day, else the latest that had it."""
        day: Any = self.filterset.day
        is_in_use = Case(When(period__contains=day, then=0), default=1)
        return super().named(records, key).order_by(is_in_use, "-period")

    def missing(self, _records: QuerySet[Any], key: str) -> str:
        """That there is no such region, with the one that was meant."""
        near = nearest_code(key, timezone.localdate())
        return f"There is no region “{key[:80]}”." + (f" Did you mean “{near}”?" if near else "")
