"""The programme's own bundled facts: owners, programmes, tiers, money, milestones, published figures, effects."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from bundle.reading import Row, read_rows
from bundle.report import Report
from bundle.writing import synchronise
from history.valid_time import EndPrecision, StartPrecision
from programmes.models import (
    Appropriation,
    EffectFinding,
    Milestone,
    Ministry,
    PriorityArea,
    Programme,
    ProgrammeOwner,
    PublishedFigure,
    Tier,
)

DATA = Path(__file__).parent / "data"
PROGRAMME_COLUMNS = ("slug", "name_nb", "name_en", "from_year", "to_year", "successor", "source")
TIER_COLUMNS = (
    "code",
    "programme",
    "name_nb",
    "name_en",
    "short_name_nb",
    "short_name_en",
    "definition_nb",
    "definition_en",
    "rank",
    "kind",
    "longest_support_years",
    "from_year",
    "to_year",
    "annual_support_min",
    "annual_support_max",
    "note",
    "source",
)
APPROPRIATION_COLUMNS = ("year", "scope_nb", "scope_en", "amount", "ministry", "granted_by", "stage", "note", "source")
FIGURE_COLUMNS = ("as_of", "measure", "bound", "value", "unit", "wording_nb", "gap_nb", "gap_en", "source")
EFFECT_COLUMNS = (
    "year",
    "evaluator",
    "scope_nb",
    "scope_en",
    "method_nb",
    "method_en",
    "finding_nb",
    "finding_en",
    "measure",
    "bound",
    "value",
    "unit_nb",
    "unit_en",
    "source",
)


def load_programmes(report: Report, data: Path = DATA) -> None:
    """Write the programme's own facts. Raises BundleError naming file and line where a file is broken."""
    _load_plain(ProgrammeOwner, data / "owners.csv", ("slug", "name_nb", "name_en", "website", "role"), "slug", report)
    _load_plain(Ministry, data / "ministries.csv", ("code", "name_nb", "name_en"), "code", report)
    _load_programmes(read_rows(data / "programmes.csv", PROGRAMME_COLUMNS), report)
    _load_tiers(read_rows(data / "tiers.csv", TIER_COLUMNS), report)
    _load_appropriations(read_rows(data / "appropriations.csv", APPROPRIATION_COLUMNS), report)
    areas = read_rows(data / "priority_areas.csv", ("slug", "occasion", "number", "name_nb", "name_en", "source"))
    wanted = [{**row.values, "number": row.demand("number", int)} for row in areas]
    synchronise(PriorityArea, wanted, key=("slug",), report=report)
    milestones = read_rows(data / "milestones.csv", ("year", "event_nb", "event_en", "source"))
    wanted = [{**row.values, "year": row.demand("year", int)} for row in milestones]
    synchronise(Milestone, wanted, key=("year", "event_nb"), report=report)
    _load_figures(read_rows(data / "published_figures.csv", FIGURE_COLUMNS), report)
    _load_effects(read_rows(data / "effect_findings.csv", EFFECT_COLUMNS), report)


def _load_plain(model: Any, path: Path, columns: tuple[str, ...], key: str, report: Report) -> None:
    """A file whose columns are the model's own."""
    synchronise(model, [row.values for row in read_rows(path, columns)], key=(key,), report=report)


def _years(row: Row) -> dict[str, Any]:
    """Valid-time columns for a fact known by years."""
    start, end = row.demand("from_year", int), row.read("to_year", int)
    return {
        "period": DateRange(dt.date(start, 1, 1), dt.date(end + 1, 1, 1) if end else None),
        "start_precision": StartPrecision.YEAR,
        "end_precision": EndPrecision.YEAR if end else EndPrecision.OPEN,
    }


def _load_programmes(rows: list[Row], report: Report) -> None:
    # A programme stands after the one that continued it, so that it can point there.
    for row in sorted(rows, key=lambda row: row["successor"] != ""):
        successor = row.read("successor", lambda slug: Programme.objects.get(slug=slug).pk)
        wanted = {name: row[name] for name in ("slug", "name_nb", "name_en", "source")}
        synchronise(Programme, [{**wanted, **_years(row), "successor_id": successor}], key=("slug",), report=report)


def _load_tiers(rows: list[Row], report: Report) -> None:
    programmes = dict(Programme.objects.values_list("slug", "id"))
    wanted = []
    for row in rows:
        texts = {name: row[name] for name in TIER_COLUMNS[2:8]}
        wanted.append(
            {
                **texts,
                **_years(row),
                "code": row["code"],
                "programme_id": row.demand("programme", programmes.__getitem__),
                "rank": row.demand("rank", int),
                "kind": row.demand("kind", Tier.Kind),
                "longest_support_years": row.demand("longest_support_years", int),
                "annual_support_min": row.read("annual_support_min", int),
                "annual_support_max": row.read("annual_support_max", int),
                "note": row["note"],
                "source": row["source"],
            }
        )
    synchronise(Tier, wanted, key=("code",), report=report)


def _load_appropriations(rows: list[Row], report: Report) -> None:
    ministries = dict(Ministry.objects.values_list("code", "id"))
    wanted = [
        {
            "year": row.demand("year", int),
            "scope_nb": row["scope_nb"],
            "scope_en": row["scope_en"],
            "amount": row.demand("amount", int),
            "ministry_id": row.read("ministry", ministries.__getitem__),
            "granted_by": row["granted_by"],
            "stage": row.demand("stage", Appropriation.Stage),
            "note": row["note"],
            "source": row["source"],
        }
        for row in rows
    ]
    synchronise(Appropriation, wanted, key=("year", "scope_nb", "amount", "source"), report=report)


def _load_figures(rows: list[Row], report: Report) -> None:
    wanted = [
        {
            **row.values,
            "as_of": row.demand("as_of", dt.date.fromisoformat),
            "bound": row.demand("bound", PublishedFigure.Bound),
            "value": row.demand("value", int),
        }
        for row in rows
    ]
    synchronise(PublishedFigure, wanted, key=("as_of", "measure", "source"), report=report)


def _load_effects(rows: list[Row], report: Report) -> None:
    wanted = [
        {
            **row.values,
            "year": row.read("year", int),
            "bound": row.read("bound", PublishedFigure.Bound) or "",
            "value": row.read("value", Decimal),
        }
        for row in rows
    ]
    synchronise(EffectFinding, wanted, key=("evaluator", "finding_nb"), report=report)
