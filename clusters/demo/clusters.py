"""Synthetic clusters with their sectors, names, hosts and tier periods."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from clusters.choices import NameKind, Publication, Reach
from clusters.demo.cluster_names import ClusterNames, Name, acronym_of
from clusters.demo.cluster_texts import ClusterTexts
from clusters.demo.copying import Progress, Table, Values, unheard
from clusters.demo.draws import Weighted
from clusters.demo.ground import Ground, Place
from clusters.demo.hosts import Hosts
from clusters.demo.marking import LAST_DAY, LAST_YEAR, SOURCE
from clusters.demo.recruitment import Recruits
from clusters.demo.tier_histories import Stay, draw_history
from clusters.demo.valid_times import FIELDS, NO_YEARS, ValidTimeValues, values_of
from clusters.demo.vocabulary import Field, fields
from clusters.models import Cluster, ClusterName, ClusterSector, HostPeriod, TierPeriod
from clusters.periods import Span, first_day, joined_span
from history.valid_time import EndPrecision, StartPrecision

#: Clusters in one COPY; their children follow in batches of their own.
BATCH = 20_000
CLUSTER_FIELDS = (
    "id",
    "name",
    "slug",
    "acronym",
    "summary_nb",
    "summary_en",
    "description_nb",
    "description_en",
    "seat",
    "reach",
    "founded_year",
    "website",
    "email",
    "steward",
    "publication",
    "source",
)
TIER_PERIOD_FIELDS = ("cluster", "tier", *FIELDS, "decided_date", "end_reason", "source")
NAME_FIELDS = ("cluster", "name", "kind", "slug", *FIELDS, "source")
PUBLICATIONS = Weighted(
    [
        (Publication.PUBLISHED, 96),
        (Publication.DRAFT, 2),
        (Publication.IN_REVIEW, 1),
        (Publication.WITHDRAWN, 1),
    ]
)
#: Shares of clusters with …
ACRONYM, WEBSITE, EMAIL, NATIONAL, RENAMED, ALSO_KNOWN, SEATLESS = 0.5, 0.7, 0.5, 0.15, 0.7, 0.12, 0.01
#: How the time of a former name is known.
NAME_TIMES = Weighted([("years", 50), ("start", 30), ("nothing", 20)])
EARLIEST_FOUNDING = 6
LONGEST_SLUG = 40


@dataclass(frozen=True)
class Standing:
    """What memberships must know of a cluster."""

    id: int
    place: Place
    spans: tuple[Span, ...]
    start: dt.date
    end: dt.date | None

    @property
    def last_day(self) -> dt.date:
        """The last day on which something can happen to the cluster here."""
        return min(self.end or LAST_DAY, LAST_DAY)


class Clusters:
    """Makes clusters, and writes them with what belongs to them."""

    def __init__(self, seed: int, ground: Ground, recruits: Recruits, first_id: int, taken: set[str]) -> None:
        """``taken`` are the slugs that are in use."""
        self._random = Random(f"{seed} clusters")
        self._ground = ground
        self._names = ClusterNames(self._random, ground, taken)
        self._texts = ClusterTexts(self._random)
        self._hosts = Hosts(self._random, recruits)
        self._first_id = first_id
        self._children: dict[Table, list[Values]] = {
            (sectors := Table(ClusterSector, "cluster", "sector")): [],
            (periods := Table(TierPeriod, *TIER_PERIOD_FIELDS)): [],
            (names := Table(ClusterName, *NAME_FIELDS)): [],
            (hosts := Table(HostPeriod, "cluster", "organisation", "basis", *FIELDS, "source")): [],
        }
        self._sectors, self._periods = self._children[sectors], self._children[periods]
        self._other_names, self._host_periods = self._children[names], self._children[hosts]
        self.standings: list[Standing] = []

    def write(self, number: int, progress: Progress) -> dict[str, int]:
        """Write that many. Answers how many rows each model got."""
        clusters = Table(Cluster, *CLUSTER_FIELDS)
        counts = {"clusters": number}
        for start in range(0, number, BATCH):
            clusters.copy(self._rows(start, min(start + BATCH, number)), progress)
            for table, rows in self._children.items():
                kind = str(table.model._meta.verbose_name_plural)
                counts[kind] = counts.get(kind, 0) + table.copy(rows, unheard)
                rows.clear()
        return counts

    def _rows(self, start: int, stop: int) -> Iterator[Values]:
        return (self._row(self._first_id + index) for index in range(start, stop))

    def _row(self, pk: int) -> Values:
        random = self._random
        place, field = self._ground.places.draw(random), fields().draw(random)
        stays = draw_history(random, self._ground.tiers)
        name = self._names.draw(stays[-1].code, place, field)
        standing = _standing(pk, place, stays, random)
        self.standings.append(standing)
        self._note_children(standing, name, field, stays)
        summary, description = self._texts.draw(name.text, place, field)
        domain = f"{name.slug[:LONGEST_SLUG].strip('-')}.example"
        return (
            pk,
            name.text,
            name.slug,
            acronym_of(name.text) if random.random() < ACRONYM else "",
            summary.nb,
            summary.en,
            description.nb,
            description.en,
            None if random.random() < SEATLESS else place.id,
            (Reach.NATIONAL if random.random() < NATIONAL else Reach.REGIONAL).value,
            standing.start.year - random.randint(0, EARLIEST_FOUNDING),
            f"https://www.{domain}" if random.random() < WEBSITE else "",
            f"post@{domain}" if random.random() < EMAIL else "",
            self._ground.owners.draw(random),
            PUBLICATIONS.draw(random).value,
            SOURCE,
        )

    def _note_children(self, standing: Standing, name: Name, field: Field, stays: list[Stay]) -> None:
        pk = standing.id
        self._sectors += [(pk, sector) for sector in self._sector_ids(field)]
        self._periods += [
            (pk, stay.tier, *values_of(stay.span), stay.decided, stay.end_reason, SOURCE) for stay in stays
        ]
        self._other_names += self._names_beside(standing, name, field, stays)
        self._host_periods += [(pk, *host, SOURCE) for host in self._hosts.draw(standing.place.county, standing.spans)]

    def _sector_ids(self, field: Field) -> set[int]:
        slugs = [*field.sectors]
        if self._random.random() < 1 / 4:
            slugs.extend(fields().draw(self._random).sectors[:1])
        return {self._ground.sectors[slug] for slug in slugs if slug in self._ground.sectors}

    def _names_beside(self, standing: Standing, name: Name, field: Field, stays: list[Stay]) -> Iterator[Values]:
        """Values of a name from an earlier tier, and of one that is used too."""
        if len(stays) > 1 and self._random.random() < RENAMED:
            former = self._names.earlier(name, stays[0].code)
            if former:
                when = self._name_time(standing, stays)
                yield (standing.id, former.text, NameKind.FORMER.value, former.slug, *when, SOURCE)
        if self._random.random() < ALSO_KNOWN:
            kind = self._random.choice((NameKind.ALTERNATIVE, NameKind.ENGLISH)).value
            yield (standing.id, self._names.other(standing.place, field), kind, "", *NO_YEARS, SOURCE)

    def _name_time(self, standing: Standing, stays: list[Stay]) -> ValidTimeValues:
        """The time of the name on the first tier."""
        start, after = standing.start, stays[1].span
        known = NAME_TIMES.draw(self._random)
        if known == "nothing" or after is None:
            return NO_YEARS
        if known == "start":
            return values_of(joined_span(first_day(start.year), StartPrecision.YEAR, standing.spans))
        end = first_day(max(after.start.year, start.year + 1))
        return values_of(Span(first_day(start.year), end, StartPrecision.YEAR, EndPrecision.YEAR))


def _standing(pk: int, place: Place, stays: list[Stay], random: Random) -> Standing:
    spans = tuple(stay.span for stay in stays if stay.span)
    if spans:
        return Standing(pk, place, spans, spans[0].start, spans[-1].end)
    return Standing(pk, place, (), first_day(random.randint(2002, LAST_YEAR - 1)), None)
