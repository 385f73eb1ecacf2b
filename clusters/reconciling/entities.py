"""What can be reconciled: the two types, the names that entities go by, and reading many of them at once."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from clusters.models import Cluster, ClusterWord, Organisation, OrganisationWord

_IDENTITY = re.compile(r"(cluster|organisation)-([0-9]{1,18})", re.ASCII)


@dataclass(frozen=True)
class EntityType:
    """A kind of entity."""

    id: str
    name: str
    #: What the ids of its entities begin with, and what its views are called.
    noun: str
    model: Any
    #: Where the words in use are kept, for mending mistyped ones.
    words: str

    @property
    def told(self) -> dict[str, str]:
        """As answers tell of it."""
        return {"id": self.id, "name": self.name}

    def records(self) -> Any:
        """What the public may know of."""
        return self.model.objects.published() if self.model is Cluster else self.model.objects.filter(merged_into=None)


CLUSTER = EntityType("Cluster", "Cluster", "cluster", Cluster, ClusterWord._meta.db_table)
ORGANISATION = EntityType("Organisation", "Organisation", "organisation", Organisation, OrganisationWord._meta.db_table)
TYPES = {one.id: one for one in (CLUSTER, ORGANISATION)}
BY_NOUN = {one.noun: one for one in TYPES.values()}


@dataclass(frozen=True)
class Entity:
    """A record of the catalogue with its type."""

    type: EntityType
    record: Any

    @property
    def id(self) -> str:
        """What it goes by here: the type and the record's id, which no renaming changes."""
        return f"{self.type.noun}-{self.record.pk}"

    @property
    def name(self) -> str:
        """The name in use."""
        return str(self.record.name)

    @property
    def other_names(self) -> list[str]:
        """Former and other names, and the acronym."""
        acronym = getattr(self.record, "acronym", "")
        return [*self.record.other_names.splitlines(), *([acronym] if acronym else [])]

    @property
    def identifiers(self) -> set[str]:
        """Its identifiers in other schemes."""
        return {row.value for row in self.record.identifiers.all()} if self.type is ORGANISATION else set()

    def places(self, level: str) -> list[dict[str, str]]:
        """The municipality or counties of its seat."""
        return [place for place in self.record.places or () if place["level"] == level]

    @property
    def description(self) -> str:
        """What tells it from others of the same name."""
        kind = self.record.get_kind_display() if self.type is ORGANISATION else self.record._meta.verbose_name
        places = [place["nb"] for place in self.places("municipality") or self.places("county")]
        number = getattr(self.record, "organisation_number", "")
        return ", ".join(str(part) for part in (capfirst(str(kind)), *places[:1], number) if part)


def read(identities: Iterable[str], day: dt.date) -> dict[str, Entity]:
    """The entities by their ids; ids of nothing that is published are left out. One query a type."""
    keys: defaultdict[str, list[int]] = defaultdict(list)
    for identity in identities:
        if found := _IDENTITY.fullmatch(identity):
            keys[found[1]].append(int(found[2]))
    read_ones = (entity for noun, ids in keys.items() for entity in of_type(BY_NOUN[noun], ids, day))
    return {entity.id: entity for entity in read_ones}


def of_type(kind: EntityType, keys: Iterable[int], day: dt.date) -> list[Entity]:
    """The published records of the type with these ids, in one query, and one more for identifiers."""
    wanted = list(keys)
    if not wanted:
        return []
    rows = kind.model.objects.catalogue(day).filter(pk__in=wanted).with_places(day)
    if kind is ORGANISATION:
        rows = rows.prefetch_related("identifiers")
    return [Entity(kind, row) for row in rows]
