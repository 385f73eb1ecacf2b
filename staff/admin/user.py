from typing import Any

from django.contrib import admin, messages
from django.forms import ModelForm, ValidationError
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from history.admin import RecordedAdmin
from staff import second_factors
from staff.admin.identity import IdentityInline
from staff.events import Kind, note
from staff.models import Role, User
from staff.passwords import set_one_time_password
from staff.permissions import manageable_by
from staff.tenants import configured

#: What nobody changes on their own account, so that nobody locks themselves out or lifts themselves up.
NOT_ONES_OWN = ("owner", "role", "is_active")


class UserForm(ModelForm):  # type: ignore[type-arg]
    """A member of staff."""

    user: Any

    def clean(self) -> dict[str, Any]:
        """Only administrators have no owner: they are the system administrators."""
        cleaned = super().clean() or self.cleaned_data
        if "owner" in self.fields and cleaned.get("owner") is None and cleaned.get("role") != Role.ADMINISTRATOR:
            message = _(
                "Choose a programme owner. Only an administrator may be without one, and then manages everything."
            )
            self.add_error("owner", ValidationError(message, code="owner"))
        return cleaned


@admin.register(User)
class UserAdmin(RecordedAdmin):
    """Accounts of staff: made with a one-time password, deactivated and never deleted."""

    form = UserForm
    list_display = ("username", "full_name", "email", "owner", "role", "is_active", "seen")
    list_filter = ("role", "owner", "is_active", "must_change_password")
    list_select_related = ("owner",)
    search_fields = ("username", "first_name", "last_name", "email")
    ordering = ("username",)
    actions = ("give_one_time_password", "take_away_password", "reset_second_factors")
    inlines = (IdentityInline,)
    readonly_fields = ("must_change_password", "last_login", "date_joined")

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators; an owner's administrator the accounts of that owner."""
        user: Any = request.user
        if obj is None:
            return bool(user.administers)
        return manageable_by(user).filter(pk=obj.pk).exists()

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Accounts are personal data: administrators alone see them."""
        return super().has_module_permission(request) and self.may_edit(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Accounts are personal data: administrators alone see them."""
        return self.has_module_permission(request) and self.may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Never: the history names its people by their account. Deactivate it instead."""
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        """The accounts the person manages."""
        user: Any = request.user
        return super().get_queryset(request).filter(pk__in=manageable_by(user).values("pk"))

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Logins of the owners on the page of an account there is, where any is configured."""
        return super().get_inlines(request, obj) if obj and configured() else ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The owner is for system administrators to choose."""
        user: Any = request.user
        owner = ("owner",) if user.edits_everything else ()
        life = ("must_change_password", ("last_login", "date_joined")) if obj else ()
        return (
            (None, {"fields": ("username", ("first_name", "last_name"), "email")}),
            (
                _("What they may do"),
                {
                    "description": _(
                        "Readers see everything and change nothing. Editors change the clusters their owner is steward "
                        "of, and every organisation. Publishers publish as well. Administrators manage tiers, "
                        "programmes, owners, regions and accounts."
                    ),
                    "fields": (*owner, "role", "is_active"),
                },
            ),
            *([(_("Account"), {"fields": life})] if life else []),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nobody changes their own role."""
        own = NOT_ONES_OWN if obj and obj.pk == request.user.pk else ()
        return (*super().get_readonly_fields(request, obj), *own)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 (Django's signature)
        """Save; a new account gets the owner of whoever is not free to choose, and a one-time password, shown once."""
        user: Any = request.user
        if change:
            super().save_model(request, obj, form, change)
            return
        if not user.edits_everything:
            obj.owner = user.owner
        obj.is_staff = True
        password = set_one_time_password(obj)
        super().save_model(request, obj, form, change)
        self._show(request, obj, password)

    @admin.action(description=_("Give a new one-time password"))
    def give_one_time_password(self, request: HttpRequest, queryset: Any) -> None:
        """Replace the passwords of the selected accounts and show each new one, once."""
        for account in queryset:
            password = set_one_time_password(account)
            account.save(update_fields=["password", "must_change_password"])
            note(Kind.ONE_TIME_PASSWORD, account=account, actor=request.user, request=request)
            self._show(request, account, password)

    @admin.action(description=_("Take away the password (login of the owner alone)"))
    def take_away_password(self, request: HttpRequest, queryset: Any) -> None:
        """For whoever is linked to a login of the owner, and is to come in by it alone."""
        for account in queryset:
            if not account.identities.exists():
                self.message_user(request, _("%s is linked to no login of an owner yet.") % account, messages.ERROR)
                continue
            account.set_unusable_password()
            account.must_change_password = False
            account.save(update_fields=["password", "must_change_password"])
            note(Kind.PASSWORD_TAKEN, account=account, actor=request.user, request=request)
            self.message_user(request, _("%s has no password here any more.") % account, messages.SUCCESS)

    @admin.action(description=_("Take away second factors (lost telephone or key)"))
    def reset_second_factors(self, request: HttpRequest, queryset: Any) -> None:
        """Take the second factors of the selected accounts away, after a look at who they are; it is logged."""
        for account in queryset.exclude(pk=request.user.pk):
            actor: Any = request.user
            second_factors.reset(account=account, actor=actor, request=request)
            text = _("%s sets up a new second step at the next login. All their sessions are ended.")
            self.message_user(request, text % account, messages.WARNING)
        if queryset.filter(pk=request.user.pk).exists():
            self.message_user(request, _("Your own second factors you change under My account."), messages.ERROR)

    def _show(self, request: HttpRequest, account: User, password: str) -> None:
        text = _("One-time password for {}: {} It is shown this once; a new one is chosen at the first login.")
        code = format_html("<code>{}</code>", password)
        self.message_user(request, format_html(str(text), account.username, code), messages.WARNING)

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, obj: User) -> str:
        """First and last name."""
        return obj.get_full_name()

    @admin.display(description=_("last login"), ordering="last_login")
    def seen(self, obj: User) -> str | None:
        """The day in the short form of tables."""
        return date_format(obj.last_login, "SHORT_DATE_FORMAT") if obj.last_login else None
