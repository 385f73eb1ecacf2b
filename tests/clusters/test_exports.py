import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clusters.exports import cell
from clusters.models import Cluster, Organisation
from tests.clusters.api.reading import API, walk

pytestmark = pytest.mark.django_db


def whole(response: Any) -> str:
    return str(response.getvalue().decode())


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_file_is_what_norwegian_excel_reads(client: Client) -> None:
    response = client.get("/klynger.csv?as_of=2016-08-17")
    text = whole(response)

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="klynger-2016-08-17.csv"'
    assert text.startswith("\ufeffId;")
    assert text.count("\r\n") == len(table(text)) + 1


def test_headers_are_in_the_language_of_the_address(client: Client) -> None:
    norwegian = table(whole(client.get("/klynger.csv")))[0]
    english = table(whole(client.get("/en/clusters.csv")))[0]

    assert {"Navn", "Kommune", "Fylke", "Lisens"} <= set(norwegian)
    assert {"Name", "Municipality", "County", "Licence"} <= set(english)
    assert norwegian["Id"] == english["Id"]
    assert english["Licence"] == "NLOD 2.0"


def test_file_is_whole_and_has_no_pages(client: Client) -> None:
    rows = table(whole(client.get("/en/organisations.csv")))
    refused = client.get("/en/organisations.csv?page=2")

    assert [int(row["Id"]) for row in rows] == [
        row["id"] for row in walk(client, f"{API}/organisations/?page_size=500")
    ]
    assert refused.status_code == 400


def test_fault_of_the_query_string_is_told_in_the_language_of_the_address(client: Client) -> None:
    norwegian, english = client.get("/klynger.csv?teir=gce"), client.get("/en/clusters.csv?teir=gce")

    assert norwegian.status_code == english.status_code == 400
    assert english.content.decode() == "There is no parameter “teir”. Did you mean “tier”?\n"
    assert "tier" in norwegian.content.decode()
    assert norwegian.content != english.content


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_a_spreadsheet_would_run_is_made_harmless(client: Client, start: str) -> None:
    Organisation.objects.create(name=f"{start}HYPERLINK('http://x')")

    names = [row["Name"] for row in table(whole(client.get("/en/organisations.csv")))]

    assert f"'{start}HYPERLINK('http://x')" in names
    assert not any(name.startswith(start) for name in names)


def test_numbers_stay_numbers() -> None:
    assert cell(-5) == -5


def test_unpublished_cluster_is_in_no_file(client: Client) -> None:
    Cluster.objects.filter(slug="gce-node").update(publication="withdrawn")

    assert "gce-node" not in whole(client.get("/en/clusters.csv"))


def test_file_costs_as_many_statements_whatever_its_length(client: Client) -> None:
    asked = []
    for query in ("status=former", ""):
        with CaptureQueriesContext(connection) as queries:
            whole(client.get(f"/en/clusters.csv?{query}"))
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/en/clusters.csv").status_code == 405
