"""Writes that touch more than one row: verb_noun, keyword-only, atomic."""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from clusters.models import ClusterName, HostPeriod, Membership, TierPeriod
from clusters.periods import Span, joined_span, observed_span, settled, stated_span
from history.events import following
from history.valid_time import EndPrecision, StartPrecision, ValidTime

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from clusters.models import Cluster


@transaction.atomic
@following()
def settle_periods(*, cluster: "Cluster") -> int:
    """Work out anew every end of the cluster that rests on an assumption (clusters/periods.py has the rules).

    Run after the cluster's tier periods, hosts or memberships changed. Returns how many rows it corrected;
    running it again corrects none.
    """
    periods = list(
        TierPeriod.objects.levels()
        .filter(cluster=cluster, period__isnull=False)
        .select_related("tier")
        .order_by("period__startswith")
    )
    spans = settled(_tier_span(period) for period in periods)
    changed = sum(_give_span(period, span) for period, span in zip(periods, spans, strict=True))
    observed = Membership.objects.filter(cluster=cluster, is_observed=True)
    changed += sum(_give_span(member, observed_span(member.observed_year, spans)) for member in observed)
    assumed = Q(end_precision__in=[EndPrecision.UNKNOWN, EndPrecision.OPEN])
    undated = HostPeriod.objects.filter(assumed, cluster=cluster, start_precision=StartPrecision.UNKNOWN)
    changed += sum(_give_span(host, observed_span(None, spans)) for host in undated)
    return changed + sum(
        _give_span(row, joined_span(row.period.lower, row.start_precision, spans)) for row in _begun(cluster)
    )


def _begun(cluster: "Cluster") -> Iterator[ValidTime]:
    """Hosts, names and members of the cluster whose start is known and whose end is not."""
    for model in (HostPeriod, ClusterName, Membership):
        rows = model._default_manager.filter(cluster=cluster, end_precision=EndPrecision.UNKNOWN, period__isnull=False)
        yield from rows.exclude(start_precision=StartPrecision.UNKNOWN)


def _tier_span(period: TierPeriod) -> Span:
    known_start = period.start_precision != StartPrecision.UNKNOWN
    span = stated_span(
        period.period.lower if known_start else None,
        period.start_precision,
        period.last_date,
        period.end_precision,
        longest_years=period.tier.longest_support_years,
    )
    return span or Span(period.period.lower, period.period.upper, period.start_precision, period.end_precision)


def _give_span(row: ValidTime, span: Span | None) -> bool:
    """Save the span on the row if it differs; True when it did."""
    wanted = as_columns(span)
    if all(getattr(row, name) == value for name, value in wanted.items()):
        return False
    for name, value in wanted.items():
        setattr(row, name, value)
    row.save(update_fields=list(wanted))
    return True


def as_columns(span: Span | None) -> dict[str, object]:
    """The valid-time columns of a row for the span; no span is a row without any known year."""
    if span is None:
        return {"period": None, "start_precision": StartPrecision.UNKNOWN, "end_precision": EndPrecision.UNKNOWN}
    return {
        "period": DateRange(span.start, span.end),
        "start_precision": span.start_precision,
        "end_precision": span.end_precision,
    }


def confirm_clusters(*, clusters: "QuerySet[Cluster]", day: dt.date) -> int:
    """Note that a person vouches for the clusters as they stand on the day; nothing else of them changes.

    Returns how many had not been confirmed on that day already.
    """
    unconfirmed = Q(confirmed_date__isnull=True) | ~Q(confirmed_date=day)
    return clusters.order_by().filter(unconfirmed).update(confirmed_date=day)
