"""A statement is put together once for all questions that are built alike, and answers each of them."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client

from clusters.composition import Composition
from clusters.filtersets import ClusterFilterSet, OrganisationFilterSet
from clusters.hits import Hits
from clusters.search import Outline
from doors.api.statements import Kept
from tests.clusters.api.reading import get, problem

#: Whatever is asked within a transaction is put together anew.
pytestmark = pytest.mark.django_db(transaction=True)

ONE_WORD = ["energi", "sjømat", "Ocean", "havet'", "næring!", "finnesikke", "maritim"]
TWO_WORDS = ["subsea bergen", "arena usus", "blue legasea", "Ocean «Technology»", "maritim finnesikke"]
SHORT_AND_LONG = ["ki energi", "gce ocean", "nce maritime"]
VERY_SHORT = ["ti", "bi", "as"]


@pytest.fixture
def put_together(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions for which a statement was put together; none has been before."""
    monkeypatch.setattr("doors.api.views.LISTS", Kept())
    made: list[str] = []
    page = Hits.page

    def watched(self: Hits, first: int, size: int) -> Any:
        made.append(self.filterset.question)
        return page(self, first, size)

    monkeypatch.setattr(Hits, "page", watched)
    return made


@pytest.mark.parametrize("alike", [ONE_WORD, TWO_WORDS, SHORT_AND_LONG], ids=lambda alike: str(alike[0]))
@pytest.mark.parametrize(
    ("path", "filterset"), [("/clusters/", ClusterFilterSet), ("/organisations/", OrganisationFilterSet)]
)
def test_questions_built_alike_share_a_statement_that_finds_what_each_asks_for(
    client: Client, put_together: list[str], path: str, filterset: Any, alike: list[str]
) -> None:
    for text in alike:
        query = {"q": text, "status": "active", "page_size": "500"}

        found = [row["id"] for row in get(client, path, query)["results"]]

        of_its_own = filterset(QueryDict(urlencode({"q": text, "status": "active"})))
        assert found == list(of_its_own.qs.values_list("pk", flat=True)), text
    assert put_together == alike[:1]


@pytest.mark.parametrize("text", VERY_SHORT)
def test_very_short_words_have_statements_of_their_own_and_find_what_they_ask_for(
    client: Client, put_together: list[str], text: str
) -> None:
    found = [row["id"] for row in get(client, "/organisations/", {"q": text, "page_size": "500"})["results"]]

    of_its_own = OrganisationFilterSet(QueryDict(urlencode({"q": text})))
    assert found == list(of_its_own.qs.values_list("pk", flat=True))
    assert put_together == [text]
    assert Outline.of(text) is None


@pytest.mark.parametrize("alike", [ONE_WORD, TWO_WORDS], ids=lambda alike: str(alike[0]))
def test_pages_of_questions_built_alike_share_a_statement_too(
    client: Client, monkeypatch: pytest.MonkeyPatch, alike: list[str]
) -> None:
    made: list[int] = []
    compose = Composition.compiled

    def watched(self: Composition, first: int, size: int) -> Any:
        made.append(size)
        return compose(self, first, size)

    monkeypatch.setattr(Composition, "compiled", watched)

    for text in alike:
        listing = client.get("/klynger/", {"q": text, "status": "former", "page_size": "50"}).context["listing"]
        of_its_own = ClusterFilterSet(QueryDict(urlencode({"q": text, "status": "former"}))).qs

        assert [row.pk for row in listing.rows] == list(of_its_own.values_list("pk", flat=True)), text
    assert made.count(50) == 1


def test_other_filters_have_statements_of_their_own(client: Client, put_together: list[str]) -> None:
    everywhere = get(client, "/clusters/", {"q": "energi"})["count"]

    in_bergen = get(client, "/clusters/", {"q": "energi", "region": "4601"})["count"]

    assert in_bergen < everywhere
    assert len(put_together) == 2


@pytest.mark.parametrize(
    "text", ["100%", "a_b", "c:\\havet", "\ue000", "energi \ue001", "gceocean.no", "Q1234", "!", ""]
)
def test_what_would_be_another_question_with_other_words_is_taken_as_it_is(text: str) -> None:
    assert Outline.of(text) is None


def test_question_that_cannot_be_asked_is_refused_when_the_statement_is_there(client: Client) -> None:
    get(client, "/clusters/", {"q": "energi"})

    for text in ("e" * 10_000, "ener%00gi"):
        assert problem(client, f"/clusters/?q={text}", 400)["errors"][0]["parameter"] == "q"
