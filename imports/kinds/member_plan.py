"""What a file would change in the members of one cluster."""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from bilingual.norwegian import fold
from clusters.choices import MembershipRole
from clusters.models import Membership, TierPeriod
from clusters.periods import Span
from history.forms import EndState
from history.valid_time import EndPrecision
from imports import dates
from imports.faults import Fault
from imports.kinds import organisations
from imports.kinds.base import (
    ADD,
    CHANGE,
    END,
    MISSING,
    SAME,
    Planned,
    Row,
    Setting,
    Write,
    differences,
    faulty,
    noting_source,
    refuse_twice,
)
from imports.kinds.finding import Organisations
from imports.kinds.member_columns import ABOUT_IT, COLUMNS, MODEL, values_of
from imports.kinds.member_times import bounds, bounds_of_text, refuse_overlaps
from imports.kinds.periods import (
    KEYS,
    NO_OBSERVED,
    is_observed,
    member_span,
    merged,
    period_columns,
    period_values,
)
from imports.kinds.seats import Seats

NO_SUCH_ROW = _("This cluster has no membership with the id %(id)s.")
OTHER_MEMBER = _("The membership with this id is that of %(organisation)s. Empty the id to add another member.")
OUTSIDE_LIFE = _("%(organisation)s lived from %(founded)s to %(dissolved)s, and is no member outside it.")
KNOWN_AS = _("The registry knows it as “%(name)s”. The name is not changed by this import.")


class MemberPlan:
    """The plan of one file for one cluster."""

    def __init__(self, known: Organisations, setting: Setting) -> None:
        self._known, self._setting = known, setting
        self._seats = Seats(setting.today)
        self._tiers = _tier_spans(setting.cluster)
        rows = (
            Membership.objects.filter(cluster=setting.cluster).select_related("organisation").order_by("period", "pk")
        )
        self._by_id = {record.pk: record for record in rows}
        self._by_organisation: dict[int, list[Membership]] = defaultdict(list)
        for record in self._by_id.values():
            self._by_organisation[record.organisation_id].append(record)
        self._new: dict[str, int] = {}
        self._additions: dict[int, Write] = {}
        #: Organisations that the file names, in whatever faulty way: none of them is missing.
        self._named: set[int] = set()

    def of(self, row: Row) -> Planned:
        """The plan of a row."""
        self._seats.resolve(row)
        notes: list[Fault] = []
        organisation = self._known.find(row, notes)
        membership = self._by_own_id(row, organisation)
        if membership is not None and organisation is None and not row.faults:
            organisation = membership.organisation
        if organisation is not None:
            self._named.add(organisation.pk)
        if row.faults:
            return faulty(row)
        if organisation is None:
            return self._new_member(row)
        name = row.values.get("name", "")
        if name and fold(name) != organisation.name_folded:
            notes.append(Fault.of(KNOWN_AS, name=organisation.name))
        planned = self._member(row, organisation, membership or self._matching(row, organisation.pk))
        planned.notes = notes
        return planned

    def _by_own_id(self, row: Row, organisation: Any) -> Any:
        own = row.values.get("membership")
        if not own:
            return None
        membership = self._by_id.get(int(own))
        if membership is None:
            row.refuse(NO_SUCH_ROW, "membership", id=own)
        elif organisation is not None and organisation.pk != membership.organisation_id:
            row.refuse(OTHER_MEMBER, "membership", organisation=membership.organisation.name)
        return membership

    def _matching(self, row: Row, organisation: int) -> Any:
        """The membership that the row is about: of the same first day, else of the same time; without days, today's."""
        held = self._by_organisation.get(organisation, [])
        begins, ends = dates.inexact(row.values.get("begins", "")), dates.inexact(row.values.get("ends", ""))
        if begins is None and ends is None:
            return next((one for one in reversed(held) if _is_open_to(one, self._setting.today)), None)
        if begins:
            same = next((one for one in held if period_values(one)["begins"] == str(begins)), None)
            if same:
                return same
        first, last = begins.first if begins else dt.date.min, ends.last if ends else dt.date.max
        return next((one for one in reversed(held) if _meets(one, first, last)), None)

    def _new_member(self, row: Row) -> Planned:
        """A member whose organisation is not here yet; one that several rows name is added once."""
        key = row.values.get("number") or fold(row.values.get("name", ""))
        is_first = key not in self._new
        reference = self._new.setdefault(key, -row.number)
        columns_, shown = self._columns(row, {}, reference)
        if not is_first:
            return self._added(row, columns_, shown)
        about_it = {column.key for column in ABOUT_IT}
        its_row = Row(row.number, row.cells, {k: v for k, v in row.values.items() if k in about_it}, row.faults)
        organisation = organisations.added(its_row, self._seats, columns_["source"], reference)
        if row.faults:
            del self._new[key]
            return faulty(row)
        self._additions[reference] = organisation.writes[0]
        planned = self._added(row, columns_, [*organisation.differences, *shown])
        planned.writes[:0] = organisation.writes
        return planned

    def _member(self, row: Row, organisation: Any, membership: Any) -> Planned:
        old = values_of(membership) if membership else {}
        columns_, shown = self._columns(row, old, organisation.pk)
        _check_life(row, organisation, columns_)
        if row.faults:
            return faulty(row)
        if membership is None:
            planned = self._added(row, columns_, shown)
            planned.record = organisation.name
            return planned
        writes = [Write(MODEL, CHANGE, membership.pk, columns_)] if shown else []
        return Planned(
            row,
            CHANGE if shown else SAME,
            organisation.name,
            membership.pk,
            shown,
            writes=writes,
            cluster_id=membership.cluster_id,
        )

    def _added(self, row: Row, columns_: dict[str, Any], shown: list[tuple[str, str, str]]) -> Planned:
        if row.faults:
            return faulty(row)
        own = {"cluster_id": self._setting.cluster.pk, **columns_}  # type: ignore[union-attr]  # chosen for this kind
        write = Write(MODEL, ADD, -row.number, own)
        return Planned(row, ADD, row.values.get("name", ""), None, shown, writes=[write], cluster_id=own["cluster_id"])

    def _columns(
        self, row: Row, old: dict[str, str], organisation: int
    ) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
        """The columns that the row sets, and what they change; period and observation only where one of them does."""
        period = merged(row, old)
        observed = self._observed_year(row, old, period)
        own: dict[str, str] = {
            key: row.values[key] for key in ("role", "role_in_source", "source") if key in row.values
        }
        new: dict[str, str] = {**own, **period, "observed_year": observed}
        if not old:
            new = {"role": MembershipRole.MEMBER.value, "source": self._setting.source, **new}
        found = differences(COLUMNS, old, new)
        if old:
            found = noting_source(found, old, new, self._setting.source)
            new = {**new, **{key: value for key, _old, value in found}}
        if row.faults:
            return {"source": ""}, found
        return self._as_table(new, {key for key, _old, _new in found}, organisation, is_new=not old), found

    def _observed_year(self, row: Row, old: dict[str, str], period: dict[str, str]) -> str:
        """The year of the source that only names the member; a membership with days of its own has none."""
        observed = row.values.get("observed_year", old.get("observed_year", ""))
        if is_observed(period):
            return observed or ("" if old else str(self._setting.observed_year or ""))
        if row.values.get("observed_year"):
            row.refuse(NO_OBSERVED, "observed_year")
        return ""

    def _as_table(self, new: dict[str, str], changed: set[str], organisation: int, *, is_new: bool) -> dict[str, Any]:
        wanted: dict[str, Any] = {
            key: new[key] for key in ("role", "role_in_source", "source") if key in new and (is_new or key in changed)
        }
        if is_new or changed & {*KEYS, "observed_year"}:
            span = member_span(new, new["observed_year"], self._tiers)
            year = new["observed_year"]
            wanted |= {
                **period_columns(span),
                "is_observed": is_observed(new),
                "observed_year": int(year) if year and is_observed(new) else None,
            }
        return {"organisation_id": organisation, **wanted} if is_new else wanted

    def missing(self) -> list[Planned]:
        """Members of today who are not in the file: ended on the day that was chosen for each, else asked about."""
        held = [one for one in self._by_id.values() if one.period and self._setting.today in one.period]
        absent = [one for one in held if one.organisation_id not in self._named]
        absent.sort(key=lambda one: (one.organisation.name_key, one.pk))
        return [self._absent(one) for one in absent]

    def _absent(self, membership: Membership) -> Planned:
        name, last = membership.organisation.name, self._setting.end_missing.get(membership.pk, "")
        row = Row(0, [], {"ends": last, "end_state": EndState.KNOWN.value, "name": name} if last else {"name": name})
        if not last:
            return Planned(row, MISSING, name, membership.pk)
        planned = self._member(row, membership.organisation, membership)
        planned.record, planned.record_id = name, membership.pk
        planned.action = END if planned.action == CHANGE else planned.action
        return planned

    def without_overlaps(self, planned: list[Planned]) -> list[Planned]:
        """The rows, those refused that name a membership twice or make an organisation a member twice at once."""
        refuse_twice(planned)
        refuse_overlaps(planned, self._by_id)
        self._keep_additions(planned)
        return planned

    def _keep_additions(self, planned: list[Planned]) -> None:
        """A new organisation whose first row was refused is added with its next one."""
        added = {write.pk for one in planned for write in one.writes if write.model == organisations.MODEL}
        for one in planned:
            references: set[Any] = {write.columns.get("organisation_id") for write in one.writes}
            for reference in (references & self._additions.keys()) - added:
                one.writes.insert(0, self._additions[reference])
                added.add(reference)


def _is_open_to(record: Membership, day: dt.date) -> bool:
    """Whether the membership holds on the day, or its end or its whole time is not known."""
    return record.period is None or day in record.period or record.end_precision == EndPrecision.UNKNOWN


def _meets(record: Membership, first: dt.date, last: dt.date) -> bool:
    if record.period is None:
        return True
    lower, upper = bounds(record.period)
    return lower <= last and first < upper


def _check_life(row: Row, organisation: Any, columns_: dict[str, Any]) -> None:
    founded, dissolved = organisation.founded_date, organisation.dissolved_date
    if not columns_.get("period") or not (founded or dissolved):
        return
    lower, upper = bounds_of_text(columns_["period"])
    if (founded and lower < founded) or (dissolved and upper > dissolved):
        days = (dates.shown(day.isoformat()) if day else "…" for day in (founded, dissolved))
        row.refuse(
            OUTSIDE_LIFE,
            "begins",
            organisation=organisation.name,
            **dict(zip(("founded", "dissolved"), days, strict=True)),
        )


def _tier_spans(cluster: Any) -> list[Span]:
    """The cluster's times on tiers, in order."""
    periods = TierPeriod.objects.levels().filter(cluster=cluster, period__isnull=False).order_by("period__startswith")
    return [Span(one.period.lower, one.period.upper, one.start_precision, one.end_precision) for one in periods]
