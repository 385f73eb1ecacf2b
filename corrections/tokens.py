"""A form that was really opened, and when: signed, so that nobody makes one up."""

import hashlib
import secrets

from django.core import signing

SALT = "corrections.form"
#: Nobody reads a form and writes a sentence faster; programs do.
SHORTEST_SECONDS = 4
#: A form may lie open over a working day.
LONGEST_SECONDS = 24 * 60 * 60


class TooFast(Exception):  # noqa: N818 (it is no error of the program)
    """The form came back faster than anybody writes."""


class TooOld(Exception):  # noqa: N818
    """The form was opened too long ago, or never."""


def new_token() -> str:
    """A token for a form that is opened now."""
    return signing.dumps(secrets.token_hex(16), salt=SALT)


def opened(token: str) -> str:
    """What tells this opened form from every other. Raises TooFast or TooOld."""
    try:
        nonce = signing.loads(token, salt=SALT, max_age=LONGEST_SECONDS)
    except signing.BadSignature as error:
        raise TooOld from error
    if _is_younger(token):
        raise TooFast
    return str(nonce)


def _is_younger(token: str) -> bool:
    try:
        signing.loads(token, salt=SALT, max_age=SHORTEST_SECONDS)
    except signing.SignatureExpired:
        return False
    return True


def key_of(nonce: str, *content: str) -> str:
    """The same for the same form with the same content, another for any other."""
    return hashlib.sha256("\0".join((nonce, *content)).encode()).hexdigest()
