"""How much a caller has asked this minute, counted by all workers together and nearly for nothing.

Each process counts for itself, and tells the database only when a twentieth of the limit has come together: then it
learns what the others have counted (docs/adr/0020). Somebody who asks seldom costs no statement at all.
"""

import logging
import time
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection
from django.db.utils import Error
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)

SECONDS = 60
#: So many parts of the limit are counted alone: with each further worker a caller may get this part more at most.
PARTS = 20
#: Callers counted at once; with more, all begin anew.
MOST_CALLERS = 100_000


@dataclass
class Count:
    """What is known of one caller in one minute."""

    #: Of all processes, when the database was last asked.
    together: int = 0
    #: Of this process since.
    alone: int = 0


@dataclass
class Minute:
    """The counts of a minute; those of the one before are nobody's business any more."""

    number: int = 0
    counts: dict[str, Count] = field(default_factory=dict)


@dataclass(frozen=True)
class Usage:
    """How far a caller has come."""

    limit: int
    used: int
    #: Until all can be asked anew.
    seconds_left: int

    @property
    def is_over(self) -> bool:
        """Whether the last request was one too many."""
        return self.used > self.limit

    @property
    def remaining(self) -> int:
        """Requests that are left of this minute."""
        return max(self.limit - self.used, 0)


_minute = Minute()


def count(caller: str, limit: int) -> Usage:
    """One more request of the caller. Two threads at once may count one: that is as exact as it need be."""
    now = time.time()
    number = int(now // SECONDS)
    if _minute.number != number or len(_minute.counts) > MOST_CALLERS:
        _minute.number, _minute.counts = number, {}
    known = _minute.counts.setdefault(caller, Count())
    known.alone += 1
    if known.together < limit and known.alone * PARTS >= limit:
        _tell(caller, known, number)
    return Usage(limit, known.together + known.alone, SECONDS - int(now % SECONDS))


def forget() -> None:
    """Begin anew in this process."""
    _minute.counts = {}


def _tell(caller: str, known: Count, number: int) -> None:
    """Add what was counted alone to what all have counted. While the database is away, each counts alone."""
    # Networks are personal data: what is kept for an hour leads back to nobody.
    name = salted_hmac("access.counting", caller, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()[:32]
    alone = known.alone
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count_calls(%s, %s, %s)", [name, number, alone])
            known.together = cursor.fetchone()[0]
    except Error as error:
        logger.warning("requests are counted by each process alone: %s", " ".join(str(error).split()))
        known.together += alone
    known.alone -= alone
