"""Counties and municipalities of all eras: for administrators to change, for everyone on staff to see."""

from django.contrib import admin
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from bilingual.text import fields
from history.admin import PeriodColumns, RecordedAdmin, RecordedInline
from history.forms import PeriodForm
from regions.models import Region, RegionSuccession


class SuccessorInline(RecordedInline):
    """What the region became."""

    model = RegionSuccession
    fk_name = "predecessor"
    autocomplete_fields = ("successor",)
    fields = ("successor", "kind", "date", "is_main")
    verbose_name_plural = _("what it became")


@admin.register(Region)
class RegionAdmin(PeriodColumns, RecordedAdmin):
    """The country, counties and municipalities."""

    form = PeriodForm
    list_display = ("name_nb", "code", "level", "parent", "begins", "ends")
    list_filter = ("level", ("parent", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("parent",)
    search_fields = ("name_nb", "name_en", "name_official", "code")
    autocomplete_fields = ("parent",)
    ordering = ("name_key", "code", "pk")
    inlines = (SuccessorInline,)
    fieldsets = (
        (None, {"fields": (*fields("name"), "name_official", ("level", "code"), "parent")}),
        (
            _("Period"),
            {
                "description": _(
                    "As long as the number was in use. After a reform, end this region, enter the new one and say "
                    "below what became of it: then clusters are found under both."
                ),
                "fields": (PeriodColumns.PERIOD_FIELDS,),
            },
        ),
        (_("Name on the map"), {"fields": (("label_latitude", "label_longitude"),)}),
        (_("Where it comes from"), {"fields": ("source",)}),
    )


@admin.register(RegionSuccession)
class RegionSuccessionAdmin(RecordedAdmin):
    """What became of regions in the reforms."""

    list_display = ("predecessor", "successor", "kind", "day", "is_main")
    list_filter = ("kind", "is_main", "date")
    list_select_related = ("predecessor", "successor")
    search_fields = ("predecessor__name_nb", "predecessor__code", "successor__name_nb", "successor__code")
    autocomplete_fields = ("predecessor", "successor")
    date_hierarchy = "date"
    ordering = ("-date", "predecessor__name_key", "pk")
    fields = (("predecessor", "successor"), ("kind", "date"), "is_main", "source")

    @admin.display(description=_("date"), ordering="date")
    def day(self, obj: RegionSuccession) -> str:
        """The day in the short form of tables."""
        return date_format(obj.date, "SHORT_DATE_FORMAT")
