from django.contrib import admin
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from clusters.admin.searching import FoundByParties
from clusters.admin.stewardship import ClusterPartAdmin
from clusters.models import ClusterSuccession
from history.admin import RecordedInline


class SuccessorInline(RecordedInline):
    """What the cluster became, on its page."""

    model = ClusterSuccession
    fk_name = "predecessor"
    autocomplete_fields = ("successor",)
    fields = ("successor", "kind", "date", "date_precision", "source")
    ordering = ("date", "pk")
    verbose_name = _("successor")
    verbose_name_plural = _("what it became")


@admin.register(ClusterSuccession)
class ClusterSuccessionAdmin(FoundByParties, ClusterPartAdmin):
    """Which clusters went on in which."""

    belongs_to = "predecessor"
    list_display = ("predecessor", "successor", "kind", "day", "date_precision")
    list_filter = ("kind",)
    list_select_related = ("predecessor", "successor")
    parties = ("predecessor", "successor")
    search_fields = ("source",)
    autocomplete_fields = ("predecessor", "successor")
    date_hierarchy = "date"
    ordering = ("-date", "pk")
    fields = ("predecessor", "successor", ("kind", "date", "date_precision"), "source")

    @admin.display(description=_("date"), ordering="date")
    def day(self, obj: ClusterSuccession) -> str:
        """The day in the short form of tables."""
        return date_format(obj.date, "SHORT_DATE_FORMAT")
