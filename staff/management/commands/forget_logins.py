from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.utils import timezone

from history.ownership import as_owner
from staff.models import SecurityEvent

#: As long as the database keeps every line (staff/models/security_event.py).
KEPT = timedelta(days=366)


class Command(BaseCommand):
    """Personal data whose time is over: old lines of the log, sessions that have ended."""

    help = "Deletes lines of the log that are more than a year old, and what is left of ended sessions. Run it daily."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Say how many of each."""
        with as_owner():  # the application only adds to the log
            events, _by_model = SecurityEvent.objects.filter(at__lt=timezone.now() - KEPT).delete()
        sessions, _by_model = Session.objects.filter(expire_date__lt=timezone.now()).delete()
        living = Session.objects.values("session_key")
        known, _by_model = UserSession.objects.exclude(session_key__in=living).delete()
        self.stdout.write(f"Deleted: {events} lines of the log, {sessions} ended sessions, {known} of them listed.")
