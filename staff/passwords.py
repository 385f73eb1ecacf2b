"""One-time passwords: shown once, good for one page, the one where a password of one's own is chosen."""

import secrets

from staff.models import User

#: Without letters and digits that are read as each other.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _LETTERS = 4, 4


def set_one_time_password(user: User) -> str:
    """Give the user, saved or not, a new one-time password and return it; the caller saves the user.

    About 79 bits of chance, in groups that can be read out on the telephone.
    """
    groups = ("".join(secrets.choice(_ALPHABET) for _letter in range(_LETTERS)) for _group in range(_GROUPS))
    password = "-".join(groups)
    user.set_password(password)
    user.must_change_password = True
    return password
