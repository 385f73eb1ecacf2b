"""Erasing a person's data, also from history (the right to erasure, GDPR article 17).

Only the owner of the tables can rewrite events; the application cannot (history/fence.py). What is erased is blanked,
the events themselves stay: that something was changed, when and by whom. Every erasure is logged, without the values.
"""

from dataclasses import dataclass
from typing import Any

import pghistory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import models, transaction
from django.db.models import Q

from clusters.models import Contact
from history.events import event_model
from history.ownership import as_owner
from imports.models import Batch
from staff.models import Identity, SecurityEvent, User
from workplace.guards import unguarded
from workplace.models import CalendarToken, Erasure, SavedView
from workplace.quoted import erase_quoted

#: What is left of an account in place of its names; the number alone says whose changes were whose.
ACCOUNT_LEFT = {"first_name": "", "last_name": "", "email": ""}
CONTACT_LEFT = dict.fromkeys(Contact.PERSONAL, "")
#: What only serves to log in, and what is the person's alone.
OF_THE_ACCOUNT: tuple[Any, ...] = (EmailAddress, Authenticator, UserSession, CalendarToken, SavedView)
#: What else goes with an account, as the log of erasures names it.
WITH_THE_ACCOUNT = "addresses, second factors and sessions of the login, places in its log, names in imports"


@dataclass(frozen=True)
class Mandate:
    """Why something is erased, and who decided it."""

    reason: str
    by: User | None


def contacts_of(text: str) -> set[int]:
    """Ids of contacts that have, or ever had, this name or e-mail address."""
    named = Q(name__iexact=text) | Q(email__iexact=text)
    events: Any = event_model(Contact)
    former = events.objects.filter(named).values_list("pgh_obj_id", flat=True)
    return {*Contact.objects.filter(named).values_list("pk", flat=True), *former}


def erase_contact(*, number: int, mandate: Mandate) -> Erasure:
    """Delete the contact, if it is still there, blank it in every event, and take it out of what quotes it."""
    with as_owner(), transaction.atomic(), pghistory.context(reason=mandate.reason, command="erase_person"):
        Contact.objects.filter(pk=number).delete()
        events: Any = event_model(Contact)
        kept = events.objects.filter(pgh_obj_id=number).values_list(*Contact.PERSONAL)
        _erase_quoted({value for row in kept for value in row if value}, mandate)
        return _log(Contact, number, ", ".join(CONTACT_LEFT), _blank(Contact, number, CONTACT_LEFT), mandate)


def erase_text(*, text: str, mandate: Mandate) -> list[Erasure]:
    """Take a name or an address out of suggestions, files taken in and reports, whether it was a contact or not."""
    with as_owner(), transaction.atomic(), pghistory.context(reason=mandate.reason, command="erase_person"):
        return _erase_quoted({text}, mandate)


def erase_user(*, user: User, mandate: Mandate) -> Erasure:
    """Close the account and blank its names in it and in every event; its number stays beside what it changed.

    The log of logins keeps its lines for their year, without where they came from: they say what was done with
    powers over the registry. Changes keep the number for as long as the registry is there.
    """
    left = {**ACCOUNT_LEFT, "username": f"slettet-{user.pk}"}
    with as_owner(), transaction.atomic(), pghistory.context(reason=mandate.reason, command="erase_person"):
        for model in OF_THE_ACCOUNT:
            model._default_manager.filter(user=user.pk).delete()
        _erase_from_imports(user, left["username"])
        account = User.objects.get(pk=user.pk)
        account.set_unusable_password()
        for name, value in {**left, "is_active": False}.items():
            setattr(account, name, value)
        account.save()
        _erase_from_login(user)
        blanked = _blank(User, user.pk, left)
        return _log(User, user.pk, f"{', '.join(left)}, {WITH_THE_ACCOUNT}", blanked, mandate)


def _erase_quoted(values: set[str], mandate: Mandate) -> list[Erasure]:
    found = erase_quoted(values) if values else {}
    return [_log(model, number, "quoted", blanked, mandate) for (model, number), blanked in found.items()]


def _erase_from_login(user: User) -> None:
    """Who the owner's login says they are, and from where they have logged in."""
    Identity.objects.filter(account=user.pk).delete()
    events: Any = event_model(Identity)
    with unguarded(events):
        events.objects.filter(account=user.pk).update(subject="")
    with unguarded(SecurityEvent):
        SecurityEvent.objects.filter(account=user.pk).update(address=None, browser="")


def _erase_from_imports(user: User, left: str) -> None:
    """The names that imports keep beside the number of who made, wrote and undid them."""
    events: Any = event_model(Batch)
    known: Any = event_model(User)
    names = {str(each) for each in known.objects.filter(pgh_obj_id=user.pk).values_list("username", flat=True)}
    rows = known.objects.filter(pgh_obj_id=user.pk).values_list("first_name", "last_name")
    names |= {" ".join(row).strip() for row in rows} - {""}
    tables: tuple[Any, ...] = (Batch, events)
    with unguarded(events):
        for table in tables:
            table.objects.filter(created_by=user.pk).update(created_by_name=left)
            table.objects.filter(applied_by=user.pk).update(applied_by_name=left)
            table.objects.filter(undone_by_name__in=names).update(undone_by_name=left)


def _blank(model: type[models.Model], number: int, left: dict[str, str]) -> int:
    events: Any = event_model(model)
    with unguarded(events):
        return int(events.objects.filter(pgh_obj_id=number).update(**left))


def _log(model: type[models.Model], number: int, columns: str, blanked: int, mandate: Mandate) -> Erasure:
    return Erasure.objects.create(
        kind=model._meta.label,
        number=number,
        columns=columns,
        events_blanked=blanked,
        reason=mandate.reason,
        by=mandate.by,
    )
