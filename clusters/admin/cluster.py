from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from bilingual.text import fields
from clusters.admin.cluster_name import ClusterNameInline
from clusters.admin.cluster_succession import SuccessorInline
from clusters.admin.confirming import Confirmable
from clusters.admin.contact import ContactInline
from clusters.admin.host_period import HostInline
from clusters.admin.label import LabelInline
from clusters.admin.membership import MemberInline
from clusters.admin.merging import Mergeable
from clusters.admin.searching import FoundByWords
from clusters.admin.stewardship import may_edit_cluster
from clusters.admin.tier_period import TierPeriodInline
from clusters.choices import Publication
from clusters.correlated import of_cluster
from clusters.merging import CLUSTER_VALUES, merge_clusters
from clusters.models import (
    Cluster,
    ClusterName,
    ClusterSector,
    ClusterSuccession,
    HostPeriod,
    Membership,
    Sector,
    TierPeriod,
)
from clusters.permissions import fault_in_step
from clusters.publication import next_states
from clusters.services import settle_periods
from history.timeline import people
from review.many import ManyAdmin

STEP_NAMES = {
    "submitted": _("sent to review"),
    "published": _("published"),
    "withdrawn": _("withdrawn"),
}


class ClusterForm(forms.ModelForm):  # type: ignore[type-arg]
    """A cluster's own row and its sectors."""

    user: Any

    class Meta:
        widgets: ClassVar[dict[str, Any]] = {
            name: forms.Textarea(attrs={"rows": 3}) for name in ("summary_nb", "summary_en")
        }

    works_in = forms.ModelMultipleChoiceField(
        Sector.objects.order_by("name_key"),
        label=capfirst(_("sectors")),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The cluster is found under each of them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored_publication = self.instance.publication if self.instance.pk else None
        if self.instance.pk:
            self.initial["works_in"] = list(self.instance.sectors.values_list("pk", flat=True))

        if "publication" in self.fields:
            self.fields["publication"].widget.choices = next_states(self.stored_publication)

    def clean(self) -> dict[str, Any]:
        """Nobody publishes alone."""
        cleaned = super().clean() or self.cleaned_data
        if "publication" in cleaned:
            fault = fault_in_step(self.instance.pk, self.stored_publication, cleaned["publication"], self.user)
            if fault:
                self.add_error("publication", forms.ValidationError(str(fault), code="publish"))
        return cleaned


@admin.register(Cluster)
class ClusterAdmin(Confirmable, FoundByWords, Mergeable, ManyAdmin):
    """Clusters with their names, hosts, tiers, sectors, successors and members on one page."""

    form = ClusterForm
    merge = staticmethod(merge_clusters)
    values_to_choose = CLUSTER_VALUES
    fields_for_many = ("seat", "reach", "steward", "source")
    actions = ("confirm_today", "change_many")
    change_form_template = "admin/clusters/cluster/change_form.html"
    list_display = ("name", "tier_today", "seat", "steward", "publication", "confirmed", "updated")
    list_filter = ("publication", "steward", "reach", "sectors")
    list_select_related = ("seat", "steward")
    search_help_text = _("Words of a name, text, sector, host or place, an organisation number or a web domain.")
    autocomplete_fields = ("seat",)
    prepopulated_fields = {"slug": ("name",)}
    ordering = ("name_key", "pk")
    inlines = (
        TierPeriodInline,
        HostInline,
        ClusterNameInline,
        SuccessorInline,
        ContactInline,
        LabelInline,
        MemberInline,
    )
    fieldsets = (
        (None, {"fields": (("name", "acronym"), "slug")}),
        (_("Texts"), {"fields": fields("summary", "description")}),
        (_("Where and what"), {"fields": (("seat", "reach", "founded_year"), "works_in")}),
        (_("Reaching it"), {"fields": (("website", "email"),)}),
        (
            _("Keeping the record"),
            {
                "description": _(
                    "A record goes from draft to review, and is published by a publisher after somebody else has "
                    "worked on it. Only what is published is seen by the public. A change of a published record waits "
                    "until another publisher accepts it."
                ),
                "fields": (("steward", "publication", "confirmed_date"), "steps", "source"),
            },
        ),
    )

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        """The staff of its steward, as ClusterQuerySet.editable_by says."""
        return may_edit_cluster(request, obj.pk if obj else None)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Clusters with the short name of their tier today, or their last."""
        standing = of_cluster("Standing").filter(period__contains=timezone.localdate())
        return super().get_queryset(request).annotate(tier_name=Subquery(standing.values("tier__short_name_nb")[:1]))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes with the clusters, as counts: a cluster may have thousands of members.

        Clusters of other stewards are not deleted, nor those in which another cluster went on.
        """
        forbidden = {str(cluster) for cluster in objs if not self.has_delete_permission(request, cluster)}
        parts = (TierPeriod, HostPeriod, ClusterName, Membership, ClusterSector)
        counts = {
            part._meta.verbose_name_plural: part._default_manager.filter(cluster__in=objs).count() for part in parts
        }
        outside = ClusterSuccession.objects.filter(successor__in=objs).exclude(predecessor__in=objs)
        protected = [str(succession) for succession in outside.select_related("predecessor", "successor")]
        return (
            [str(cluster) for cluster in objs],
            {self.opts.verbose_name_plural: len(objs), **counts},
            forbidden,
            protected,
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The steward is for system administrators to change; everyone else's clusters are their owner's."""
        readonly = [*super().get_readonly_fields(request, obj), "steps"]
        return readonly if request.user.edits_everything else [*readonly, "steward"]  # type: ignore[union-attr]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 (Django's signature)
        """Save; a new cluster is kept by the owner of whoever entered it."""
        user: Any = request.user
        if not change and not user.edits_everything:
            obj.steward = user.owner
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 (Django's signature)
        """Save the rows of the page, the sectors among them."""
        if "works_in" in form.changed_data:
            form.instance.sectors.set(form.cleaned_data["works_in"])
        super().save_related(request, form, formsets, change)

    def settle(self, obj: Any) -> None:
        """Assumed ends follow from the tiers and the members as they are now."""
        settle_periods(cluster=obj)

    def history_parts(self, obj: Any) -> Any:
        """The cluster's own row, the rows on its page, and its sectors."""
        yield from super().history_parts(obj)
        yield ClusterSector, {"cluster_id": obj.pk}

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """After “save and continue” the same page of members stands there."""
        response = super().response_change(request, obj)
        if isinstance(response, HttpResponseRedirect) and "_continue" in request.POST:
            return HttpResponseRedirect(request.get_full_path())
        return response

    def view_on_site(self, obj: Cluster) -> str | None:
        """The public page of a published cluster."""
        return obj.get_absolute_url() if obj.publication == Publication.PUBLISHED else None

    @admin.display(description=_("tier"), ordering="tier_name")
    def tier_today(self, obj: Any) -> Any:
        """Today's tier, or the last."""
        return obj.tier_name

    @admin.display(description=_("confirmed"), ordering="confirmed_date")
    def confirmed(self, obj: Cluster) -> str | None:
        """The day in the short form of tables."""
        return date_format(obj.confirmed_date, "SHORT_DATE_FORMAT") if obj.confirmed_date else None

    @admin.display(description=_("updated"), ordering="updated_at")
    def updated(self, obj: Cluster) -> str:
        """The day in the short form of tables."""
        return date_format(obj.updated_at, "SHORT_DATE_FORMAT")

    @admin.display(description=_("steps so far"))
    def steps(self, obj: Cluster) -> str:
        """Who sent it to review, published and withdrew it, and when."""
        taken = [(name, getattr(obj, f"{name}_at"), getattr(obj, f"{name}_by_id")) for name in STEP_NAMES]
        names = people(person for _name, _at, person in taken)
        return "; ".join(
            f"{STEP_NAMES[name]} {date_format(localtime(at), 'SHORT_DATETIME_FORMAT')}"
            + (f", {names.get(person, person)}" if person else "")
            for name, at, person in taken
            if at
        )

    @admin.display(description=_("sectors"))
    def works_in(self, obj: Cluster) -> str:
        """For whoever may only look."""
        return ", ".join(str(sector) for sector in obj.sectors.order_by("name_key"))
