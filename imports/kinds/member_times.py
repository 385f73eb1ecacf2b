"""No organisation is a member of a cluster twice at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from clusters.models import Membership
from imports.kinds.base import (
    FAULTY,
    Planned,
)
from imports.kinds.member_columns import MODEL
from imports.kinds.periods import (
    period_values,
)

OVERLAPS = _("%(organisation)s is a member in an overlapping period already (from %(begins)s).")
#: First day, the day after the last, the row that says so (None for a membership that stays), and how it is called.
Time = tuple[dt.date, dt.date, Planned | None, str]


def refuse_overlaps(planned: Sequence[Planned], held: Mapping[int, Membership]) -> None:
    """Refuse rows by which an organisation would be a member twice at once. ``held`` are the memberships by id."""
    for times in _times(planned, held).values():
        _refuse_in(times)


def _times(planned: Sequence[Planned], held: Mapping[int, Membership]) -> dict[int, list[Time]]:
    """By organisation, every time as a member as it would be: of the memberships that stay, and of the rows."""
    times: dict[int, list[Time]] = defaultdict(list)
    rows = [(write, one) for one in planned for write in one.writes if write.model == MODEL]
    rewritten = {write.pk for write, _one in rows if "period" in write.columns}
    for one in held.values():
        if one.pk not in rewritten and one.period:
            times[one.organisation_id].append((*bounds(one.period), None, period_values(one)["begins"]))
    for write, row in rows:
        if write.columns.get("period"):
            organisation = write.columns.get("organisation_id") or held[write.pk].organisation_id
            first, end = bounds_of_text(write.columns["period"])
            times[organisation].append((first, end, row, row.row.values.get("begins", "") or str(first)))
    return times


def bounds(period: Any) -> tuple[dt.date, dt.date]:
    """First day and the day after the last; the earliest and the latest there are where there is no bound."""
    return period.lower or dt.date.min, period.upper or dt.date.max


def bounds_of_text(period: str) -> tuple[dt.date, dt.date]:
    """``bounds`` of a period as a plan keeps it."""
    lower, upper = period.strip("[)").split(",")
    return (
        dt.date.fromisoformat(lower) if lower else dt.date.min,
        dt.date.fromisoformat(upper) if upper else dt.date.max,
    )


def _refuse_in(times: list[Time]) -> None:
    times.sort(key=lambda time: time[:2])
    for earlier, later in pairwise(times):
        if later[0] < earlier[1]:
            # Of two rows of the file the later one is refused; beside a membership that stays, the row of the file.
            row = later[2] or earlier[2]
            other = earlier if row is later[2] else later
            if row is not None and row.action != FAULTY:
                row.row.refuse(OVERLAPS, "begins", organisation=row.record, begins=other[3] or "…")
                row.action, row.writes = FAULTY, []
