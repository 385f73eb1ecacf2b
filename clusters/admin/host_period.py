from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from clusters.admin.period_forms import HostPeriodForm
from clusters.admin.searching import FoundByParties
from clusters.admin.stewardship import ClusterPartAdmin
from clusters.models import HostPeriod
from history.admin import PeriodColumns, RecordedInline


class HostInline(PeriodColumns, RecordedInline):
    """Who has run the cluster, on its page."""

    model = HostPeriod
    form = HostPeriodForm
    autocomplete_fields = ("organisation",)
    fields = ("organisation", *PeriodColumns.PERIOD_FIELDS, "basis", "source")
    ordering = ("period", "pk")

    def get_queryset(self, request: HttpRequest) -> Any:
        """The rows with what their names are made of."""
        return super().get_queryset(request).select_related("organisation")


@admin.register(HostPeriod)
class HostPeriodAdmin(FoundByParties, PeriodColumns, ClusterPartAdmin):
    """Who has run which cluster."""

    form = HostPeriodForm
    list_display = ("organisation", "cluster", "begins", "end_state", "ends", "basis")
    list_filter = ("basis", "end_precision")
    list_select_related = ("organisation", "cluster")
    parties = ("organisation", "cluster")
    search_fields = ("source",)
    autocomplete_fields = ("cluster", "organisation")
    ordering = ("organisation__name_key", "pk")
    fields = ("cluster", "organisation", PeriodColumns.PERIOD_FIELDS, "basis", "source")
