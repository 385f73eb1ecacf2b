"""The bundled regions of three eras: counties and municipalities of 2016, 2020 and 2024, and what became of them.

Sources: Kartverket (counties, CC BY 4.0) and Statistics Norway (municipalities, CC BY 4.0). Beside them stand the
numbers of municipalities that changed in 2017 or 2018 and again in 2020: entered by hand, of those whose note in
Statistics Norway's list tells of both changes; those of Trøndelag agree with Artsdatabanken's list of 2018.
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from bundle.reading import Row, read_rows
from bundle.report import Report
from bundle.writing import synchronise
from history.valid_time import EndPrecision, StartPrecision
from regions.models import Region, RegionSuccession

DATA = Path(__file__).parent / "data"
COUNTY_COLUMNS = ("year", "number", "name_nb", "name_official", "label_lat", "label_lon", "source")
MUNICIPALITY_COLUMNS = (
    "number_2016",
    "name_2016",
    "number_2020",
    "name_2020",
    "number_2024",
    "name_2024",
    "name_official_2024",
    "label_lat_2024",
    "label_lon_2024",
    "change_note",
)
BETWEEN_COLUMNS = ("number_2016", "number_2018", "name_2018")
#: The years of the bundled lists. What was in use in the first began before anything known here.
FIRST_ERA, SECOND_ERA, LAST_ERA = 2016, 2020, 2024
#: Those of municipalities, with one that only some of them have a number in.
ERAS = ("2016", "2018", "2020", "2024")
SSB = "Statistisk sentralbyrå, kommuneinndeling 2016, 2020 og 2024"
BETWEEN = "Kommunenumre i bruk 2017–2019, ført for hånd, ikke kontrollert mot Statistisk sentralbyrås liste"
#: Counties whose change came at another time than the reforms of 2020 and 2024: Trøndelag was one from 2018.
COUNTY_YEARS = {"16": (None, 2018), "17": (None, 2018), "50": (2018, None)}
#: Municipalities with a new name that came from two counties, and the one where the new town hall stands.
MAIN_PREDECESSORS = {"5054": "1624", "5055": "5011"}
#: A county goes on in every county that got at least this share of its municipalities.
SUCCESSOR_SHARE = 0.15


def load_regions(report: Report, data: Path = DATA) -> None:
    """Write the country, counties and municipalities with their periods, and their successions.

    Raises BundleError naming file and line where a bundled file is broken.
    """
    counties = read_rows(data / "counties.csv", COUNTY_COLUMNS)
    municipalities = _with_numbers_between(data)
    country = {**_period(None, None), "code": "NO", "level": "country", "name_nb": "Norge", "name_en": "Norway"}
    synchronise(Region, [country], key=("code",), report=report)
    parents = _ids()
    synchronise(Region, _counties(counties, parents["NO"]), key=("code",), report=report)
    synchronise(Region, _municipalities(municipalities, _ids()), key=("code",), report=report)
    regions = {region.code: region for region in Region.objects.all()}
    lines = [*_municipality_successions(municipalities, regions), *_county_successions(municipalities, regions)]
    synchronise(RegionSuccession, lines, key=("predecessor_id", "successor_id", "date"), report=report)


def _with_numbers_between(data: Path) -> list[Row]:
    """The municipalities of 2016, with number and name of 2018 where these were in use for a few years only."""
    between = {row["number_2016"]: row.values for row in read_rows(data / "municipalities_2018.csv", BETWEEN_COLUMNS)}
    rows = read_rows(data / "municipalities.csv", MUNICIPALITY_COLUMNS)
    none = dict.fromkeys(BETWEEN_COLUMNS, "")
    return [replace(row, values={**none, **between.get(row["number_2016"], {}), **row.values}) for row in rows]


def _ids() -> dict[str, int]:
    return dict(Region.objects.values_list("code", "id"))


def _period(start: int | None, end: int | None) -> dict[str, Any]:
    """Columns of a region in use from one 1 January to another; an unknown start is unbounded."""
    first = dt.date(start, 1, 1) if start else None
    upper = dt.date(end, 1, 1) if end else None
    return {
        "period": DateRange(first, upper),
        "start_precision": StartPrecision.DAY if start else StartPrecision.UNKNOWN,
        "end_precision": EndPrecision.DAY if end else EndPrecision.OPEN,
    }


def _counties(rows: Iterable[Row], country: int) -> list[dict[str, Any]]:
    eras: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        eras[row["number"]].append(row)
    return [_county(code, listed, country) for code, listed in eras.items()]


def _county(code: str, listed: list[Row], country: int) -> dict[str, Any]:
    years = {int(row["year"]) for row in listed}
    latest = max(listed, key=lambda row: row["year"])
    start = None if FIRST_ERA in years else min(years)
    end = None if LAST_ERA in years else {FIRST_ERA: SECOND_ERA, SECOND_ERA: LAST_ERA}[max(years)]
    known_start, known_end = COUNTY_YEARS.get(code, (start, end))
    return {
        **_period(known_start, known_end),
        "code": code,
        "level": Region.Level.COUNTY,
        "name_nb": latest["name_nb"],
        "name_official": latest["name_official"],
        "parent_id": country,
        "label_latitude": latest.read("label_lat", Decimal),
        "label_longitude": latest.read("label_lon", Decimal),
        "source": latest["source"],
    }


def _change_years(row: Row) -> list[int]:
    """The years in which the 2016 municipality changed number or borders, up to 2020."""
    return sorted(year for year in map(int, re.findall(r"til (\d{4})", row["change_note"])) if year <= SECOND_ERA)


def _municipalities(rows: list[Row], ids: dict[str, int]) -> list[dict[str, Any]]:
    """Every municipality number of the lists once, with the years it was in use."""
    numbers = {era: {row[f"number_{era}"] for row in rows} for era in ERAS}
    wanted: dict[str, dict[str, Any]] = {}
    for row in rows:
        for era in ERAS:
            code = row[f"number_{era}"]
            if not code:
                continue
            source = BETWEEN if era == "2018" else SSB
            place = wanted.setdefault(code, {"code": code, "level": Region.Level.MUNICIPALITY})
            place.update(source=source)
            place.update(name_nb=row[f"name_{era}"], name_official="", parent_id=ids[code[:2]])
            place.update(label_latitude=None, label_longitude=None)
            if era == "2024":
                place.update(
                    name_official=row["name_official_2024"],
                    label_latitude=row.read("label_lat_2024", Decimal),
                    label_longitude=row.read("label_lon_2024", Decimal),
                )
    for code, place in wanted.items():
        place.update(_period(_first_year(code, rows, numbers), _end_year(code, rows, numbers)))
    return list(wanted.values())


def _first_year(code: str, rows: list[Row], numbers: dict[str, set[str]]) -> int | None:
    if code in numbers["2016"]:
        return None
    if code in numbers["2018"]:
        return min(_change_years(row)[0] for row in rows if row["number_2018"] == code)
    if code in numbers["2020"]:
        return max(_change_years(row)[-1] for row in rows if row["number_2020"] == code)
    return 2024


def _end_year(code: str, rows: list[Row], numbers: dict[str, set[str]]) -> int | None:
    if code in numbers["2024"]:
        return None
    if code in numbers["2020"]:
        return 2024
    if code in numbers["2018"]:
        return SECOND_ERA
    return min(_change_years(row)[0] for row in rows if row["number_2016"] == code)


def _municipality_successions(rows: list[Row], regions: dict[str, Region]) -> list[dict[str, Any]]:
    lines: dict[tuple[str, str], int] = {}
    for row in rows:
        years = _change_years(row)
        before = row["number_2016"]
        if row["number_2018"]:
            lines[before, row["number_2018"]] = years[0]
            before = row["number_2018"]
        if before != row["number_2020"]:
            lines[before, row["number_2020"]] = years[-1]
        if row["number_2020"] != row["number_2024"]:
            lines[row["number_2020"], row["number_2024"]] = 2024

    def is_main(old: str, new: str) -> bool:
        return regions[old].name_nb == regions[new].name_nb or MAIN_PREDECESSORS.get(new) == old

    return _successions(lines, regions, main=is_main)


def _county_successions(rows: list[Row], regions: dict[str, Region]) -> list[dict[str, Any]]:
    """Counties that ended, with each county that got a real share of their municipalities."""
    shares: dict[tuple[str, str], Counter[str]] = {("2016", "2020"): Counter(), ("2020", "2024"): Counter()}
    sizes: Counter[str] = Counter()
    for (before, after), counter in shares.items():
        for old, new in {(row[f"number_{before}"], row[f"number_{after}"]) for row in rows}:
            counter[f"{old[:2]}>{new[:2]}"] += 1
            sizes[f"{before}:{old[:2]}"] += 1
    lines, most = {}, set()
    for (before, _after), counter in shares.items():
        for pair, number in counter.items():
            old, new = pair.split(">")
            share = number / sizes[f"{before}:{old}"]
            end = regions[old].period.upper
            if old != new and end and share >= SUCCESSOR_SHARE:
                lines[old, new] = end.year
                most |= {(old, new)} if share >= 1 / 2 else set()
    return _successions(lines, regions, main=lambda old, new: (old, new) in most)


def _successions(lines: dict[tuple[str, str], int], regions: dict[str, Region], main: Any) -> list[dict[str, Any]]:
    successors = Counter((old, year) for (old, _new), year in lines.items())
    predecessors = Counter((new, year) for (_old, new), year in lines.items())

    def kind(old: str, new: str, year: int) -> str:
        if successors[old, year] > 1:
            return RegionSuccession.Kind.SPLIT
        # A municipality that others were merged into kept its own number.
        joined = predecessors[new, year] > 1 or (regions[new].period.lower != dt.date(year, 1, 1))
        return RegionSuccession.Kind.MERGED if joined else RegionSuccession.Kind.RENUMBERED

    return [
        {
            "predecessor_id": regions[old].pk,
            "successor_id": regions[new].pk,
            "kind": kind(old, new, year),
            "date": dt.date(year, 1, 1),
            "is_main": main(old, new),
            "source": BETWEEN if BETWEEN in (regions[old].source, regions[new].source) else SSB,
        }
        for (old, new), year in lines.items()
    ]
