"""The period of a row in a file: from, end and to, by the registry's rules (clusters/periods.py)."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from clusters.periods import Span, joined_span, observed_span, stated_span
from clusters.services import as_columns
from history.forms import EndState, written
from history.valid_time import EndPrecision, StartPrecision, ValidTime
from imports import columns, dates
from imports.columns import Column
from imports.kinds.base import Row

_read_end, _show_end = columns.one_of(EndState)
BEGINS = Column(
    "begins",
    _("From"),
    columns.inexact,
    dates.shown,
    example="2016",
    note=_("A year (2016), a month (2016-06) or a day (20.06.2016)."),
    aliases=("fra", "fra og med", "fra dato", "innmeldt", "joined"),
)
END_STATE = Column("end_state", _("End"), _read_end, _show_end, note=_("Empty: what the last day says."))
ENDS = Column(
    "ends",
    _("To (last day)"),
    columns.inexact,
    dates.shown,
    note=_("The last day it held: a year, a month or a day."),
    aliases=("til", "til og med", "til dato", "utmeldt", "left"),
)
KEYS = ("begins", "end_state", "ends")
NO_START = _("A row that still holds needs a first day; a year is enough.")
END_AGAINST = _("The row has a last day, and says that it has not ended. Empty one of them.")
END_MISSING = _("The row says that it has ended, but not when. Write the last day; a year is enough.")
BACKWARDS = _("The last day (%(ends)s) is before the first (%(begins)s).")
NO_OBSERVED = _("A year of observation belongs to a row without a first and last day. Empty one of them.")


def period_values(record: ValidTime) -> dict[str, str]:
    """The period as values of the columns."""
    kept = written(record)
    return {key: str(getattr(kept[key], "value", kept[key]) or "") for key in KEYS}


def merged(row: Row, old: dict[str, str]) -> dict[str, str]:
    """The period that the row means, what it does not say taken from ``old``. Notes faults on the row."""
    new = {key: row.values.get(key, old.get(key, "")) for key in KEYS}
    said = row.values.get("end_state")
    if said is None and "ends" in row.values:
        new["end_state"] = EndState.KNOWN.value if new["ends"] else (EndState.OPEN.value if new["begins"] else "")
    if said in {EndState.OPEN, EndState.UNKNOWN} and "ends" not in row.values:
        new["ends"] = ""
    new["end_state"] = new["end_state"] or _state_of(new)
    _check(row, new)
    return new


def _state_of(new: dict[str, str]) -> str:
    if new["ends"]:
        return EndState.KNOWN.value
    return (EndState.OPEN if new["begins"] else EndState.UNKNOWN).value


def _check(row: Row, new: dict[str, str]) -> None:
    begins, ends = dates.inexact(new["begins"]), dates.inexact(new["ends"])
    if ends and new["end_state"] != EndState.KNOWN:
        row.refuse(END_AGAINST, "ends")
    if not ends and new["end_state"] == EndState.KNOWN:
        row.refuse(END_MISSING, "ends")
    if not begins and new["end_state"] == EndState.OPEN:
        row.refuse(NO_START, "begins")
    if begins and ends and ends.last < begins.first:
        row.refuse(BACKWARDS, "ends", begins=dates.shown(new["begins"]), ends=dates.shown(new["ends"]))


def tier_span(new: dict[str, str], longest_years: int) -> Span | None:
    """The span of a tier period, before its neighbours are looked at."""
    begins, ends = dates.inexact(new["begins"]), dates.inexact(new["ends"])
    return stated_span(
        begins.first if begins else None,
        begins.precision if begins else StartPrecision.UNKNOWN,
        ends.last if ends else None,
        ends.precision if ends else EndPrecision(new["end_state"]),
        longest_years=longest_years,
    )


def member_span(new: dict[str, str], observed_year: str, tiers: Sequence[Span]) -> Span | None:
    """The span of a membership; one without first and last day is only observed."""
    begins = dates.inexact(new["begins"])
    if is_observed(new):
        return observed_span(int(observed_year) if observed_year else None, tiers)
    if begins and new["end_state"] == EndState.UNKNOWN:
        return joined_span(begins.first, begins.precision, tiers)
    return tier_span(new, longest_years=0)


def is_observed(new: dict[str, str]) -> bool:
    """Whether a source only names the member."""
    return not new["begins"] and new["end_state"] == EndState.UNKNOWN


def period_columns(span: Span | None) -> dict[str, Any]:
    """The columns of the table in a form that JSON keeps."""
    kept = as_columns(span)
    period: Any = kept["period"]
    if period is None:
        return kept
    lower, upper = period.lower or "", period.upper or ""
    return {**kept, "period": f"[{lower},{upper})"}
