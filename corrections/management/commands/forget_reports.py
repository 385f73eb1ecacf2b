"""``manage.py forget_reports``: what need not be kept of reports from the public."""

from typing import Any

from django.core.management.base import BaseCommand, no_translations
from django.utils import timezone

from corrections.services import EMAIL_DAYS, REPORT_DAYS, forget_reports


class Command(BaseCommand):
    """Delete what is kept for a time only. Run daily."""

    help = (
        f"Delete e-mail addresses of reports after {EMAIL_DAYS} days, closed reports {REPORT_DAYS} days after they were"
        " closed, and yesterday's counts of senders. Can be run at any time, and again."
    )

    @no_translations
    def handle(self, *_args: Any, **_options: Any) -> None:
        """Forget, then say how much."""
        gone = forget_reports(now=timezone.localtime())
        self.stdout.write(
            f"Deleted {gone.emails} e-mail addresses, {gone.reports} closed reports, {gone.senders} counts of senders."
        )
