"""Erasing a person's data, also from history (the right to erasure, GDPR article 17).

Only the owner of the tables can rewrite events; the application cannot (history/fence.py). What is erased is blanked,
the events themselves stay: that something was changed, when and by whom. Every erasure is logged, without the values.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import pghistory
from django.db import connection, models, transaction
from django.db.models import Q
from django.db.models.functions import Cast

from clusters.models import Contact
from history.events import event_model
from history.ownership import as_owner
from review.models import Revision
from staff.models import User
from workplace.models import CalendarToken, Erasure, SavedView

#: What is left of an account in place of its names; the number alone says whose changes were whose.
ACCOUNT_LEFT = {"first_name": "", "last_name": "", "email": ""}
CONTACT_LEFT = dict.fromkeys(Contact.PERSONAL, "")


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
    """Delete the contact, if it is still there, and blank it in every event."""
    with as_owner(), transaction.atomic(), pghistory.context(reason=mandate.reason, command="erase_person"):
        Contact.objects.filter(pk=number).delete()
        events: Any = event_model(Contact)
        kept = events.objects.filter(pgh_obj_id=number).values_list(*Contact.PERSONAL)
        _erase_from_suggestions({value for row in kept for value in row if value})
        return _erase(Contact, number, CONTACT_LEFT, mandate)


def erase_user(*, user: User, mandate: Mandate) -> Erasure:
    """Close the account and blank its names in it and in every event; its number stays beside what it changed."""
    left = {**ACCOUNT_LEFT, "username": f"slettet-{user.pk}"}
    with as_owner(), transaction.atomic(), pghistory.context(reason=mandate.reason, command="erase_person"):
        for model in (CalendarToken, SavedView):
            model._default_manager.filter(user=user.pk).delete()
        account = User.objects.get(pk=user.pk)
        account.set_unusable_password()
        for name, value in {**left, "is_active": False}.items():
            setattr(account, name, value)
        account.save()
        return _erase(User, user.pk, left, mandate)


def _erase_from_suggestions(values: set[str]) -> None:
    """Blank the values in changes that were ever suggested, decided or not, and in the history of these."""
    events: Any = event_model(Revision)
    models_with_changes: tuple[Any, ...] = (Revision, events)
    for model in models_with_changes:
        rows = model._default_manager.annotate(text=Cast("changes", models.TextField()))
        for row in rows.filter(reduce(or_, (Q(text__contains=value) for value in values), Q(pk__in=[]))):
            with _unguarded(events):
                model._default_manager.filter(pk=row.pk).update(changes=without(row.changes, values))


def without(changes: Any, values: set[str]) -> Any:
    """JSON in which every text that is one of the values is empty."""
    if isinstance(changes, dict):
        return {name: without(part, values) for name, part in changes.items()}
    if isinstance(changes, list):
        return [without(part, values) for part in changes]
    return "" if isinstance(changes, str) and changes in values else changes


@contextmanager
def _unguarded(events: Any) -> Iterator[None]:
    """Let the owner rewrite the events; the guard of the table stands again afterwards."""
    guard = next(trigger for trigger in events._meta.triggers if trigger.name == "append_only")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + guard.get_pgid(events) + "}"])
        yield
        cursor.execute("SELECT set_config('pgtrigger.ignore', '', true)")


def _erase(model: type[models.Model], number: int, left: dict[str, str], mandate: Mandate) -> Erasure:
    events: Any = event_model(model)
    with _unguarded(events):
        blanked = events.objects.filter(pgh_obj_id=number).update(**left)
    return Erasure.objects.create(
        kind=model._meta.label,
        number=number,
        columns=", ".join(left),
        events_blanked=blanked,
        reason=mandate.reason,
        by=mandate.by,
    )
