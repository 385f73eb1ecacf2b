"""Pages of counties and municipalities of every era, and the list of counties."""

import datetime as dt
import html
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clusters.filtersets import ClusterFilterSet
from clusters.models import Cluster
from clusters.region_profiles import RegionProfile
from regions.models import Region

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 26)
#: A number that leads to its rows in the catalogue.
NUMBER = re.compile(r'<a href="(/klynger/\?[^"]+)">([\d\xa0]+)</a>')


def read(client: Client, address: str, status: int = 200, **query: Any) -> str:
    answer = client.get(address, query)
    assert answer.status_code == status, address
    return answer.content.decode()


def rows(link: str) -> int:
    """How many there are behind a link to the catalogue; tests/contracts holds the doors to what its filters say."""
    asked = ClusterFilterSet(QueryDict(urlsplit(link).query), queryset=Cluster.objects.all())
    assert asked.problems == [], link
    return int(asked.qs.count())


def profile(code: str, day: dt.date = TODAY, footprint: str = "seat") -> RegionProfile:
    return RegionProfile(Region.objects.named(code, day), day, footprint, TODAY)


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("/regioner/46/", {}),
        ("/regioner/46/", {"footprint": "members"}),
        ("/regioner/12/", {}),
        ("/regioner/30/", {"as_of": "2021-06-01", "footprint": "members"}),
        ("/regioner/15/", {"as_of": "2019-06-01"}),
        ("/regioner/18/", {}),
        ("/regioner/4601/", {"footprint": "members"}),
        ("/regioner/", {}),
        ("/regioner/", {"footprint": "members", "as_of": "2016-08-17"}),
        ("/", {"as_of": "2016-08-17"}),
    ],
)
def test_every_number_leads_to_exactly_as_many_rows(client: Client, address: str, query: dict[str, Any]) -> None:
    found = NUMBER.findall(read(client, address, **query))
    numbers = {html.unescape(link): int(number.replace("\xa0", "")) for link, number in found}

    assert numbers
    assert {link: rows(link) for link in numbers} == numbers
    link, number = max(numbers.items(), key=lambda pair: pair[1])
    assert client.get(link.replace("/klynger/", "/api/v1/clusters/")).json()["count"] == number


def test_a_county_tells_its_history_its_municipalities_and_its_clusters(client: Client) -> None:
    page = read(client, "/regioner/46/")

    assert "10 klynger holder til i Vestland" in page
    assert "Hordaland og Sogn og Fjordane ble slått sammen til Vestland 1. januar 2020." in page
    assert "43 kommuner" in page
    assert 'href="/klynger/gce-ocean-technology/"' in page
    assert "flytter ingen klynger" in page


def test_a_municipality_names_its_county(client: Client) -> None:
    page = read(client, "/regioner/4601/")

    assert '<a href="/regioner/46/">Vestland</a>' in page
    assert "Bergen (1201) fikk nummeret 4601 1. januar 2020." in page


def test_names_in_other_languages_say_which(client: Client) -> None:
    page = read(client, "/regioner/55/")

    assert '<span lang="se">Romsa</span>' in page
    assert "nordsamisk" in page
    assert '<span lang="fkv">Tromssa</span>' in page


def test_a_county_that_is_gone_says_so_and_leads_to_what_it_became(client: Client) -> None:
    page = read(client, "/regioner/12/")

    assert "Nummeret 12 (Hordaland) er ikke i bruk" in page
    assert '<a href="/regioner/46/">Vestland</a>' in page
    assert "er ikke i bruk" not in read(client, "/regioner/12/", as_of="2016-08-17")


def test_a_county_that_is_not_yet_there_leads_to_what_it_was(client: Client) -> None:
    page = read(client, "/regioner/46/", as_of="2016-08-17")

    assert "Nummeret 46 (Vestland) er ikke i bruk" in page
    assert "/regioner/12/?as_of=2016-08-17" in page


def test_links_between_regions_keep_day_and_footprint(client: Client) -> None:
    page = read(client, "/regioner/30/", as_of="2021-06-01", footprint="members")

    assert "/regioner/32/?footprint=members&amp;as_of=2021-06-01" in page
    assert '<input type="hidden" name="footprint" value="members">' in page


@pytest.mark.parametrize(
    ("code", "near"), [("99", ""), ("vestland", "46"), ("Møre og Romsdal", "15"), ("4699", "46"), ("13", "")]
)
def test_an_unknown_region_is_404_in_the_frame_with_the_nearest(client: Client, code: str, near: str) -> None:
    page = read(client, f"/regioner/{code}/", status=404)

    assert 'id="main"' in page
    assert (f'href="/regioner/{near}/"' in page) is bool(near)


def test_the_code_of_the_country_leads_to_the_list_of_counties(client: Client) -> None:
    assert client.get("/regioner/NO/").headers["Location"] == "/regioner/"


def test_a_number_that_was_used_twice_shows_the_region_of_the_day_and_leads_to_the_other(client: Client) -> None:
    Region.objects.create(
        code="12",
        level="county",
        name_nb="Nye Hordaland",
        parent=Region.objects.get(code="NO"),
        period=DateRange(dt.date(2026, 1, 1), None),
    )

    today, then = read(client, "/regioner/12/"), read(client, "/regioner/12/", as_of="2016-08-17")

    assert "<h1>Nye Hordaland</h1>" in today
    assert '<a href="/regioner/12/?as_of=2019-12-31">Hordaland</a>' in today
    assert "<h1>Hordaland</h1>" in then


def test_the_years_of_a_county_go_on_after_it_was_merged() -> None:
    hordaland, sogn, vestland = ([row.active for row in profile(code).years] for code in ("12", "14", "46"))

    assert [a + b for a, b in zip(hordaland, sogn, strict=True)] == vestland
    assert max(vestland) == 8


def test_the_running_year_is_marked_incomplete_and_the_last_day_of_a_year_is_not(client: Client) -> None:
    assert "2015 er talt per 1. juni 2015 og er ikke fullstendig." in read(client, "/regioner/46/", as_of="2015-06-01")
    assert "ikke fullstendig" not in read(client, "/regioner/46/", as_of="2015-12-31")


def test_the_list_of_counties_is_that_of_the_day_with_those_of_other_eras(client: Client) -> None:
    today, then = read(client, "/regioner/"), read(client, "/regioner/", as_of="2016-08-17")

    assert "Norge hadde 15 fylker" in today
    assert "Norge hadde 19 fylker" in then
    assert today.index(">Agder<") < today.index(">Vestland<") < today.index(">Østfold<", today.index(">Vestland<"))
    assert '<a href="/regioner/12/">Hordaland</a> (12)' in today
    assert "21 av 51 kommuner" in today


@pytest.mark.parametrize("publication", ["draft", "in-review", "withdrawn"])
@pytest.mark.parametrize("footprint", ["seat", "members"])
def test_an_unpublished_cluster_is_neither_listed_nor_counted(publication: str, footprint: str) -> None:
    before = profile("46", footprint=footprint)
    assert "gce-ocean-technology" in {row.slug for row in before.clusters}
    counts, total = [row.active for row in before.years], before.counted.total

    Cluster.objects.filter(slug="gce-ocean-technology").update(publication=publication)

    after = profile("46", footprint=footprint)
    assert "gce-ocean-technology" not in {row.slug for row in after.clusters}
    assert after.counted.total == total - 1
    assert sum(row.active for row in after.years) < sum(counts)


@pytest.mark.parametrize(
    "address", ["/regioner/46/", "/regioner/30/?footprint=members", "/regioner/4601/", "/regioner/"]
)
def test_a_page_asks_few_queries_whatever_the_number_of_rows(client: Client, address: str) -> None:
    client.get(address)

    with CaptureQueriesContext(connection) as asked:
        client.get(address)

    assert len(asked) <= 16, [query["sql"][:100] for query in asked]


def test_a_page_asks_no_more_queries_for_more_clusters(client: Client) -> None:
    counts = []
    for code in ("20", "46"):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/regioner/{code}/?as_of=2021-06-01")
        counts.append(len(asked))

    assert abs(counts[0] - counts[1]) <= 2


@pytest.mark.parametrize("address", ["/regioner/", "/regioner/46/", "/regioner/30/?footprint=members&as_of=2021-06-01"])
def test_a_page_weighs_little(client: Client, address: str) -> None:
    assert len(client.get(address).content) <= 60_000


def test_a_cluster_leads_to_its_region(client: Client) -> None:
    page = read(client, "/klynger/gce-node/", as_of="2016-08-17")

    assert '<a href="/regioner/10/?as_of=2016-08-17">Vest-Agder</a>' in page
