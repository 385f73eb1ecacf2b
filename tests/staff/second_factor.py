"""An authenticator app for tests: the key it is given, and the codes it shows."""

import re

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import encrypt

from staff.models import User

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give(user: User) -> None:
    """Set the app up for somebody, as if they had done it on their own page."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(KEY)})


def code(key: str = KEY, *, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes from now."""
    counter = next(iter(auth.yield_hotp_counters_from_time())) + 1 + steps
    return str(auth.format_hotp_value(auth.hotp_value(key, counter)))


def key_on(page: str) -> str:
    """The key that a page tells the app."""
    found = re.search(r'class="key">([A-Z2-7]+)<', page)
    assert found is not None
    return found.group(1)
