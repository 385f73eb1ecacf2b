"""The forms of logging in that differ from allauth's own."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from staff.events import Kind, note
from staff.models import User


class LoginForm(allauth_forms.LoginForm):  # type: ignore[misc]
    """User name and password, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name")
        self.fields["password"].label = _("Password")
        for field in self.fields.values():
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs.update(autocapitalize="none", spellcheck="false")


class ForgottenPasswordForm(allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """Asks for an address. What happens then is the same to look at whether there is an account or not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def clean_email(self) -> str:
        """Only the address that an administrator entered counts, and only where there is a password to forget."""
        address: str = self.cleaned_data["email"]
        found = User.objects.filter(email__iexact=address, is_active=True)
        self.users = [account for account in found if account.has_usable_password()]
        return address

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the link, and log whose it was."""
        address: str = super().save(request, **kwargs)
        for account in self.users:
            note(Kind.PASSWORD_FORGOTTEN, account=account, request=request)
        return address


class NewPasswordByLinkForm(allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, chosen by whoever has the link that was sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("New password again")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def save(self) -> None:
        """Save it; it is the person's own, so a one-time password has had its day."""
        self.user.must_change_password = False
        super().save()


class _Code:
    """Mixin: one field for a code of an authenticator app."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = _("Code")
        code.widget.attrs.pop("placeholder", None)
        code.widget.attrs.update(inputmode="numeric", autocapitalize="none", spellcheck="false")


class AuthenticateForm(_Code, mfa_forms.AuthenticateForm):  # type: ignore[misc]
    """The second step of a login."""


class ReauthenticateForm(_Code, mfa_forms.ReauthenticateForm):  # type: ignore[misc]
    """A code once more, before factors are changed."""


class ActivateTOTPForm(_Code, totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app shows that it was set up rightly."""


class PasskeyForm(webauthn_forms.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey, with a name that its owner knows it by."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].help_text = _("For example the device it lies on: “work laptop”.")
        self.fields["name"].max_length = 60
        self.fields["passwordless"].label = _("Log in with it alone, without a password")
        self.fields["passwordless"].help_text = _("The device then asks for a fingerprint, your face or its PIN.")
        self.initial.setdefault("passwordless", True)
