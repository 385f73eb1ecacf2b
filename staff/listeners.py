"""What Django and allauth announce, written to the log.

These are other packages' announcements of what they did, and the only place where they can be heard. No rule of the
registry hangs on them.
"""

from typing import Any

from allauth.account import signals as account_signals
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import signals as mfa_signals
from django.contrib.auth import signals as auth_signals
from django.http import HttpRequest

from staff.events import Kind, note
from staff.models import User
from staff.sessions import begin


def listen() -> None:
    """Called once, when the applications are ready."""
    auth_signals.user_logged_in.connect(_logged_in)
    auth_signals.user_logged_out.connect(_logged_out)
    auth_signals.user_login_failed.connect(_login_failed)
    account_signals.password_reset.connect(_password_reset)
    mfa_signals.authentication_failed.connect(_code_failed)
    mfa_signals.authenticator_added.connect(_factor_added)
    mfa_signals.authenticator_removed.connect(_factor_removed)
    mfa_signals.authenticator_reset.connect(_codes_renewed)


def _logged_in(request: HttpRequest | None, user: Any, **_rest: Any) -> None:
    if request is None:
        return
    begin(request.session)
    records = get_authentication_records(request, user)
    note(Kind.LOGIN, account=user, request=request, by=[_way(record) for record in records])


def _way(record: dict[str, Any]) -> str:
    return str(record.get("type") or record.get("provider") or record["method"])


def _logged_out(request: HttpRequest | None, user: Any, **_rest: Any) -> None:
    if user is not None and request is not None:
        note(Kind.LOGOUT, account=user, request=request, **getattr(request, "reason_of_logout", {}))


def _login_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_rest: Any) -> None:
    """The account when there is one of that name; what was typed is not kept."""
    account = User.objects.filter(username__iexact=credentials.get("username", "")).first()
    note(Kind.LOGIN_FAILED, account=account, request=request)


def _password_reset(request: HttpRequest, user: Any, **_rest: Any) -> None:
    note(Kind.PASSWORD_RESET, account=user, request=request)


def _code_failed(request: HttpRequest, user: Any, authenticator: Any, **_rest: Any) -> None:
    note(Kind.LOGIN_FAILED, account=user, request=request, by=[authenticator.type])


def _factor_added(request: HttpRequest, user: Any, authenticator: Any, **_rest: Any) -> None:
    note(Kind.FACTOR_ADDED, account=user, request=request, factor=authenticator.type)


def _factor_removed(request: HttpRequest, user: Any, authenticator: Any, **_rest: Any) -> None:
    note(Kind.FACTOR_REMOVED, account=user, request=request, factor=authenticator.type)


def _codes_renewed(request: HttpRequest, user: Any, **_rest: Any) -> None:
    note(Kind.RECOVERY_CODES, account=user, request=request)
