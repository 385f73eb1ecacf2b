"""The pages and files of the statistics."""

import csv
import gzip
import html
import io
import re
from xml.etree import ElementTree as ET

import pytest
from django.http import QueryDict
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from clusters.models import Cluster
from clusters.statistics.declared import BY_NAME, FIGURES

pytestmark = pytest.mark.django_db
NAMES = [figure.name for figure in FIGURES]
SVG = "{http://www.w3.org/2000/svg}"


def read(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, address
    return answer.content.decode()


def lines(client: Client, address: str, **query: str) -> list[dict[str, str]]:
    answer = client.get(address, query)
    assert answer.status_code == 200, address
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode().removeprefix("\ufeff")), delimiter=";"))


def test_the_page_asks_at_most_fifteen_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/statistikk/")

    with django_assert_max_num_queries(15):
        read(client, "/statistikk/", as_of="2023-12-31")


def test_the_page_weighs_little_though_every_number_is_a_link(client: Client) -> None:
    page = client.get("/en/statistics/", {"as_of": "2025-12-31"}).content

    assert len(page) <= 65_000
    assert len(gzip.compress(page)) <= 12_000


def test_the_page_is_about_the_day(client: Client) -> None:
    page = read(client, "/statistikk/", as_of="2016-08-17")

    assert "42 klynger var med i programmet 17. august 2016, flest på Arena" in page
    assert 'href="/klynger/?tier=gce&amp;status=active&amp;as_of=2016-08-17"' in page
    assert 'href="/virksomheter/?kind=company&amp;status=active&amp;as_of=2016-08-17"' in page
    assert "?as_of=2016-08-17#cite" in page
    assert "Hordaland" in page
    assert "2017" not in re.sub(r"<[^>]*>", "", page)


def test_the_example_says_what_was_published_and_what_is_counted_and_why(client: Client) -> None:
    page = read(client, "/en/statistics/")

    assert "On 17 August 2016 the programme published 39 clusters; the registry counts 42" in page
    assert "Sources name 33 of them, seven only as probable." in page
    assert "26 rest on that" in page


def test_a_day_before_the_example_shows_nothing_that_came_later(client: Client) -> None:
    page = read(client, "/en/statistics/", as_of="2012-06-30")

    assert "the programme published" not in page
    assert "2016" not in re.sub(r"<[^>]*>", "", page)


def test_findings_on_effect_have_method_and_source(client: Client) -> None:
    page = read(client, "/statistikk/")

    assert "12 funn om effekten av klynger, fra 6 fagmiljøer" in page
    assert "sammenlignet med en kontrollgruppe" in page
    assert "15,8 prosentpoeng" in page


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_a_page_a_file_and_a_picture(client: Client, name: str) -> None:
    query = {"as_of": "2016-08-17"} if BY_NAME[name].is_general else {"as_of": "2016-08-17", "region": "15"}

    page = read(client, f"/statistikk/{name}/", **query)
    rows = lines(client, f"/statistikk/{name}.csv", **query)
    drawing = ET.fromstring(read(client, f"/statistikk/{name}.svg", **query))  # noqa: S314 (our own)

    assert "Siter disse tallene" in page
    assert {row.get("Statistikk", name) for row in rows} == {name}
    assert [child.tag for child in drawing][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert not re.search(r"\sstyle=|<style|<script", ET.tostring(drawing, encoding="unicode"))


def test_the_file_has_a_line_for_every_number_with_the_address_of_its_rows(client: Client) -> None:
    rows = lines(client, "/en/statistics/clusters-by-tier.csv", as_of="2016-08-17")
    gce = next(row for row in rows if (row["Row code"], row["Column code"]) == ("gce", "active"))

    assert (gce["Value"], gce["As of"], gce["Unit"]) == ("3", "2016-08-17", "number of clusters")
    assert gce["Rows"] == "http://testserver/en/clusters/?tier=gce&status=active&as_of=2016-08-17"


def test_published_figures_and_findings_are_files_too(client: Client) -> None:
    published = lines(client, "/en/statistics/published-figures.csv", as_of="2016-08-17")
    effects = lines(client, "/en/statistics/effects.csv")

    assert {(row["Published"], row["Counted here"]) for row in published} >= {("39", "42"), ("3", "3")}
    assert len(effects) == 12


@pytest.mark.parametrize("address", ["", "clusters-by-tier/", "clusters-by-tier.csv", "clusters-by-tier.svg"])
@pytest.mark.parametrize("query", ["as_of=2016-02-30", "as_of=1999-01-01", "tier=gce"])
def test_a_faulty_question_is_refused_by_name(client: Client, address: str, query: str) -> None:
    answer = client.get(f"/en/statistics/{address}?{query}")

    assert answer.status_code == 400
    assert query.partition("=")[0] in answer.content.decode()


@pytest.mark.parametrize("query", ["", "region=46&region=15", "region=99"])
@pytest.mark.parametrize("ending", ["/", ".csv", ".svg"])
def test_a_figure_of_a_region_needs_one(client: Client, ending: str, query: str) -> None:
    answer = client.get(f"/en/statistics/clusters-in-region-by-year{ending}?{query}")

    assert answer.status_code == 400
    assert "region" in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/", "clusters-by-tier-and-status"),
        ("/", "clusters-on-map"),
        ("/programmet/", "moves-between-tiers"),
        ("/programmet/", "clusters-by-tier-and-status"),
        ("/programmet/", "published-figures"),
        ("/programmet/", "appropriations-by-year"),
        ("/statistikk/", "effects"),
        ("/statistikk/", "published-figures"),
        ("/regioner/", "clusters-on-map"),
        ("/regioner/15/", "clusters-in-region-by-year"),
        ("/regioner/15/", "clusters-by-tier-and-status"),
        ("/regioner/15/", "clusters-by-municipality"),
    ],
)
def test_numbers_wherever_they_stand_have_files_and_a_citation(client: Client, address: str, name: str) -> None:
    page = read(client, address, as_of="2016-08-17")

    found = re.findall(rf'href="(/statistikk/{name}[/.][^"]*)"', page)
    assert [re.sub(r"\?.*", "", link) for link in found] == [
        f"/statistikk/{name}{ending}" for ending in (".csv", ".svg", "/")
    ]
    assert all("as_of=2016-08-17" in link for link in found)
    assert all(client.get(html.unescape(link)).status_code == 200 for link in found)


def test_the_map_leads_to_the_figure_of_the_same_question(client: Client) -> None:
    page = read(client, "/kart/", as_of="2016-08-17", tier="nce", footprint="members")

    link = re.search(r'href="(/statistikk/clusters-on-map/[^"]*)"', page)
    assert link
    figure = read(client, html.unescape(link.group(1)))
    assert "Nivå i programmet: NCE" in figure
    assert "/statistikk/clusters-on-map.svg?footprint=members&amp;tier=nce&amp;as_of=2016-08-17" in figure


@pytest.mark.parametrize(
    ("address", "query", "narrowed"),
    [
        ("/klynger/", "tier=nce&q=energi&ordering=name", "clusters-by-tier-and-status/?tier=nce&q=energi"),
        ("/programmet/alumni/", "tier=nce", "clusters-by-tier-and-status/?tier=nce&status=former&status=unconfirmed"),
        ("/virksomheter/", "kind=company&cluster=gce-node", "organisations-by-kind/?kind=company&cluster=gce-node"),
        ("/klynger/gce-node/", "as_of=2016-08-17", "organisations-by-kind/?member_of=gce-node&as_of=2016-08-17"),
    ],
)
def test_the_number_of_results_has_a_figure_with_a_citation(
    client: Client, address: str, query: str, narrowed: str
) -> None:
    page = html.unescape(client.get(f"{address}?{query}").content.decode())

    assert f'href="/statistikk/{narrowed}"' in page
    assert client.get(f"/statistikk/{narrowed}").context["citation"].day


def test_the_figure_of_organisations_is_as_the_list_counts_them(client: Client) -> None:
    of = BY_NAME["organisations-by-kind"]
    table = of.answer(QueryDict("kind=company"))
    listed = client.get("/api/v1/organisations/?kind=company").json()["count"]

    assert table.total
    found, members, assumed = (cell.value for cell in table.total.cells)
    assert found == listed
    assert found > members >= assumed > 0


def test_counties_by_members_are_chosen_on_the_page_and_it_says_which(client: Client) -> None:
    page = read(client, "/statistikk/", as_of="2016-08-17", footprint="members")

    assert '<b aria-current="true">medlemmenes tilholdssteder</b>' in page
    assert 'href="?as_of=2016-08-17#clusters-by-county"' in page
    assert "/klynger/?region=03&amp;footprint=members&amp;status=active&amp;as_of=2016-08-17" in page
    assert "/statistikk/clusters-by-tier.csv?as_of=2016-08-17" in page
    assert "/statistikk/clusters-by-county.csv?footprint=members&amp;as_of=2016-08-17" in page


@pytest.mark.parametrize("address", ["clusters-by-size/", "clusters-by-size.csv", "clusters-by-size.svg"])
def test_a_figure_that_does_not_exist_is_404(client: Client, address: str) -> None:
    assert client.get(f"/statistikk/{address}").status_code == 404


def test_numbers_follow_an_edit_at_once(client: Client) -> None:
    Cluster.objects.filter(slug="gce-node").update(publication="withdrawn")

    assert "41 klynger var med" in read(client, "/statistikk/", as_of="2016-08-17")


def test_the_list_behind_a_number_keeps_its_question_when_it_is_narrowed(client: Client) -> None:
    page = read(client, "/klynger/", entered="2015", end_confirmed="false", as_of="2016-08-17")

    for name, value in (("entered", "2015"), ("end_confirmed", "false")):
        assert re.search(rf'<input type="hidden"\s+name="{name}"\s+value="{value}"', page)
    assert "Tatt opp: 2015" in re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page))


def test_the_programme_page_has_the_reasons_too(client: Client) -> None:
    assert "Kildene navngir 33 av dem" in read(client, "/programmet/")
