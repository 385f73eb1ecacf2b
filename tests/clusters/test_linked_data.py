"""What machines read out of pages: sitemaps, linked data, and the way to both."""

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from clusters.choices import Publication
from clusters.models import Cluster, Organisation
from regions.models import Region

pytestmark = pytest.mark.django_db
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def linked(client: Client, address: str) -> dict[str, dict[str, Any]]:
    found = (json.loads(text) for text in LINKED.findall(client.get(address).content.decode()))
    return {data["@type"]: data for data in found}


def addresses(client: Client, path: str) -> list[ET.Element]:
    return ET.fromstring(client.get(path).content).findall("s:url", MAP)  # noqa: S314 (our own answer)


def test_cluster_is_an_organisation_to_machines(client: Client) -> None:
    data = linked(client, "/klynger/gce-ocean-technology/")

    cluster = data["Organization"]
    assert cluster["name"] == "GCE Ocean Technology"
    assert "NCE Subsea" in cluster["alternateName"]
    assert cluster["address"] == [{"@type": "PostalAddress", "addressLocality": "Bergen", "addressCountry": "NO"}]
    assert client.get(cluster["@id"]).json()["slug"] == "gce-ocean-technology"
    steps = [step["item"] for step in data["BreadcrumbList"]["itemListElement"]]
    assert steps == [f"http://testserver{path}" for path in ("/", "/klynger/", "/klynger/gce-ocean-technology/")]


def test_organisation_goes_by_its_number(client: Client) -> None:
    organisation = Organisation.objects.get(organisation_number="915453929")

    data = linked(client, f"/en/organisations/{organisation.pk}/")["Organization"]

    assert data["identifier"]["value"] == data["taxID"] == "915453929"


def test_registry_is_a_dataset_with_files_that_there_are(client: Client) -> None:
    data = linked(client, "/en/data/")["Dataset"]

    assert data["license"] == "https://data.norge.no/nlod/no/2.0"
    assert {client.get(file["contentUrl"]).status_code for file in data["distribution"]} == {200}


@pytest.mark.parametrize(("home", "first"), [("/", "/klynger/"), ("/en/", "/en/clusters/")])
def test_machines_read_on_the_front_page_how_to_search(client: Client, home: str, first: str) -> None:
    site = linked(client, home)["WebSite"]

    found = client.get(site["potentialAction"]["target"]["urlTemplate"].format(search_term_string="subsea+bergen"))
    assert site["url"] == f"http://testserver{home}"
    assert f"{first}gce-ocean-technology/" in found.text


def test_text_of_a_record_cannot_leave_the_data(client: Client) -> None:
    name = "</script><script>alert(1)</script>&amp;"
    Cluster.objects.filter(slug="gce-node").update(name=name)

    page = client.get("/klynger/gce-node/").content.decode()

    assert "<script>alert" not in page
    assert linked(client, "/klynger/gce-node/")["Organization"]["name"] == name


def test_sitemap_has_every_published_page_in_both_languages(client: Client) -> None:
    Cluster.objects.filter(slug="gce-node").update(publication=Publication.DRAFT)
    index = client.get("/sitemap.xml").content.decode()
    sections = re.findall(r"<loc>http://testserver(/sitemap-\w+\.xml)</loc>", index)

    pages = [url for section in sections for url in addresses(client, section)]
    places = {url.findtext("s:loc", "", MAP).removeprefix("http://testserver") for url in pages}

    assert len(places) == len(pages)
    assert {"/", "/en/", "/programmet/", "/klynger/nce-eyde/", "/en/clusters/nce-eyde/"} <= places
    assert "/klynger/gce-node/" not in places
    assert {
        "/kart/",
        "/en/statistics/",
        "/regioner/12/",
        "/en/regions/4601/",
        "/programmet/alumni/",
        "/klynger/felles/",
    } <= places
    codes = Region.objects.exclude(code="NO").values("code").distinct().count()
    assert len(places) == 2 * (13 + 79 + codes + Organisation.objects.filter(merged_into=None).count())


def test_sitemap_pairs_each_page_with_its_other_language(client: Client) -> None:
    by_place = {url.findtext("s:loc", "", MAP): url for url in addresses(client, "/sitemap-clusters.xml")}
    of_eyde = by_place["http://testserver/klynger/nce-eyde/"]

    pairs = {link.attrib["hreflang"]: link.attrib["href"] for link in of_eyde.findall("x:link", MAP)}

    assert pairs == {
        "nb": "http://testserver/klynger/nce-eyde/",
        "en": "http://testserver/en/clusters/nce-eyde/",
    }


def test_robots_are_shown_the_sitemap(client: Client) -> None:
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
