"""Who may manage which accounts, in one place."""

from typing import TYPE_CHECKING

from staff.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet


def manageable_by(user: User) -> "QuerySet[User]":
    """The accounts the person manages: all for a system administrator, those of the own owner for its administrator."""
    if user.edits_everything:
        return User.objects.all()
    if user.administers:
        return User.objects.filter(owner=user.owner_id)
    return User.objects.none()
