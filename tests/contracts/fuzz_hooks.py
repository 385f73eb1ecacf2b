"""What schemathesis cannot read in the schema: the registry's own vocabularies, and parameters that exclude each other.

Values of a format are what the lists of the API name just then, so that whatever the schema allows can be answered.
Loaded by schemathesis (``schemathesis.toml``), outside Django.
"""

import datetime as dt
import json
import random
import urllib.request
from collections.abc import Callable
from functools import cache
from typing import Any

import schemathesis
from hypothesis import strategies as st

FIRST_DAY, LAST_DAY = dt.date(2002, 1, 1), dt.date.today()  # noqa: DTZ011 (within a day)
#: The schema, once it is loaded: it knows where the registry is that is asked for its vocabularies.
_loaded: list[Any] = []


def _get(path: str) -> Any:
    with urllib.request.urlopen(str(_loaded[-1].location).removesuffix("schema/") + path) as answer:
        return json.load(answer)


def _rows(resource: str, query: str = "page_size=500") -> list[dict[str, Any]]:
    return list(_get(f"{resource}/?{query}")["results"])


def _names(resource: str, field: str) -> list[str]:
    return [str(row[field]) for row in _rows(resource)]


def _moves() -> list[str]:
    return [*(f"outside~{code}" for code in _names("tiers", "code")), "arena~nce", "nce~outside"]


def _organisations() -> list[str]:
    rows = _rows("organisations", "page_size=100")
    return [str(row["organisation_number"] or row["id"]) for row in rows] + [str(rows[0]["id"])]


def _slugs_together() -> list[str]:
    slugs = _names("clusters", "slug")
    return [*slugs, "~".join(slugs[:2]), "~".join(slugs[-4:])]


def _years() -> list[str]:
    return [*map(str, range(FIRST_DAY.year, LAST_DAY.year + 1))]


#: Format of the schema → what its values are.
VOCABULARIES: dict[str, Callable[[], list[str]]] = {
    "cluster-slug": lambda: _names("clusters", "slug"),
    "cluster-slugs": _slugs_together,
    "organisation-key": _organisations,
    "indicator-slug": lambda: _names("indicators", "slug"),
    "owner-slug": lambda: _names("owners", "slug"),
    "region-code": lambda: [*_names("regions", "code"), "12", "1201", "none"],
    "sector-slug": lambda: [*_names("sectors", "slug"), "none"],
    "tier-code": lambda: _names("tiers", "code"),
    "tier-move": _moves,
    "cursor": lambda: ["*"],
    "year": _years,
    "year-or-none": lambda: [*_years(), "none"],
}


def _drawn(vocabulary: Callable[[], list[str]]) -> st.SearchStrategy[str]:
    values = cache(vocabulary)
    return st.integers(min_value=0).map(lambda number: random.Random(number).choice(values()))


for _name, _vocabulary in VOCABULARIES.items():
    schemathesis.openapi.format(_name, _drawn(_vocabulary))
schemathesis.openapi.format("date", st.dates(FIRST_DAY, LAST_DAY).map(str))


@cache
def _taken_by_figures() -> dict[str, list[str]]:
    """What each figure may be asked, which no schema can say of one address."""
    answer = _get("statistics/")
    return {figure["name"]: figure["parameters"] for figure in [*answer["figures"], *answer["more_figures"]]}


@schemathesis.hook
def after_load_schema(_context: Any, schema: Any) -> None:
    """Keep it."""
    _loaded.append(schema)


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
    """What is to be answered asks for no day to come (ends in answers are tried as days), and walks without pages."""
    query = case.query or {}
    if not (case.meta and case.meta.generation.mode.is_positive):
        return
    if str(query.get("as_of", "")) > str(LAST_DAY):
        query["as_of"] = str(LAST_DAY)
    if "cursor" in query:
        for name in ("page", "ordering"):
            query.pop(name, None)
    if case.operation.path.endswith("/statistics/{key}/"):
        taken = _taken_by_figures().get(str((case.path_parameters or {}).get("key")), list(query))
        for name in query.keys() - taken:
            del query[name]
