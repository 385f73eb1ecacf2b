"""The part of the real registry that synthetic records stand on: regions, tiers, sectors, owners."""

from dataclasses import dataclass
from random import Random

from clusters.demo.draws import Weighted, ranked
from clusters.demo.vocabulary import districts, place_weights
from clusters.models import Sector
from programmes.models import ProgrammeOwner, Tier
from regions.models import Region

#: The tiers that histories are made of.
TIERS = ("arena", "nce", "arena-pro", "gce", "mature")


class NotLoadedError(Exception):
    """The bundled data is not there. The message names what is missing."""


@dataclass(frozen=True)
class Place:
    """A municipality of today."""

    id: int
    name: str
    county: str


@dataclass(frozen=True)
class Window:
    """When a tier takes clusters in (years, the second exclusive or None), and how long it supports them."""

    tier: int
    opens: int
    closes: int | None
    longest_years: int


@dataclass(frozen=True)
class Ground:
    """What records refer to, by id."""

    places: Weighted[Place]
    tiers: dict[str, Window]
    sectors: dict[str, int]
    owners: Weighted[int]

    def district(self, random: Random, place: Place) -> str:
        """A district that the place lies in; where none is listed, the place."""
        listed = districts().get(place.county)
        return listed.draw(random) if listed else place.name


def find_ground() -> Ground:
    """Look everything up. Raises NotLoadedError naming what is not there."""
    places = [(place, place_weights().get(code, 1)) for code, place in _municipalities().items()]
    tiers = _tiers()
    sectors = dict(Sector.objects.order_by("id").values_list("slug", "id"))
    owners = list(ProgrammeOwner.objects.order_by("id").values_list("id", flat=True))
    found = {"municipalities of today": places, "sectors": sectors, "programme owners": owners}
    missing = [name for name, rows in found.items() if not rows]
    missing += [f"tier {code}" for code in TIERS if code not in tiers]
    if missing:
        raise NotLoadedError(f"missing: {', '.join(missing)}")
    return Ground(Weighted(places), tiers, sectors, ranked(owners))


def _municipalities() -> dict[str, Place]:
    present = Region.objects.filter(level=Region.Level.MUNICIPALITY, period__upper_inf=True).order_by("code")
    listed = present.values_list("code", "id", "name_nb")
    return {code: Place(pk, name, code[:2]) for code, pk, name in listed}


def _tiers() -> dict[str, Window]:
    return {
        tier.code: Window(
            tier.pk,
            tier.period.lower.year,
            tier.period.upper.year if tier.period.upper else None,
            tier.longest_support_years,
        )
        for tier in Tier.objects.filter(code__in=TIERS, period__startswith__isnull=False)
    }
