from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.paginator import Page, Paginator
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from clusters.admin.period_forms import MembershipForm
from clusters.admin.searching import FoundByParties
from clusters.admin.stewardship import ClusterPartAdmin
from clusters.models import Membership, Organisation
from history.admin import PeriodColumns, RecordedInline
from review.many import ManyAdmin

MEMBERS_PER_PAGE = 25
PAGE, SEARCH = "members", "member"


class MemberPage(BaseInlineFormSet):  # type: ignore[type-arg]
    """One page of a cluster's members: a cluster may have thousands.

    ``query`` is the query string of the address: ``members`` the number of the page, ``member`` words of
    names. Both stay in the address when the form is posted. A posted form finds its rows by their own
    ids, so members who came or went meanwhile move nothing.
    """

    query = QueryDict()
    queryset: Any

    def get_queryset(self) -> Any:
        """The rows of the page."""
        if not hasattr(self, "_queryset"):
            self._queryset = self._posted() if self.is_bound else self.page.object_list
            for row in self._queryset:
                row.cluster = self.instance
        return self._queryset

    @property
    def page(self) -> Page[Any]:
        """The page the address asks for, or the nearest there is."""
        if not hasattr(self, "_page"):
            self._page = Paginator(self._rows(), MEMBERS_PER_PAGE).get_page(self.query.get(PAGE))
        return self._page

    @property
    def words(self) -> str:
        """What was searched for among the members."""
        return self.query.get(SEARCH, "")

    @property
    def search_query(self) -> str:
        """The search as it stands before the number of a page in an address."""
        return f"{urlencode({SEARCH: self.words})}&" if self.words else ""

    def _rows(self) -> Any:
        rows: Any = self.queryset.select_related("organisation").order_by("organisation__name_key", "pk")
        found = Organisation.objects.search(self.words).values("pk")
        return rows.filter(organisation__in=found) if self.words else rows

    def _posted(self) -> Any:
        posted = [self.data.get(f"{self.add_prefix(number)}-id", "") for number in range(self.initial_form_count())]
        ids = [text for text in posted if text.isascii() and text.isdigit()]
        return self.queryset.select_related("organisation").filter(pk__in=ids).order_by("organisation__name_key", "pk")


class MemberInline(PeriodColumns, RecordedInline):
    """The cluster's members, a page at a time, on its page."""

    model = Membership
    form = MembershipForm
    formset = MemberPage
    template = "admin/clusters/cluster/members.html"
    autocomplete_fields = ("organisation",)
    fields = ("organisation", "role", *PeriodColumns.PERIOD_FIELDS, "observed_year")
    verbose_name = _("member")
    verbose_name_plural = _("members")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The page of members that the address asks for."""
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.query = request.GET
        return formset


@admin.register(Membership)
class MembershipAdmin(FoundByParties, PeriodColumns, ManyAdmin, ClusterPartAdmin):
    """Who is or was a member of which cluster."""

    form = MembershipForm
    list_display = ("organisation", "cluster", "role", "begins", "end_state", "ends", "observed_year")
    list_filter = ("role", "is_observed", "end_precision", "organisation__kind")
    list_select_related = ("organisation", "cluster")
    parties = ("organisation", "cluster")
    fields_for_many = ("role", "confirmed_date", "source")
    actions = ("change_many",)
    search_fields = ("role_in_source", "source")
    autocomplete_fields = ("cluster", "organisation")
    ordering = ("organisation__name_key", "pk")
    fieldsets = (
        (None, {"fields": ("cluster", "organisation", ("role", "role_in_source"))}),
        (
            _("Period"),
            {
                "description": _(
                    "Where a source of some year only names the member, leave “from” empty, choose “end not known” and "
                    "write the year of the source: the registry then assumes the period and marks it."
                ),
                "fields": (PeriodColumns.PERIOD_FIELDS, "observed_year"),
            },
        ),
        (_("Where it comes from"), {"fields": ("source", "confirmed_date")}),
    )
