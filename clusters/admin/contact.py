import datetime as dt
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from clusters.admin.searching import FoundByParties
from clusters.admin.stewardship import ClusterPartAdmin
from clusters.models import Contact
from history.admin import RecordedInline

FIELDS = ("function", "name", "basis", "email", "phone", "is_public", "review_date")


class ContactInline(RecordedInline):
    """How the cluster is reached, on its page."""

    model = Contact
    fields = FIELDS
    ordering = ("function", "pk")


class ReviewFilter(admin.SimpleListFilter):
    """Contacts whose review is due."""

    title = _("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:  # noqa: ARG002 (Django's signature)
        """Due or not."""
        return (("due", _("due")), ("later", _("later")))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:  # noqa: ARG002 (Django's signature)
        """The rows of the choice."""
        due = queryset.model.objects.due(timezone.localdate()).values("pk")
        chosen = {"due": queryset.filter(pk__in=due), "later": queryset.exclude(pk__in=due)}
        return chosen.get(self.value() or "", queryset)


@admin.register(Contact)
class ContactAdmin(FoundByParties, ClusterPartAdmin):
    """How all clusters are reached."""

    list_display = ("function", "cluster", "name", "is_public", "review")
    list_filter = (ReviewFilter, "function", "is_public", "cluster__steward")
    list_select_related = ("cluster",)
    search_fields = ("name", "email")
    autocomplete_fields = ("cluster",)
    ordering = ("review_date", "pk")
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "Write the function rather than the person. A name is kept only where the person has agreed or the "
                    "cluster itself publishes it, and is taken away on request, from history too."
                ),
                "fields": ("cluster", *FIELDS),
            },
        ),
    )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A review in a year."""
        in_a_year = timezone.localdate() + dt.timedelta(days=365)
        return {"review_date": in_a_year, **super().get_changeform_initial_data(request)}

    @admin.display(description=_("review by"), ordering="review_date")
    def review(self, obj: Contact) -> str:
        """The day in the short form of tables."""
        return date_format(obj.review_date, "SHORT_DATE_FORMAT")
