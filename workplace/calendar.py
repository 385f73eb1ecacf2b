"""Deadlines as a calendar that other programs subscribe to (iCalendar, RFC 5545)."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from workplace.kinds import KINDS
from workplace.work import Work, own_rows, task

#: A calendar holds what ends soon; nobody keeps so many deadlines, and no program should have to read more.
MOST_EVENTS = 1_000
#: How often programs are to look again.
REFRESH = dt.timedelta(days=1)


def dated_kinds() -> list[Work]:
    """The kinds of work that have a day."""
    return [work for work in KINDS if work.due]


def calendar(user: Any, day: dt.date, absolute: Callable[[str], str]) -> bytes:
    """The person's deadlines as an iCalendar file in the language of the moment.

    ``absolute`` makes a whole address of a path. The same deadlines give the same bytes all day.
    """
    found = Calendar()
    found.add("prodid", "-//Klyngeregisteret//frister//NO")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", _("Deadlines in the cluster registry"))
    found.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for work in dated_kinds():
        for event in _events(work, user, day, absolute):
            found.add_component(event)
    return bytes(found.to_ical())


def _events(work: Work, user: Any, day: dt.date, absolute: Callable[[str], str]) -> Iterator[Event]:
    for row in own_rows(work, user, day)[:MOST_EVENTS]:
        shown = task(work, row)
        event = Event()
        event.add("uid", f"{work.slug}-{row.pk}@klyngeregisteret")
        event.add("dtstamp", dt.datetime.combine(day, dt.time(), dt.UTC))
        event.add("dtstart", shown.due)
        event.add("summary", f"{work.title}: {shown.text}")
        event.add("description", str(work.advice))
        event.add("url", absolute(shown.address))
        event.add("transp", "TRANSPARENT")
        yield event
