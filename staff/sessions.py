"""How long a login lasts: so long without a click, so long in all. Both from the environment."""

import time
from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import F

from staff.models import User

_SINCE, _SEEN = "staff_since", "staff_seen"
#: A click is written down when the last one written is older (seconds): not every page writes to the session.
_WRITE_EVERY = 60


def begin(session: Any) -> None:
    """Start both clocks."""
    session[_SINCE] = session[_SEEN] = time.time()


def too_old(session: Any) -> str | None:
    """Why the session has had its time: ``idle``, ``age``, or None while it has not."""
    now = time.time()
    if now - session.get(_SINCE, now) > timedelta(hours=settings.SESSION_HOURS).total_seconds():
        return "age"
    if now - session.get(_SEEN, now) > timedelta(minutes=settings.SESSION_IDLE_MINUTES).total_seconds():
        return "idle"
    return None


def keep(session: Any) -> None:
    """Write down that somebody is still there."""
    now = time.time()
    if _SINCE not in session:
        begin(session)
    elif now - session[_SEEN] > _WRITE_EVERY:
        session[_SEEN] = now


def end_all(account: User) -> None:
    """End every session of the account, on every worker, with the next request."""
    User.objects.filter(pk=account.pk).update(session_epoch=F("session_epoch") + 1)
    UserSession.objects.filter(user=account).delete()
