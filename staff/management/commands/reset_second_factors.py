from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from staff.models import User
from staff.second_factors import reset


class Command(BaseCommand):
    """For the last administrator whose telephone is lost: nobody else could help."""

    help = "Takes somebody's second factors away and ends their sessions; it is logged. They set up new ones at login."

    def add_arguments(self, parser: CommandParser) -> None:
        """The person's login name."""
        parser.add_argument("name", help="login name, for example kari.nordmann")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Raises CommandError when there is no such account."""
        account = User.objects.filter(username__iexact=options["name"]).first()
        if account is None:
            raise CommandError(f"There is no user “{options['name']}”.")
        taken = reset(account=account)
        self.stdout.write(f"Taken from {account.username}: {', '.join(taken) or 'nothing, there were none'}.")
