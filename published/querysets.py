"""Reading what was published, without missing anything or meeting it twice."""

from typing import Any, Self

from django.db import connection, models
from django.db.models import F, Q

from published.positions import Position


class PublishedChangeQuerySet(models.QuerySet[Any]):
    """Changes of what is published."""

    def settled(self) -> Self:
        """Those before which nothing can turn up any more, in their order.

        Asks at once how far that is, in a statement of its own: what has ended by then is seen by the next one.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT published_horizon()")
            horizon = cursor.fetchone()[0]
        return self.filter(position__lte=horizon).order_by("position", "id")

    def after(self, position: Position) -> Self:
        """Those that come after the position."""
        return self.filter(Q(position__gt=position.number) | Q(id__gt=position.id), position__gte=position.number)

    def latest_position(self) -> Position:
        """Where somebody goes on who knows everything settled; the beginning where there is nothing yet."""
        last = self.settled().reverse().values_list(F("position"), F("id")).first()
        return Position(*last) if last else Position()
