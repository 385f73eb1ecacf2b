"""Organisations: hosts and members, each once however it is spelt."""

import re
from collections.abc import Iterable
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

from django.db.models import Func, Q, TextField

from bilingual.norwegian import fold
from bundle.reading import BundleError, Row, read_rows
from bundle.report import Report
from bundle.writing import synchronise
from clusters.choices import OrganisationKind
from clusters.models import Organisation, OrganisationIdentifier
from clusters.organisation_number import is_valid
from regions.models import Region

ORGANISATION_COLUMNS = (
    "name",
    "kind",
    "orgnr",
    "municipality_at_grant",
    "county_at_grant",
    "nace_at_grant",
    "website",
    "orgnr_source",
)
_LEGAL_FORMS = "as|asa|sa|hf|iks|ba|da|ans"
_LEGAL_FORM = re.compile(rf"\b({_LEGAL_FORMS})\b")
_NOT_A_LETTER = re.compile(r"[^a-z0-9]")
_WORD = re.compile(r"[a-z0-9]*")


def spelling(name: str) -> str:
    """The same for two spellings of one name: case, accents, punctuation and legal form do not count."""
    return _NOT_A_LETTER.sub("", _LEGAL_FORM.sub("", fold(name)))


class Spelling(Func):
    """``spelling`` of a folded name, in the database."""

    template = (
        f"regexp_replace(regexp_replace(%(expressions)s, '\\y({_LEGAL_FORMS})\\y', '', 'g'), '[^a-z0-9]', '', 'g')"
    )
    output_field = TextField()


class Places:
    """Seats by the names and numbers of 2016, which is what the sources use."""

    def __init__(self) -> None:
        counties = (
            Region.objects.counties()
            .exclude(code__in=("30", "34", "38", "42", "46", "50", "54"))
            .filter(period__startswith__isnull=True)
        )
        self._counties = {county.name_nb: county for county in counties}
        municipalities = Region.objects.municipalities().filter(period__startswith__isnull=True)
        self._municipalities = {(place.parent_id, place.name_nb): place for place in municipalities}

    def find(self, municipality: str, county: str) -> Region | None:
        """The municipality in the county, or the county where no municipality is given; None when they do not fit."""
        found = self._counties.get(county)
        if found is None or not municipality:
            return found
        return self._municipalities.get((found.pk, municipality))


class Organisations:
    """Those of the organisations that have some names or numbers, found by number, else by any spelling of the name.

    Spellings begin with the same word, so that an index finds them among a million others. Where several have one name,
    it is the one that was there first.
    """

    def __init__(self, names: Iterable[str], numbers: Iterable[str] = ()) -> None:
        self._numbers: dict[str, Organisation] = {}
        self._spellings: dict[str, Organisation] = {}
        wanted = list(names)
        words = {_WORD.match(fold(name))[0] for name in wanted}  # type: ignore[index]
        begins = reduce(or_, (Q(name_folded__startswith=word) for word in words), Q(pk=None))
        spelt = begins & Q(spelling__in={spelling(name) for name in wanted})
        rows = Organisation.objects.alias(spelling=Spelling("name_folded"))
        for organisation in rows.filter(spelt | Q(organisation_number__in=set(numbers) - {""})).order_by("-pk"):
            self._numbers[organisation.organisation_number] = organisation
            self._spellings[spelling(organisation.name)] = organisation

    def find(self, name: str, number: str = "") -> Organisation | None:
        """The organisation with the number, or with the name in whatever spelling."""
        return (self._numbers.get(number) if number else None) or self._spellings.get(spelling(name))


def load_organisations(data: Path, report: Report) -> None:
    """Write every organisation named as member or host, and its identifiers in other schemes.

    A number that fails its check digit raises BundleError. A place that is not in the county beside it
    is reported and left out.
    """
    members = read_rows(data / "organisations.csv", ORGANISATION_COLUMNS)
    hosts = _host_rows(data)
    places = Places()
    wanted: dict[str, dict[str, Any]] = {}
    for row in members:
        _join(wanted, _from_member(row, places, report))
    for row in hosts:
        _join(wanted, _from_host(row))
    _keep_names(wanted)
    synchronise(Organisation, wanted.values(), key=("name",), report=report)
    _load_identifiers(data, report)


def _host_rows(data: Path) -> Iterable[Row]:
    from clusters.loading.clusters import CLUSTER_COLUMNS

    return [row for row in read_rows(data / "clusters.csv", CLUSTER_COLUMNS) if row["host_name"]]


def _number(row: Row, column: str) -> str:
    number = row[column]
    if number and not is_valid(number):
        raise BundleError(f"{row.place}: {number} is not an organisation number (nine digits, check digit mod 11).")
    return number


def _from_member(row: Row, places: Places, report: Report) -> dict[str, Any]:
    municipality, county = row["municipality_at_grant"], row["county_at_grant"]
    seat = places.find(municipality, county)
    if seat is None and (municipality or county):
        report.problem(
            row.place, f"the seat of {row['name']}: {municipality or '–'} is not in {county or 'any county'}."
        )
    return {
        "name": row["name"],
        "kind": row.demand("kind", OrganisationKind),
        "organisation_number": _number(row, "orgnr"),
        "seat_id": seat.pk if seat else None,
        "seat_basis": Organisation.SeatBasis.GRANT if seat else "",
        "industry_code": row["nace_at_grant"].split(" ")[0],
        "website": row["website"],
        "source": row["orgnr_source"],
    }


def _from_host(row: Row) -> dict[str, Any]:
    return {
        "name": row["host_name"],
        "kind": OrganisationKind.OTHER,
        "organisation_number": _number(row, "host_number"),
        "seat_id": None,
        "seat_basis": "",
        "industry_code": "",
        "website": "",
        "source": row["source"],
    }


def _join(wanted: dict[str, dict[str, Any]], found: dict[str, Any]) -> None:
    """One entry an organisation: the first spelling names it, later rows fill what it lacks."""
    number = found["organisation_number"]
    same = next((entry for entry in wanted.values() if number and entry["organisation_number"] == number), None)
    entry = same or wanted.get(spelling(found["name"]))
    if entry is None:
        wanted[spelling(found["name"])] = found
        return
    for column, value in found.items():
        entry[column] = entry[column] or value


def _keep_names(wanted: dict[str, dict[str, Any]]) -> None:
    """An organisation that was loaded under another spelling keeps the name it has."""
    entries = wanted.values()
    known = Organisations((entry["name"] for entry in entries), (entry["organisation_number"] for entry in entries))
    for entry in entries:
        existing = known.find(entry["name"], entry["organisation_number"])
        if existing:
            entry["name"] = existing.name


def _load_identifiers(data: Path, report: Report) -> None:
    rows = read_rows(data / "organisation_identifiers.csv", ("organisation", "scheme", "value", "source"))
    known = Organisations(row["organisation"] for row in rows)
    wanted = []
    for row in rows:
        organisation = known.find(row["organisation"])
        if organisation is None:
            report.problem(row.place, f"there is no organisation {row['organisation']}.")
            continue
        identifier = {name: row[name] for name in ("scheme", "value", "source")}
        wanted.append({**identifier, "organisation_id": organisation.pk})
    synchronise(OrganisationIdentifier, wanted, key=("organisation_id", "scheme"), report=report)
