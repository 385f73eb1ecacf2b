from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from imports.staging import empty_staging


class Command(BaseCommand):
    """Delete the staged rows of old imports."""

    help = "Delete the staged rows of imports older than 30 days. What each import was and did is kept."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Say how many rows went."""
        deleted = empty_staging(now=timezone.now())
        self.stdout.write(f"{deleted} staged rows deleted")
