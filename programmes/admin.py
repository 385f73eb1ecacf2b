"""Owners, programmes, tiers and money: for administrators to change, for everyone on staff to see."""

from typing import Any

from django.contrib import admin
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _

from bilingual.text import fields
from history.admin import PeriodColumns, RecordedAdmin
from history.forms import PeriodForm
from programmes.models import (
    Appropriation,
    Call,
    EffectFinding,
    Milestone,
    Ministry,
    PriorityArea,
    Programme,
    ProgrammeOwner,
    PublishedFigure,
    Tier,
)

SOURCE: Any = (_("Where it comes from"), {"fields": ("source",)})
PERIOD: Any = (_("Period"), {"fields": (PeriodColumns.PERIOD_FIELDS,)})


@admin.register(ProgrammeOwner)
class ProgrammeOwnerAdmin(RecordedAdmin):
    """The three bodies that own the programme."""

    list_display = ("name_nb", "name_en", "organisation_number", "website")
    search_fields = ("name_nb", "name_en", "slug", "organisation_number")
    ordering = ("name_nb", "pk")
    fieldsets = (
        (None, {"fields": (*fields("name"), "slug", "role")}),
        (_("Reaching it"), {"fields": ("organisation_number", "website")}),
        SOURCE,
    )


@admin.register(Programme)
class ProgrammeAdmin(PeriodColumns, RecordedAdmin):
    """Arena, NCE, Norwegian Innovation Clusters."""

    form = PeriodForm
    list_display = ("name_nb", "name_en", "begins", "ends", "successor")
    list_select_related = ("successor",)
    search_fields = ("name_nb", "name_en", "slug")
    autocomplete_fields = ("successor",)
    ordering = ("period", "pk")
    fieldsets = (
        (None, {"fields": (*fields("name"), "slug", "successor")}),
        PERIOD,
        SOURCE,
    )


@admin.register(Tier)
class TierAdmin(PeriodColumns, RecordedAdmin):
    """The levels of the programme, data and never an enum."""

    form = PeriodForm
    list_display = ("short_name_nb", "code", "rank", "kind", "programme", "longest_support_years", "begins", "ends")
    list_filter = ("kind", "programme")
    list_select_related = ("programme",)
    search_fields = ("name_nb", "name_en", "short_name_nb", "short_name_en", "code")
    autocomplete_fields = ("programme",)
    ordering = ("rank",)
    fieldsets = (
        (None, {"fields": (*fields("name", "short_name", "definition"), "code")}),
        (_("Place in the programme"), {"fields": (("programme", "kind", "rank"),)}),
        PERIOD,
        (
            _("Support"),
            {
                "description": _(
                    "Where no source names the end of a cluster's time on this tier, the registry assumes it after the "
                    "longest usual support and marks it “end not confirmed”."
                ),
                "fields": ("longest_support_years", ("annual_support_min", "annual_support_max")),
            },
        ),
        (_("Where it comes from"), {"fields": ("note", "source")}),
    )


@admin.register(Ministry)
class MinistryAdmin(RecordedAdmin):
    """Who funds the programme."""

    list_display = ("name_nb", "name_en", "code")
    search_fields = ("name_nb", "name_en", "code")
    ordering = ("name_nb", "pk")
    fieldsets = ((None, {"fields": (*fields("name"), "code")}),)


@admin.register(Appropriation)
class AppropriationAdmin(RecordedAdmin):
    """Money by year, as each source gives it."""

    list_display = ("year", "scope_nb", "ministry", "stage", "amount_nok", "source")
    list_filter = ("stage", "ministry", "year")
    list_select_related = ("ministry",)
    search_fields = ("year", "scope_nb", "scope_en", "granted_by", "note", "source")
    autocomplete_fields = ("ministry",)
    ordering = ("-year", "scope_nb", "pk")
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "Sources disagree for some years. Enter each figure as a row of its own with its source; "
                    "a cut is a negative amount."
                ),
                "fields": (("year", "stage"), ("scope_nb", "scope_en"), "amount"),
            },
        ),
        (_("Who pays"), {"fields": ("ministry", "granted_by")}),
        (_("Where it comes from"), {"fields": ("note", "source")}),
    )

    @admin.display(description=_("amount (NOK)"), ordering="amount")
    def amount_nok(self, obj: Appropriation) -> str:
        """Whole NOK with the thousands grouped."""
        return number_format(obj.amount, force_grouping=True)


@admin.register(Call)
class CallAdmin(RecordedAdmin):
    """Calls for clusters to apply."""

    list_display = ("tier", "opened", "deadline", "applications", "admitted")
    list_filter = ("tier", "opened_date")
    list_select_related = ("tier",)
    search_fields = ("tier__code", "tier__short_name_nb", "source")
    autocomplete_fields = ("tier",)
    date_hierarchy = "opened_date"
    ordering = ("-opened_date", "pk")
    fieldsets = (
        (None, {"fields": ("tier", ("opened_date", "deadline_date"), ("applications", "admitted"))}),
        SOURCE,
    )

    @admin.display(description=_("opened"), ordering="opened_date")
    def opened(self, obj: Call) -> str:
        """The day in the short form of tables."""
        return date_format(obj.opened_date, "SHORT_DATE_FORMAT")

    @admin.display(description=_("deadline"), ordering="deadline_date")
    def deadline(self, obj: Call) -> str | None:
        """The day in the short form of tables."""
        return date_format(obj.deadline_date, "SHORT_DATE_FORMAT") if obj.deadline_date else None


@admin.register(Milestone)
class MilestoneAdmin(RecordedAdmin):
    """What happened to the programme, by year."""

    list_display = ("year", "event_nb", "event_en")
    list_filter = ("year",)
    search_fields = ("year", "event_nb", "event_en")
    ordering = ("-year", "pk")
    fieldsets = ((None, {"fields": ("year", *fields("event"))}), SOURCE)


@admin.register(PriorityArea)
class PriorityAreaAdmin(RecordedAdmin):
    """What the clusters put before the minister."""

    list_display = ("number", "name_nb", "name_en", "occasion")
    list_filter = ("occasion",)
    search_fields = ("name_nb", "name_en", "occasion")
    ordering = ("occasion", "number")
    fieldsets = ((None, {"fields": (*fields("name"), "slug", ("occasion", "number"))}), SOURCE)


@admin.register(PublishedFigure)
class PublishedFigureAdmin(RecordedAdmin):
    """Figures as others published them, shown beside what the registry counts."""

    list_display = ("as_of_day", "measure", "bound", "value_grouped", "unit", "source")
    list_filter = ("measure", "bound")
    search_fields = ("measure", "wording_nb", "source")
    date_hierarchy = "as_of"
    ordering = ("-as_of", "measure", "pk")
    fieldsets = (
        (None, {"fields": ("as_of", "measure", ("bound", "value", "unit"), "wording_nb")}),
        (_("Beside our own count"), {"fields": fields("gap")}),
        SOURCE,
    )

    @admin.display(description=_("as of"), ordering="as_of")
    def as_of_day(self, obj: PublishedFigure) -> str:
        """The day in the short form of tables."""
        return date_format(obj.as_of, "SHORT_DATE_FORMAT")

    @admin.display(description=_("value"), ordering="value")
    def value_grouped(self, obj: PublishedFigure) -> str:
        """The figure with the thousands grouped."""
        return number_format(obj.value, force_grouping=True)


@admin.register(EffectFinding)
class EffectFindingAdmin(RecordedAdmin):
    """What evaluations found, each in its own measure."""

    list_display = ("evaluator", "year", "scope_nb", "finding_nb", "source")
    list_filter = ("evaluator", "year")
    search_fields = ("evaluator", "scope_nb", "scope_en", "finding_nb", "finding_en", "source")
    ordering = ("-year", "evaluator", "pk")
    fieldsets = (
        (None, {"fields": (("year", "evaluator"), *fields("scope", "method", "finding"))}),
        (_("As a number"), {"fields": ("measure", ("bound", "value"), *fields("unit"))}),
        SOURCE,
    )
