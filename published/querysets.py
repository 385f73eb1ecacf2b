"""Reading what was published, without missing anything or meeting it twice."""

import datetime as dt
from typing import Any, NamedTuple, Self

from django.db import connection, models
from django.db.models import F, Q

from published.positions import Position


class Horizon(NamedTuple):
    """How far the stream can be read without missing anything."""

    position: int
    #: When anything that is published was last changed; None only where the table was emptied by hand.
    changed_at: dt.datetime | None


def current_horizon() -> Horizon:
    """As it is now, in a statement of its own: what has ended by then is seen by the next one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT published_horizon(), max(changed_at) FROM published_edition")
        return Horizon(*cursor.fetchone())


class PublishedChangeQuerySet(models.QuerySet[Any]):
    """Changes of what is published."""

    def settled(self, horizon: Horizon | None = None) -> Self:
        """Those before which nothing can turn up any more, in their order.

        Asks at once how far that is, unless it has been asked already.
        """
        until = horizon or current_horizon()
        return self.filter(position__lte=until.position).order_by("position", "id")

    def after(self, position: Position) -> Self:
        """Those that come after the position."""
        return self.filter(Q(position__gt=position.number) | Q(id__gt=position.id), position__gte=position.number)

    def latest_position(self) -> Position:
        """Where somebody goes on who knows everything settled; the beginning where there is nothing yet."""
        last = self.settled().reverse().values_list(F("position"), F("id")).first()
        return Position(*last) if last else Position()
