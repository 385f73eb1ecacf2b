"""The bundled grants to organisations that run clusters, and clusters' key figures (docs/data-sources.md)."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from bundle.reading import BundleError, Row, read_rows
from bundle.report import Report
from bundle.writing import synchronise
from clusters.addresses import organisation_of_today
from clusters.choices import OrganisationKind
from clusters.loading.organisations import Organisations, Places
from clusters.models import Cluster, Organisation
from clusters.organisation_number import is_valid
from programmes.models import ProgrammeOwner, PublishedFigure
from support.models import Grant, GrantCluster, Indicator, Observation

DATA = Path(__file__).parent / "data"
COLUMNS = (
    *("cluster_slugs", "orgnr", "recipient_name", "granted_on", "amount_nok", "scheme_group", "deciding_unit"),
    *("county", "municipality", "nace"),
)
INDICATOR_COLUMNS = (
    *("slug", "name_nb", "name_en", "definition_nb", "definition_en", "unit_nb", "unit_en", "method_nb", "method_en"),
)
FIGURE_COLUMNS = ("cluster", "year", "indicator", "bound", "value", "note_nb", "note_en", "source")
#: Whose table of grants it is, and what it calls itself.
OWNER = "innovasjon-norge"
SOURCE = "Innovasjon Norge open grant data 2010-2018"
#: Between the slugs of clusters that one recipient ran.
BETWEEN = "|"
#: What tells a grant from all others in the table.
IDENTITY = ("recipient_in_source", "decided_date", "amount", "scheme", "deciding_unit", "sequence")


def load_support(report: Report, data: Path = DATA) -> None:
    """Write the grants, their recipients where they are missing, the clusters that each recipient ran, and key figures.

    Rows that are equal in every column are grants of their own, told apart by a number. Raises BundleError naming file
    and line where the file is broken; a cluster that does not exist is reported and left out.
    """
    rows = read_rows(data / "host_grants.csv", COLUMNS)
    _load_recipients(rows, report)
    grants = list(_grants(rows, report))
    synchronise(Grant, [grant for _row, grant in grants], key=IDENTITY, report=report)
    _load_links(grants, report)
    indicators = read_rows(data / "indicators.csv", INDICATOR_COLUMNS)
    synchronise(Indicator, [row.values for row in indicators], key=("slug",), report=report)
    _load_figures(read_rows(data / "key_figures.csv", FIGURE_COLUMNS), report)


def _load_recipients(rows: list[Row], report: Report) -> None:
    """Organisations that neither the members nor the hosts have brought; once they are there, they stay as they are."""
    known, places = _recipients(rows), Places()
    missing = {row["orgnr"]: row for row in rows if known.find(row["recipient_name"], _number(row)) is None}
    wanted = [_recipient(row, places) for row in missing.values()]
    synchronise(Organisation, wanted, key=("name",), report=report)


def _recipients(rows: list[Row]) -> Organisations:
    return Organisations((row["recipient_name"] for row in rows), (row["orgnr"] for row in rows))


def _number(row: Row) -> str:
    number = row["orgnr"]
    if not is_valid(number):
        raise BundleError(f"{row.place}: {number} is not an organisation number (nine digits, check digit mod 11).")
    return number


def _recipient(row: Row, places: Places) -> dict[str, Any]:
    seat = places.find(row["municipality"], row["county"])
    return {
        "name": row["recipient_name"],
        "kind": OrganisationKind.OTHER,
        "organisation_number": row["orgnr"],
        "seat_id": seat.pk if seat else None,
        "seat_basis": Organisation.SeatBasis.GRANT if seat else "",
        "industry_code": row["nace"].split(" ")[0],
        "source": SOURCE,
    }


def _grants(rows: list[Row], report: Report) -> Iterator[tuple[Row, dict[str, Any]]]:
    """Each row with the columns of its grant. One whose recipient people have deleted is reported and left out."""
    organisations, owner = _recipients(rows), ProgrammeOwner.objects.get(slug=OWNER)
    seen: Counter[tuple[Any, ...]] = Counter()
    for row in rows:
        found = organisations.find(row["recipient_name"], row["orgnr"])
        if found is None:
            report.problem(row.place, f"there is no organisation {row['recipient_name']}.")
            continue
        recipient = organisation_of_today(found) or found
        grant = {**_decision(row), "recipient_id": recipient.pk, "owner_id": owner.pk}
        equal = tuple(grant[name] for name in IDENTITY if name != "sequence")
        seen[equal] += 1
        yield row, {**grant, "sequence": seen[equal]}


def _decision(row: Row) -> dict[str, Any]:
    """The table has what was decided, and nothing of what was paid."""
    day = row.demand("granted_on", dt.date.fromisoformat)
    return {
        "recipient_in_source": row["recipient_name"],
        "decided_date": day,
        "year": day.year,
        "amount": row.demand("amount_nok", int),
        "state": Grant.State.COMMITTED,
        "scheme": row["scheme_group"],
        "deciding_unit": row["deciding_unit"],
        "source": SOURCE,
    }


def _load_links(grants: list[tuple[Row, dict[str, Any]]], report: Report) -> None:
    clusters = dict(Cluster.objects.values_list("slug", "id"))
    ids = {tuple(identity): pk for pk, *identity in Grant.objects.values_list("pk", *IDENTITY)}
    wanted = []
    for row, grant in grants:
        pk = ids.get(tuple(grant[name] for name in IDENTITY))
        for slug in row["cluster_slugs"].split(BETWEEN):
            if slug not in clusters:
                report.problem(row.place, f"no cluster {slug}.")
            elif pk is not None:
                wanted.append({"grant_id": pk, "cluster_id": clusters[slug]})
    synchronise(GrantCluster, wanted, key=("grant_id", "cluster_id"), report=report)


def _load_figures(rows: list[Row], report: Report) -> None:
    """Figures as clusters have printed them. The sources do not say of how many they were measured."""
    clusters = dict(Cluster.objects.values_list("slug", "id"))
    indicators = dict(Indicator.objects.values_list("slug", "id"))
    wanted = []
    for row in rows:
        if row["cluster"] not in clusters:
            report.problem(row.place, f"no cluster {row['cluster']}.")
            continue
        wanted.append(
            {
                "indicator_id": row.demand("indicator", indicators.__getitem__),
                "level": Observation.Level.CLUSTER,
                "cluster_id": clusters[row["cluster"]],
                "year": row.read("year", int),
                "bound": row.demand("bound", PublishedFigure.Bound),
                "value": row.demand("value", Decimal),
                "note_nb": row["note_nb"],
                "note_en": row["note_en"],
                "source": row["source"],
            }
        )
    synchronise(Observation, wanted, key=("indicator_id", "cluster_id", "year", "source"), report=report)
