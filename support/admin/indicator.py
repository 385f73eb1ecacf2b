from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from bilingual.text import fields
from clusters.admin.searching import FoundByParties
from clusters.admin.stewardship import ClusterPartAdmin
from history.admin import RecordedAdmin
from support.models import Indicator, Observation


@admin.register(Indicator)
class IndicatorAdmin(RecordedAdmin):
    """What is measured, and how; for administrators to change."""

    list_display = ("name_nb", "name_en", "slug", "unit_nb")
    search_fields = ("name_nb", "name_en", "slug", "definition_nb", "definition_en")
    prepopulated_fields = {"slug": ("name_en",)}
    ordering = ("name_nb", "pk")
    fieldsets = (
        (None, {"fields": (*fields("name"), "slug", *fields("definition", "unit"))}),
        (_("How it is measured"), {"fields": fields("method", "comparison")}),
        (_("Where it comes from"), {"fields": ("source",)}),
    )


@admin.register(Observation)
class ObservationAdmin(FoundByParties, ClusterPartAdmin):
    """Values of indicators: those of a cluster are its steward's to change, all others the administrators'."""

    list_display = ("indicator", "cluster", "tier", "year", "figure_grouped", "n")
    list_filter = ("indicator", "level", "year")
    list_select_related = ("indicator", "cluster", "tier")
    parties = ("cluster",)
    search_fields = ("indicator__name_nb", "indicator__name_en", "note_nb", "note_en", "source")
    autocomplete_fields = ("indicator", "tier", "cluster")
    ordering = ("indicator__slug", "cluster__name_key", "-year", "pk")
    fieldsets = (
        (None, {"fields": ("indicator", "level", ("cluster", "tier"), "year")}),
        (
            _("The figure"),
            {
                "description": _(
                    "Never enter figures of single companies. Where a figure rests on fewer than five, write how many "
                    "and leave the value empty."
                ),
                "fields": (("bound", "value", "n"), *fields("note")),
            },
        ),
        (_("Where it comes from"), {"fields": ("source",)}),
    )

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change the cluster; what is of no cluster is the administrators'."""
        if obj is not None and obj.cluster_id is None:
            return bool(request.user.administers)  # type: ignore[union-attr]
        return super().may_edit(request, obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 (Django's signature)
        """The form, in which only administrators leave out the cluster."""
        form = super().get_form(request, obj, change, **kwargs)
        if "cluster" in form.base_fields:
            form.base_fields["cluster"].required = not request.user.administers  # type: ignore[union-attr]
        return form

    def settle(self, obj: Any) -> None:
        """Nothing follows from a figure."""

    @admin.display(description=_("value"), ordering="value")
    def figure_grouped(self, obj: Observation) -> str | None:
        """The figure with the thousands grouped."""
        return number_format(obj.figure, force_grouping=True) if obj.figure is not None else None
