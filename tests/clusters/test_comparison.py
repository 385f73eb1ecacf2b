"""Clusters side by side: choosing them, what the page says of them, and faulty questions."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from clusters.choices import Publication
from clusters.comparison import Comparison
from clusters.models import Cluster, Membership, Organisation

pytestmark = pytest.mark.django_db
COMPARE = "/klynger/sammenlign/"
PAIR = f"{COMPARE}?cluster=gce-node&cluster=nce-eyde"
FOUR = f"{PAIR}&cluster=oslo-cancer-cluster&cluster=gce-blue-maritime"
TODAY = dt.date(2026, 11, 26)
THEN = dt.date(2014, 1, 1)


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == status, address
    return answer.content.decode()


def compared(*slugs: str, day: dt.date = TODAY) -> Comparison:
    found = {row.slug: row for row in Cluster.objects.filter(slug__in=slugs)}
    return Comparison([found[slug] for slug in slugs], day)


def join(cluster: Cluster, organisations: list[Organisation], period: DateRange) -> None:
    Membership.objects.bulk_create(
        Membership(cluster=cluster, organisation=one, period=period, end_precision="open") for one in organisations
    )


def found(number: int) -> list[Organisation]:
    return Organisation.objects.bulk_create(Organisation(name=f"Ålesund Verft {n} AS") for n in range(number))


def test_two_clusters_stand_side_by_side_in_the_order_asked_for(client: Client) -> None:
    page = read(client, PAIR)
    header = page[page.index("<thead>") : page.index("</thead>")]

    assert header.index("GCE NODE") < header.index("NCE Eyde")
    assert "NCE 2009–2014, GCE 2014–2024 (slutt ikke bekreftet)" in page
    assert "Arena 2009–2015, NCE 2015–2025 (slutt ikke bekreftet)" in page
    assert "<b>(felles)</b>" in page


def test_all_pictures_share_one_axis_of_years(client: Client) -> None:
    comparison = compared("gce-node", "kunnskapsbyen-lillestrom")
    axes = {(t.first_year, t.last_year) for _one, several in comparison.timelines for _size, t in several}

    assert axes == {(2003, 2027)}
    assert 'aria-label="GCE NODE: NCE 2009–2014, GCE 2014–2024 (slutt ikke bekreftet)"' in read(client, PAIR)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Velg to til fire klynger"),
        ("cluster=gce-node", "Velg minst én klynge til"),
        ("cluster=", "Velg to til fire klynger"),
        ("cluster=gce-node&q=eyde", "NCE Eyde"),
        ("q=finnesikkeheltsikkert", "Ingen andre klynger passer med"),
    ],
)
def test_too_few_clusters_are_met_with_a_form_to_choose_others(client: Client, query: str, said: str) -> None:
    page = read(client, f"{COMPARE}?{query}")

    assert said in page
    assert 'name="q"' in page
    assert 'id="facts"' not in page


def test_one_cluster_is_offered_others_on_its_tier_those_of_its_sector_first(client: Client) -> None:
    page = read(client, f"{COMPARE}?cluster=gce-node")

    offered = re.findall(r'href="\?cluster=gce-node&amp;cluster=([\w-]+)"', page)
    assert set(offered) == {"gce-ocean-technology", "gce-blue-maritime"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("cluster=gce-node&cluster=nce-eyd", "<code>nce-eyde</code>"),
        ("cluster=gce-node&cluster=gce-node", "er allerede valgt"),
        ("cluster=gce-ocean-technology&cluster=nce-subsea", "er allerede valgt"),
        ("cluster=a&cluster=b&cluster=c&cluster=d&cluster=e", "høyst fire"),
        ("clutser=gce-node", "<code>cluster</code>"),
        ("cluster=gce-node&cluster=nce-eyde&as_of=2016-02-30", "<code>as_of</code>"),
        ("cluster=gce-node&page=2", "<code>page</code>"),
    ],
)
def test_a_faulty_comparison_is_refused_beside_the_form(client: Client, query: str, said: str) -> None:
    page = read(client, f"{COMPARE}?{query}", 400)

    assert said in page
    assert 'role="alert"' in page
    assert 'id="facts"' not in page


@pytest.mark.parametrize("value", ["%00", "x" * 5_000, "<script>alert(1)</script>", "%FF"])
def test_strange_values_come_back_as_text(client: Client, value: str) -> None:
    page = client.get(f"{COMPARE}?cluster={value}&cluster=gce-node").content.decode()

    assert "<script>alert" not in page


def test_an_old_slug_leads_to_the_cluster_of_today_and_keeps_the_day(client: Client) -> None:
    answer = client.get(f"{COMPARE}?cluster=nce-subsea&cluster=gce-node&as_of=2016-08-17")

    assert answer.status_code == 301
    assert answer["Location"] == f"{COMPARE}?cluster=gce-ocean-technology&cluster=gce-node&as_of=2016-08-17"


def test_an_unpublished_cluster_is_not_there(client: Client) -> None:
    Cluster.objects.filter(slug="nce-eyde").update(publication=Publication.DRAFT)

    page = read(client, PAIR, 400)

    assert "NCE Eyde" not in page
    assert "<code>nce-eyde</code>" not in page


def test_a_cluster_that_had_not_entered_by_the_day_says_so(client: Client) -> None:
    page = read(client, f"{COMPARE}?cluster=gce-node&cluster=finance-innovation&as_of=2012-05-05")

    assert "Ikke i programmet ennå" in page
    assert "GCE 2014" not in page
    assert "/klynger/gce-node/?as_of=2012-05-05" in page


def test_chips_take_one_away_and_keep_the_day(client: Client) -> None:
    page = read(client, f"{PAIR}&as_of=2016-08-17")

    assert 'href="?cluster=nce-eyde&amp;as_of=2016-08-17"' in page
    assert 'href="?cluster=gce-node&amp;as_of=2016-08-17"' in page
    assert '<input type="hidden" name="cluster" value="nce-eyde">' in page


def test_the_page_of_a_cluster_leads_to_its_comparison_on_the_day(client: Client) -> None:
    page = read(client, "/klynger/gce-node/?as_of=2016-08-17")

    assert f"{COMPARE}?cluster=gce-node&amp;as_of=2016-08-17" in page


def test_years_are_those_on_a_tier_by_the_day() -> None:
    node, cancer = compared("gce-node", "oslo-cancer-cluster").columns

    assert (node.years, node.is_assumed) == (16, True)
    assert cancer.years == 17
    (early, _other) = compared("gce-node", "nce-eyde", day=THEN).columns
    assert (early.years, early.is_assumed) == (5, False)


def test_shared_members_are_those_of_both_on_their_reference_days() -> None:
    node, eyde = (Cluster.objects.get(slug=slug) for slug in ("gce-node", "nce-eyde"))
    both, one, late = found(13), found(2), found(1)
    join(node, both + one + late, DateRange(dt.date(2012, 1, 1), None))
    join(eyde, both, DateRange(dt.date(2013, 1, 1), None))
    join(eyde, late, DateRange(dt.date(2015, 1, 1), None))

    (pair,) = compared("gce-node", "nce-eyde", day=THEN).pairs

    assert (pair.count, len(pair.named), pair.unnamed) == (13, 10, 3)
    assert compared("gce-node", "nce-eyde", day=dt.date(2012, 6, 1)).pairs[0].count == 0


@settings(max_examples=20, deadline=None)
@given(sets=st.lists(st.sets(st.integers(0, 7)), min_size=2, max_size=4))
def test_shared_members_of_every_pair_are_the_intersection(sets: list[set[int]]) -> None:
    slugs = ["gce-node", "nce-eyde", "oslo-cancer-cluster", "gce-blue-maritime"][: len(sets)]
    people = found(8)
    Membership.objects.filter(cluster__slug__in=slugs).delete()
    for slug, members in zip(slugs, sets, strict=True):
        join(Cluster.objects.get(slug=slug), [people[n] for n in members], DateRange(dt.date(2007, 1, 1), None))

    comparison = compared(*slugs)

    number = dict(zip(slugs, sets, strict=True))
    for pair in comparison.pairs:
        one, other = number[pair.one.slug], number[pair.other.slug]
        assert pair.count == (len(one & other) if one and other else None)
    for column in comparison.columns:
        assert sum(column.kinds.values()) == len(number[column.cluster.slug]) == (column.row.member_count or 0)


def listed(client: Client, address: str, **query: str) -> int:
    return int(client.get(address, query).json()["count"])


@pytest.mark.parametrize("day", ["2016-08-17", "2010-06-01", "2025-01-01"])
def test_every_number_of_members_leads_to_exactly_its_rows(client: Client, day: str) -> None:
    slugs = ("gce-node", "nce-eyde", "nce-raufoss")
    then = dt.date.fromisoformat(day)
    comparison = compared(*slugs, day=then)
    asked = {query: count for _kind, numbers in comparison.kinds for query, count in numbers if count}
    asked |= {pair.query: pair.count for pair in comparison.pairs if pair.count}
    asked |= {f"member_of={c.slug}": c.member_count for c in Cluster.objects.catalogue(then) if c.member_count}

    for query, count in asked.items():
        assert listed(client, f"/api/v1/organisations/?{query}&as_of={day}") == count, query


def test_members_of_several_clusters_are_a_list_a_file_and_a_chip(client: Client) -> None:
    node, eyde, raufoss = (Cluster.objects.get(slug=slug) for slug in ("gce-node", "nce-eyde", "nce-raufoss"))
    people = found(5)
    everywhere, pair = people[:3], people[3:]
    for cluster, members in ((node, everywhere + pair), (eyde, everywhere + pair), (raufoss, everywhere)):
        join(cluster, members, DateRange(dt.date(2012, 1, 1), None))
    page = read(client, f"{COMPARE}?cluster=gce-node&cluster=nce-eyde&cluster=nce-raufoss&as_of=2016-08-17")

    assert "/virksomheter/?member_of=gce-node~nce-eyde&amp;as_of=2016-08-17" in page
    assert "/virksomheter.csv?member_of=gce-node~nce-eyde~nce-raufoss&amp;as_of=2016-08-17" in page
    of_two = "/api/v1/organisations/?member_of=gce-node~nce-eyde&as_of=2016-08-17"
    assert listed(client, of_two) >= 5
    assert listed(client, f"{of_two}&member_of=gce-node~nce-raufoss") == listed(client, of_two)
    of_all = "/virksomheter/?member_of=gce-node~nce-eyde~nce-raufoss&as_of=2016-08-17"
    names = [Cluster.objects.get(slug=slug).name for slug in ("nce-eyde", "gce-node", "nce-raufoss")]
    assert all(name in read(client, of_all) for name in names)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("gce-nod", "gce-node"),
        ("gce-node~nce-eide", "gce-node~nce-eyde"),
        ("a~b~c~d~e", "høyst fire"),
        ("~", "member_of"),
        ("gce-node~", "member_of"),
        ("x\x00", "member_of"),
    ],
)
def test_a_value_that_names_no_cluster_is_refused_with_the_nearest(client: Client, value: str, said: str) -> None:
    answer = client.get("/virksomheter/", {"member_of": value})

    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_members_that_no_source_names_are_not_stated_and_never_none(client: Client) -> None:
    comparison = compared("gce-node", "marin-vest")

    assert [numbers for _kind, numbers in comparison.kinds] == [
        [("member_of=gce-node&kind=company", 4), ("member_of=marin-vest&kind=company", None)]
    ]
    assert [pair.count for pair in comparison.pairs] == [None]
    page = read(client, f"{COMPARE}?cluster=gce-node&cluster=marin-vest")
    assert page.count("Ikke oppgitt") > 5


def test_a_comparison_asks_at_most_twenty_queries_whatever_the_members(client: Client) -> None:
    counts = []
    for address in (PAIR, FOUR):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            read(client, address)
        counts.append(len(asked))
    members = found(2_000)
    for slug in ("gce-node", "nce-eyde", "oslo-cancer-cluster", "gce-blue-maritime"):
        join(Cluster.objects.get(slug=slug), members, DateRange(dt.date(2007, 1, 1), None))
    with CaptureQueriesContext(connection) as asked:
        page = read(client, FOUR)

    assert len(asked) == counts[1] <= 20
    assert counts[0] <= 20
    assert "og 1\N{NO-BREAK SPACE}990 til" in page
    assert len(page.encode()) <= 60_000
