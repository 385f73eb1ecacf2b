from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import secure_admin_login
from allauth.usersessions.models import UserSession
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from staff.events import Kind, note


class NewPasswordForm(AdminPasswordChangeForm):
    """Choosing a password of one's own ends the life of a one-time password."""

    def clean_new_password1(self) -> str:
        """A password that somebody else has seen is not kept."""
        password = str(self.cleaned_data["new_password1"])
        if self.user.check_password(password):
            raise ValidationError(_("This is the password you have now. Choose another one."), code="same")
        return password

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 (Django's signature)
        """Save the new password; the account is open again."""
        self.user.must_change_password = False
        return super().save(commit)


class NewPasswordView(PasswordChangeView):
    """Where somebody who is logged in chooses a new password; their other sessions end with it."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save it, keep this session, and log it."""
        response = super().form_valid(form)
        UserSession.objects.create_from_request(self.request)
        note(Kind.PASSWORD_CHANGED, account=self.request.user, request=self.request)
        get_adapter().send_notification_mail("account/email/password_changed", self.request.user)
        return response


class RegistryAdminSite(AdminSite):
    """The workplace of the three owners' staff."""

    site_title = _("Registry of innovation clusters")
    site_header = _("Registry of innovation clusters")
    index_title = _("For the programme owners' staff")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Not here: the login page asks for the second factor, too."""
        return secure_admin_login(super().login)(request, extra_context)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The page where a new password is chosen."""
        request.current_app = self.name
        view = NewPasswordView.as_view(
            form_class=NewPasswordForm,
            success_url=reverse("admin:password_change_done", current_app=self.name),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        return view(request)
