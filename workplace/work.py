"""What waits for staff, as kinds of work: each a declaration, counted and listed in the same way.

A new kind is one more declaration in ``kinds.py``; the front page, its list and, where it has a day, the calendar
follow.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

#: Deadlines nearer than this are work.
DAYS_AHEAD = 180

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Work:
    """One kind of work.

    ``waiting`` answers every row that waits on a day, most urgent first, each with what its text needs;
    ``theirs`` narrows rows to those that a person may mend; ``text`` says what a row is about.
    ``due`` is the field that holds the day by which it should be done; empty where there is none.
    """

    slug: str
    title: Any
    advice: Any
    waiting: Callable[[dt.date], Rows]
    theirs: Callable[[Rows, Any], Rows]
    text: Callable[[Any], str]
    due: str = ""

    def due_date(self, row: Any) -> dt.date | None:
        """The day by which the row should be done, its last one."""
        return getattr(row, self.due) if self.due else None


@dataclass(frozen=True)
class Tally:
    """How much of one kind waits: for the person, and for others."""

    work: Work
    own: int
    others: int


@dataclass(frozen=True)
class Task:
    """One row of work, one click from where it is mended."""

    text: str
    address: str
    due: dt.date | None


def tally(work: Work, user: Any, day: dt.date) -> Tally:
    """Count the kind for the person."""
    rows = work.waiting(day).order_by()
    everyone = rows.count()
    own = work.theirs(rows, user).count() if everyone else 0
    return Tally(work, own, everyone - own)


def task(work: Work, row: Any) -> Task:
    """What a list shows of one row."""
    meta = row._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
    return Task(work.text(row), address, work.due_date(row))


def own_rows(work: Work, user: Any, day: dt.date) -> Rows:
    """The rows of the kind that the person may mend."""
    return work.theirs(work.waiting(day), user)
