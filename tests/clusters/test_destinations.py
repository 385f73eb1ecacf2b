"""A question that names one record by its number, domain or identifier leads straight to it."""

import pytest
from django.test import Client

from clusters.choices import Publication
from clusters.models import Cluster, HostPeriod, Organisation

pytestmark = pytest.mark.django_db
#: GCE NODE Service AS, host of GCE NODE since 2005.
HOST = "915453929"
YEARLESS = {"period": None, "start_precision": "unknown", "end_precision": "unknown"}


def led_to(client: Client, path: str, **query: str) -> str:
    """Where the page leads; empty where it answers with the list itself."""
    response = client.get(path, query)
    assert response.status_code in {200, 302}
    return str(response.headers.get("Location", ""))


def address(name: str, language: str = "/en/organisations") -> str:
    return f"{language}/{Organisation.objects.get(name=name).pk}/"


@pytest.mark.parametrize(
    "text",
    ["915453929", "915 453 929", "NO 915 453 929 MVA", "no915453929mva", "915453929MVA", " 915\u00a0453\u00a0929 "],
)
def test_number_leads_to_the_cluster_of_its_host_and_among_organisations_to_the_host(client: Client, text: str) -> None:
    assert led_to(client, "/en/clusters/", q=text) == "/en/clusters/gce-node/"
    assert led_to(client, "/klynger/", q=text) == "/klynger/gce-node/"
    assert led_to(client, "/en/organisations/", q=text) == address("GCE NODE Service AS")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("0331wat71", "Akershus universitetssykehus HF"),
        ("0331WAT71", "Akershus universitetssykehus HF"),
        ("https://ror.org/0331wat71", "Akershus universitetssykehus HF"),
        ("Q4700653", "Akershus universitetssykehus HF"),
        ("q4700653", "Akershus universitetssykehus HF"),
        ("https://www.wikidata.org/wiki/Q4700653", "Akershus universitetssykehus HF"),
    ],
)
def test_identifier_of_another_scheme_leads_to_its_organisation(client: Client, text: str, name: str) -> None:
    assert led_to(client, "/en/organisations/", q=text) == address(name)


@pytest.mark.parametrize("text", ["gcenode.no", "www.gcenode.no", "https://www.gcenode.no/om-oss", "GCENODE.NO"])
def test_domain_leads_to_the_cluster_whose_website_it_is(client: Client, text: str) -> None:
    assert led_to(client, "/en/clusters/", q=text) == "/en/clusters/gce-node/"


def test_day_is_kept_on_the_way(client: Client) -> None:
    day = "2016-08-17"

    assert led_to(client, "/en/clusters/", q=HOST, as_of=day) == f"/en/clusters/gce-node/?as_of={day}"
    assert led_to(client, "/en/organisations/", q=HOST, as_of=day).endswith(f"/?as_of={day}")


@pytest.mark.parametrize("more", [{"tier": "gce"}, {"status": "active"}, {"region": "42"}, {"page": "1"}])
def test_list_is_shown_where_more_is_asked_than_the_record(client: Client, more: dict[str, str]) -> None:
    assert led_to(client, "/en/clusters/", q=HOST, **more) == ""


def test_search_form_leads_on_though_it_sends_its_order_and_empty_fields_along(client: Client) -> None:
    assert led_to(client, "/en/clusters/", q=HOST, as_of="", ordering="name", tier="") == "/en/clusters/gce-node/"


def test_number_of_no_host_leads_from_clusters_to_the_organisation(client: Client) -> None:
    assert led_to(client, "/en/clusters/", q="983 489 060") == address("Abelia")
    assert (
        led_to(client, "/en/clusters/", q="983 489 060", as_of="2016-08-17") == f"{address('Abelia')}?as_of=2016-08-17"
    )


def test_number_of_a_host_leads_to_the_organisation_before_its_cluster_entered(client: Client) -> None:
    assert led_to(client, "/en/clusters/", q=HOST, as_of="2003-01-01") == (
        f"{address('GCE NODE Service AS')}?as_of=2003-01-01"
    )


def test_number_of_a_host_does_not_lead_to_a_cluster_that_is_not_published(client: Client) -> None:
    Cluster.objects.filter(slug="gce-node").update(publication=Publication.DRAFT)

    assert led_to(client, "/en/clusters/", q=HOST) == address("GCE NODE Service AS")


def test_number_of_the_host_of_two_clusters_lists_both(client: Client) -> None:
    host = Organisation.objects.get(organisation_number=HOST)
    HostPeriod.objects.create(cluster=Cluster.objects.get(slug="nce-eyde"), organisation=host, **YEARLESS)

    assert led_to(client, "/en/clusters/", q=HOST) == ""
    assert set(Cluster.objects.search(HOST).values_list("slug", flat=True)) == {"gce-node", "nce-eyde"}


@pytest.mark.parametrize("text", ["974760674", "0zzzzzz99", "Q1", "finnes-ikke.no", "kongsberg", "GCE NODE"])
def test_what_names_no_record_by_number_domain_or_identifier_lists_what_it_finds(client: Client, text: str) -> None:
    assert led_to(client, "/en/clusters/", q=text) == led_to(client, "/en/organisations/", q=text) == ""


def test_number_with_a_fault_beside_it_is_refused_and_leads_nowhere(client: Client) -> None:
    assert client.get("/en/clusters/", {"q": HOST, "teir": "gce"}).status_code == 400
