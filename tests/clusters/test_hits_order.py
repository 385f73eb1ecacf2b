"""In which order hits stand: how well they answer, then whether they are in the programme, then the alphabet."""

import datetime as dt
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import QueryDict

from clusters.choices import Publication
from clusters.facets import CLUSTER_TALLIES
from clusters.filtersets import ClusterFilterSet
from clusters.hits import Hits
from clusters.models import Cluster, ClusterName, Organisation, TierPeriod
from programmes.models import ProgrammeOwner, Tier

pytestmark = pytest.mark.django_db
YEARLESS: dict[str, Any] = {"period": None, "start_precision": "unknown", "end_precision": "unknown"}


def cluster(name: str, **columns: Any) -> Cluster:
    """A published cluster without tier periods."""
    steward = ProgrammeOwner.objects.order_by("id")[0]
    slug = f"ny-{Cluster.objects.count()}"
    return Cluster.objects.create(name=name, slug=slug, steward=steward, publication=Publication.PUBLISHED, **columns)


def on_a_tier(record: Cluster, end: int | None, end_precision: str) -> None:
    period = DateRange(dt.date(2010, 1, 1), dt.date(end, 1, 1) if end else None)
    arena = Tier.objects.get(code="arena")
    TierPeriod.objects.create(cluster=record, tier=arena, period=period, end_precision=end_precision)


def order(text: str, ordering: str = "") -> list[str]:
    """The names of the hits as they stand on the page; the FilterSet, asked itself, says the same."""
    query = QueryDict(mutable=True)
    query.update({"q": text, "ordering": ordering})
    filterset = ClusterFilterSet(query)
    assert filterset.problems == []
    names = dict(Cluster.objects.values_list("pk", "name"))
    ids = Hits(filterset, CLUSTER_TALLIES).answer(0, 100).ids
    assert ids == list(filterset.qs.values_list("pk", flat=True))
    return [names[pk] for pk in ids]


def test_what_answers_better_stands_first() -> None:
    cluster("Storhavlyset og Nordavinden")  # parts of words
    cluster("Lysklyngen", summary_nb="Havlys fra nord.")  # all words
    cluster("Nord for Havlys")  # all words in names
    cluster("Klyngen Havlys Nord i Bodø")  # side by side in a name
    cluster("Havlys Nordvest")  # the beginning of a name
    cluster("Havlys Nord")  # a name

    names = order("havlys nord")

    assert names == [
        "Havlys Nord",
        "Havlys Nordvest",
        "Klyngen Havlys Nord i Bodø",
        "Nord for Havlys",
        "Lysklyngen",
        "Storhavlyset og Nordavinden",
    ]


def test_former_name_taken_whole_is_as_good_as_the_name() -> None:
    cluster("Havlys Nordvest")
    ClusterName.objects.create(cluster=cluster("Åsgard teknologi"), name="Havlys Nord", **YEARLESS)

    assert order("Havlys Nord") == ["Åsgard teknologi", "Havlys Nordvest"]


@pytest.mark.parametrize("text", ["havlys", "HAVLYS", "Havlys AS"])
def test_legal_form_is_no_part_of_a_name(text: str) -> None:
    cluster("Havlys Akvakultur")
    cluster("Havlys AS")

    assert order(text)[0] == "Havlys AS"


def test_short_name_stands_before_what_it_begins() -> None:
    cluster("XYlofon i Bodø")
    cluster("Klyngen XY")

    assert order("xy") == ["Klyngen XY", "XYlofon i Bodø"]


def test_of_equal_hits_the_active_come_first_then_the_unconfirmed_then_the_former() -> None:
    former, unconfirmed = cluster("Havlys Alta"), cluster("Havlys Bodø")
    on_a_tier(former, 2015, "year")
    on_a_tier(unconfirmed, 2015, "unknown")
    on_a_tier(cluster("Havlys Ålesund"), None, "open")

    assert order("havlys") == ["Havlys Ålesund", "Havlys Bodø", "Havlys Alta"]


def test_of_equal_hits_with_equal_status_the_norwegian_alphabet_decides() -> None:
    for name in ("Havlys Ålesund", "Havlys Ørsta", "Havlys Zulu", "Havlys Ærøya", "Havlys Aalen", "Havlys Alta"):
        cluster(name)

    names = ["Alta", "Zulu", "Ærøya", "Ørsta", "Aalen", "Ålesund"]
    assert order("havlys") == [f"Havlys {name}" for name in names]


def test_asked_order_goes_before_the_best_match() -> None:
    cluster("Nord for Havlys", founded_year=1999)
    cluster("Havlys Nord", founded_year=2010)

    assert order("havlys nord") == order("havlys nord", "name") == ["Havlys Nord", "Nord for Havlys"]
    assert order("havlys nord", "founded") == ["Nord for Havlys", "Havlys Nord"]


def test_organisation_that_has_the_name_stands_before_those_that_have_it_in_theirs() -> None:
    for name in ("Nye Havlys AS", "Havlyset Drift AS", "Havlys AS"):
        Organisation.objects.create(name=name)

    found = Organisation.objects.search("havlys").order_by("relevance", "name_key")

    assert list(found.values_list("name", flat=True)) == ["Havlys AS", "Havlyset Drift AS", "Nye Havlys AS"]
