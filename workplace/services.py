"""What staff do at their workplace that is kept: the key to a calendar, a view of a list."""

from typing import Any

from django.db import transaction

from workplace.models import CalendarToken
from workplace.models.calendar_token import hashed, new_token


@transaction.atomic
def renew_calendar(*, user: Any) -> str:
    """Give the person a new key in place of the one before, and return it: it is shown this once."""
    token = new_token()
    CalendarToken.objects.update_or_create(user=user, defaults={"digest": hashed(token)})
    return token


@transaction.atomic
def revoke_calendar(*, user: Any) -> None:
    """Take the person's key away; whoever has the address reads nothing from now on."""
    CalendarToken.objects.filter(user=user).delete()
