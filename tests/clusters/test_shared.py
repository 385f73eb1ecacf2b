import csv
import io
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from clusters.facets import CLUSTER_TALLIES
from clusters.models import Cluster, Membership, Organisation
from clusters.shared_listing import SharedFilterSet, SharedMembers
from tests.clusters.api.reading import get

pytestmark = pytest.mark.django_db

#: Two clusters that are in the programme on the day and have no known member in common.
DAY = "2016-08-17"


def shared(**query: str) -> SharedMembers:
    filterset = SharedFilterSet({"as_of": DAY, **query}, queryset=Cluster.objects.all())
    return SharedMembers(filterset, CLUSTER_TALLIES, "clusters")


def join(slug: str, *names: str) -> None:
    cluster = Cluster.objects.get(slug=slug)
    for name in names:
        organisation, _is_new = Organisation.objects.get_or_create(name=name)
        Membership.objects.create(
            cluster=cluster, organisation=organisation, period=("2015-01-01", None), start_precision="day"
        )


@pytest.fixture
def neighbours() -> None:
    join("gce-node", "Ålesund Verft", "Aker Ålgård", "Sápmi Sjømat", "Zinken")
    join("nce-raufoss", "Ålesund Verft", "Aker Ålgård", "Sápmi Sjømat", "Raufoss Smie", "Zinken")


@pytest.mark.usefixtures("neighbours")
def test_pair_that_shares_most_stands_first_with_its_members_by_the_alphabet() -> None:
    first = shared().pairs[0]

    assert {first.one.slug, first.other.slug} == {"gce-node", "nce-raufoss"}
    assert first.count == 4
    assert first.members == ["Sápmi Sjømat", "Zinken", "Aker Ålgård", "Ålesund Verft"] or first.members == sorted(
        first.members, key=lambda name: Organisation.objects.get(name=name).name_key
    )
    assert first.unnamed == 1


@pytest.mark.usefixtures("neighbours")
def test_every_number_is_that_of_the_rows_it_leads_to_and_of_the_comparison(client: Client) -> None:
    for pair in shared().pairs[:5]:
        page = client.get(f"/klynger/sammenlign/?{pair.query}&as_of={DAY}").content.decode()
        block = page[page.index('id="shared"') :]
        found = re.search(r'class="num">(?:<a[^>]*>)?(\d+)<', block)
        assert found is not None
        assert int(found[1]) == pair.count
        assert get(client, f"/organisations/?{pair.members_query}&as_of={DAY}")["count"] == pair.count


@pytest.mark.usefixtures("neighbours")
def test_a_membership_counts_on_the_day_only() -> None:
    Membership.objects.filter(organisation__name="Zinken", cluster__slug="gce-node").update(
        period=("2015-01-01", "2016-08-17"), end_precision="day"
    )

    assert shared().pairs[0].count == 3
    assert shared(as_of="2016-08-16").pairs[0].count == 4


@pytest.mark.usefixtures("neighbours")
def test_filters_decide_which_clusters_meet() -> None:
    both = shared(q="", region="")
    alone = shared(tier="gce")

    assert both.pairs[0].count == 4
    assert all({pair.one.tier_code, pair.other.tier_code} == {"gce"} for pair in alone.pairs)


def test_no_unpublished_cluster_is_shared_with(neighbours: None, client: Client) -> None:  # noqa: ARG001
    Cluster.objects.filter(slug="nce-raufoss").update(publication="draft")

    assert "nce-raufoss" not in {slug for pair in shared().pairs for slug in (pair.one.slug, pair.other.slug)}
    assert "Raufoss" not in client.get(f"/klynger/gce-node/?as_of={DAY}").content.decode()


@pytest.mark.usefixtures("neighbours")
def test_picture_has_a_square_for_each_pair_and_a_dot_where_sectors_meet() -> None:
    listing = shared()
    matrix = listing.matrix

    assert len(matrix.squares) == len(listing.pairs)
    assert max(square.count for square in matrix.squares) == 4
    alike = sum(bool(pair.sectors) for pair in listing.pairs)
    assert matrix.dots.count("M") >= alike
    # Squares below the diagonal, dots above it.
    assert all(square.x - matrix.labels < square.y - 20 for square in matrix.squares)


@pytest.mark.usefixtures("neighbours")
def test_page_and_file_say_the_same_in_both_languages(client: Client) -> None:
    norwegian = client.get(f"/klynger/felles/?as_of={DAY}").content.decode()
    english = client.get(f"/en/clusters/shared/?as_of={DAY}").content.decode()
    text = client.get(f"/en/clusters/shared.csv?as_of={DAY}").getvalue().decode()
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))

    assert "har mest felles: 4 medlemmer" in norwegian
    assert "share most: 4 members" in english
    assert [int(row["Shared members"]) for row in rows] == [pair.count for pair in shared().pairs]
    assert rows[0]["Who they are"].count(" | ") == 3
    assert rows[0]["Licence"] == "NLOD 2.0"
    assert client.get(rows[0]["Page"].removeprefix("http://testserver")).status_code == 200


@pytest.mark.usefixtures("neighbours")
def test_cluster_page_names_those_it_shares_members_with(client: Client) -> None:
    page = client.get(f"/klynger/gce-node/?as_of={DAY}").content.decode()
    block = page[page.index('id="near"') : page.index("</section>", page.index('id="near"'))]

    assert 'href="/klynger/nce-raufoss/?as_of=2016-08-17"' in block
    assert "og 1 til" in block


def test_too_many_clusters_are_not_compared_but_asked_to_be_fewer(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clusters.shared_listing.MOST_CLUSTERS", 5)

    page = client.get("/klynger/felles/")
    assert page.status_code == 200
    assert "er for mange å sammenligne" in page.content.decode()
    refused = client.get("/klynger/felles.csv")
    assert refused.status_code == 400
    assert "høyst 5" in refused.content.decode()
    assert client.get("/klynger/felles/?tier=gce").content.decode().count("er for mange") == 0
    monkeypatch.setattr("clusters.shared_listing.MOST_CLUSTERS", 500)
    monkeypatch.setattr("clusters.shared_listing.MOST_MEMBERSHIPS", 5)
    assert "er for mange" in client.get("/klynger/felles/").content.decode()


def test_page_takes_as_many_queries_for_many_clusters_as_for_few(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(6):
        client.get("/klynger/felles/")


@pytest.mark.parametrize("query", ["page=1", "ordering=name", "teir=gce", "region=99"])
def test_question_that_makes_no_sense_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/klynger/felles/?{query}").status_code == 400
    assert client.get(f"/klynger/felles.csv?{query}").status_code == 400


def test_words_that_find_nothing_lead_on(client: Client) -> None:
    page: Any = client.get("/klynger/felles/?q=finnesikke")

    assert page.status_code == 200
    assert "meld-feil" in page.content.decode()
    assert get(client, "/clusters/?q=finnesikke")["count"] == 0
