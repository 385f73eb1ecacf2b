"""What clusters that have left went on in, for the rows of a list."""

import datetime as dt
from typing import Any

from clusters.choices import Publication, Status
from clusters.models import ClusterSuccession


def with_successors(rows: list[Any], day: dt.date) -> list[Any]:
    """The rows out of ``catalogue(day)``, each with ``successors``: published clusters it has become by the day."""
    steps = ClusterSuccession.objects.filter(
        predecessor__in=[row.pk for row in rows], successor__publication=Publication.PUBLISHED, date__lte=day
    )
    found: dict[int, list[Any]] = {}
    for step in steps.select_related("successor").order_by("date", "id"):
        found.setdefault(step.predecessor_id, []).append(step.successor)
    for row in rows:
        row.successors = found.get(row.pk, []) if row.status != Status.ACTIVE else []
    return rows
