"""Candidates with their scores: how much alike a name is, and what the other columns say of it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from clusters.organisation_number import compact
from clusters.reconciling.entities import ORGANISATION, Entity, EntityType, of_type
from clusters.reconciling.finding import core, found
from clusters.reconciling.queries import Query
from clusters.search import Question
from doors.filtersets import LONGEST_QUERY

#: A name that is another than today's, or only alike, is never worth as much as the name itself.
FORMER, ALIKE = 0.97, 0.9
#: What the other columns weigh beside the name.
OF_THE_NAME, OF_THE_COLUMNS = 0.7, 0.3
CERTAIN = 100.0


@dataclass(frozen=True)
class Candidate:
    """An entity that may be meant."""

    entity: Entity
    #: 0 to 100.
    score: float
    #: Whether the text is a name or an identifier of it, and no column says otherwise.
    is_exact: bool
    features: dict[str, float | bool]

    def told(self, *, match: bool) -> dict[str, Any]:
        """As an answer tells of it."""
        return {
            "id": self.entity.id,
            "name": self.entity.name,
            "description": self.entity.description,
            "type": [self.entity.type.told],
            "score": self.score,
            "match": match,
            "features": [{"id": name, "value": value} for name, value in self.features.items()],
        }


def candidates(queries: Mapping[str, Query], day: dt.date) -> dict[str, list[dict[str, Any]]]:
    """For each query its candidates, the likeliest first. A handful of statements for the whole batch.

    Raises TooBroad.
    """
    by_query = _entities(queries, day)
    return {name: _ranked(query, by_query[name]) for name, query in queries.items()}


def _entities(queries: Mapping[str, Query], day: dt.date) -> dict[str, list[Entity]]:
    entities: dict[str, list[Entity]] = {name: [] for name in queries}
    most = max((query.limit for query in queries.values()), default=0)
    for kind in dict.fromkeys(kind for query in queries.values() for kind in query.types):
        asking = [(name, query) for name, query in queries.items() if kind in query.types]
        asked = [(name, text) for name, query in asking for text in _texts(query, kind)]
        keys = found(kind, {number: text for number, (_name, text) in enumerate(asked)}, most)
        once = {key for ids in keys.values() for key in ids}
        known = {entity.record.pk: entity for entity in of_type(kind, once, day)}
        for number, ids in keys.items():
            entities[asked[number][0]] += [known[key] for key in ids if key in known]
    return entities


def _texts(query: Query, kind: EntityType) -> list[str]:
    """What is looked for among the type: the name without its legal form; numbers name organisations alone."""
    if len(query.text) > LONGEST_QUERY:
        return []
    question = Question(query.text)
    is_other = question.domains or question.identifiers
    name = "" if question.number else query.text if is_other else core(query.text)
    numbers = (
        [question.number or "", *map(compact, query.values("organisation-number"))] if kind is ORGANISATION else []
    )
    return [text for text in (name, *numbers) if text]


def _ranked(query: Query, entities: list[Entity]) -> list[dict[str, Any]]:
    once = {entity.id: entity for entity in entities}
    scored = [_scored(query, entity) for entity in once.values()]
    scored.sort(key=lambda one: (-one.score, one.entity.record.name_key, one.entity.id))
    is_only = sum(one.is_exact for one in scored) == 1
    return [one.told(match=is_only and one.is_exact and place == 0) for place, one in enumerate(scored[: query.limit])]


def _scored(query: Query, entity: Entity) -> Candidate:
    identified = _is_identified(query.text, entity)
    likeness, by_former = (1.0, False) if identified else _likeness(query.text, entity)
    agreed = {one: one.agrees(entity, values) for one, values in query.asked if entity.type in one.types}
    known = {one.id: agrees for one, agrees in agreed.items() if agrees is not None}
    proven = any(agrees and one.identifies for one, agrees in agreed.items())
    score = likeness
    if known:
        score = OF_THE_NAME * likeness + OF_THE_COLUMNS * sum(known.values()) / len(known)
    is_exact = proven or (likeness in (1.0, FORMER) and all(known.values()))
    features: dict[str, float | bool] = {"name": round(100 * likeness, 1), "former_name": by_former}
    features |= {name.replace("-", "_"): agrees for name, agrees in known.items()}
    return Candidate(entity, CERTAIN if proven else round(100 * score, 1), is_exact, features)


def _is_identified(text: str, entity: Entity) -> bool:
    """Whether the text is the entity's organisation number, web domain or identifier in another scheme."""
    question = Question(text)
    number = getattr(entity.record, "organisation_number", "")
    if question.number:
        return bool(question.number == number)
    return entity.record.website_domain in question.domains or bool(entity.identifiers & set(question.identifiers))


def _likeness(text: str, entity: Entity) -> tuple[float, bool]:
    """How much alike the likest name is, 0 to 1, and whether that is another than today's."""
    own = _alike(text, entity.name)
    others = max((_alike(text, name) for name in entity.other_names), default=0.0) * FORMER
    return (others, True) if others > own else (own, False)


def _alike(text: str, name: str) -> float:
    one, other = core(text), core(name)
    return 1.0 if one == other else ALIKE * SequenceMatcher(None, one, other, autojunk=False).ratio()
