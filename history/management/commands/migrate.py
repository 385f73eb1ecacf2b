"""``manage.py migrate``, as the owner of the tables, however long a step takes."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connections

from history import fence
from history.ownership import as_owner


class Command(migrate.Command):
    """Django's own, without the limit that guards the pages: rewriting a million rows takes longer than a page may.

    Where an owner's address is given, it migrates as the owner and then puts up the fence around history anew,
    so that what a migration made lies within it.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; locks are still waited for no longer than elsewhere."""
        with as_owner():
            with connections[options["database"]].cursor() as cursor:
                cursor.execute("SET statement_timeout = 0")
            try:
                super().handle(*args, **options)
                if settings.OWNER_DATABASE and not (options["plan"] or options["check_unapplied"]):
                    self._fence_in()
            finally:
                with connections[options["database"]].cursor() as cursor:
                    cursor.execute("RESET statement_timeout")

    def _fence_in(self) -> None:
        application = settings.DATABASES[DEFAULT_DB_ALIAS]
        try:
            fence.put_up(fence.Role(application["USER"], application.get("PASSWORD", "")))
        except fence.FenceError as error:
            raise CommandError(f"The tables are up to date, but {error}.") from error
