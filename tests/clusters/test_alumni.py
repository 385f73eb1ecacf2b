"""Clusters that have left: who is listed, and what is said of them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clusters.choices import Publication
from clusters.models import Cluster, TierPeriod
from tests.clusters.test_exports import table, whole

pytestmark = pytest.mark.django_db
ALUMNI = "/programmet/alumni/"
A_DAY = "2016-08-17"


def read(client: Client, status: int = 200, **query: str) -> str:
    answer = client.get(ALUMNI, query)
    assert answer.status_code == status
    return answer.content.decode()


def test_alumni_are_the_clusters_that_have_left_and_no_others(client: Client) -> None:
    page = read(client, as_of=A_DAY)
    left = client.get(f"/api/v1/clusters/?status=former&status=unconfirmed&as_of={A_DAY}").json()["count"]

    assert f"{left} klynger" in page
    assert "akvARENA" in page
    assert "GCE NODE" not in page


def test_an_alumnus_is_told_with_its_path_when_and_why_it_left_and_what_it_became(client: Client) -> None:
    page = read(client, q="akvarena")

    row = page[page.index("<tbody>") : page.index("</tbody>")]
    for said in ("Arena til 2016", "19. juni 2016", "Slått sammen", "NCE Aquatech Cluster", "Teknologi akvARENA"):
        assert said in row
    assert "Slutt ikke bekreftet" not in row


def test_what_is_not_known_is_said_and_an_assumed_end_is_marked(client: Client) -> None:
    row = read(client, q="bluelight")
    row = row[row.index("<tbody>") : row.index("</tbody>")]

    assert "Arena (år ikke oppgitt)" in row
    assert row.count("Ikke oppgitt") >= 2
    assert "Slutt ikke bekreftet" in row
    assert "Vertsorganisasjon: ikke oppgitt" in row


def test_a_successor_of_later_or_unpublished_is_not_named(client: Client) -> None:
    Cluster.objects.filter(slug="nce-aquatech-cluster").update(publication=Publication.DRAFT)

    assert "NCE Aquatech Cluster" not in read(client, q="akvarena")


def test_alumni_of_one_tier_or_status_and_of_one_move(client: Client) -> None:
    pages = [client.get(f"{ALUMNI}?{query}").content.decode() for query in ("tier=nce&status=former", "moved=nce~gce")]

    assert all("3 klynger" in page for page in pages)
    assert "NCE Raufoss" in pages[0] or "NCE Manufacturing" in pages[0]
    assert "GCE NODE" in pages[1]


@pytest.mark.parametrize(
    "query", [{"status": "active"}, {"tier": "nec"}, {"as_of": "2016-02-30"}, {"statsu": "former"}]
)
def test_what_alumni_cannot_be_asked_is_refused(client: Client, query: dict[str, str]) -> None:
    assert 'role="alert"' in client.get(ALUMNI, query).content.decode()
    assert client.get(ALUMNI, query).status_code == 400


def test_the_file_and_the_api_list_the_same_alumni(client: Client) -> None:
    page = read(client)

    address = "/klynger.csv?status=former&amp;status=unconfirmed"
    assert address in page
    rows = table(whole(client.get(address.replace("&amp;", "&"))))
    assert f"{len(rows)} klynger" in page


def test_alumni_are_paged_with_the_same_number_of_queries_for_any_size(client: Client) -> None:
    client.get(ALUMNI)

    counts = []
    for size in (1, 30):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(ALUMNI, {"page_size": size}).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 12
    assert TierPeriod.objects.count() > 30
    read(client, status=404, page="999")


def test_alumni_in_english_keep_the_day_on_links(client: Client) -> None:
    page = client.get("/en/programme/alumni/", {"as_of": A_DAY}).content.decode()

    assert "/en/clusters/akvarena/?as_of=2016-08-17" in page
    assert "As of 17 August 2016" in page
