"""Clusters that have left the programme, surely or as it seems, and what is known of them since."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Prefetch, prefetch_related_objects
from django.http import QueryDict

from clusters.addresses import Address
from clusters.choices import Publication, Status
from clusters.filtersets import ClusterFilterSet
from clusters.listing import Listing
from clusters.models import ClusterSuccession, HostPeriod, TierPeriod
from clusters.paths import path_in_words
from doors.filtersets import CodesFilter
from history.valid_time import begun_by

#: Of a cluster that has left; the surer one first.
GONE = (Status.FORMER, Status.UNCONFIRMED)


class AlumniFilterSet(ClusterFilterSet):
    """Clusters as everywhere, but only those that have left."""

    status = CodesFilter(
        method="filter_status",
        label=ClusterFilterSet.base_filters["status"].label,
        choices=[(status.value, status.label) for status in GONE],
    )

    def start(self) -> models.QuerySet[Any]:
        """The catalogue of the day without the clusters that are on a tier."""
        rows: Any = super().start()
        return rows.with_status(*GONE)  # type: ignore[no-any-return]

    def tallied(self, *, ignoring: str) -> models.QuerySet[Any]:
        """Their standings."""
        rows: Any = super().tallied(ignoring=ignoring)
        return rows.with_status(*GONE)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Alumnus:
    """A cluster that has left, with its way through the tiers, the last of them, hosts and successors by the day."""

    cluster: Any
    path: str
    last: TierPeriod | None
    hosts: list[HostPeriod]
    successors: list[ClusterSuccession]


class AlumniListing(Listing):
    """One page of the alumni; files and the API list them by their statuses."""

    @cached_property
    def alumni(self) -> list[Alumnus]:
        """The rows of the page with what is known of each, in three queries."""
        prefetch_related_objects(self.rows, *_known_by(self.day))
        return [_alumnus(row) for row in self.rows]

    @cached_property
    def elsewhere(self) -> Address:
        """The same rows among all clusters."""
        query = QueryDict(str(self.address), mutable=True)
        if not query.getlist("status"):
            query.setlist("status", list(GONE))
        return Address(ClusterFilterSet(query))


def _known_by(day: dt.date) -> list["Prefetch[str]"]:
    stays = TierPeriod.objects.levels().filter(begun_by(day)).select_related("tier").order_by("period", "id")
    hosts = HostPeriod.objects.filter(begun_by(day)).select_related("organisation").order_by("-period", "id")
    later = ClusterSuccession.objects.filter(successor__publication=Publication.PUBLISHED, date__lte=day)
    return [
        Prefetch("tier_periods", stays, to_attr="stays"),
        Prefetch("hosts", hosts, to_attr="hosts_by_then"),
        Prefetch("successions", later.select_related("successor").order_by("date", "id"), to_attr="went_on_in"),
    ]


def _alumnus(row: Any) -> Alumnus:
    dated = [stay for stay in row.stays if stay.period]
    return Alumnus(row, path_in_words(row.stays), (dated or row.stays or [None])[-1], row.hosts_by_then, row.went_on_in)
