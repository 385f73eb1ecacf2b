"""A figure as it was cited stays as it was cited."""

import datetime as dt
import re

import pytest
from django.http import QueryDict
from django.test import Client

from clusters.models import Cluster
from clusters.statistics import citations
from clusters.statistics.declared import BY_NAME, FIGURES

pytestmark = pytest.mark.django_db
EXAMPLE = dt.date(2016, 8, 17)


def cited(name: str = "clusters-by-tier", query: str = "") -> citations.Citation:
    region = "" if BY_NAME[name].is_general else "region=15"
    asked = "&".join(filter(None, [query, region, f"as_of={EXAMPLE.isoformat()}"]))
    return citations.cite(BY_NAME[name].answer(QueryDict(asked)))


@pytest.mark.parametrize("name", [figure.name for figure in FIGURES])
def test_a_citation_is_read_as_it_was_given_at_an_address_that_every_program_takes(name: str) -> None:
    citation = cited(name)

    assert citations.read(citation.token) == citation
    assert len(citation.address) < 2000


def test_a_citation_of_one_day_has_one_address() -> None:
    assert cited().token == cited().token


def test_the_page_of_a_figure_has_a_text_to_copy(client: Client) -> None:
    page = client.get("/statistikk/clusters-by-tier/", {"as_of": "2016-08-17"}).content.decode()

    assert "Klyngeregisteret, «Klynger etter nivå», per 17. august 2016, talt" in page
    assert cited().address in page


@pytest.mark.parametrize("path", ["/statistikk/sitat/", "/en/statistics/citation/"])
def test_an_unchanged_citation_says_so(client: Client, path: str) -> None:
    page = client.get(f"{path}{cited().token}/").content.decode()

    assert ("Registeret teller det samme i dag" in page) or ("The registry counts the same today" in page)


def test_records_corrected_later_leave_the_cited_number_and_show_the_one_of_today(client: Client) -> None:
    address = cited().address
    Cluster.objects.filter(slug="gce-node").update(publication="withdrawn")

    page = client.get(address).content.decode()

    assert "Poster er rettet siden: 4 tall er andre i dag" in page
    gce = re.search(r'<th scope="row">GCE</th><td>I programmet</td>(.*?)</tr>', page)
    assert gce
    assert re.findall(r">(\d+)<", gce.group(1)) == ["3", "2"]
    assert "/klynger/?tier=gce&amp;status=active&amp;as_of=2016-08-17" in page


def test_a_row_that_is_no_more_keeps_its_numbers(client: Client) -> None:
    citation = cited()
    gone = citations.Citation(
        citation.figure, citation.query, citation.day, citation.counted, citation.columns, {"veteran": [7, 0, 0]}
    )

    page = client.get(gone.address).content.decode()

    assert re.search(r'<th scope="row">veteran</th><td>7</td>', page)


@pytest.mark.parametrize(
    "changed",
    [
        lambda token: token[:-1],
        lambda token: f"x{token}",
        lambda token: token.replace(":", "a:", 1),
        lambda _token: "a",
        lambda _token: "a:b",
        lambda _token: "æøå",
    ],
)
def test_a_changed_address_is_refused_in_plain_words(client: Client, changed: object) -> None:
    token = changed(cited().token)  # type: ignore[operator]

    answer = client.get(f"/statistikk/sitat/{token}/")

    assert answer.status_code == 404
    assert "Dette sitatet har vi ikke gitt" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("clusters-by-county", "footprint=members"),
        ("clusters-on-map", "q=subsea&tier=nce"),
        ("clusters-in-region-by-year", "footprint=members"),
        ("organisations-by-kind", "member_of=gce-node"),
    ],
)
def test_a_citation_keeps_the_whole_question(client: Client, name: str, query: str) -> None:
    citation = cited(name, query)

    assert citations.read(citation.token) == citation
    assert all(part in citation.query.split("&") for part in query.split("&"))
    assert "Registeret teller det samme i dag" in client.get(citation.address).content.decode()


def test_a_question_that_can_be_asked_no_more_still_shows_the_cited_numbers(client: Client) -> None:
    citation = cited("clusters-on-map", "sector=ocean")
    gone = citations.Citation(
        citation.figure, "sector=whales&as_of=2016-08-17", citation.day, citation.counted, citation.columns, {"NO": [7]}
    )

    page = client.get(gone.address).content.decode()

    assert "Spørsmålet kan ikke lenger stilles" in page
    assert re.search(r'<th scope="row">NO</th><td>7</td>', page)
