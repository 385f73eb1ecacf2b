"""Keys of the API: made once, shown once, kept as digests, recognised in every request."""

import hashlib
import time
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string

from access.models import ApiKey

#: Says of a text found somewhere what it is: others search what is published for keys.
MARK = "klr_"
#: Letters and digits of chance, 238 bits: guessing is hopeless, so a plain digest keeps it as safe as a slow one.
LENGTH = 40
PREFIX_LENGTH = 10
#: So long after a key was revoked, a process may still take it.
TRUSTED_SECONDS = 30
MOST_TRUSTED = 10_000


class Known(NamedTuple):
    """A key that was looked up, and until when that is believed."""

    key_id: int
    limit: int
    until: float


_known: dict[str, Known] = {}


def give(key: ApiKey) -> str:
    """Make the key's secret and return it, for the only time; the caller saves the key."""
    secret = MARK + get_random_string(LENGTH)
    key.prefix, key.digest = secret[:PREFIX_LENGTH], _digest(secret)
    return secret


def look_up(secret: str) -> Known | None:
    """The key in force with the secret, None where there is none. Asks the database now and then only."""
    digest, now = _digest(secret), time.time()
    known = _known.get(digest)
    if known and known.until > now:
        return known
    found = ApiKey.objects.filter(digest=digest, revoked_at=None).values_list("pk", "requests_per_minute").first()
    if found is None:
        _known.pop(digest, None)
        return None
    if len(_known) >= MOST_TRUSTED:
        _known.clear()
    _note_use(found[0])
    known = _known[digest] = Known(found[0], found[1] or settings.API_KEY_LIMIT_PER_MINUTE, now + TRUSTED_SECONDS)
    return known


def forget() -> None:
    """Believe nothing that was looked up before."""
    _known.clear()


def _note_use(key_id: int) -> None:
    """The day is kept, and written once."""
    today = timezone.localdate()
    not_yet = Q(last_used_date=None) | Q(last_used_date__lt=today)
    ApiKey.objects.filter(not_yet, pk=key_id).update(last_used_date=today)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
