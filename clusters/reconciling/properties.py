"""Properties of entities: what candidates are compared by, and what rows can be extended with."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bilingual.norwegian import fold
from bilingual.text import both
from clusters.organisation_number import compact
from clusters.reconciling.entities import CLUSTER, ORGANISATION, Entity, EntityType

_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?([^/:?#\s]+)\S*", re.IGNORECASE)
EITHER = (CLUSTER, ORGANISATION)


@dataclass(frozen=True)
class Property:
    """What is known of an entity by one name."""

    id: str
    name: str
    types: tuple[EntityType, ...]
    #: Its values, as texts or numbers.
    values: Callable[[Entity], list[Any]]
    #: What a value is when it is compared.
    folded: Callable[[str], str] = fold
    #: Whether the same value means the same entity.
    identifies: bool = False

    @property
    def told(self) -> dict[str, str]:
        """As answers tell of it."""
        return {"id": self.id, "name": self.name}

    def agrees(self, entity: Entity, asked: list[str]) -> bool | None:
        """Whether any value asked for is the entity's; None where the registry knows none."""
        known = {self.folded(str(value)) for value in self.values(entity)}
        return bool(known & {self.folded(value) for value in asked}) if known else None


def _of(attribute: str) -> Callable[[Entity], list[Any]]:
    def values(entity: Entity) -> list[Any]:
        value = getattr(entity.record, attribute)
        return [] if value in (None, "") else [value]

    return values


def _regions(entity: Entity) -> list[str]:
    places = [*entity.places("municipality"), *entity.places("county")]
    return list(dict.fromkeys(text for place in places for text in (place["code"], place["nb"], place["en"]) if text))


def _named(level: str) -> Callable[[Entity], list[Any]]:
    return lambda entity: [place["nb"] for place in entity.places(level)]


def _tier(entity: Entity) -> list[str]:
    standing = entity.record.standing
    return [entity.record.tier_code, standing["tier"]["nb"]] if entity.record.tier_code else []


def _tier_code(entity: Entity) -> list[str]:
    return _tier(entity)[:1]


def _kind(entity: Entity) -> list[str]:
    return [entity.record.kind]


def _summary(entity: Entity) -> list[str]:
    return [text for text in both(entity.record, "summary").values() if text]


def _domain(address: str) -> str:
    found = _DOMAIN.fullmatch(address.strip())
    return found[1].lower() if found else address.lower()


COMPARED = (
    Property(
        "organisation-number",
        "Organisation number",
        (ORGANISATION,),
        _of("organisation_number"),
        compact,
        identifies=True,
    ),
    Property("website", "Website", EITHER, _of("website"), _domain),
    Property("region", "County or municipality, by code or name", EITHER, _regions),
    Property("kind", "Kind of organisation", (ORGANISATION,), _kind),
    Property("tier", "Tier, the last one of a cluster that has left", (CLUSTER,), _tier),
)
READ = (
    Property("organisation-number", "Organisation number", (ORGANISATION,), _of("organisation_number")),
    Property("website", "Website", EITHER, _of("website")),
    Property("municipality", "Municipality", EITHER, _named("municipality")),
    Property("county", "County", EITHER, _named("county")),
    Property("other-names", "Former and other names", EITHER, lambda entity: entity.other_names),
    Property("kind", "Kind of organisation", (ORGANISATION,), _kind),
    Property("industry-code", "Industry code (SN2007)", (ORGANISATION,), _of("industry_code")),
    Property("cluster-count", "Clusters it is a member of today", (ORGANISATION,), _of("cluster_count")),
    Property("tier", "Tier, the last one of a cluster that has left", (CLUSTER,), _tier_code),
    Property("status", "Status in the programme today", (CLUSTER,), _of("status")),
    Property("slug", "Slug", (CLUSTER,), _of("slug")),
    Property("member-count", "Members", (CLUSTER,), _of("member_count")),
    Property("founded", "Founded", (CLUSTER,), _of("founded_year")),
    Property("summary", "Summary", (CLUSTER,), _summary),
)
COMPARED_BY_ID = {one.id: one for one in COMPARED}
READ_BY_ID = {one.id: one for one in READ}
