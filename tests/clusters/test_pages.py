"""The public pages as a browser without scripts meets them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from clusters.models import Cluster, Organisation

pytestmark = pytest.mark.django_db

LISTS = ("/klynger/", "/virksomheter/")
SCRIPT = "<script>alert(1)</script>\"'"


def read(client: Client, address: str, status: int = 200, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_an_old_address_of_a_cluster_leads_to_the_one_of_today(client: Client) -> None:
    answer = client.get("/klynger/nce-subsea/")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/klynger/gce-ocean-technology/")


def test_a_merged_organisation_leads_to_what_it_became(client: Client) -> None:
    statoil, equinor = (Organisation.objects.get(name=name) for name in ("Statoil", "Equinor"))
    Organisation.objects.filter(pk=statoil.pk).update(merged_into=equinor)

    answer = client.get(f"/virksomheter/{statoil.pk}/")

    assert (answer.status_code, answer.headers["Location"]) == (301, f"/virksomheter/{equinor.pk}/")


@pytest.mark.parametrize("publication", ["draft", "in-review"])
def test_an_unpublished_cluster_has_no_page(client: Client, publication: str) -> None:
    Cluster.objects.filter(slug="gce-node").update(publication=publication)

    read(client, "/klynger/gce-node/", status=404)


@pytest.mark.parametrize(
    "address", ["/klynger/finnes-ikke/", "/virksomheter/999999999/", "/finnes-ikke/", "/en/nowhere/"]
)
def test_what_does_not_exist_is_404_in_the_frame_of_the_registry(client: Client, address: str) -> None:
    assert 'id="main"' in read(client, address, status=404)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"tier": "gcee"}, "<code>gce</code>"),
        ({"regoin": "46"}, "<code>region</code>"),
        ({"q": "x" * 10_000}, "<code>q</code>"),
        ({"q": "\x00"}, "<code>q</code>"),
        ({"as_of": "2016-02-30"}, "<code>as_of</code>"),
        ({"page_size": "0"}, "<code>page_size</code>"),
    ],
)
def test_a_faulty_query_is_refused_beside_the_form_by_name(client: Client, query: dict[str, str], named: str) -> None:
    page = read(client, "/klynger/", status=400, **query)

    assert 'role="alert"' in page
    assert named in page
    assert "<h3><a" not in page


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("number", ["999999", "0", "-1", "én"])
def test_a_page_that_does_not_exist_is_404_with_the_way_out(client: Client, address: str, number: str) -> None:
    assert "Gå til første side" in read(client, address, status=404, page=number)


def test_an_empty_answer_says_what_caused_it_and_how_to_go_on(client: Client) -> None:
    page = read(client, "/klynger/", q="havbrk")

    assert "Ingen klynger passer med søket" in page
    assert "Fjern alle filtre" in page


@pytest.mark.parametrize(
    "parameter", ["q", "region", "tier", "sector", "status", "moved", "organisation", "as_of", "ordering", "page"]
)
@pytest.mark.parametrize("address", LISTS)
def test_script_in_any_parameter_comes_back_as_text(client: Client, address: str, parameter: str) -> None:
    page = client.get(address, {parameter: SCRIPT}).content.decode()

    assert "<script>alert" not in page


def test_script_in_a_field_is_shown_as_text(client: Client) -> None:
    Cluster.objects.filter(slug="gce-node").update(name=f"NODE {SCRIPT}", summary_nb=SCRIPT)

    for address in ("/", "/klynger/", "/klynger/gce-node/"):
        assert "<script>alert" not in read(client, address)


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("query", ["", "region=46&tier=nce", "q=klynge&as_of=2016-08-17"])
def test_a_list_asks_at_most_ten_queries_whatever_the_number_of_rows(client: Client, address: str, query: str) -> None:
    if "tier" in query and address != "/klynger/":
        query = "region=46&kind=company"
    client.get(address)

    counts = []
    for size in (1, 30):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{address}?{query}&page_size={size}").status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 10


def test_the_page_of_a_cluster_asks_no_more_queries_for_more_members(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(23):
        read(client, "/klynger/biotech-north/")
    with django_assert_max_num_queries(23):
        read(client, "/klynger/gce-node/")


def test_a_day_in_the_past_is_said_and_kept_on_links(client: Client) -> None:
    page = read(client, "/klynger/", as_of="2016-08-17", tier="gce")

    assert "Per 17. august 2016" in page
    assert "/klynger/gce-node/?as_of=2016-08-17" in page
    assert "Vest-Agder" in page


def test_a_cluster_shows_what_rests_on_an_assumption(client: Client) -> None:
    assert "Slutt ikke bekreftet" in read(client, "/klynger/gce-node/")


def test_an_edit_is_on_the_page_and_in_the_api_at_once(client: Client) -> None:
    Cluster.objects.filter(slug="gce-node").update(summary_nb="Endret nå.")

    assert "Endret nå." in read(client, "/klynger/gce-node/")
    assert client.get("/api/v1/clusters/gce-node/").json()["summary"]["nb"] == "Endret nå."
