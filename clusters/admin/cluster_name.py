from django.contrib import admin

from clusters.admin.period_forms import ClusterNameForm
from clusters.admin.searching import FoundByParties
from clusters.admin.stewardship import ClusterPartAdmin
from clusters.models import ClusterName
from history.admin import PeriodColumns, RecordedInline


class ClusterNameInline(PeriodColumns, RecordedInline):
    """Former and other names, on the cluster's page."""

    model = ClusterName
    form = ClusterNameForm
    fields = ("name", "kind", *PeriodColumns.PERIOD_FIELDS, "slug")
    ordering = ("period", "pk")


@admin.register(ClusterName)
class ClusterNameAdmin(FoundByParties, PeriodColumns, ClusterPartAdmin):
    """Former and other names of all clusters."""

    form = ClusterNameForm
    list_display = ("name", "kind", "cluster", "begins", "ends", "slug")
    list_filter = ("kind",)
    list_select_related = ("cluster",)
    search_fields = ("name", "slug", "source")
    autocomplete_fields = ("cluster",)
    ordering = ("name", "pk")
    fields = ("cluster", ("name", "kind"), PeriodColumns.PERIOD_FIELDS, "slug", "source")
