"""Second factors: who must have one, who has, and how an administrator takes them away from a lost telephone."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest

from staff.events import Kind, note
from staff.models import Role, User
from staff.sessions import end_all

#: Those who decide what the public sees, and who may do what. For the others it is a choice.
REQUIRED_FOR = frozenset({Role.PUBLISHER, Role.ADMINISTRATOR})

#: Recovery codes alone are none: they stand in for a factor that there is.
_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_one(account: User) -> bool:
    """Whether the account is opened by more than a password."""
    return bool(Authenticator.objects.filter(user=account, type__in=_FACTORS).exists())


def is_missing(account: User) -> bool:
    """Whether the account must have a second factor and has none."""
    return account.role in REQUIRED_FOR and not has_one(account)


@transaction.atomic
def reset(*, account: User, actor: User | None = None, request: HttpRequest | None = None) -> list[str]:
    """Take all second factors and recovery codes away, end all sessions, and log it. Answers what was taken.

    For somebody whose telephone or key is lost. Whoever must have a factor sets up a new one at the next login.
    """
    factors = Authenticator.objects.filter(user=account).order_by("type")
    taken = list(factors.values_list("type", flat=True))
    factors.delete()
    end_all(account)
    note(Kind.FACTORS_RESET, account=account, actor=actor, request=request, factors=taken)
    return taken


def of(account: Any) -> dict[str, list[Any]]:
    """The account's factors by type, wrapped as allauth's pages want them."""
    found: dict[str, list[Any]] = {}
    for factor in Authenticator.objects.filter(user=account).order_by("created_at"):
        found.setdefault(factor.type, []).append(factor)
    return found
