"""Mistyped words are met with offers that find something; what was asked is never rewritten."""

import datetime as dt
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import QueryDict
from django.test import Client

from bilingual.norwegian import fold
from clusters.choices import Publication
from clusters.filtersets import ClusterFilterSet, OrganisationFilterSet
from clusters.models import Cluster, ClusterWord, TierPeriod
from clusters.spelling import ENOUGH_HITS, MOST_OFFERS, nearest_words, offers, slips
from programmes.models import ProgrammeOwner, Tier

pytestmark = pytest.mark.django_db
WORDS = ClusterWord._meta.db_table


def offered(text: str, **more: str) -> list[str]:
    query = QueryDict(mutable=True)
    query.update({"q": text, **more})
    filterset = ClusterFilterSet(query)
    assert filterset.problems == []
    return offers(filterset)


def offered_organisations(text: str) -> list[str]:
    query = QueryDict(mutable=True)
    query["q"] = text
    filterset = OrganisationFilterSet(query)
    assert filterset.problems == []
    return offers(filterset)


def links(client: Client, query: dict[str, str]) -> list[tuple[str, dict[str, Any]]]:
    """The offers on the page: what each says, and what its link asks."""
    text = client.get("/en/clusters/", query).content.decode()
    found = re.findall(r'class="nearest" href="\?([^"]*)">(.*?)</a>', text)
    return [(unescape(said), parse_qs(unescape(address))) for address, said in found]


def hidden(name: str, publication: str) -> Cluster:
    """A cluster in the programme since 2015."""
    owner = ProgrammeOwner.objects.order_by("id")[0]
    cluster = Cluster.objects.create(name=name, slug="hidden", publication=publication, steward=owner)
    period = DateRange(dt.date(2015, 1, 1), None)
    TierPeriod.objects.create(cluster=cluster, tier=Tier.objects.get(code="arena"), period=period)
    return cluster


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kongsbreg", "kongsberg"),  # two letters in each other's place
        ("raufosss", "raufoss"),  # a letter too many
        ("havbrk", "havbruk"),  # a letter too few
        ("havbrok", "havbruk"),  # a wrong letter
        ("sjømta", "sjømat"),
        ("SJØMTA", "sjømat"),
        ("insrtumentation", "instrumentation"),  # more than one slip
    ],
)
def test_word_with_a_slip_is_met_with_the_nearest_in_use(typed: str, meant: str) -> None:
    assert offered(typed)[0] == meant


@pytest.mark.parametrize(("typed", "meant"), [("equnior", "equinor"), ("statkarft", "statkraft")])
def test_mistyped_organisation_is_met_with_the_nearest_in_use(typed: str, meant: str) -> None:
    assert offered_organisations(typed)[0] == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("oslo cancer clutser", "oslo cancer cluster"),
        ("NCE Systems, kongsbreg!", "NCE Systems, kongsberg!"),
        ("maritme cleantech", "maritime cleantech"),
    ],
)
def test_only_the_mistyped_word_of_a_question_is_replaced(typed: str, meant: str) -> None:
    assert meant in offered(typed)


@pytest.mark.parametrize("known", ["kongsberg", "kongsb", "havbruk", "sjomat"])
def test_word_that_is_in_use_or_begins_one_is_left_alone(known: str) -> None:
    assert nearest_words([known], WORDS) == {}


@pytest.mark.parametrize("text", ["", "xyz", "qqqqqqqq", "123456", "🐟🐟🐟🐟", "%%%%", "a" * 200])
def test_nothing_is_offered_where_nothing_is_near(text: str) -> None:
    assert offered(text) == []


def test_slips_are_one_letter_away_and_never_the_word_itself() -> None:
    found = slips("havn")

    assert {"hvan", "hav", "havne", "havs"} <= found
    assert "havn" not in found


def test_offers_find_something_within_the_filters_in_force() -> None:
    assert offered("kongsbreg") == ["kongsberg"]
    assert offered("kongsbreg", tier="nce") == ["kongsberg"]
    assert offered("kongsbreg", tier="gce") == []


def test_offers_are_about_the_day() -> None:
    hidden("Xylofonklyngen Vadsø", Publication.PUBLISHED)

    assert offered("xylofonklynegn") == ["xylofonklyngen"]
    assert offered("xylofonklynegn", as_of="2015-01-01") == ["xylofonklyngen"]
    assert offered("xylofonklynegn", as_of="2014-12-31") == []


@pytest.mark.parametrize("publication", [Publication.DRAFT, Publication.IN_REVIEW, Publication.WITHDRAWN])
def test_word_that_stands_in_unpublished_records_alone_is_never_offered(client: Client, publication: str) -> None:
    hidden("Xylofonklyngen Vadsø", publication)
    assert ClusterWord.objects.filter(folded="xylofonklyngen").exists()

    assert offered("xylofonklynegn") == []
    assert "xylofonklyngen" not in client.get("/en/clusters/", {"q": "xylofonklynegn"}).content.decode().lower()


def test_offers_are_few_and_different_from_what_was_asked() -> None:
    for typed in ("maritme", "klyngn", "norwegain", "teknolgi", "clutser"):
        found = offered(typed)
        assert 0 < len(found) <= MOST_OFFERS, typed
        assert len(set(map(fold, found))) == len(found)
        assert fold(typed) not in map(fold, found)


def test_page_asks_what_was_typed_and_links_to_what_may_be_meant(client: Client) -> None:
    response = client.get("/en/clusters/", {"q": "kongsbreg", "as_of": "2016-08-17"})
    text = response.content.decode()

    assert response.status_code == 200
    assert 'value="kongsbreg"' in text
    assert "0 clusters" in text
    assert links(client, {"q": "kongsbreg", "as_of": "2016-08-17", "page": "1"}) == [
        ("kongsberg", {"q": ["kongsberg"], "as_of": ["2016-08-17"]})
    ]


def test_offer_is_shown_as_text_whatever_was_typed_around_the_word(client: Client) -> None:
    query = {"q": 'raufsos <og> "&'}

    text = client.get("/en/clusters/", query).content.decode()

    assert "<og>" not in text
    assert links(client, query) == [('raufoss <og> "&', {"q": ['raufoss <og> "&']})]


def test_question_with_enough_hits_gets_no_offers(client: Client) -> None:
    assert Cluster.objects.search("havbruk").count() >= ENOUGH_HITS

    assert links(client, {"q": "havbruk"}) == []


def test_question_with_a_fault_gets_no_offers(client: Client) -> None:
    assert links(client, {"q": "kongsbreg", "tier": "gcee"}) == []


def test_longest_question_of_mistyped_words_is_answered(client: Client) -> None:
    text = "kongsbreg havbrk sjømta raufsos instrumnet " * 5

    response = client.get("/en/clusters/", {"q": text[:200]})

    assert response.status_code == 200
