"""The translators of a query string about what the programme gives."""

from typing import Any, ClassVar

import django_filters
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.filtersets import RegistryFilterSet
from clusters.record_filtersets import RecordFilterSet
from doors.days import FIRST_DAY
from doors.filtersets import CodesFilter
from programmes.models import ProgrammeOwner
from support.models import Grant, Indicator, Observation, Project, ProjectParticipant
from support.models.project import ProjectType


def owners() -> list[tuple[str, str]]:
    """The owners of the programme, by slug."""
    return [(owner.slug, str(owner.name)) for owner in ProgrammeOwner.objects.order_by("slug")]


def years() -> list[tuple[str, str]]:
    """The years in which anything may have been granted."""
    return [(str(year), str(year)) for year in range(FIRST_DAY.year, timezone.localdate().year + 1)]


def indicators() -> list[tuple[str, str]]:
    """The indicators, by slug."""
    return [(indicator.slug, str(indicator.name)) for indicator in Indicator.objects.order_by("slug")]


class GrantFilterSet(RegistryFilterSet):
    """Grants by cluster, recipient, owner, year and state."""

    q = None
    cluster: Any = django_filters.CharFilter(method="filter_cluster", label=_("Cluster"), max_length=80)
    organisation = django_filters.CharFilter(method="filter_organisation", label=_("Recipient"), max_length=20)
    owner = CodesFilter(method="filter_owner", label=_("Granted by"), choices=owners)
    year = CodesFilter(method="filter_year", label=_("Year"), choices=years)
    state = CodesFilter(method="filter_state", label=_("State"), choices=Grant.State.choices)

    orderings: ClassVar = {
        "-decided": ("-year", "-decided_date", "-id"),
        "decided": ("year", "decided_date", "id"),
        "-amount": ("-amount", "-id"),
        "name": ("recipient__name_key", "-year", "-decided_date", "-id"),
    }

    class Meta:
        model = Grant
        fields: ClassVar[list[str]] = []

    @property
    def _usual_ordering(self) -> str:
        return "-decided"

    def filter_cluster(self, queryset: Any, _name: str, value: str) -> Any:
        """To organisations for running the cluster with the slug, or others that they ran."""
        return queryset.of_cluster(value)

    def filter_organisation(self, queryset: Any, _name: str, _value: str) -> Any:
        """To the organisation with the id or organisation number."""
        return queryset.filter(recipient__in=self.organisation_ids)

    def filter_owner(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """By any of the owners."""
        return queryset.filter(owner__slug__in=value)

    def filter_year(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Decided in any of the years."""
        return queryset.filter(year__in=[int(year) for year in value])

    def filter_state(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """In any of the states."""
        return queryset.filter(state__in=value)


class GrantRecordFilterSet(RecordFilterSet):
    """A grant by itself."""

    class Meta:
        model = Grant
        fields: ClassVar[list[str]] = []


class ObservationFilterSet(RegistryFilterSet):
    """Values of indicators by indicator, cluster and year."""

    q = None
    cluster: Any = django_filters.CharFilter(field_name="cluster__slug", label=_("Cluster"), max_length=80)
    indicator = CodesFilter(method="filter_indicator", label=_("Indicator"), choices=indicators)
    year = CodesFilter(method="filter_year", label=_("Year"), choices=years)

    orderings: ClassVar = {
        "name": ("indicator__slug", "cluster__name_key", "year", "id"),
        "-year": (models.F("year").desc(nulls_last=True), "indicator__slug", "cluster__name_key", "id"),
    }

    class Meta:
        model = Observation
        fields: ClassVar[list[str]] = []

    def filter_indicator(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Of any of the indicators."""
        return queryset.filter(indicator__slug__in=value)

    def filter_year(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """About any of the years."""
        return queryset.filter(year__in=[int(year) for year in value])


class ObservationRecordFilterSet(RecordFilterSet):
    """A value of an indicator by itself."""

    class Meta:
        model = Observation
        fields: ClassVar[list[str]] = []


class ProjectFilterSet(RegistryFilterSet):
    """Projects by cluster, participant and type."""

    q = None
    cluster: Any = django_filters.CharFilter(method="filter_cluster", label=_("Cluster"), max_length=80)
    organisation = django_filters.CharFilter(method="filter_organisation", label=_("Participant"), max_length=20)
    type = CodesFilter(method="filter_type", label=_("Type"), choices=ProjectType.choices)

    orderings: ClassVar = {
        "name": ("title_nb", "id"),
        "-started": (models.F("period__startswith").desc(nulls_last=True), "id"),
    }

    class Meta:
        model = Project
        fields: ClassVar[list[str]] = []

    def filter_cluster(self, queryset: Any, _name: str, value: str) -> Any:
        """In which the cluster with the slug takes part."""
        return queryset.of_cluster(value)

    def filter_organisation(self, queryset: Any, _name: str, _value: str) -> Any:
        """In which the organisation with the id or organisation number takes part."""
        found = ProjectParticipant.objects.filter(organisation__in=self.organisation_ids)
        return queryset.filter(pk__in=found.values("project"))

    def filter_type(self, queryset: Any, _name: str, value: list[str]) -> Any:
        """Of any of the types."""
        return queryset.filter(types__overlap=value)


class ProjectRecordFilterSet(RecordFilterSet):
    """A project by itself."""

    class Meta:
        model = Project
        fields: ClassVar[list[str]] = []
