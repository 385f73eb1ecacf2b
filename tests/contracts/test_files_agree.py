"""Files and API have one declaration, the serializers: what stands in a cell is what the API says of the record."""

import csv
import datetime as dt
import io
import json
import re
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.test import Client, RequestFactory
from django.urls import translate_url
from django.utils import timezone, translation
from openpyxl import load_workbook
from rest_framework import serializers

from clusters.exports import cell as harmless
from clusters.files.asked import AskedTable
from clusters.files.tables import CLUSTERS, MEMBERS, MEMBERSHIPS, ORGANISATIONS, REGIONS, TIERS, Table
from doors.api.tabling import SAID_OF_ALL, Column, TableScope, cell
from tests.clusters.api.reading import API, walk
from tests.public_pages import located

pytestmark = pytest.mark.django_db

LISTS = {
    "clusters": CLUSTERS,
    "organisations": ORGANISATIONS,
    "memberships": MEMBERSHIPS,
    "tiers": TIERS,
    "regions": REGIONS,
}
OSLO = ZoneInfo("Europe/Oslo")


def serializer_of(table: Table) -> Any:
    view_class: Any = table.view_class
    return view_class.serializer_class()


def text(field: Any, value: Any, language: str) -> str:
    """What a table says of a value of the API, from its declaration alone."""
    if value is None:
        return ""
    if isinstance(field, serializers.ChoiceField):
        return str(field.choices[value]) if value else ""
    if isinstance(field, serializers.BooleanField):
        return {"nb": ("nei", "ja"), "en": ("no", "yes")}[language][value]
    if isinstance(field, serializers.DateTimeField):
        return dt.datetime.fromisoformat(value).astimezone(OSLO).date().isoformat()
    return words(value, language)


def words(value: Any, language: str) -> str:
    if isinstance(value, list):
        return " | ".join(value)
    if isinstance(value, dict):
        return str(value[language] or value["nb" if language == "en" else "en"])
    is_page = isinstance(value, str) and value.startswith("http://testserver/") and language == "en"
    return f"http://testserver{other(urlsplit(value).path, 'nb')}" if is_page else str(value)


def other(path: str, language: str) -> str:
    """The address in the other language."""
    with translation.override(language):
        return translate_url(path, "nb" if language == "en" else "en")


def expected(table: Table, path: str, record: dict[str, Any], language: str) -> str:
    """What is to stand in the column of the record."""
    if path in SAID_OF_ALL:
        return SAID_OF_ALL[path]
    first, _dot, rest = path.partition(".")
    if first == "period":
        return period_end(record["period"], rest)
    if path in {"sectors.name", "seat.counties.code", "seat.counties.name"}:
        rows = record["sectors"] if first == "sectors" else (record["seat"] or {"counties": []})["counties"]
        joint = ", " if first == "sectors" else " / "
        return joint.join(words(row[path.rpartition(".")[2]], language) for row in rows)
    field: Any = serializer_of(table)
    value: Any = record
    for name in path.split("."):
        field, value = getattr(field, "fields", {}).get(name), value[name] if value is not None else None
    return text(field, value, language)


def period_end(period: dict[str, Any], end: str) -> str:
    """People read the first and the last day, and no first day that only the registry assumes."""
    if end == "start":
        return period["start"] if period["start"] and period["start_precision"] != "unknown" else ""
    return (dt.date.fromisoformat(period["end"]) - dt.timedelta(days=1)).isoformat() if period["end"] else ""


def lines(client: Client, address: str) -> list[list[str]]:
    answer: Any = client.get(address)
    assert answer.status_code == 200, address
    return list(csv.reader(io.StringIO(answer.getvalue().decode().removeprefix("\ufeff")), delimiter=";"))


def records(client: Client, address: str) -> list[dict[str, Any]]:
    answer: Any = client.get(address)
    found: list[dict[str, Any]] = json.loads(answer.getvalue())["results"]
    return found


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize(
    ("name", "query"),
    [
        *((name, "") for name in LISTS),
        *((name, "as_of=2016-08-17") for name in ("clusters", "organisations", "memberships", "regions")),
        ("clusters", "as_of=2009-06-11&status=unconfirmed"),
        ("memberships", "kind=company&status=former"),
    ],
)
def test_every_cell_says_what_the_api_says(client: Client, name: str, query: str, language: str) -> None:
    table = LISTS[name]
    path = f"/en/{name}" if language == "en" else other(f"/en/{name}.csv", "en").removesuffix(".csv")
    told = records(client, f"{path}.json?{query}")

    assert sorted(row["id"] for row in told) == [
        row["id"] for row in walk(client, f"{API}/{name}/?cursor=*&page_size=500&{query}")
    ]
    same(lines(client, f"{path}.csv?{query}"), table, told, language)


@pytest.mark.parametrize("query", ["", "kind=company&as_of=2016-08-17"])
def test_every_cell_of_the_members_says_what_the_api_says(client: Client, query: str) -> None:
    told = records(client, f"/klynger/gce-node/medlemmer.json?{query}")

    same(lines(client, f"/klynger/gce-node/medlemmer.csv?{query}"), MEMBERS, told, "nb")
    assert len(told) > 3


def same(found: list[list[str]], table: Table, told: list[dict[str, Any]], language: str) -> None:
    with translation.override(language):
        assert found[0] == [str(column.head) for column in table.columns]
        paths = [column.field for column in table.columns]
        wanted = [[str(harmless(expected(table, path, one, language))) for path in paths] for one in told]
    assert len(found) == len(wanted) + 1
    for line, values in zip(found[1:], wanted, strict=True):
        assert dict(zip(paths, line, strict=True)) == dict(zip(paths, values, strict=True))


def test_a_column_that_no_serializer_declares_cannot_be() -> None:
    request = RequestFactory().get("/klynger.csv")
    asked = AskedTable(CLUSTERS, request)
    assert asked.problems == []
    scope = TableScope(asked.view.request, timezone.localdate(), parts=asked.view.parts())

    for path in ("email", "steward.name", "tier.note", "seat.country.name", "sectors.id", "updated_at.year", "seat"):
        with pytest.raises(LookupError, match=path.rpartition(".")[2]):
            cell(asked.view.get_serializer(), path, scope)
    hidden = AskedTable(Table("x", CLUSTERS.view_class, (Column("publication", "X"),)), request)
    assert hidden.problems == []
    with pytest.raises(LookupError, match="publication"):
        hidden.cells(is_run=True)


@pytest.mark.parametrize("name", LISTS)
def test_every_public_field_has_a_column(name: str) -> None:
    """But for the record's address in the API, which is nothing to read in a table."""
    declared = {*serializer_of(LISTS[name]).fields} - {"url"}

    assert {column.field.partition(".")[0] for column in LISTS[name].columns} == declared | {*SAID_OF_ALL}


@pytest.mark.parametrize("name", LISTS)
def test_the_language_can_be_asked_for_and_is_checked(client: Client, name: str) -> None:
    norwegian = other(f"/en/{name}.csv", "en")

    answer: Any = client.get(f"{norwegian}?lang=en")
    english: Any = client.get(f"/en/{name}.csv")
    assert answer.getvalue() == english.getvalue()
    assert (answer["Content-Language"], answer["Content-Disposition"]) == ("en", english["Content-Disposition"])
    book = load_workbook(io.BytesIO(client.get(norwegian.replace(".csv", ".xlsx?lang=en")).getvalue()))
    with translation.override("en"):
        assert [one.value for one in book.worksheets[0][1]] == [str(column.head) for column in LISTS[name].columns]
    refused = client.get(f"/en/{name}.csv?lang=english")
    assert (refused.status_code, "“en”" in refused.content.decode()) == (400, True)


@pytest.mark.parametrize(
    "address",
    [
        *("/klynger/gce-node/medlemmer.csv", "/klynger/gce-node/medlemmer.json", "/klynger.geojson", "/kart.geojson"),
        *("/klynger/felles.csv", "/statistikk/clusters-by-tier.csv", "/statistikk/clusters-by-tier.svg"),
    ],
)
def test_every_other_file_takes_the_language_too(client: Client, address: str) -> None:
    english = other(address, "nb")
    answers: list[Any] = [client.get(one) for one in (f"{address}?lang=en", english, f"{english}?lang=nb", address)]
    bodies = [one.getvalue() for one in answers]

    assert [one.status_code for one in answers] == [200] * 4
    assert (bodies[0], bodies[2]) == (bodies[1], bodies[3])
    assert answers[0]["Content-Language"] == "en"
    assert client.get(f"{address}?lang=norsk").status_code == 400


def test_fields_narrow_the_columns_as_they_narrow_the_records(client: Client) -> None:
    found = lines(client, "/en/clusters.csv?fields=name,seat&tier=gce&as_of=2016-08-17")

    assert found[0] == ["Name", "Municipality number", "Municipality", "County number", "County", "Licence"]
    assert client.get("/en/clusters.csv?fields=steward").status_code == 400


@pytest.mark.parametrize(
    ("page", "file", "shown"),
    [
        ("/regioner/46/?as_of=2016-08-17&footprint=members", "klynger", r"<h2[^>]*>(\d+) klynge"),
        ("/regioner/46/?as_of=2016-08-17&footprint=members", "virksomheter", None),
        ("/regioner/?as_of=2016-08-17", "regioner", r"hadde (\d+) fylke"),
        ("/virksomheter/{organisation}/?as_of=2016-08-17", "medlemskap", None),
        ("/klynger/gce-node/?kind=company&as_of=2016-08-17", "medlemmer", r"Medlemmer \((\d+)"),
        ("/programmet/?as_of=2016-08-17", "programnivaer", None),
    ],
)
def test_links_on_a_page_lead_to_files_of_what_it_shows(
    client: Client, page: str, file: str, shown: str | None
) -> None:
    text = client.get(located(page)).content.decode()
    links = [link.replace("&amp;", "&") for link in re.findall(rf'href="([^"]*{file}\.\w+[^"]*)"', text)]

    assert {link.partition("?")[0].rpartition(".")[2] for link in links} >= {"csv", "xlsx", "json"}
    assert {client.get(link).status_code for link in links} == {200}
    if shown:
        found = next(link for link in links if ".csv" in link)
        assert f"{len(lines(client, found)) - 1}" == re.search(shown, text).group(1)  # type: ignore[union-attr]
