import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from clusters.models import Cluster, Organisation
from tests.clusters.test_exports import table, whole

pytestmark = pytest.mark.django_db


def book(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200
    return load_workbook(io.BytesIO(response.getvalue()))


def cells(client: Client, address: str) -> list[dict[str, Any]]:
    header, *rows = book(client, address).worksheets[0].iter_rows()
    return [{str(head.value): cell for head, cell in zip(header, row, strict=True)} for row in rows]


def test_numbers_and_days_are_such_and_codes_are_text(client: Client) -> None:
    Organisation.objects.filter(organisation_number="915453929").update(industry_code="01.110")
    cluster = next(row for row in cells(client, "/en/clusters.xlsx") if row["Slug"].value == "gce-node")
    host = next(
        row for row in cells(client, "/en/organisations.xlsx") if row["Organisation number"].value == "915453929"
    )

    assert isinstance(cluster["Id"].value, int)
    assert isinstance(cluster["Members"].value, int)
    assert isinstance(cluster["Last changed"].value, dt.datetime)
    assert cluster["Last changed"].number_format == "yyyy-mm-dd"
    assert cluster["County number"].value == "42"
    assert host["Industry code"].value == "01.110"


def test_workbook_has_the_columns_and_rows_of_the_csv_file(client: Client) -> None:
    query = "tier=nce&as_of=2016-08-17"
    lines = table(whole(client.get(f"/klynger.csv?{query}")))
    rows = cells(client, f"/klynger.xlsx?{query}")

    assert [list(row) for row in rows] == [list(line) for line in lines]
    assert [row["Navn"].value for row in rows] == [line["Navn"] for line in lines]


def test_header_stays_in_sight_and_a_second_sheet_says_what_the_file_is(client: Client) -> None:
    written = book(client, "/klynger.xlsx?tier=gce&as_of=2016-08-17")
    rows, about = written.worksheets
    said = {row[0]: row[1] for row in about.iter_rows(values_only=True)}

    assert (rows.title, rows.freeze_panes, rows["A1"].font.bold) == ("Klynger", "A2", True)
    assert rows.auto_filter.ref.startswith("A1:")
    assert said["Per dato"] == dt.datetime(2016, 8, 17)  # noqa: DTZ001 (Excel knows no time zones)
    assert said["Adresse"] == "http://testserver/klynger.xlsx?tier=gce&as_of=2016-08-17"
    assert "NLOD" in said["Lisens"]


@pytest.mark.parametrize("name", ["=HYPERLINK('http://x')", "#N/A", "+1", "@SUM(A1)", "Ål\x0b\x01"])
def test_text_is_text_whatever_a_spreadsheet_would_make_of_it(client: Client, name: str) -> None:
    added = Organisation.objects.create(name=name)

    cell = next(row for row in cells(client, "/en/organisations.xlsx") if row["Id"].value == added.pk)["Name"]

    assert (cell.data_type, cell.value) == ("s", name.replace("\x0b\x01", ""))


def test_headers_name_the_file_and_its_licence(client: Client) -> None:
    response = client.get("/en/organisations.xlsx?as_of=2016-08-17")

    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert response["Content-Disposition"] == 'attachment; filename="organisations-2016-08-17.xlsx"'
    assert 'rel="license"' in response["Link"]
    response.close()
    assert client.post("/en/organisations.xlsx").status_code == 405


def test_more_rows_than_anybody_waits_for_are_refused_with_the_way_out(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clusters.files.forms.MOST_ROWS", 10)
    refused = client.get("/en/clusters.xlsx")

    assert refused.status_code == 400
    assert "take the CSV file" in refused.content.decode()
    monkeypatch.setattr("clusters.composition.CAP", 5)
    assert client.get("/en/clusters.xlsx?q=klynge").status_code == 400
    assert book(client, "/en/clusters.xlsx?q=node").worksheets[0].max_row > 1


def test_unpublished_cluster_is_in_no_workbook(client: Client) -> None:
    Cluster.objects.filter(slug="gce-node").update(publication="draft")

    assert "gce-node" not in {row["Slug"].value for row in cells(client, "/en/clusters.xlsx")}
