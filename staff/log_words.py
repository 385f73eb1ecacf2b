"""The details of a line of the log in words: keys and values as the code writes them, said as people would."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from staff.models import Role, SecurityEvent

_NAMES: dict[str, str | Promise] = {
    "role": _("role"),
    "owner": _("programme owner"),
    "is_active": _("active"),
    "is_staff": _("may enter the workplace"),
    "is_superuser": _("may do everything"),
    "by": _("with"),
    "factor": _("what"),
    "factors": _("what"),
    "reason": _("why"),
    "number": _("how many"),
    "issuer": _("login of"),
    "file": _("file"),
}
_VALUES: dict[Any, str | Promise] = {
    **dict(Role.choices),
    "password": _("password"),
    "totp": _("authenticator app"),
    "webauthn": _("passkey"),
    "recovery_codes": _("recovery codes"),
    "socialaccount": _("login of the owner"),
    "idle": _("nobody was there"),
    "age": _("the time was over"),
    True: _("yes"),
    False: _("no"),
    None: _("none"),
}
#: Of these a change is kept as the value before and the value after.
_CHANGES = SecurityEvent.Kind.PERMISSIONS_CHANGED


def in_words(event: SecurityEvent, owners: Mapping[int, str]) -> str:
    """Such as ``role: editor → publisher``; what did not change is left out. ``owners``: id → name."""
    parts = []
    for key, value in event.detail.items():
        said = _said(key, value, owners)
        if event.kind == _CHANGES:
            before, after = said
            said = [] if before == after else [f"{before} → {after}"]
        if said:
            parts.append(f"{_NAMES.get(key, key)}: {', '.join(said)}")
    return "; ".join(parts)


def _said(key: str, value: Any, owners: Mapping[int, str]) -> list[str]:
    values = value if isinstance(value, list) else [value]
    if key == "owner":
        return [owners.get(one, str(_VALUES[None])) for one in values]
    if key == "number":
        return [str(one) for one in values]
    return [str(_VALUES.get(one, one)) for one in values]
