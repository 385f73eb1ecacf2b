"""Clusters with their sectors, names, hosts, tier periods and successions."""

import datetime as dt
from pathlib import Path
from typing import Any

from bundle.reading import BundleError, Row, read_rows
from bundle.report import Report
from bundle.writing import synchronise
from clusters.choices import EndReason, NameKind, Publication
from clusters.loading.organisations import Organisations, Places
from clusters.models import Cluster, ClusterName, ClusterSector, ClusterSuccession, HostPeriod, Sector, TierPeriod
from clusters.periods import Span, first_day, joined_span, observed_span, settled, stated_span
from clusters.services import as_columns
from history.valid_time import EndPrecision, StartPrecision
from programmes.models import ProgrammeOwner, Tier

CLUSTER_COLUMNS = (
    "slug",
    "name",
    "acronym",
    "summary_nb",
    "summary_en",
    "county_2016",
    "municipality_2016",
    "host_name",
    "host_number",
    "host_basis",
    "website",
    "sectors",
    "status",
    "status_basis",
    "source",
)
NAME_COLUMNS = ("cluster", "name", "kind", "slug", "from_year", "to_year", "source")
TIER_COLUMNS = ("cluster", "tier", "from_year", "to_year", "decided_on", "ended_on", "note", "source")
SUCCESSION_COLUMNS = ("predecessor", "successor", "kind", "year", "date", "source")
#: The owner that runs the programme from day to day keeps what no other owner has taken on.
STEWARD = "innovasjon-norge"
ONE_DAY = dt.timedelta(days=1)


def load_clusters(data: Path, report: Report) -> dict[str, list[Span]]:
    """Write the clusters. Returns the tier spans of each by slug, which members rest on.

    Raises BundleError naming file and line where a file is broken.
    """
    sectors = read_rows(data / "sectors.csv", ("slug", "name_nb", "name_en"))
    synchronise(Sector, [row.values for row in sectors], key=("slug",), report=report)
    rows = read_rows(data / "clusters.csv", CLUSTER_COLUMNS)
    _load_clusters(rows, report)
    ids = dict(Cluster.objects.values_list("slug", "id"))
    rows = [row for row in rows if row["slug"] in ids]
    _load_sectors(rows, ids, report)
    periods = _known(read_rows(data / "tier_periods.csv", TIER_COLUMNS), "cluster", ids, report)
    spans = _load_tier_periods(periods, {row["slug"]: row for row in rows}, ids, report)
    names = _known(read_rows(data / "cluster_names.csv", NAME_COLUMNS), "cluster", ids, report)
    _load_names(names, ids, spans, report)
    _load_hosts(rows, ids, spans, report)
    successions = _known(read_rows(data / "cluster_successions.csv", SUCCESSION_COLUMNS), "predecessor", ids, report)
    _load_successions(successions, ids, report)
    return spans


def _known(rows: list[Row], column: str, ids: dict[str, int], report: Report) -> list[Row]:
    """The rows whose cluster exists; the others are reported."""
    for row in rows:
        if row[column] not in ids:
            report.problem(row.place, f"there is no cluster {row[column]}.")
    return [row for row in rows if row[column] in ids]


def _load_clusters(rows: list[Row], report: Report) -> None:
    steward = ProgrammeOwner.objects.get(slug=STEWARD)
    places = Places()
    wanted = []
    for row in rows:
        seat = places.find(row["municipality_2016"], row["county_2016"])
        if seat is None and row["county_2016"]:
            report.problem(row.place, f"{row['municipality_2016']} is not in {row['county_2016']} (2016).")
        own = {name: row[name] for name in ("slug", "name", "acronym", "summary_nb", "summary_en", "website", "source")}
        standing = {"seat_id": seat.pk if seat else None, "steward_id": steward.pk}
        wanted.append({**own, **standing, "publication": Publication.PUBLISHED})
    synchronise(Cluster, wanted, key=("slug",), report=report)


def _load_sectors(rows: list[Row], ids: dict[str, int], report: Report) -> None:
    sectors = dict(Sector.objects.values_list("slug", "id"))
    wanted = []
    for row in rows:
        for slug in row["sectors"].split():
            if slug not in sectors:
                raise BundleError(f"{row.place}: there is no sector {slug}.")
            wanted.append({"cluster_id": ids[row["slug"]], "sector_id": sectors[slug]})
    synchronise(ClusterSector, wanted, key=("cluster_id", "sector_id"), report=report)


def _load_tier_periods(
    rows: list[Row], clusters: dict[str, Row], ids: dict[str, int], report: Report
) -> dict[str, list[Span]]:
    tiers = {tier.code: tier for tier in Tier.objects.all()}
    wanted, all_spans = [], {}
    for slug, own in _by_cluster(rows).items():
        stated = [(_tier_span(row, row.demand("tier", tiers.__getitem__)), row) for row in own]
        dated = sorted(((span, row) for span, row in stated if span), key=lambda pair: pair[0].start)
        spans = settled(span for span, _row in dated)
        all_spans[slug] = spans
        undated = [(None, row) for span, row in stated if span is None]
        for number, (span, row) in enumerate([*zip(spans, (row for _span, row in dated), strict=True), *undated]):
            is_last = number == len(own) - 1
            wanted.append(
                {
                    **as_columns(span),
                    "cluster_id": ids[slug],
                    "tier_id": tiers[row["tier"]].pk,
                    "decided_date": row.read("decided_on", dt.date.fromisoformat),
                    "end_reason": _end_reason(row, clusters[slug], is_last=is_last),
                    "note": row["note"],
                    "source": row["source"],
                }
            )
    # A cluster has had each tier once; the sources know of no return to one.
    synchronise(TierPeriod, wanted, key=("cluster_id", "tier_id"), report=report)
    return all_spans


def _by_cluster(rows: list[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["cluster"], []).append(row)
    return grouped


def _tier_span(row: Row, tier: Tier) -> Span | None:
    """What the row states. The day of the decision is the start where it falls in the year of the start."""
    year, decided = (row.read("from_year", int), row.read("decided_on", dt.date.fromisoformat))
    start, start_precision = (first_day(year), StartPrecision.YEAR) if year else (None, StartPrecision.UNKNOWN)
    if decided and decided.year == year:
        start, start_precision = decided, StartPrecision.DAY
    end_year, ended = (row.read("to_year", int), row.read("ended_on", dt.date.fromisoformat))
    if ended:
        end, end_precision = ended - ONE_DAY, EndPrecision.DAY
    elif end_year:
        end, end_precision = first_day(end_year), EndPrecision.YEAR
    else:
        end, end_precision = None, EndPrecision.UNKNOWN
    return stated_span(start, start_precision, end, end_precision, longest_years=tier.longest_support_years)


def _end_reason(row: Row, cluster: Row, *, is_last: bool) -> str:
    """Why the period ended, where a source says so. A status that is only inferred says nothing."""
    if not is_last:
        return EndReason.PROMOTED if row["to_year"] else ""
    if cluster["status"] == "merged":
        return EndReason.MERGED
    stated = cluster["status"] == "completed" and not cluster["status_basis"].startswith("inferred")
    return EndReason.EXPIRED if stated or (row["to_year"] and cluster["status"] == "completed") else ""


def _years(row: Row, tier_spans: list[Span]) -> dict[str, Any]:
    """Valid-time columns of a name: its years where the source gives them; an unknown end is assumed."""
    start, end = row.read("from_year", int), row.read("to_year", int)
    if start is None:
        return as_columns(None)
    if end:
        return as_columns(Span(first_day(start), first_day(end + 1), StartPrecision.YEAR, EndPrecision.YEAR))
    if row["kind"] == NameKind.FORMER:
        return as_columns(joined_span(first_day(start), StartPrecision.YEAR, tier_spans))
    return as_columns(Span(first_day(start), None, StartPrecision.YEAR, EndPrecision.OPEN))


def _load_names(rows: list[Row], ids: dict[str, int], spans: dict[str, list[Span]], report: Report) -> None:
    wanted = [
        {
            **_years(row, spans.get(row["cluster"], [])),
            "cluster_id": ids[row["cluster"]],
            "name": row["name"],
            "kind": row.demand("kind", NameKind),
            "slug": row["slug"],
            "source": row["source"],
        }
        for row in rows
    ]
    synchronise(ClusterName, wanted, key=("cluster_id", "name", "kind"), report=report)


def _load_hosts(rows: list[Row], ids: dict[str, int], spans: dict[str, list[Span]], report: Report) -> None:
    """Hosts, for as long as the cluster was in the programme: the sources do not say since when or until when."""
    hosted = [row for row in rows if row["host_name"]]
    organisations = Organisations((row["host_name"] for row in hosted), (row["host_number"] for row in hosted))
    wanted = []
    for row in hosted:
        host = organisations.find(row["host_name"], row["host_number"])
        if host is None:
            report.problem(row.place, f"there is no organisation {row['host_name']}.")
            continue
        wanted.append(
            {
                **as_columns(observed_span(None, spans.get(row["slug"], []))),
                "cluster_id": ids[row["slug"]],
                "organisation_id": host.pk,
                "basis": row.demand("host_basis", HostPeriod.Basis),
                "source": row["source"],
            }
        )
    synchronise(HostPeriod, wanted, key=("cluster_id", "organisation_id"), report=report)


def _load_successions(rows: list[Row], ids: dict[str, int], report: Report) -> None:
    wanted = []
    for row in rows:
        day = row.read("date", dt.date.fromisoformat)
        wanted.append(
            {
                "predecessor_id": ids[row["predecessor"]],
                "successor_id": row.demand("successor", ids.__getitem__),
                "kind": row.demand("kind", ClusterSuccession.Kind),
                "date": day or first_day(row.demand("year", int)),
                "date_precision": StartPrecision.DAY if day else StartPrecision.YEAR,
                "source": row["source"],
            }
        )
    synchronise(ClusterSuccession, wanted, key=("predecessor_id", "successor_id"), report=report)
