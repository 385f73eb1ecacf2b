"""Lists as Atom feeds."""

from http import HTTPStatus
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from benchmarks.replays import listening
from clusters.models import Cluster
from tests.clusters.api.reading import API, walk

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def entries(client: Client, address: str) -> list[ET.Element]:
    answer = client.get(address)
    assert answer.status_code == HTTPStatus.OK, answer.content.decode()
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content).findall("a:entry", ATOM)  # noqa: S314 (our own answer)


def said(entry: ET.Element, name: str) -> str:
    return entry.findtext(f"a:{name}", "", ATOM)


@pytest.mark.parametrize("query", ["", "tier=gce&as_of=2016-08-17", "region=46&status=unconfirmed", "q=sjomat"])
def test_feed_has_the_latest_of_the_rows_that_the_list_has(client: Client, query: str) -> None:
    ids = [said(entry, "id") for entry in entries(client, f"/klynger.atom?{query}")]

    listed = walk(client, f"{API}/clusters/?ordering=-updated&{query}")
    assert (
        sorted(ids) == sorted(f"http://testserver{API}/clusters/{row['id']}/" for row in listed)[:50] or len(ids) == 50
    )
    assert len(set(ids)) == len(ids)


def test_feed_tells_of_a_change_first_and_keeps_its_id_when_the_name_changes(client: Client) -> None:
    cluster = Cluster.objects.get(slug="gce-node")
    cluster.name, cluster.slug = "GCE <Node> & venner", "gce-node-og-venner"
    cluster.save()

    entry = entries(client, "/en/clusters.atom?region=42")[0]

    assert said(entry, "title") == "GCE <Node> & venner"
    assert said(entry, "id") == f"http://testserver{API}/clusters/{cluster.pk}/"
    assert entry.find("a:link", ATOM).attrib["href"] == "http://testserver/en/clusters/gce-node-og-venner/"  # type: ignore[union-attr]


def test_a_summary_in_the_other_language_says_so_and_is_plain_text(client: Client) -> None:
    Cluster.objects.filter(slug="gce-node").update(summary_nb="Boring & <utstyr>", summary_en="")

    for address, lang in (("/klynger.atom?region=42", None), ("/en/clusters.atom?region=42", "nb")):
        summary = entries(client, address)[0].find("a:summary", ATOM)
        assert summary is not None
        assert summary.text == "Boring & <utstyr>"
        assert summary.attrib == {"type": "text", **({XML_LANG: lang} if lang else {})}


def test_feed_of_a_day_leads_to_pages_of_that_day(client: Client) -> None:
    entry = entries(client, "/klynger.atom?as_of=2016-08-17")[0]

    assert entry.find("a:link", ATOM).attrib["href"].endswith("/?as_of=2016-08-17")  # type: ignore[union-attr]


@pytest.mark.parametrize("query", ["tier=ncee", "ordering=name", "page=2", "as_of=2016-02-30"])
def test_feed_refuses_what_it_cannot_answer(client: Client, query: str) -> None:
    answer = client.get(f"/klynger.atom?{query}")

    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert query.partition("=")[0] in answer.content.decode()


def test_feed_of_organisations_asks_as_much_for_fifty_as_for_one(client: Client) -> None:
    with listening() as asked_for_one:
        one = entries(client, "/virksomheter.atom?q=915453929")
    with listening() as asked_for_fifty:
        fifty = entries(client, "/virksomheter.atom")

    assert (len(one), len(fifty)) == (1, 50)
    assert len(asked_for_one) == len(asked_for_fifty) == 3  # a time limit, the ids of the rows, the rows


def test_page_links_to_the_feed_of_its_list_without_its_order(client: Client) -> None:
    page = client.get("/klynger/?tier=gce&ordering=founded").content.decode()

    assert 'href="/klynger.atom?tier=gce"' in page
