"""The translator of a query string about regions."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from doors.filtersets import AsOfFilter, CodesFilter, StrictFilterSet
from regions.models import Region


class RegionFilterSet(StrictFilterSet):
    """The regions of a day, by level."""

    level = CodesFilter(method="filter_level", label=_("Level"), choices=Region.Level.choices)
    as_of = AsOfFilter()

    class Meta:
        model = Region
        fields: ClassVar[list[str]] = []

    def start(self) -> models.QuerySet[Any]:
        """The regions of the day."""
        return self.queryset.on(self.day)  # type: ignore[no-any-return]

    def filter_level(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Any of the levels."""
        return queryset.filter(level__in=value)


class RegionRecordFilterSet(StrictFilterSet):
    """A region of any era, seen from a day."""

    paging = ()
    as_of = AsOfFilter()

    class Meta:
        model = Region
        fields: ClassVar[list[str]] = []
