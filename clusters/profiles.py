"""What the page of one cluster or one organisation shows, each block in one query."""

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst

from clusters.choices import OrganisationKind, Publication
from clusters.models import (
    Cluster,
    ClusterName,
    ClusterSuccession,
    Contact,
    HostPeriod,
    Label,
    Membership,
    Organisation,
    TierPeriod,
)
from clusters.provenance import Provenance, provenance
from clusters.shared import SharedPair, shared_pairs
from clusters.timeline import Timeline
from history.valid_time import StartPrecision, begun_by

#: A longer list of members continues in the list of organisations.
MOST_MEMBERS = 100
WIDE, NARROW = 720, 340
#: Clusters that share members with it, those with the most.
MOST_NEAR = 10


class ClusterProfile:
    """A cluster out of ``catalogue(day)`` with its places of the day, and all that its page shows."""

    def __init__(self, cluster: Cluster, day: dt.date, member_kinds: Iterable[str] = ()) -> None:
        self.cluster: Any = cluster
        self.day = day
        #: Only members of these kinds are listed; all where it is empty.
        self.member_kinds = list(member_kinds)

    @cached_property
    def tier_periods(self) -> list[TierPeriod]:
        """Begun by the day, the earliest first; those without any year last."""
        rows = self.cluster.tier_periods.filter(begun_by(self.day)).select_related("tier")
        return list(rows.order_by("period", "id"))

    @property
    def timelines(self) -> list[tuple[str, Timeline]]:
        """The same picture for wide and for narrow pages; none where no year is known."""
        if not any(period.period for period in self.tier_periods):
            return []
        sizes = (("wide", WIDE), ("narrow", NARROW))
        return [(name, Timeline(self.tier_periods, self.day, width)) for name, width in sizes]

    @property
    def has_assumed_end(self) -> bool:
        """Whether any tier period rests on an assumption, or is of years not known."""
        unknown = StartPrecision.UNKNOWN
        return any(not row.is_end_confirmed or row.start_precision == unknown for row in self.tier_periods)

    @cached_property
    def hosts(self) -> list[HostPeriod]:
        """The organisations that have run it by the day."""
        return list(
            self.cluster.hosts.filter(begun_by(self.day)).select_related("organisation").order_by("-period", "id")
        )

    @cached_property
    def contacts(self) -> list[Contact]:
        """How it is reached today, as far as the public is shown; nothing of days gone by is kept for this."""
        today = timezone.localdate()
        return list(self.cluster.contacts.shown(today).order_by("function", "id")) if self.day == today else []

    @cached_property
    def labels(self) -> list[Label]:
        """Its labels assessed by the day, the latest first."""
        return list(self.cluster.labels.filter(assessed_date__lte=self.day).order_by("-assessed_date", "id"))

    @cached_property
    def labels_from(self) -> Provenance:
        """Of its labels."""
        return provenance(self.labels, self._confirmed)

    @cached_property
    def names(self) -> list[ClusterName]:
        """Its other names, the latest first."""
        return list(self.cluster.names.order_by("-period", "id"))

    @cached_property
    def origins(self) -> list[ClusterSuccession]:
        """Published clusters it came from, by the day."""
        rows = self.cluster.origins.filter(predecessor__publication=Publication.PUBLISHED, date__lte=self.day)
        return list(rows.select_related("predecessor").order_by("date", "id"))

    @cached_property
    def successions(self) -> list[ClusterSuccession]:
        """Published clusters it went on in, by the day."""
        rows = self.cluster.successions.filter(successor__publication=Publication.PUBLISHED, date__lte=self.day)
        return list(rows.select_related("successor").order_by("date", "id"))

    @cached_property
    def _members(self) -> "QuerySet[Any]":
        holds = Q(period__contains=self.cluster.reference_day) | Q(period__isnull=True)
        rows: QuerySet[Any] = self.cluster.memberships.filter(holds)
        return rows

    @cached_property
    def members(self) -> list[Membership]:
        """Memberships on the reference day, and those without any year; the first hundred by the alphabet."""
        return list(self.all_members[:MOST_MEMBERS])

    @property
    def all_members(self) -> "QuerySet[Any]":
        """The same, without an end."""
        rows = self._members.select_related("organisation").order_by("organisation__name_key", "id")
        return rows.filter(organisation__kind__in=self.member_kinds) if self.member_kinds else rows

    @property
    def begun_memberships(self) -> "QuerySet[Any]":
        """Every membership begun by the day, past ones too, the members by the alphabet."""
        rows: QuerySet[Any] = self.cluster.memberships.filter(begun_by(self.day))
        return rows.select_related("organisation").order_by("organisation__name_key", "period", "id")

    @cached_property
    def kinds(self) -> list[tuple[str, str, int]]:
        """Kind, its name and how many of the members are of it; only kinds that occur."""
        rows = self._members.order_by().values_list("organisation__kind")
        counts = dict(rows.annotate(rows=Count("organisation", distinct=True)))
        return [
            (kind, capfirst(str(label)), counts[kind]) for kind, label in OrganisationKind.choices if kind in counts
        ]

    @property
    def listed(self) -> int:
        """How many members there are in all, also those that are never counted."""
        return sum(count for _kind, _label, count in self.kinds)

    @property
    def chosen(self) -> int:
        """How many of them are of the kinds asked for."""
        return sum(count for kind, _label, count in self.kinds if kind in self.member_kinds or not self.member_kinds)

    @property
    def member_query(self) -> str:
        """The query string of the members listed: their kinds."""
        return urlencode([("kind", kind) for kind in self.member_kinds])

    @cached_property
    def shared(self) -> list[SharedPair]:
        """The clusters that share most members with it on their reference days."""
        keys = Membership.objects.filter(organisation__in=self._members.values("organisation")).values("cluster")
        near = Cluster.objects.catalogue(self.day).filter(pk__in=keys).exclude(pk=self.cluster.pk)
        pairs = shared_pairs([self.cluster, *near], self.day, among=self._members.values("organisation"))
        return [pair.seen_from(self.cluster) for pair in pairs if self.cluster in (pair.one, pair.other)][:MOST_NEAR]

    @property
    def is_earlier(self) -> bool:
        """Whether the members shown are those of an earlier day than the page's."""
        return bool(self.cluster.reference_day < self.day)

    @cached_property
    def facts_from(self) -> Provenance:
        """Of the cluster itself and its hosts."""
        return provenance([self.cluster, *self.hosts], self._confirmed)

    @cached_property
    def tiers_from(self) -> Provenance:
        """Of the tier periods."""
        return provenance(self.tier_periods, self._confirmed)

    @cached_property
    def members_from(self) -> Provenance:
        """Of the members shown, each of which is confirmed by itself."""
        return provenance(self.members)

    @cached_property
    def lineage_from(self) -> Provenance:
        """Of what it came from and went on in."""
        return provenance([*self.origins, *self.successions], self._confirmed)

    @cached_property
    def names_from(self) -> Provenance:
        """Of its other names."""
        return provenance(self.names, self._confirmed)

    @property
    def _confirmed(self) -> dt.date | None:
        day: dt.date | None = self.cluster.confirmed_date
        return day


class OrganisationProfile:
    """An organisation with its roles through time; only published clusters are named."""

    def __init__(self, organisation: Organisation, day: dt.date) -> None:
        self.organisation: Any = organisation
        self.day = day

    @cached_property
    def names(self) -> list[Any]:
        """Its other names."""
        return list(self.organisation.names.order_by("-until_year", "name"))

    @cached_property
    def identifiers(self) -> list[Any]:
        """Identifiers in other schemes."""
        return list(self.organisation.identifiers.order_by("scheme"))

    @cached_property
    def hosted(self) -> list[HostPeriod]:
        """Clusters it has run by the day."""
        rows = self.organisation.hosted.filter(begun_by(self.day), cluster__publication=Publication.PUBLISHED)
        return list(rows.select_related("cluster").order_by("-period", "id"))

    @cached_property
    def memberships(self) -> list[Any]:
        """Its memberships begun by the day with their status on it, the clusters by the alphabet."""
        rows = Membership.objects.catalogue(self.day).filter(organisation=self.organisation)
        return list(rows.order_by("cluster__name_key", "period", "id"))

    @property
    def membership_query(self) -> str:
        """The query string of its memberships on the day."""
        dated = [] if self.day == timezone.localdate() else [("as_of", self.day.isoformat())]
        return urlencode([("organisation", str(self.organisation.pk)), *dated])

    @cached_property
    def facts_from(self) -> Provenance:
        """Of the organisation itself, its names and identifiers."""
        return provenance([self.organisation, *self.names, *self.identifiers])

    @cached_property
    def hosted_from(self) -> Provenance:
        """Of the clusters it has run."""
        return provenance(self.hosted)

    @cached_property
    def memberships_from(self) -> Provenance:
        """Of its memberships, each of which is confirmed by itself."""
        return provenance(self.memberships)
