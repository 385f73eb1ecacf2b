"""The vocabulary of the registry: chainable questions, each with one meaning behind every door."""

import datetime as dt
from typing import Any, Protocol, Self

from django.apps import apps
from django.contrib.postgres.aggregates import JSONBAgg
from django.db import models
from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, JSONObject, Least

from bilingual.norwegian import FoldText, fold
from clusters.choices import Publication, Status
from clusters.organisation_number import compact, is_valid
from clusters.search import prefix_query, web_domain, words
from history.valid_time import EndPrecision, StartPrecision, ValidTimeQuerySet
from regions.places import places_on

#: A query without any word, such as a lone punctuation mark, matches nothing.
_NOTHING = Q(pk__in=[])
_KNOWN_START = Case(When(start_precision=StartPrecision.UNKNOWN, then=None), default=F("period__startswith"))
_LAST_DAY = Cast(F("period__endswith") - dt.timedelta(days=1), DateField())

_STANDING = JSONObject(
    tier=JSONObject(code="tier__code", nb="tier__short_name_nb", en="tier__short_name_en", rank="tier__rank"),
    start="period__startswith",
    end="period__endswith",
    start_precision="start_precision",
    end_precision="end_precision",
    end_reason="end_reason",
)
_SECTORS = JSONBAgg(
    JSONObject(slug="sector__slug", nb="sector__name_nb", en="sector__name_en"), order_by="sector__name_key"
)


class StaffMember(Protocol):
    """What the ownership rule needs to know of a person."""

    owner_id: int | None

    @property
    def edits_everything(self) -> bool:
        """System administrators."""

    @property
    def edits_own(self) -> bool:
        """Editors, publishers and administrators of an owner."""


class TierPeriodQuerySet(ValidTimeQuerySet):
    """Clusters' times on tiers."""

    def levels(self) -> Self:
        """Levels and sub-programmes: what decides a cluster's tier. A brand only runs beside it."""
        return self.exclude(tier__kind="brand")

    def standing_of(self, cluster: OuterRef, day: dt.date) -> Self:
        """For a subquery: the period that decides a cluster's tier on the day, its current or else its last.

        A period without any year stands only where the cluster has no other.
        """
        known = Q(period__startswith__lte=day) | Q(period__isnull=True)
        latest = F("period__startswith").desc(nulls_last=True)
        return self.levels().filter(known, cluster=cluster).annotate(status=_status_on(day)).order_by(latest, "-id")


def _status_on(day: dt.date) -> Case:
    """A tier period's meaning on the day; ``former`` needs a known end or a known reason for it."""
    return Case(
        When(period__contains=day, then=Value(Status.ACTIVE)),
        When(end_precision=EndPrecision.UNKNOWN, end_reason="", then=Value(Status.UNCONFIRMED)),
        default=Value(Status.FORMER),
    )


def _validity_on(day: dt.date) -> Case:
    return Case(
        When(period__contains=day, then=Value(Status.ACTIVE)),
        When(end_precision=EndPrecision.UNKNOWN, then=Value(Status.UNCONFIRMED)),
        default=Value(Status.FORMER),
    )


def _places() -> "models.QuerySet[Any]":
    """Municipalities and counties, of any era, that a row's seat answers to. Everybody is in the country."""
    lineage = apps.get_model("regions", "RegionLineage").objects.filter(seat=OuterRef("seat"))
    return lineage.exclude(region__level="country")


def _relevance(text: str, other_names: "models.QuerySet[Any]") -> Case:
    """Exact name, present or other, before the beginning of the name before any other hit."""
    folded = fold(text.strip())
    same = other_names.annotate(folded=FoldText("name")).filter(folded=folded)
    return Case(
        When(Q(name_folded=folded) | Q(Exists(same)), then=Value(0)),
        When(name_folded__startswith=folded, then=Value(1)),
        default=Value(2),
    )


class ClusterQuerySet(models.QuerySet[Any]):
    """Clusters."""

    def published(self) -> Self:
        """What the public may know of."""
        return self.filter(publication=Publication.PUBLISHED)

    def editable_by(self, user: StaffMember) -> Self:
        """What the person may change: the records their owner is steward of (domain rule of the registry)."""
        if user.edits_everything:
            return self
        return self.filter(steward=user.owner_id) if user.edits_own and user.owner_id else self.none()

    def on(self, day: dt.date) -> Self:
        """Clusters that had entered the programme by the day, each with its standing that day.

        Adds ``standing`` (the deciding tier period as JSON), ``tier_code``, ``status`` and
        ``reference_day``: the day itself, or the last day on a tier of one that has left.
        """
        periods = apps.get_model("clusters", "TierPeriod").objects
        standing = periods.standing_of(OuterRef("pk"), day)
        not_yet = periods.levels().filter(cluster=OuterRef("pk"), period__startswith__gt=day)
        return self.annotate(
            standing=Subquery(standing.values(json=_STANDING)[:1]),
            tier_code=Subquery(standing.values("tier__code")[:1]),
            status=Coalesce(Subquery(standing.values("status")[:1]), Value(Status.UNCONFIRMED)),
            reference_day=Least(Value(day, DateField()), Subquery(standing.values(last=_LAST_DAY)[:1])),
        ).exclude(Exists(not_yet), standing__isnull=True)

    def catalogue(self, day: dt.date) -> Self:
        """What every public door starts from: published clusters on the day with what a list shows of them.

        Adds to ``on(day)``: ``sector_list``, ``since`` (first day on any tier, NULL where no source names it) and ``member_count``: unique
        organisations on the reference day, NULL where no member is known at all.
        """
        members = apps.get_model("clusters", "Membership").objects.filter(cluster=OuterRef("pk"))
        periods = apps.get_model("clusters", "TierPeriod").objects.levels().filter(cluster=OuterRef("pk"))
        sectors = apps.get_model("clusters", "ClusterSector").objects.filter(cluster=OuterRef("pk"))
        counted = members.filter(period__contains=OuterRef("reference_day"))
        return (
            self.published()
            .on(day)
            .annotate(
                since=Subquery(periods.order_by("period__startswith").values(since=_KNOWN_START)[:1]),
                member_count=Case(
                    When(
                        Exists(members),
                        then=Coalesce(
                            Subquery(
                                counted.order_by().values("cluster").values(n=Count("organisation", distinct=True))
                            ),
                            0,
                        ),
                    ),
                    output_field=IntegerField(),
                ),
                sector_list=Coalesce(
                    Subquery(sectors.order_by().values("cluster").values(all=_SECTORS)),
                    Value([], JSONField()),
                    output_field=JSONField(),
                ),
            )
            .select_related("seat__parent")
        )

    def with_places(self, day: dt.date) -> Self:
        """Adds ``places``: the municipality and counties of the day that the seat lies in (regions/places.py)."""
        return self.annotate(places=places_on(day))

    def in_region(self, *codes: str) -> Self:
        """Seated in any of the regions, whatever the era of the code (``12`` Hordaland, ``46`` Vestland)."""
        lineage = apps.get_model("regions", "RegionLineage").objects
        return self.filter(Exists(lineage.filter(seat=OuterRef("seat"), region__code__in=codes)))

    def at_tier(self, *codes: str) -> Self:
        """Whose tier on the day, or last tier, is any of these. Follows ``on(day)``."""
        return self.filter(tier_code__in=codes)

    def in_sector(self, *slugs: str) -> Self:
        """Working in any of the sectors."""
        links = apps.get_model("clusters", "ClusterSector").objects
        return self.filter(Exists(links.filter(cluster=OuterRef("pk"), sector__slug__in=slugs)))

    def with_status(self, *statuses: str) -> Self:
        """Whose status on the day is any of these. Follows ``on(day)``."""
        return self.filter(status__in=statuses)

    def with_member(self, *organisations: int) -> Self:
        """With any of the organisations as a member, whenever it was."""
        members = apps.get_model("clusters", "Membership").objects
        return self.filter(Exists(members.filter(cluster=OuterRef("pk"), organisation__in=organisations)))

    def search(self, text: str) -> Self:
        """Every word begins a word in the cluster's names, texts, sectors, seat or host.

        An organisation number (host's) or a web domain matches by itself. Adds ``relevance``, lower first:
        exact name, beginning of the name, any other hit.
        """
        matches = Q()
        for word in words(text):
            matches &= self._has_word(word)
        if is_valid(compact(text)):
            matches = Q(Exists(self._hosts().filter(organisation__organisation_number=compact(text))))
        elif domain := web_domain(text):
            matches = Q(website__icontains=domain)
        elif not words(text):
            matches = _NOTHING
        names = apps.get_model("clusters", "ClusterName").objects.filter(cluster=OuterRef("pk"))
        return self.filter(matches).annotate(relevance=_relevance(text, names))

    def _has_word(self, word: str) -> Q:
        query = prefix_query(word)
        names = apps.get_model("clusters", "ClusterName").objects.filter(cluster=OuterRef("pk"))
        sectors = apps.get_model("clusters", "ClusterSector").objects.filter(cluster=OuterRef("pk"))
        regions = _places()
        return (
            Q(search_vector=query)
            | Q(Exists(names.filter(search_vector=query)))
            | Q(Exists(self._hosts().filter(organisation__search_vector=query)))
            | Q(
                Exists(
                    sectors.filter(
                        Q(sector__name_folded__startswith=word) | Q(sector__name_folded__contains=f" {word}")
                    )
                )
            )
            | Q(Exists(regions.filter(region__name_folded__startswith=word)))
        )

    def _hosts(self) -> "models.QuerySet[Any]":
        return apps.get_model("clusters", "HostPeriod").objects.filter(cluster=OuterRef("pk"))


class OrganisationQuerySet(models.QuerySet[Any]):
    """Organisations."""

    def editable_by(self, user: StaffMember) -> Self:
        """What the person may change: organisations are kept in common, so every editor may."""
        return self if user.edits_everything or user.edits_own else self.none()

    def catalogue(self, day: dt.date) -> Self:
        """What every public door starts from. Adds ``cluster_count``: published clusters it belongs to on the day."""
        members = (
            apps.get_model("clusters", "Membership")
            .objects.filter(organisation=OuterRef("pk"), cluster__publication=Publication.PUBLISHED)
            .on(day)
        )
        count = members.order_by().values("organisation").values(n=Count("cluster", distinct=True))
        return (
            self.filter(merged_into__isnull=True)
            .annotate(cluster_count=Coalesce(Subquery(count), 0))
            .select_related("seat__parent")
        )

    def with_places(self, day: dt.date) -> Self:
        """Adds ``places``: the municipality and counties of the day that the seat lies in (regions/places.py)."""
        return self.annotate(places=places_on(day))

    def in_region(self, *codes: str) -> Self:
        """Seated in any of the regions, whatever the era of the code."""
        lineage = apps.get_model("regions", "RegionLineage").objects
        return self.filter(Exists(lineage.filter(seat=OuterRef("seat"), region__code__in=codes)))

    def of_kind(self, *kinds: str) -> Self:
        """Of any of the kinds."""
        return self.filter(kind__in=kinds)

    def member_of(self, *slugs: str) -> Self:
        """Members, whenever it was, of any of the published clusters."""
        members = apps.get_model("clusters", "Membership").objects.filter(
            organisation=OuterRef("pk"), cluster__slug__in=slugs, cluster__publication=Publication.PUBLISHED
        )
        return self.filter(Exists(members))

    def search(self, text: str) -> Self:
        """Every word begins a word in the organisation's names or seat; its number or web domain matches by itself.

        Adds ``relevance``, lower first: exact name, beginning of the name, any other hit.
        """
        names = apps.get_model("clusters", "OrganisationName").objects.filter(organisation=OuterRef("pk"))
        regions = _places()
        matches = Q()
        for word in words(text):
            query = prefix_query(word)
            matches &= (
                Q(search_vector=query)
                | Q(Exists(names.filter(search_vector=query)))
                | Q(Exists(regions.filter(region__name_folded__startswith=word)))
            )
        if is_valid(compact(text)):
            matches = Q(organisation_number=compact(text))
        elif domain := web_domain(text):
            matches = Q(website__icontains=domain)
        elif not words(text):
            matches = _NOTHING
        return self.filter(matches).annotate(relevance=_relevance(text, names))


class MembershipQuerySet(ValidTimeQuerySet):
    """Memberships."""

    def published(self) -> Self:
        """Memberships of published clusters."""
        return self.filter(cluster__publication=Publication.PUBLISHED)

    def catalogue(self, day: dt.date) -> Self:
        """What every public door starts from: memberships that had begun by the day, with ``status`` on it.

        ``status`` is active while it holds, unconfirmed where an assumed end has passed or no year is
        known, former where the end is known.
        """
        begun = Q(period__startswith__lte=day) | Q(period__startswith__isnull=True)
        return (
            self.published().filter(begun).annotate(status=_validity_on(day)).select_related("cluster", "organisation")
        )
