"""``manage.py erase_person``: take a person out of contacts or accounts, and out of history."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from staff.models import User
from workplace.erasing import Mandate, contacts_of, erase_contact, erase_text, erase_user
from workplace.models import Erasure
from workplace.quoted import quoting


class Command(BaseCommand):
    """Erase a person's data for good. Without --yes it only says what it would erase."""

    help = (
        "Erase a person: every contact that has, or ever had, a name or an e-mail address, and what quotes it of"
        " suggestions, imported files and reports; or an account with its names and what it logs in with. History keeps"
        " that something was changed, and no longer what the person's data were. The erasure is logged without them."
        " Needs the owner's address (DATABASE_OWNER_URL). Without --yes it only says what it would do."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom, why, and who says so."""
        whom = parser.add_mutually_exclusive_group(required=True)
        whom.add_argument("--contact", help="a name or an e-mail address, whole")
        whom.add_argument("--user", help="the user name of an account")
        parser.add_argument("--reason", required=True, help="why, for the log; without the person's name")
        parser.add_argument("--by", help="the user name of whoever decided it")
        parser.add_argument("--yes", action="store_true", help="do it; it cannot be undone")

    @no_translations
    def handle(self, *_args: Any, **options: Any) -> None:
        """Erase, and say how much."""
        mandate = Mandate(options["reason"], self._account(options["by"]) if options["by"] else None)
        if options["user"]:
            user = self._account(options["user"])
            self._report([erase_user(user=user, mandate=mandate)] if options["yes"] else None, 1)
            return
        self._erase_named(options["contact"], mandate, is_meant=options["yes"])

    def _erase_named(self, text: str, mandate: Mandate, *, is_meant: bool) -> None:
        numbers, quotes = sorted(contacts_of(text)), quoting({text})
        if not numbers and not quotes:
            raise CommandError("No contact has, or ever had, this name or e-mail address. Write it whole, as it stood.")
        for model, number in quotes:
            self.stdout.write(f"Quoted in {model._meta.verbose_name} {number}.")
        done = None
        if is_meant:
            done = [erase_contact(number=number, mandate=mandate) for number in numbers]
            done += erase_text(text=text, mandate=mandate)
        self._report(done, len(numbers) + len(quotes))

    def _account(self, name: str) -> User:
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no account with the user name {name}.")
        return user

    def _report(self, done: list[Erasure] | None, found: int) -> None:
        if done is None:
            self.stdout.write(f"{found} found, nothing erased yet. Run it again with --yes: it cannot be undone.")
            return
        events = sum(erasure.events_blanked for erasure in done)
        self.stdout.write(f"{found} erased, {events} changes in history blanked. Backups keep them still.")
