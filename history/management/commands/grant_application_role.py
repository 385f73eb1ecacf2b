"""``manage.py grant_application_role``: the fence around history, for a PostgreSQL of one's own."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, DatabaseError

from history import fence
from history.checks import lies_open
from history.ownership import as_owner


class Command(BaseCommand):
    """Give the application's role what it needs, and keep history and its triggers out of its reach."""

    help = (
        "Make the role that DATABASE_URL names, where the owner may make roles, and grant it what the application"
        " needs: it reads and writes every table, and can neither alter history nor silence its triggers. The owner is"
        " the role of DATABASE_OWNER_URL. `migrate` does the same at its end."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Put the fence up, try it as the application, and say what came of it."""
        if settings.OWNER_DATABASE is None:
            raise CommandError("DATABASE_OWNER_URL is not set: there is no owner beside the application.")
        application = settings.DATABASES[DEFAULT_DB_ALIAS]
        role = fence.Role(application["USER"], application.get("PASSWORD", ""))
        try:
            with as_owner():
                fence.put_up(role)
            warning = lies_open()
        except (fence.FenceError, DatabaseError) as error:
            raise CommandError(f"Nothing was granted: {str(error).strip()}.") from None
        if warning:
            raise CommandError(warning)
        self.stdout.write(f"{role.name} reads and writes the registry, and cannot alter its history.")
