"""Clusters' times on tiers."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clusters.choices import EndReason
from clusters.models import Cluster, TierPeriod
from clusters.periods import Span, settled
from imports import columns, dates
from imports.columns import Column
from imports.kinds.base import (
    ADD,
    CHANGE,
    FAULTY,
    NOT_YOURS,
    SAME,
    Kind,
    Planned,
    Row,
    Setting,
    Write,
    differences,
    faulty,
    noting_source,
    refuse_twice,
)
from imports.kinds.periods import BEGINS, END_STATE, ENDS, KEYS, merged, period_columns, period_values, tier_span
from programmes.models import Tier

MODEL = "clusters.tierperiod"
_reason_read, _reason_show = columns.one_of(EndReason)
NO_SUCH_ID = _("There is no tier period with the id %(id)s.")
NO_CLUSTER = _("There is no cluster “%(text)s”. Write its slug or its name of today.")
OTHER_CLUSTER = _("The tier period with this id is %(record)s of %(cluster)s. Empty the id to add another one.")
OVERLAPS = _("%(cluster)s would be on two tiers at a time: also on %(other)s.")
NEEDS_CLUSTER = _("Write which cluster it is about.")
NEEDS_TIER = _("Write which tier it is.")


#: A span, the row that says so (None for a tier period that stays), how it is called, and its id or reference.
Time = tuple[Span, Planned | None, str, int]


class TierPeriodKindOfImport(Kind):
    """When which cluster was on which tier."""

    code = "tier-periods"
    name = _("Tier periods")
    about = _("When clusters were on which tier. Found by id, else by cluster, tier and first day.")
    columns: ClassVar = (
        Column("id", _("Id"), columns.number, is_key=True, note=_("The registry's own number, as in our exports.")),
        Column(
            "cluster",
            _("Cluster"),
            columns.free_text,
            is_key=True,
            example="gce-node",
            note=_("The slug, or the name of today."),
            aliases=("slug",),
        ),
        Column("tier", _("Tier code"), columns.free_text, is_key=True, example="arena", aliases=("nivå", "tier")),
        BEGINS,
        END_STATE,
        ENDS,
        Column("decided", _("Decided"), columns.day, dates.shown),
        Column("end_reason", _("Why it ended"), _reason_read, _reason_show),
        Column("note", _("Note"), columns.free_text),
        Column("source", _("Source"), columns.free_text),
    )
    derived = (_("Name"),)
    needed = (("cluster", "id"), ("tier", "id"))

    def plan(self, rows: Sequence[Row], setting: Setting) -> list[Planned]:
        """What would come of each row, overlaps with other rows and with what stays included."""
        plan = _TierPlan(setting)
        planned = [plan.of(row) for row in rows]
        refuse_twice(planned)
        plan.refuse_overlaps(planned)
        return planned

    def current(self, setting: Setting) -> Iterator[dict[str, str]]:
        """The tier periods of the clusters that the person may change."""
        rows = TierPeriod.objects.filter(cluster__in=Cluster.objects.editable_by(setting.user))
        for record in rows.select_related("cluster", "tier").order_by("cluster__name_key", "period", "pk"):
            yield values_of(record)


class _TierPlan:
    """The plan of one file."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._tiers = {tier.code: tier for tier in Tier.objects.all()}
        names = {name: tier.code for tier in self._tiers.values() for name in _names(tier)}
        self._tier_names = {name.casefold(): code for name, code in names.items()}
        clusters = list(Cluster.objects.select_related("steward"))
        self._clusters = {**{one.name.casefold(): one for one in clusters}, **{one.slug: one for one in clusters}}
        self._editable = set(Cluster.objects.editable_by(setting.user).values_list("pk", flat=True))
        rows = TierPeriod.objects.select_related("cluster__steward", "tier").order_by("period", "pk")
        self._by_id = {record.pk: record for record in rows}
        self._spans: dict[int, Span | None] = {}

    def of(self, row: Row) -> Planned:
        """The plan of a row."""
        record = self._by_own_id(row)
        cluster, tier = self._cluster(row, record), self._tier(row, record)
        if row.faults or cluster is None or tier is None:
            return faulty(row)
        if cluster.pk not in self._editable:
            row.refuse(NOT_YOURS, "cluster", record=cluster.name, steward=cluster.steward.name)
            return faulty(row)
        if record is None:
            record = self._same_start(row, cluster, tier)
        elif (record.cluster_id, record.tier_id) != (cluster.pk, tier.pk):
            row.refuse(OTHER_CLUSTER, "id", record=record.tier, cluster=record.cluster.name)
        return self._planned(row, record, cluster, tier)

    def _by_own_id(self, row: Row) -> Any:
        own = row.values.get("id")
        record = self._by_id.get(int(own)) if own else None
        if own and record is None:
            row.refuse(NO_SUCH_ID, "id", id=own)
        return record

    def _cluster(self, row: Row, record: Any) -> Any:
        text = row.values.get("cluster", "")
        if not text and record is None:
            row.refuse(NEEDS_CLUSTER, "cluster")
        found = self._clusters.get(text.casefold()) if text else record and record.cluster
        if text and found is None:
            row.refuse(NO_CLUSTER, "cluster", text=text)
        return found

    def _tier(self, row: Row, record: Any) -> Any:
        text = row.values.get("tier", "")
        if not text:
            if record is None:
                row.refuse(NEEDS_TIER, "tier")
            return record and record.tier
        try:
            return self._tiers[columns.coded(text, self._tier_names)]
        except ValidationError as error:
            row.faults += columns.faults_of(error, "tier", text)
            return None

    def _same_start(self, row: Row, cluster: Cluster, tier: Tier) -> Any:
        held = [one for one in self._by_id.values() if (one.cluster_id, one.tier_id) == (cluster.pk, tier.pk)]
        begins = row.values.get("begins", "")
        return next((one for one in held if period_values(one)["begins"] == begins), None)

    def _planned(self, row: Row, record: Any, cluster: Cluster, tier: Tier) -> Planned:
        old = values_of(record) if record else {}
        period = merged(row, old)
        own: dict[str, str] = {
            key: row.values[key] for key in ("decided", "end_reason", "note", "source") if key in row.values
        }
        new: dict[str, str] = {**own, **period}
        if record is None:
            new.setdefault("source", self._setting.source)
        found = differences(TierPeriodKindOfImport.columns, old, new)
        if record:
            found = noting_source(found, old, new, self._setting.source)
            new = {**new, **{key: value for key, _old, value in found}}
        if row.faults:
            return faulty(row)
        table = self._as_table(new, {key for key, _old, _new in found}, tier, is_new=record is None)
        name, action, pk = (
            f"{cluster.name}: {tier}",
            ADD if record is None else CHANGE if found else SAME,
            record and record.pk,
        )
        reference = pk or -row.number
        if record is None:
            table |= {"cluster_id": cluster.pk, "tier_id": tier.pk}
        if table:
            self._spans[reference] = tier_span(period, tier.longest_support_years)
        writes = [Write(MODEL, ADD if record is None else CHANGE, reference, table)] if table else []
        return Planned(row, action, name, pk, found, writes=writes, cluster_id=cluster.pk)

    def _as_table(self, new: dict[str, str], changed: set[str], tier: Tier, *, is_new: bool) -> dict[str, Any]:
        wanted: dict[str, Any] = {
            key: new[key] for key in ("end_reason", "note", "source") if key in new and (is_new or key in changed)
        }
        if "decided" in new and (is_new or "decided" in changed):
            wanted["decided_date"] = new["decided"] or None
        if is_new or changed & set(KEYS):
            wanted |= period_columns(tier_span(new, tier.longest_support_years))
        return wanted

    def refuse_overlaps(self, planned: Sequence[Planned]) -> None:
        """Refuse rows after which a cluster would be on two levels at a time; inexact ends are cut first, as always."""
        rows = {write.pk: one for one in planned for write in one.writes if one.action != FAULTY}
        times: dict[int, list[Time]] = defaultdict(list)
        for pk, record in self._by_id.items():
            if pk not in rows and record.period and record.tier_kind != "brand":
                span = Span(record.period.lower, record.period.upper, record.start_precision, record.end_precision)
                times[record.cluster_id].append((span, None, str(record), pk))
        levels = {tier.pk for tier in self._tiers.values() if tier.kind != "brand"}
        for pk, one in rows.items():
            tier = one.writes[0].columns.get("tier_id") or self._by_id[pk].tier_id
            planned_span = self._spans.get(pk)
            if planned_span is not None and tier in levels and one.cluster_id:
                times[one.cluster_id].append((planned_span, one, one.record, pk))
        for spans in times.values():
            _refuse_in(spans)


def _refuse_in(times: list[Time]) -> None:
    times.sort(key=lambda time: time[0].start)
    spans = settled(span for span, _one, _name, _pk in times)
    for number, (span, later) in enumerate(pairwise(spans)):
        if span.end is not None and span.end <= later.start:
            continue
        earlier_row, later_row = times[number], times[number + 1]
        one = later_row[1] or earlier_row[1]
        other = earlier_row if one is later_row[1] else later_row
        if one is not None and one.action != FAULTY:
            one.row.refuse(OVERLAPS, "begins", cluster=one.record.partition(":")[0], other=other[2])
            one.action, one.writes = FAULTY, []
    _cut(times, spans)


def _cut(times: list[Time], spans: list[Span]) -> None:
    """Write inexact ends as they are cut by the next period, also that of a neighbour that is not in the file."""
    for number, span in enumerate(spans):
        stated, one, _name, pk = times[number]
        following = times[number + 1][1] if number + 1 < len(times) else None
        cutter = one or following
        if span == stated or cutter is None or cutter.action == FAULTY:
            continue
        if one is not None:
            one.writes[0].columns.update(period_columns(span))
        else:
            cutter.writes.append(Write(MODEL, CHANGE, pk, period_columns(span)))


def values_of(record: TierPeriod) -> dict[str, str]:
    """The tier period as values of the columns."""
    return {
        "id": str(record.pk),
        "cluster": record.cluster.slug,
        "tier": record.tier.code,
        **period_values(record),
        "decided": record.decided_date.isoformat() if record.decided_date else "",
        "end_reason": record.end_reason,
        "note": record.note,
        "source": record.source,
    }


def _names(tier: Tier) -> set[str]:
    return {name for name in (tier.code, tier.name_nb, tier.name_en, tier.short_name_nb, tier.short_name_en) if name}
