"""``manage.py migrate``, however long a step takes."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections


class Command(migrate.Command):
    """Django's own, without the limit that guards the pages: rewriting a million rows takes longer than a page may."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; locks are still waited for no longer than elsewhere."""
        with connections[options["database"]].cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
        try:
            super().handle(*args, **options)
        finally:
            with connections[options["database"]].cursor() as cursor:
                cursor.execute("RESET statement_timeout")
