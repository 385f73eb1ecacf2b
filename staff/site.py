from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


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


class RegistryAdminSite(AdminSite):
    """The workplace of the three owners' staff."""

    site_title = _("Registry of innovation clusters")
    site_header = _("Registry of innovation clusters")
    index_title = _("For the programme owners' staff")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The page where a new password is chosen."""
        request.current_app = self.name
        view = PasswordChangeView.as_view(
            form_class=NewPasswordForm,
            success_url=reverse("admin:password_change_done", current_app=self.name),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        return view(request)
