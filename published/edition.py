"""The version of everything that is published."""

import datetime as dt
from typing import NamedTuple

from django.db.models import Max, Sum

from published.models import Edition


class CurrentEdition(NamedTuple):
    """A state of what is published."""

    #: Changes exactly when a change of something published commits, and never before.
    number: int
    #: When the last such change was made; None only where the table was emptied by hand.
    changed_at: dt.datetime | None


def current_edition() -> CurrentEdition:
    """The state that a statement sees now."""
    found = Edition.objects.aggregate(number=Sum("commits"), changed_at=Max("changed_at"))
    return CurrentEdition(int(found["number"] or 0), found["changed_at"])
