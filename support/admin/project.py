from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from bilingual.text import fields
from clusters.admin.searching import FoundByParties
from clusters.models import Cluster
from clusters.permissions import can_be_edited_by, may_edit_some
from history.admin import PeriodColumns, RecordedInline
from history.forms import PeriodForm
from review.desk import ReviewedAdmin
from support.admin.grant import LinkInline
from support.models import Project, ProjectArea, ProjectCluster, ProjectParticipant, ProjectReference
from support.models.project import ProjectType


class ProjectForm(PeriodForm):
    """A project, whose types are ticked."""

    types = forms.MultipleChoiceField(
        label=_("Types"), choices=ProjectType.choices, widget=forms.CheckboxSelectMultiple, help_text=_("At least one.")
    )

    class Meta:
        widgets: ClassVar[dict[str, Any]] = {
            name: forms.Textarea(attrs={"rows": 3}) for name in ("summary_nb", "summary_en")
        }


class ProjectClusterInline(LinkInline):
    """The clusters that take part."""

    model = ProjectCluster


class ParticipantInline(RecordedInline):
    """The organisations that take part."""

    model = ProjectParticipant
    autocomplete_fields = ("organisation",)
    fields = ("organisation", "role")
    ordering = ("organisation__name_key", "pk")

    def get_queryset(self, request: HttpRequest) -> Any:
        """The rows with what their names are made of."""
        return super().get_queryset(request).select_related("organisation")


class ReferenceInline(RecordedInline):
    """What funders call it."""

    model = ProjectReference
    fields = ("funder", "reference")
    ordering = ("funder", "reference")


class AreaInline(RecordedInline):
    """The priority areas it serves."""

    model = ProjectArea
    fields = ("area",)
    ordering = ("area__occasion", "area__number")

    def get_queryset(self, request: HttpRequest) -> Any:
        """The rows with what their names are made of."""
        return super().get_queryset(request).select_related("area")


@admin.register(Project)
class ProjectAdmin(FoundByParties, PeriodColumns, ReviewedAdmin):
    """What clusters undertake together with others."""

    form = ProjectForm
    list_display = ("title_nb", "named_clusters", "types_in_words", "begins", "ends")
    list_filter = ("end_precision",)
    parties = ("clusters",)
    search_fields = ("title_nb", "title_en", "summary_nb", "summary_en", "references__reference", "source")
    ordering = ("-period", "pk")
    inlines = (ProjectClusterInline, ParticipantInline, ReferenceInline, AreaInline)
    fieldsets = (
        (None, {"fields": (*fields("title"), "types")}),
        (_("Period"), {"fields": (PeriodColumns.PERIOD_FIELDS,)}),
        (_("For the public"), {"fields": (*fields("summary"), "website")}),
        (_("Where it comes from"), {"fields": ("source",)}),
    )

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change a cluster that takes part."""
        user: Any = request.user
        return may_edit_some(Cluster, user) if obj is None else can_be_edited_by(obj, user)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Projects with the clusters they name."""
        return super().get_queryset(request).prefetch_related("clusters")

    @admin.display(description=_("clusters"))
    def named_clusters(self, obj: Any) -> str:
        """Their names."""
        return ", ".join(sorted(cluster.name for cluster in obj.clusters.all()))

    @admin.display(description=_("types"))
    def types_in_words(self, obj: Project) -> str:
        """What it is about."""
        return ", ".join(map(str, obj.type_names))
