"""Clusters: what stands in the catalogue on a day, and how it is narrowed."""

import datetime as dt
from collections.abc import Iterable
from typing import Self

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    FilteredRelation,
    Func,
    JSONField,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, JSONObject, Least

from clusters import search
from clusters.choices import Publication
from clusters.correlated import of_cluster, of_model
from clusters.querysets.codes import any_of, at_tiers, end_confirmed_in, in_sectors
from clusters.querysets.fenced import fenced
from clusters.querysets.organisations import has_number
from clusters.querysets.seated import SeatedQuerySet, StaffMember
from clusters.querysets.steps import count_on
from history.valid_time import StartPrecision

_KNOWN_START = Case(When(start_precision=StartPrecision.UNKNOWN, then=None), default=F("period__startswith"))
_TIER = "of_the_day__tier__"
_PERIOD = "of_the_day__tier_period__"
_STANDING = JSONObject(
    tier=JSONObject(code=f"{_TIER}code", nb=f"{_TIER}short_name_nb", en=f"{_TIER}short_name_en", rank=f"{_TIER}rank"),
    start=f"{_PERIOD}period__startswith",
    end=f"{_PERIOD}period__endswith",
    start_precision=f"{_PERIOD}start_precision",
    end_precision=f"{_PERIOD}end_precision",
    end_reason=f"{_PERIOD}end_reason",
)
_SECTORS = JSONBAgg(
    JSONObject(slug="sector__slug", nb="sector__name_nb", en="sector__name_en"), order_by="sector__name_key"
)


def _inside(part: str) -> Q:
    """By the words in use (database function ``clusters_with_inside``): texts lie outside the rows."""
    found = Func(Value(part), function="clusters_with_inside", template="(SELECT %(function)s(%(expressions)s))")
    return Q(pk__in=found)


_CATALOGUE = search.Catalogue(_inside, has_texts=True)


class ClusterQuerySet(SeatedQuerySet):
    """Clusters."""

    def published(self) -> Self:
        """What the public may know of."""
        return self.filter(publication=Publication.PUBLISHED)

    def withdrawn(self) -> Self:
        """What the public once knew of, and is told is gone."""
        return self.filter(publication=Publication.WITHDRAWN)

    def once_at(self, *slugs: str) -> Self:
        """Clusters that had any of the slugs before, or have it as that of another name; each once."""
        names = of_cluster("ClusterName").filter(slug__in=slugs)
        former = of_cluster("FormerSlug").filter(slug__in=slugs)
        return self.filter(Exists(names) | Exists(former))

    def editable_by(self, user: StaffMember) -> Self:
        """What the person may change: the records their owner is steward of (domain rule of the registry)."""
        if user.edits_everything:
            return self
        return self.filter(steward=user.owner_id) if user.edits_own and user.owner_id else self.none()

    def on(self, day: dt.date) -> Self:
        """Clusters that had entered the programme by the day, each with its standing that day.

        Adds ``cluster_key`` (its id, as narrow rows call it), ``standing`` (the deciding tier period as JSON, NULL
        without one), ``tier_key``, ``tier_code``, ``status``, ``entered_year`` (NULL where not known),
        ``is_end_assumed`` and ``reference_day``: the day itself, or the last day on a tier of one that has left.
        """
        of_the_day = FilteredRelation("standings", condition=Q(standings__period__contains=day))
        last_day = Cast(F("of_the_day__tier_period__period__endswith") - dt.timedelta(days=1), DateField())
        return (
            self.annotate(of_the_day=of_the_day)
            .filter(of_the_day__isnull=False)
            .alias(moves=F("of_the_day__moves"))
            .annotate(
                cluster_key=F("pk"),
                standing=Case(When(of_the_day__tier__isnull=False, then=_STANDING), output_field=JSONField()),
                tier_key=F("of_the_day__tier"),
                tier_code=F("of_the_day__tier__code"),
                status=F("of_the_day__status"),
                entered_year=F("of_the_day__entered_year"),
                is_end_assumed=F("of_the_day__is_end_assumed"),
                reference_day=Least(Value(day, DateField()), last_day),
            )
        )

    def catalogue(self, day: dt.date) -> Self:
        """What every public door starts from: published clusters on the day with what a list shows of them.

        Adds to ``on(day)``: ``sector_list``, ``since`` (first day on any tier, NULL where no source names it)
        and ``member_count``: unique organisations on the reference day, NULL where no member is known at all.
        """
        periods = of_cluster("TierPeriod").levels().order_by("period__startswith")
        sectors = of_cluster("ClusterSector").order_by().values("cluster").values(all=_SECTORS)
        return (
            self.published()
            .on(day)
            .annotate(
                since=Subquery(periods.values(since=_KNOWN_START)[:1]),
                member_count=count_on(day, "of_the_day__member_days", "of_the_day__member_counts"),
                sector_list=Coalesce(Subquery(sectors), Value([], JSONField()), output_field=JSONField()),
            )
            .select_related("seat__parent")
        )

    def at_tier(self, *tiers: int, or_none: bool = False) -> Self:
        """Whose tier on the day, or last tier, is any of these, by id; or that have none. Follows ``on(day)``."""
        return self.filter(at_tiers(tiers, or_none=or_none))

    def in_sector(self, *slugs: str) -> Self:
        """Working in any of the sectors."""
        return self.filter(in_sectors(slugs))

    def with_status(self, *statuses: str) -> Self:
        """Whose status on the day is any of these. Follows ``on(day)``."""
        return self.filter(status__in=statuses)

    def moved(self, *moves: str) -> Self:
        """That have gone any of these ways by the day (clusters/moves.py). Follows ``on(day)``."""
        return self.filter(moves__overlap=list(moves))

    def entered(self, *years: str) -> Self:
        """Whose first level period began in any of the years; ``none``: in a year that no source names.

        Follows ``on(day)``.
        """
        return self.filter(any_of("entered_year", years))

    def with_end_confirmed(self, *answers: str) -> Self:
        """Whose tier of the day has an end that a source names or that has not come (``true``), or not (``false``).

        Follows ``on(day)``.
        """
        return self.filter(end_confirmed_in(answers))

    def with_member(self, *organisations: int) -> Self:
        """With any of the organisations as a member, whenever it was."""
        return self.filter(Exists(of_cluster("Membership").filter(organisation__in=organisations)))

    def with_members_seated_in(self, seats: Iterable[int], day: dt.date, *, by_area: bool) -> Self:
        """With a member on the reference day whose seat is any of these; ``by_area`` for those of whole counties."""
        places = of_model("MemberPlace").seated_in(seats, day, by_area=by_area)
        return self.filter(pk__in=places.values("cluster"))

    def led_by(self, way: search.Way) -> Self:
        """What the way leads to, by its index before anything else is looked at.

        Words and texts lie outside the rows (migration ``narrow_rows``), which PostgreSQL does not reckon with: left to
        itself it fetches them for one cluster after another, at ten times the cost.
        """
        return fenced(self, self.model.objects.filter(way.condition).order_by(*way.order))

    def ways(self, question: search.Question) -> list[search.Way]:
        """By its own domain or words, or the number of a host."""
        hosts = of_model("HostPeriod").filter(has_number(question.number, "organisation__"))
        return search.ways(question, _CATALOGUE, Q(pk__in=hosts.values("cluster")))
