"""Where allauth asks this house: rates, mail, when to ask for the password again, how secrets are kept."""

import base64
import hashlib
import time
from functools import cache
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache as shared_cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from staff import languages
from staff.events import Kind, address_of, note
from staff.mail import send_later
from staff.notices import MAILS, MESSAGES, WAYS

#: An attack is one line a minute in the log, not thousands.
_SLOWED_SECONDS = 60


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts: nobody signs up, guesses are counted where they come from, mail goes out on its own."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The user name or the password is wrong."),
        "too_many_login_attempts": _("Too many attempts from where you are. Wait five minutes and try again."),
        "rate_limited": _("Too many attempts from where you are. Wait five minutes and try again."),
        "incorrect_password": _("The password is wrong."),
        "incorrect_code": _("The code is wrong, or has been used. Wait for the next one and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 (allauth's signature)
        """Never: accounts are made by administrators."""
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        """Log in, whichever way; the workplace goes on in the language of the page."""
        super().login(request, user)
        languages.keep(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse the attempt when there were too many from here, and note it, once a minute."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note_slowed(request)
            raise

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Per account and address: failures from elsewhere do not keep anybody out."""
        own: str = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{address_of(request)}:{own}"

    def is_reauthentication_required(self, *, app: str, **_rest: Any) -> bool:
        """Whether to ask for the password or a code again: not within five minutes of a login."""
        request = self.request or context.request
        records = get_authentication_records(request, request.user)
        is_fresh = bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
        return bool(app) and not is_fresh

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to show once more who one is, in our words."""
        return [{**way, "description": WAYS[way["id"]]} for way in super().get_reauthentication_methods(user)]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """As a plain text, from another thread."""
        send_later(self.render_mail(template_prefix, email, context))

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell somebody what was done to their account, at the address that an administrator entered."""
        to, what = email or user.email, MAILS.get(template_prefix)
        if to and what:
            self.send_mail("account/email/changed", to, {**(context or {}), "user": user, "what": what})

    def add_message(  # noqa: PLR0913, PLR0917 (allauth's signature)
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002 (allauth's signature)
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say in our words what allauth has done; what needs no words stays unsaid."""
        text = message or MESSAGES.get(message_template or "")
        if text:
            messages.add_message(request, level, str(text), extra_tags=extra_tags)


class SessionsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc]
    """Logins of one's own that one ends."""

    def end_sessions(self, sessions: list[Any]) -> None:
        """End them, and log it."""
        super().end_sessions(sessions)
        note(Kind.SESSIONS_ENDED, account=context.request.user, request=context.request, number=len(sessions))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: secrets encrypted in the database, names in plain words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is wrong, or has been used. Wait for the next one and try again."),
    }

    def encrypt(self, text: str) -> str:
        """With a key made of SECRET_KEY: who has only a copy of the database has no codes."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises InvalidToken when the key of then stands neither in SECRET_KEY nor among its fallbacks."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: Any) -> str:
        """What the authenticator app shows beside the registry's name."""
        return str(user.username)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002, ARG002 (allauth's signature)
        """What a passkey is called when its owner gives it no name."""
        return str(pgettext_lazy("name of a passkey", "My passkey"))

    def _get_site_name(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)


@cache
def _cipher() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [hashlib.sha256(b"second factors:" + secret.encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


def note_slowed(request: HttpRequest) -> None:
    """Log that somebody is being slowed down, once a minute for each address."""
    if shared_cache.add(f"slowed:{address_of(request)}", value=True, timeout=_SLOWED_SECONDS):
        note(Kind.SLOWED, request=request)
