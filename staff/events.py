"""The log of logins, second factors, powers and exports: one way in for everybody who has something to note."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from staff.models import SecurityEvent, User

Kind = SecurityEvent.Kind

_BROWSER_CHARACTERS = 200


def note(
    kind: Kind, *, account: Any = None, actor: Any = None, request: HttpRequest | None = None, **detail: Any
) -> None:
    """Add a line to the log: what happened to whose account, by whom (empty: themselves), from where.

    ``detail`` is what JSON can hold. It must never hold what was typed into a field.
    """
    SecurityEvent.objects.create(
        kind=kind,
        account=account if isinstance(account, User) else None,
        actor=actor if isinstance(actor, User) and actor != account else None,
        address=address_of(request) if request else None,
        browser=request.headers.get("User-Agent", "")[:_BROWSER_CHARACTERS] if request else "",
        detail=detail,
    )


def address_of(request: HttpRequest) -> str | None:
    """The visitor's network address, as many proxies back as are ours; None when it cannot be known."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return None
