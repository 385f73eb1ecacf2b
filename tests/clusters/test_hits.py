"""One statement answers a list: its rows, count and facets are those of the FilterSet, and a cap keeps it short."""

import datetime as dt
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.paginator import EmptyPage
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.replays import SETTING, listening
from clusters import composition
from clusters.facets import CLUSTER_TALLIES, ORGANISATION_TALLIES
from clusters.filtersets import ClusterFilterSet, OrganisationFilterSet, RegistryFilterSet
from clusters.hits import Answer, Hits, HitsPaginator
from clusters.models import Cluster
from tests.clusters.api.reading import get, problem

pytestmark = pytest.mark.django_db
EVERYTHING = 1_000
WORDS = [
    "",
    "klynge",
    "havbruk bergen",
    "nce",
    "energi",
    "sjømat",
    "ocean",
    "maritim",
    "as",
    "915 453 929",
    "finnes ikke",
]


def some_of(*codes: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(codes), max_size=2, unique=True)


CLUSTER_QUESTIONS = st.fixed_dictionaries(
    {
        "q": st.sampled_from(WORDS),
        "region": some_of("46", "12", "03", "11", "4601"),
        "tier": some_of("gce", "nce", "arena", "mature"),
        "sector": some_of("ocean", "energy", "health"),
        "status": some_of("active", "unconfirmed", "former"),
        "as_of": st.just("") | st.dates(dt.date(2003, 1, 1), timezone.localdate()).map(str),
        "ordering": st.sampled_from(["", *ClusterFilterSet.orderings]),
    }
)
ORGANISATION_QUESTIONS = st.fixed_dictionaries(
    {
        "q": st.sampled_from([*WORDS, "universitetet", "equinor", "bergen"]),
        "region": some_of("46", "12", "03"),
        "kind": some_of("company", "knowledge-institution", "public-body"),
        "ordering": st.sampled_from(["", *OrganisationFilterSet.orderings]),
    }
)


def clusters(query: dict[str, Any] | str) -> ClusterFilterSet:
    filterset = ClusterFilterSet(QueryDict(query if isinstance(query, str) else urlencode(query, doseq=True)))
    assert filterset.problems == []
    return filterset


def organisations(query: dict[str, Any]) -> OrganisationFilterSet:
    filterset = OrganisationFilterSet(QueryDict(urlencode(query, doseq=True)))
    assert filterset.problems == []
    return filterset


def paginator(filterset: RegistryFilterSet, size: int, tallies: Any = None) -> HitsPaginator:
    rows: Any = Hits(filterset, tallies)
    return HitsPaginator(rows, size)


def answer(filterset: RegistryFilterSet, tallies: Any = CLUSTER_TALLIES) -> Answer:
    return Hits(filterset, tallies).answer(0, EVERYTHING)


def counted(query: str, parameter: str, code: str) -> int:
    """How many clusters choosing the option alone gives, by asking for them."""
    alone = QueryDict(query, mutable=True)
    alone.setlist(parameter, [code])
    return clusters(alone.urlencode()).qs.count()


@settings(max_examples=20, deadline=None)
@given(query=CLUSTER_QUESTIONS)
def test_any_question_for_clusters_is_answered_by_the_rows_of_its_filterset_in_their_order(
    query: dict[str, Any],
) -> None:
    filterset = clusters(query)
    expected = list(filterset.qs.values_list("pk", flat=True))

    given_answer = answer(filterset)

    assert given_answer.ids == expected
    assert (given_answer.count, given_answer.is_capped) == (len(expected), False)


@settings(max_examples=12, deadline=None)
@given(query=ORGANISATION_QUESTIONS)
def test_any_question_for_organisations_is_answered_by_the_rows_of_its_filterset_in_their_order(
    query: dict[str, Any],
) -> None:
    filterset = organisations(query)
    expected = list(filterset.qs.values_list("pk", flat=True))

    given_answer = answer(filterset, ORGANISATION_TALLIES)

    assert (given_answer.ids, given_answer.count) == (expected, len(expected))


@pytest.mark.parametrize(
    "query",
    [
        "q=klynge&tier=nce&status=unconfirmed&status=former",
        "q=klynge&sector=ocean&sector=energy&region=46&region=11&tier=arena",
        "q=maritim&region=12&tier=gce&tier=nce&as_of=2018-01-01",
        "tier=nce&status=former&sector=ocean",
    ],
)
def test_facets_count_what_choosing_the_option_alone_gives_within_the_question_and_the_other_filters(
    query: str,
) -> None:
    facets = answer(clusters(query)).facets

    for parameter, codes in {"tier": ["gce", "arena"], "status": ["active", "former"], "sector": ["ocean"]}.items():
        for code in codes:
            assert facets[parameter].get(code, 0) == counted(query, parameter, code), (parameter, code)


def test_pages_put_together_are_the_whole_list() -> None:
    filterset = clusters("q=klynge")
    whole = list(filterset.qs.values_list("pk", flat=True))
    found = paginator(filterset, size=7)

    pages = [[row.pk for row in found.page(number)] for number in range(1, -(-len(whole) // 7) + 1)]

    assert [pk for page in pages for pk in page] == whole
    with pytest.raises(EmptyPage):
        found.page(len(pages) + 1)


@pytest.mark.parametrize("size", [5, 80])
def test_page_with_its_count_and_facets_is_one_statement_however_long(size: int) -> None:
    filterset = clusters("q=klynge&tier=arena&tier=nce&status=active&status=former&sector=energy")
    found = paginator(filterset, size, CLUSTER_TALLIES)

    with listening() as statements:
        list(found.page(1))

    assert (
        len([asked for asked in statements if SETTING not in asked.text]) == 2
    )  # the other one fetches the page's rows


@pytest.mark.parametrize("number", ["0", "99", "x", "9" * 40])
def test_page_out_of_range_is_missing_in_the_frame_of_the_list(client: Client, number: str) -> None:
    response = client.get(f"/en/clusters/?q=klynge&page={number}")

    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


@pytest.mark.parametrize(("number", "status"), [("99", 404), ("9" * 40, 404), ("0", 400), ("x", 400)])
def test_page_out_of_range_is_a_problem_of_the_api(client: Client, number: str, status: int) -> None:
    (fault,) = problem(client, f"/clusters/?q=klynge&page={number}", status)["errors"]

    assert fault["parameter"] == "page"


def test_day_decides_what_a_question_finds() -> None:
    then, now = answer(clusters("q=klynge&as_of=2005-06-01")), answer(clusters("q=klynge"))

    assert 0 < then.count < now.count
    assert set(then.ids) < set(now.ids)
    assert sum(then.facets["tier"].values()) < sum(now.facets["tier"].values())


# With a cap of its own: the question below has more hits than that, and others have exactly as many.


@pytest.fixture
def cap(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("clusters.composition.CAP", 5)
    monkeypatch.setattr("clusters.listing.CAP", 5)
    monkeypatch.setattr("clusters.templatetags.clusters.CAP", 5)
    return 5


@pytest.mark.usefixtures("cap")
def test_question_with_too_many_hits_says_so_at_the_page(client: Client) -> None:
    text = client.get("/en/clusters/?q=klynge").content.decode()

    assert "Over 5 results" in text
    assert "There are too many results to count." in text
    assert len(re.findall(r'<li class="card">', text)) == 5


def test_question_with_too_many_hits_says_so_in_the_api(client: Client, cap: int) -> None:
    page = get(client, "/clusters/", {"q": "klynge", "page_size": 2})
    exact = get(client, "/clusters/", {"q": "havbruk trøndelag"})

    assert (page["count"], page["count_is_exact"]) == (cap, False)
    assert exact["count_is_exact"]
    assert exact["count"] == len(exact["results"]) <= cap


@pytest.mark.usefixtures("cap")
def test_capped_list_has_no_page_beyond_its_counted_hits(client: Client) -> None:
    pages = [get(client, "/clusters/", {"q": "klynge", "page_size": 2, "page": number}) for number in (1, 2, 3)]

    assert [len(page["results"]) for page in pages] == [2, 2, 1]
    assert pages[-1]["next"] is None
    assert problem(client, "/clusters/?q=klynge&page_size=2&page=4", 404)
    assert client.get("/en/clusters/?q=klynge&page_size=2&page=4").status_code == 404


def test_hits_of_a_capped_list_are_hits_and_each_is_there_once(cap: int) -> None:
    filterset = clusters("q=klynge")

    found = answer(filterset)

    assert (found.count, found.is_capped) == (cap, True)
    assert len(set(found.ids)) == cap
    assert set(found.ids) <= set(filterset.qs.values_list("pk", flat=True))
    assert cap < sum(found.facets["tier"].values()) <= 4 * (cap + 1)


@pytest.mark.parametrize(
    "query",
    [
        "q=nce",
        "q=ocean",
        "q=norwegian",
        "q=sjømat",
        "q=helse",
        "q=nce&tier=gce&tier=nce",
        "q=klynge&region=46&tier=nce",
    ],
)
def test_count_is_exact_up_to_the_cap_and_capped_from_there_on(monkeypatch: pytest.MonkeyPatch, query: str) -> None:
    filterset = clusters(query)
    expected = list(filterset.qs.values_list("pk", flat=True))
    most = len(expected)

    for cap in {1, 2, most // 2 or 1, most - 2, most - 1, most, most + 1} - {-1, 0}:
        monkeypatch.setattr(composition, "CAP", cap)
        found = answer(filterset)
        assert (found.count, found.is_capped) == (min(cap, most), most > cap), cap
        assert found.is_capped or found.ids == expected, cap


def test_list_without_a_question_is_never_capped(cap: int) -> None:
    found = answer(clusters(""))

    assert found.count == Cluster.objects.published().count() > cap
    assert not found.is_capped
