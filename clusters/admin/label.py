from django.contrib import admin
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from clusters.admin.searching import FoundByParties
from clusters.admin.stewardship import ClusterPartAdmin
from clusters.models import Label
from history.admin import RecordedInline


class LabelInline(RecordedInline):
    """The cluster's labels, on its page."""

    model = Label
    fields = ("grade", "assessed_date", "valid_until", "score", "source")
    ordering = ("-assessed_date", "pk")


@admin.register(Label)
class LabelAdmin(FoundByParties, ClusterPartAdmin):
    """Labels of all clusters."""

    list_display = ("grade", "cluster", "assessed", "ends", "score")
    list_filter = ("grade", "cluster__steward")
    list_select_related = ("cluster",)
    search_fields = ("source",)
    autocomplete_fields = ("cluster",)
    ordering = ("-valid_until", "pk")
    fields = ("cluster", ("grade", "score"), ("assessed_date", "valid_until"), "source")

    @admin.display(description=_("assessed"), ordering="assessed_date")
    def assessed(self, obj: Label) -> str:
        """The day in the short form of tables."""
        return date_format(obj.assessed_date, "SHORT_DATE_FORMAT")

    @admin.display(description=_("valid until"), ordering="valid_until")
    def ends(self, obj: Label) -> str:
        """The day in the short form of tables."""
        return date_format(obj.valid_until, "SHORT_DATE_FORMAT")
