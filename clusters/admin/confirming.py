"""“Confirmed as of today”, apart from editing: a button on the record, and an action of the list."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clusters.models import Cluster
from clusters.services import confirm_clusters


class Confirmable(admin.ModelAdmin):  # type: ignore[type-arg]
    """Clusters that a person vouches for; the day of it is set here and nowhere else."""

    def get_urls(self) -> Any:
        """With the address of the button."""
        confirm = self.admin_site.admin_view(self.confirm_one)
        return [path("<path:object_id>/confirm/", confirm, name="clusters_cluster_confirm"), *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The day follows from the button."""
        return [*super().get_readonly_fields(request, obj), "confirmed_date"]

    def confirm_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Confirm the record, and show it again."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        obj: Any = self.get_object(request, object_id)
        if obj is None or not self.has_change_permission(request, obj):
            raise PermissionDenied
        self._confirm(request, Cluster.objects.filter(pk=obj.pk))
        return HttpResponseRedirect(reverse("admin:clusters_cluster_change", args=[obj.pk]))

    @admin.action(description=_("Confirm as of today"), permissions=["change"])
    def confirm_today(self, request: HttpRequest, queryset: Any) -> None:
        """Confirm those of the selected clusters that the person may edit, and say how many are others'."""
        user: Any = request.user
        own = Cluster.objects.filter(pk__in=queryset.order_by().values("pk")).editable_by(user)
        others = queryset.count() - own.count()
        self._confirm(request, own)
        if others:
            text = ngettext(
                "%(n)s cluster is left as it was: its steward is another.",
                "%(n)s clusters are left as they were: their stewards are others.",
                others,
            )
            self.message_user(request, text % {"n": others}, messages.WARNING)

    def _confirm(self, request: HttpRequest, clusters: Any) -> None:
        number = confirm_clusters(clusters=clusters, day=timezone.localdate())
        text = ngettext("%(n)s cluster confirmed as of today.", "%(n)s clusters confirmed as of today.", number)
        sentence = text % {"n": number} if number else _("Already confirmed today.")
        self.message_user(request, sentence, messages.SUCCESS)
