from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from programmes.models import ProgrammeOwner
from staff.log_words import in_words
from staff.models import SecurityEvent
from staff.permissions import manageable_by


@admin.register(SecurityEvent)
class SecurityEventAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The log, to read. Administrators see what concerns the accounts they manage; system administrators all of it."""

    list_display = ("when", "kind", "account", "actor", "address", "shown_detail")
    list_display_links = None
    list_filter = ("kind", ("at", admin.DateFieldListFilter))
    list_select_related = ("account", "actor")
    list_per_page = 100
    search_fields = ("account__username", "account__last_name", "address")
    search_help_text = _("User name, last name or network address")
    ordering = ("-at", "-pk")
    show_full_result_count = False
    empty_value_display = "–"

    def get_queryset(self, request: HttpRequest) -> QuerySet[SecurityEvent]:
        """Guesses at accounts that do not exist concern nobody's account: they are for system administrators."""
        user: Any = request.user
        self.owners = {owner.pk: str(owner) for owner in ProgrammeOwner.objects.all()}
        events = super().get_queryset(request)
        return events if user.edits_everything else events.filter(account__in=manageable_by(user))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Who came and went is personal data: administrators alone see it."""
        return bool(getattr(request.user, "administers", False))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Administrators."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody: lines are written by what happens."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Nobody: the database would refuse."""
        return False

    @admin.display(description=_("time"), ordering="at")
    def when(self, obj: SecurityEvent) -> str:
        """To the second."""
        at = localtime(obj.at)
        return f"{date_format(at, 'SHORT_DATE_FORMAT')} {date_format(at, 'H:i:s')}"

    @admin.display(description=_("details"))
    def shown_detail(self, obj: SecurityEvent) -> str:
        """What is known besides, in words."""
        return in_words(obj, self.owners)
