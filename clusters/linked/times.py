"""Valid time in the words of OWL-Time: an interval whose ends are said as exactly as they are known."""

import datetime as dt
from typing import Any

from doors.linked import Node, literal, said
from history.valid_time import EndPrecision, StartPrecision, ValidTime

#: How an end is said, by how exactly it is known; an assumed end is a day, and marked.
_WRITTEN = {
    "day": ("time:inXSDDate", "xsd:date", "%Y-%m-%d"),
    "month": ("time:inXSDgYearMonth", "xsd:gYearMonth", "%Y-%m"),
    "year": ("time:inXSDgYear", "xsd:gYear", "%Y"),
}


def interval(row: ValidTime) -> Node | None:
    """When the row's fact holds; None where no source names any year.

    The last day belongs to the interval. An end that is missing has not come; one that no source names is assumed by
    the registry's rules and marked with ``kr:isAssumed``.
    """
    if row.period is None:
        return None
    begins = instant(row.period.lower, row.start_precision) if row.start_precision != StartPrecision.UNKNOWN else None
    return said({"@type": "time:Interval", "time:hasBeginning": begins, "time:hasEnd": _end(row)})


def _end(row: ValidTime) -> Node | None:
    if row.last_date is None:
        return None
    if row.end_precision == EndPrecision.UNKNOWN:
        return {**instant(row.last_date, EndPrecision.DAY), "kr:isAssumed": True}
    return instant(row.last_date, row.end_precision)


def instant(day: dt.date, precision: str) -> Node:
    """A day, or the month or year it is in where no more is known."""
    return {"@type": "time:Instant", **dated(day, precision)}


def dated(day: dt.date, precision: str) -> dict[str, Any]:
    """The property that says the day as exactly as it is known, with its value."""
    name, datatype, form = _WRITTEN.get(precision, _WRITTEN["day"])
    return {name: literal(day.strftime(form), datatype)}
