"""A cluster's way through the tiers in words and as a picture."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import translation

from clusters.models import Cluster, TierPeriod
from clusters.paths import path_in_words
from clusters.profiles import ClusterProfile
from clusters.timeline import Timeline
from tests.clusters.test_standing import give

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 26)
UNKNOWN = {"start_precision": "unknown", "end_precision": "unknown"}
OPEN_NCE = {"tier": "nce", "period": DateRange(dt.date(2015, 6, 12), None)}
ARENA = {"tier": "arena", "period": DateRange(dt.date(2009, 1, 1), dt.date(2015, 1, 1)), "end_precision": "year"}


def of(*columns: dict[str, object]) -> list[TierPeriod]:
    node = Cluster.objects.get(slug="gce-node")
    give(node, list(columns))
    return ClusterProfile(Cluster.objects.on(TODAY).get(pk=node.pk), TODAY).tier_periods


@pytest.mark.parametrize(
    ("columns", "norwegian", "english"),
    [
        ([ARENA, OPEN_NCE], "Arena 2009–2014, NCE fra 2015", "Arena 2009–2014, NCE since 2015"),
        ([ARENA | {"end_precision": "unknown"}], "Arena 2009–2014 (slutt ikke bekreftet)", "(end not confirmed)"),
        ([ARENA | {"start_precision": "unknown"}], "Arena til 2014", "Arena until 2014"),
        ([{"tier": "arena", "period": None, **UNKNOWN}], "Arena (år ikke oppgitt)", "Arena (years not stated)"),
        ([OPEN_NCE, OPEN_NCE | {"tier": "brand"}], "NCE fra 2015, NCE som merkenavn fra 2015", "NCE as a brand since"),
        ([ARENA | {"period": DateRange(dt.date(2009, 1, 1), dt.date(2010, 1, 1))}], "Arena 2009", "Arena 2009"),
    ],
)
def test_a_way_through_the_tiers_in_words(columns: list[dict[str, object]], norwegian: str, english: str) -> None:
    periods = of(*columns)

    with translation.override("nb"):
        assert path_in_words(periods) == norwegian
    with translation.override("en"):
        assert english in path_in_words(periods)


def test_the_picture_is_told_in_words_and_marks_the_day(client: Client) -> None:
    page = client.get("/klynger/nce-eyde/?as_of=2012-05-05").content.decode()
    today = client.get("/en/clusters/nce-eyde/").content.decode()

    assert 'aria-label="Arena 2009–2015"' in page
    assert ">05.05.2012</text>" in page
    assert ">today</text>" in today


def test_years_that_no_source_states_have_a_question_mark() -> None:
    bars = Timeline(of(ARENA | {"start_precision": "unknown"}, OPEN_NCE), TODAY, 720).bars
    (assumed,) = Timeline(of(ARENA | {"end_precision": "unknown"}), TODAY, 720).bars

    assert [(bar.years, bar.is_assumed, bar.is_open) for bar in bars] == [
        ("?–2014", True, False),
        ("2015–", False, True),
    ]
    assert (assumed.years, assumed.is_assumed) == ("2009–2014?", True)


def test_a_period_without_years_has_a_lane_and_no_bar() -> None:
    timeline = Timeline(of(ARENA, {"tier": "nce", "period": None, **UNKNOWN}), TODAY, 720)

    assert [bar.name for bar in timeline.bars] == ["Arena"]
    assert [row.name for row in timeline.unplaced] == ["NCE"]
    assert timeline.bars[0].y < timeline.unplaced[0].y < timeline.axis_y


def test_a_brand_stands_beside_its_level_and_says_so(client: Client) -> None:
    bars = Timeline(of(OPEN_NCE, OPEN_NCE | {"tier": "brand"}), TODAY, 340).bars

    assert sorted(bar.is_brand for bar in bars) == [False, True]
    assert "merkenavn ved siden av nivået" in client.get("/klynger/gce-node/").content.decode()
