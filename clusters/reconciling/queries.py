"""Reading what is asked: batches of queries and of rows to extend, as JSON in a form or a query string."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from clusters.reconciling.entities import TYPES, EntityType
from clusters.reconciling.properties import COMPARED_BY_ID, READ_BY_ID, Property
from doors.filtersets import LONGEST_QUERY, Problem, nearest

MOST_QUERIES, MOST_IDS, MOST_PROPERTIES = 100, 1_000, 20
DEFAULT_LIMIT, LARGEST_LIMIT = 10, 50


class Unreadable(Exception):  # noqa: N818 (what it is, not that it is an error)
    """The batch cannot be answered; ``problem`` says what is wrong with it, in English."""

    def __init__(self, parameter: str, value: object, message: str, near: str = "") -> None:
        self.problem = Problem(parameter, str(value)[:80], message, near)
        super().__init__(message)


@dataclass(frozen=True)
class Query:
    """What one cell is thought to name."""

    text: str
    types: tuple[EntityType, ...]
    limit: int
    asked: tuple[tuple[Property, list[str]], ...]

    def values(self, name: str) -> list[str]:
        """What the query says of the property."""
        return [value for one, values in self.asked for value in values if one.id == name]


def read_queries(text: str) -> dict[str, Query]:
    """The batch by the names of its queries. Raises Unreadable."""
    batch = _object(_json("queries", text), "queries", "The batch")
    if len(batch) > MOST_QUERIES:
        raise Unreadable("queries", len(batch), f"A batch has {MOST_QUERIES} queries at most. Send several batches.")
    return {name: _query(f"queries.{name}", one) for name, one in batch.items()}


def _query(where: str, data: Any) -> Query:
    query = _object(data, where, "A query")
    text = query.get("query", "")
    if not isinstance(text, str):
        raise Unreadable(f"{where}.query", text, "What is looked for is a text.")
    types = _types(where, query.get("types") or query.get("type"))
    return Query(text.strip()[: LONGEST_QUERY + 1], types, _limit(where, query.get("limit")), _asked(where, query))


def _types(where: str, value: Any) -> tuple[EntityType, ...]:
    named = value if isinstance(value, list) else [value] if value else list(TYPES)
    return tuple(_type(where, one.get("id") if isinstance(one, dict) else one) for one in named)


def _type(where: str, name: Any) -> EntityType:
    if isinstance(name, str) and name in TYPES:
        return TYPES[name]
    raise Unreadable(f"{where}.type", name, f"The types are {' and '.join(TYPES)}.", _near(name, TYPES))


def _limit(where: str, value: Any) -> int:
    if value is None or value == 0:
        return DEFAULT_LIMIT
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Unreadable(f"{where}.limit", value, "A limit is a whole number, 1 or more.")
    return min(value, LARGEST_LIMIT)


def _asked(where: str, query: Mapping[str, Any]) -> tuple[tuple[Property, list[str]], ...]:
    rows = query.get("properties") or []
    if not isinstance(rows, list) or len(rows) > MOST_PROPERTIES:
        raise Unreadable(f"{where}.properties", len(rows), f"Properties are a list of {MOST_PROPERTIES} at most.")
    found = []
    for row in rows:
        name = row.get("pid") if isinstance(row, dict) else None
        one = _property(f"{where}.properties", name, COMPARED_BY_ID)
        found.append((one, [text for value in _listed(row.get("v")) if (text := _text(value))]))
    return tuple((one, values) for one, values in found if values)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    """A value of a cell: text, number, or an entity that another service has found."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("id")
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a spreadsheet's number of nine digits
    return "" if value is None else str(value).strip()[:LONGEST_QUERY]


@dataclass(frozen=True)
class Extension:
    """Rows to extend with properties."""

    ids: list[str]
    properties: list[Property]


def read_extension(text: str) -> Extension:
    """What rows are to be extended with. Raises Unreadable."""
    data = _object(_json("extend", text), "extend", "An extension")
    ids, rows = data.get("ids"), data.get("properties")
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids) or len(ids) > MOST_IDS:
        raise Unreadable("extend.ids", "", f"“ids” is a list of {MOST_IDS} ids at most.")
    if not isinstance(rows, list) or len(rows) > MOST_PROPERTIES:
        raise Unreadable("extend.properties", "", f"“properties” is a list of {MOST_PROPERTIES} at most.")
    names = [row.get("id") if isinstance(row, dict) else None for row in rows]
    return Extension(ids, [_property("extend.properties", name, READ_BY_ID) for name in names])


def _property(where: str, name: Any, known: Mapping[str, Property]) -> Property:
    if isinstance(name, str) and name in known:
        return known[name]
    raise Unreadable(where, name, f"There is no such property. There are: {', '.join(known)}.", _near(name, known))


def _near(name: Any, known: Iterable[str]) -> str:
    return nearest(str(name), known) or ""


def _json(parameter: str, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable(parameter, text, f"“{parameter}” is not JSON.") from None


def _object(data: Any, where: str, what: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise Unreadable(where, data, f"{what} is a JSON object.")
    return data
