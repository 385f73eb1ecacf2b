"""Where a block of a page comes from, how old it is, and whether a person has vouched for it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from history.events import event_model


@dataclass(frozen=True)
class Provenance:
    """What stands under a block."""

    sources: list[str]
    #: When any of its rows was last written.
    changed_at: dt.datetime | None
    #: The day by which every row was vouched for; None where any was not.
    confirmed_date: dt.date | None

    @property
    def is_changed_since(self) -> bool:
        """Whether something was written after the day it was confirmed."""
        return bool(self.confirmed_date and self.changed_at and self.changed_at.date() > self.confirmed_date)


def all_sources(rows: Iterable[Any]) -> list[str]:
    """Every source of the rows once, in their order."""
    return list(dict.fromkeys(source for row in rows for source in row.sources))


def provenance(rows: list[Any], confirmed: dt.date | None = None) -> Provenance:
    """Of the rows of a block; ``confirmed`` is the day of their record, for rows without one of their own."""
    own = [getattr(row, "confirmed_date", confirmed) for row in rows]
    days = [day for day in own if day is not None]
    return Provenance(all_sources(rows), _changed_at(rows), min(days) if days and len(days) == len(own) else None)


def _changed_at(rows: list[Any]) -> dt.datetime | None:
    """Out of the history of the rows, in one query a kind of row."""
    by_model: dict[type[Any], list[int]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row.pk)
    moments = [_last_event(model, keys) for model, keys in by_model.items()]
    return max((moment for moment in moments if moment), default=None)


def _last_event(model: type[Any], keys: list[int]) -> dt.datetime | None:
    events: Any = event_model(model)
    last: dt.datetime | None = events.objects.filter(pgh_obj__in=keys).aggregate(last=Max("pgh_created_at"))["last"]
    return last
