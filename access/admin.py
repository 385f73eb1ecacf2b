from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from access.keys import give
from access.models import ApiKey
from history.admin import RecordedAdmin


@admin.register(ApiKey)
class ApiKeyAdmin(RecordedAdmin):
    """Keys of the API: made here, shown once, revoked and never deleted. Administrators alone see them."""

    list_display = ("prefix", "holder", "purpose", "requests_per_minute", "created_at", "last_used_date", "revoked_at")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter), "last_used_date")
    search_fields = ("prefix", "holder", "email", "purpose")
    search_help_text = _("Beginning of the key, holder, e-mail or purpose")
    ordering = ("-created_at", "-pk")
    actions = ("revoke",)
    readonly_fields = ("prefix", "created_at", "last_used_date", "revoked_at")
    empty_value_display: Any = "–"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ARG002
        """What became of a key, once there is one."""
        asked = (None, {"fields": ("holder", "email", "purpose", "requests_per_minute")})
        return (asked, (_("The key"), {"fields": self.readonly_fields})) if obj else (asked,)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Who reads what is nobody's business but those who answer for it."""
        return super().has_module_permission(request) and self.may_edit(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators."""
        return self.has_module_permission(request) and self.may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Never: whoever finds a key somewhere must be able to learn whose it was. Revoke it."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 (Django's signature)
        """Save; a new one gets its secret, which is shown this once."""
        secret = "" if change else give(obj)
        super().save_model(request, obj, form, change)
        if secret:
            text = _("The key of {}: {} It is shown this once. Send it to the holder by a safe way.")
            shown = format_html(str(text), obj.holder, format_html("<code>{}</code>", secret))
            self.message_user(request, shown, messages.WARNING)

    @admin.action(description=_("Revoke the selected keys"), permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        """Take the keys out of force; within half a minute nobody takes them any more."""
        revoked = queryset.filter(revoked_at=None).update(revoked_at=timezone.now())
        self.message_user(request, _("Keys revoked: %s") % revoked, messages.SUCCESS)
