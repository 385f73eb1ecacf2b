from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _

from clusters.admin.searching import FoundByParties
from clusters.models import Cluster
from clusters.permissions import can_be_edited_by, may_edit_some
from history.admin import RecordedInline
from review.desk import ReviewedAdmin
from support.models import Grant, GrantCluster


class GrantForm(forms.ModelForm):  # type: ignore[type-arg]
    """A grant, whose year may be left to its day."""

    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "year" in self.fields:
            self.fields["year"].required = False

    def clean(self) -> dict[str, Any]:
        """The year of the day, unless one is given."""
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.get("decided_date")
        if "year" in self.fields and cleaned.get("year") is None and "year" not in self.errors:
            if day is None:
                self.add_error("year", forms.ValidationError(_("Give the day or the year of the decision.")))
            else:
                cleaned["year"] = self.instance.year = day.year
        return cleaned


class LinkInline(RecordedInline):
    """The clusters that a record names."""

    autocomplete_fields = ("cluster",)
    fields = ("cluster",)
    min_num = 1
    ordering = ("cluster__name_key", "pk")

    def get_queryset(self, request: HttpRequest) -> Any:
        """The rows with what their names are made of."""
        return super().get_queryset(request).select_related("cluster")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """At least one cluster, or nobody would find the record."""
        return super().get_formset(request, obj, **{**kwargs, "validate_min": True})


class GrantClusterInline(LinkInline):
    """The clusters that the recipient ran."""

    model = GrantCluster


@admin.register(Grant)
class GrantAdmin(FoundByParties, ReviewedAdmin):
    """What organisations that run clusters have been granted."""

    form = GrantForm
    list_display = ("decided", "recipient", "named_clusters", "scheme", "state", "amount_nok", "owner")
    list_filter = ("state", "owner", "year")
    list_select_related = ("recipient", "owner")
    parties = ("recipient", "clusters")
    search_fields = ("recipient_in_source", "scheme", "deciding_unit", "source")
    autocomplete_fields = ("recipient",)
    ordering = ("-year", "-decided_date", "-pk")
    inlines = (GrantClusterInline,)
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "An organisation that runs a cluster is granted money for other things, too. Name every cluster "
                    "that the recipient ran at the time, unless the source says which one the grant was for."
                ),
                "fields": ("recipient", "owner", ("scheme", "deciding_unit")),
            },
        ),
        (_("The decision"), {"fields": (("decided_date", "year"), ("amount", "state"), "sequence")}),
        (_("Where it comes from"), {"fields": ("recipient_in_source", "source")}),
    )

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change a cluster that it names."""
        user: Any = request.user
        return may_edit_some(Cluster, user) if obj is None else can_be_edited_by(obj, user)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Grants with the clusters they name."""
        return super().get_queryset(request).prefetch_related("clusters")

    @admin.display(description=_("decided on"), ordering="decided_date")
    def decided(self, obj: Grant) -> str:
        """The day in the short form of tables, or the year."""
        return date_format(obj.decided_date, "SHORT_DATE_FORMAT") if obj.decided_date else str(obj.year)

    @admin.display(description=_("clusters"))
    def named_clusters(self, obj: Any) -> str:
        """Their names."""
        return ", ".join(sorted(cluster.name for cluster in obj.clusters.all()))

    @admin.display(description=_("amount (NOK)"), ordering="amount")
    def amount_nok(self, obj: Grant) -> str:
        """Whole NOK with the thousands grouped."""
        return number_format(obj.amount, force_grouping=True)
