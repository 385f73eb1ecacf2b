from typing import Any

from django.contrib import admin
from django.forms import BaseInlineFormSet, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clusters.admin.period_forms import TierPeriodForm, span_of, tier_overlaps
from clusters.admin.searching import FoundByParties
from clusters.admin.stewardship import ClusterPartAdmin
from clusters.models import TierPeriod
from history.admin import PeriodColumns, RecordedInline

OVERLAP = _("Overlaps %(other)s. A cluster has one tier at a time: end the one before the other begins.")
TWICE = _("%(other)s stands here twice without any year. Delete one of them or write when it began.")


class TierPeriodFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """All tier periods of a cluster together: the rule about overlaps is about the whole, not about a row."""

    def clean(self) -> None:
        """Refuse overlaps beside the row that begins later."""
        super().clean()
        rows = [form for form in self.forms if not form.errors and self._counts(form)]
        for later, earlier in tier_overlaps((span_of(form.instance), form) for form in rows if form.instance.period):
            _refuse(later, OVERLAP, earlier.instance)
        undated = [form for form in rows if form.instance.period is None]
        for number, form in enumerate(undated):
            if any(form.instance.tier_id == other.instance.tier_id for other in undated[:number]):
                _refuse(form, TWICE, form.instance)

    def _counts(self, form: Any) -> bool:
        """Rows that will be there afterwards and decide the tier; a brand only runs beside it."""
        is_row = form.instance.pk or form.has_changed()
        is_kept = is_row and not (self.can_delete and self._should_delete_form(form))  # type: ignore[attr-defined]
        return bool(is_kept and form.instance.tier.kind != "brand")


class OneTierPeriodForm(TierPeriodForm):
    """A tier period on a page of its own: the others stand in the database."""

    def clean(self) -> dict[str, Any]:
        """As on the cluster's page."""
        cleaned = super().clean()
        cluster = cleaned.get("cluster") or getattr(self.instance, "cluster", None)
        tier = cleaned.get("tier")
        if self.errors or not cluster or not tier or tier.kind == "brand" or self.instance.period is None:
            return cleaned
        others = TierPeriod.objects.levels().filter(cluster=cluster, period__isnull=False).exclude(pk=self.instance.pk)
        rows = [(span_of(row), row) for row in (self.instance, *others.select_related("tier"))]
        for pair in tier_overlaps(rows):
            if self.instance in pair:
                _refuse(self, OVERLAP, next(row for row in pair if row is not self.instance))
        return cleaned


def _refuse(form: Any, message: Any, other: TierPeriod) -> None:
    form.add_error("begins", ValidationError(message, code="overlap", params={"other": other}))


class TierPeriodInline(PeriodColumns, RecordedInline):
    """The cluster's times on tiers, on its page."""

    model = TierPeriod
    form = TierPeriodForm
    formset = TierPeriodFormSet
    fields = ("tier", *PeriodColumns.PERIOD_FIELDS, "end_reason", "source")
    ordering = ("period", "pk")

    def get_queryset(self, request: HttpRequest) -> Any:
        """The rows with what their names are made of."""
        return super().get_queryset(request).select_related("tier")


@admin.register(TierPeriod)
class TierPeriodAdmin(FoundByParties, PeriodColumns, ClusterPartAdmin):
    """Which clusters were on which tier, when."""

    form = OneTierPeriodForm
    list_display = ("cluster", "tier", "begins", "end_state", "ends", "end_reason")
    list_filter = ("tier", "end_reason", "end_precision")
    list_select_related = ("cluster", "tier")
    search_fields = ("tier__code", "note", "source")
    autocomplete_fields = ("cluster", "call")
    ordering = ("cluster__name_key", "period", "pk")
    fields = ("cluster", "tier", PeriodColumns.PERIOD_FIELDS, "end_reason", ("decided_date", "call"), "note", "source")
