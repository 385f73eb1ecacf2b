import difflib
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from programmes.models import ProgrammeOwner
from staff.models import Role, User
from staff.passwords import set_one_time_password
from staff.second_factors import REQUIRED_FOR


class Command(BaseCommand):
    """Make a member of staff and print a one-time password, once."""

    help = "Makes a member of staff and prints a one-time password. Without --owner: a system administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        """The person's login name, owner, role and e-mail."""
        parser.add_argument("name", help="login name, for example kari.nordmann")
        parser.add_argument("--owner", help="slug of the programme owner; leave it out for a system administrator")
        parser.add_argument("--role", help=f"one of {', '.join(Role.values)}")
        parser.add_argument("--email", default="")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Raises CommandError in one sentence, and writes nothing, when anything is wrong."""
        owner = self._owner(options["owner"])
        role = self._role(options["role"], owner)
        user = User(username=options["name"], email=options["email"], owner=owner, role=role, is_staff=True)
        password = set_one_time_password(user)
        self._check(user)
        with transaction.atomic(), pghistory.context(command="create_staff"):
            user.save()
        place = owner.slug if owner else "all owners"
        self.stdout.write(f"Made {user.username}, {role} ({place}).")
        self.stdout.write(f"One-time password, shown this once: {password}")
        self.stdout.write("Log in at /admin/ and choose a new one there.")
        if role in REQUIRED_FOR:
            self.stdout.write(
                "A second step is set up right after that: have an authenticator app on your telephone at hand, "
                "or make a passkey."
            )

    def _owner(self, slug: str | None) -> ProgrammeOwner | None:
        if slug is None:
            return None
        owner = ProgrammeOwner.objects.filter(slug=slug).first()
        if owner is None:
            slugs = ProgrammeOwner.objects.order_by("slug").values_list("slug", flat=True)
            raise CommandError(f"There is no programme owner “{slug}”. {_offer(slug, list(slugs))}")
        return owner

    def _role(self, role: str | None, owner: ProgrammeOwner | None) -> str:
        if role is None and owner is None:
            return Role.ADMINISTRATOR
        if role is None:
            raise CommandError(f"Say what the person may do with --role: {', '.join(Role.values)}.")
        if role not in Role.values:
            raise CommandError(f"There is no role “{role}”. {_offer(role, list(Role.values))}")
        if owner is None and role != Role.ADMINISTRATOR:
            raise CommandError(f"The role {role} needs a programme owner: name it with --owner.")
        return role

    def _check(self, user: User) -> None:
        if User.objects.filter(username=user.username).exists():
            raise CommandError(
                f"There is already a user “{user.username}”. Choose another name, "
                "or give the account a new one-time password in the admin."
            )
        try:
            user.full_clean(exclude=["password"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error


def _offer(wrong: str, known: list[str]) -> str:
    nearest = difflib.get_close_matches(wrong.lower(), known, n=1, cutoff=0.3)
    if nearest:
        return f"Did you mean “{nearest[0]}”?"
    return f"Known: {', '.join(known)}." if known else "None is entered yet; run load_registry first."
