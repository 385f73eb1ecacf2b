import datetime as dt
from collections import Counter
from itertools import islice
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange

from clusters.demo import copying, vocabulary
from clusters.demo.cluster_texts import slots_of
from clusters.demo.copying import Table, unheard
from clusters.demo.draws import ranked
from clusters.demo.marking import LAST_DAY, SOURCE
from clusters.demo.membership_sizes import draw_sizes
from clusters.demo.organisation_numbers import free_numbers
from clusters.models import (
    Cluster,
    ClusterName,
    ClusterSector,
    HostPeriod,
    Membership,
    Organisation,
    OrganisationName,
    Sector,
    TierPeriod,
)
from clusters.organisation_number import is_valid
from clusters.services import settle_periods
from programmes.models import Tier
from regions.models import Region

pytestmark = pytest.mark.usefixtures("as_the_owner")

SIZES = ("--organisations=400", "--clusters=30", "--memberships=900")
SOURCED = (Organisation, OrganisationName, Cluster, ClusterName, TierPeriod, HostPeriod, Membership)
SOME = 60


def make(*options: str) -> None:
    call_command("make_demo", *SIZES, *options, verbosity=0)


def made(model: type[models.Model]) -> Any:
    return model._default_manager.filter(source=SOURCE)


def real(model: type[models.Model]) -> Any:
    return model._default_manager.exclude(source=SOURCE)


def contents() -> dict[str, list[Any]]:
    """All that was made, without ids."""
    columns = {
        Organisation: ("name", "kind", "organisation_number", "seat__code", "website", "founded_date"),
        Cluster: ("name", "slug", "summary_nb", "description_en", "seat__code", "publication"),
        TierPeriod: ("cluster__slug", "tier__code", "period", "end_reason"),
        ClusterName: ("cluster__slug", "name", "kind", "period"),
        HostPeriod: ("cluster__slug", "organisation__name", "period"),
        Membership: ("cluster__slug", "organisation__name", "role", "period", "observed_year"),
    }
    return {model.__name__: list(made(model).order_by("id").values_list(*names)) for model, names in columns.items()}


@pytest.mark.django_db
class TestMadeRegistry:
    @pytest.fixture(autouse=True)
    def _made(self, db: None) -> None:  # noqa: ARG002 (the order matters)
        make()

    def test_make_demo_makes_as_many_as_asked_for(self) -> None:
        counts = {model: made(model).count() for model in (Organisation, Cluster, Membership)}

        assert counts == {Organisation: 400, Cluster: 30, Membership: 900}
        assert all(made(model).exists() for model in SOURCED)
        assert ClusterSector.objects.filter(cluster__source=SOURCE).exists()

    def test_make_demo_gives_valid_numbers_once_each(self) -> None:
        numbers = list(made(Organisation).exclude(organisation_number="").values_list("organisation_number", flat=True))

        assert len(numbers) > 350
        assert all(is_valid(number) for number in numbers)
        assert len(set(numbers)) == len(numbers)

    def test_make_demo_writes_what_the_forms_would_accept(self) -> None:
        for model in SOURCED:
            for row in made(model).order_by("id")[:SOME]:
                row.full_clean()

    def test_make_demo_leaves_settle_periods_nothing_to_correct(self) -> None:
        assert [settle_periods(cluster=cluster) for cluster in made(Cluster)] == [0] * 30

    def test_make_demo_keeps_members_within_the_lives_of_the_dissolved(self) -> None:
        dissolved = made(Membership).filter(organisation__dissolved_date__isnull=False, period__isnull=False)

        assert dissolved.exists()
        assert not dissolved.filter(period__endswith__gt=models.F("organisation__dissolved_date")).exists()
        assert not dissolved.filter(period__endswith__isnull=True).exists()

    def test_made_clusters_stand_in_the_catalogue(self) -> None:
        published = made(Cluster).filter(publication="published")

        listed = Cluster.objects.catalogue(LAST_DAY).filter(source=SOURCE)

        assert {cluster.pk for cluster in listed} == {cluster.pk for cluster in published}
        assert max(cluster.member_count or 0 for cluster in listed) > 10

    def test_made_clusters_are_found_by_their_words(self) -> None:
        cluster = made(Cluster).filter(publication="published").order_by("id").first()

        found = Cluster.objects.catalogue(LAST_DAY).search(cluster.name)

        assert cluster.pk in {hit.pk for hit in found}

    def test_made_texts_have_the_usual_length_in_both_languages(self) -> None:
        for cluster in made(Cluster):
            assert 0 < len(cluster.summary_nb) <= 400
            assert 400 <= len(cluster.description_nb) <= 900
            assert 400 <= len(cluster.description_en) <= 900

    def test_make_demo_writes_no_history(self) -> None:
        for model in (Organisation, Cluster, Membership, TierPeriod):
            events: Any = model._meta.get_field("events").related_model
            assert not events.objects.filter(source=SOURCE).exists()

    def test_history_goes_on_afterwards(self) -> None:
        cluster = made(Cluster).first()

        cluster.acronym = "ÆØÅ"
        cluster.save()

        events: Any = Cluster._meta.get_field("events").related_model
        assert events.objects.filter(pgh_obj_id=cluster.pk, acronym="ÆØÅ").exists()

    def test_make_demo_again_gives_the_same_and_replaces_it(self) -> None:
        before = contents()
        first = set(made(Cluster).values_list("pk", flat=True))

        make()

        assert contents() == before
        assert first.isdisjoint(made(Cluster).values_list("pk", flat=True))

    def test_make_demo_with_another_seed_gives_something_else(self) -> None:
        before = contents()

        make("--seed=2")

        after = contents()
        assert all(after[kind] != before[kind] for kind in before)

    def test_make_demo_takes_away_what_was_attached_to_made_records(self) -> None:
        host = made(Organisation).first()
        period = DateRange(dt.date(2020, 1, 1), None)
        attached = HostPeriod.objects.create(cluster=real(Cluster).first(), organisation=host, period=period)

        make()

        assert not HostPeriod.objects.filter(pk=attached.pk).exists()

    def test_make_demo_with_nothing_asked_for_only_takes_away(self) -> None:
        call_command("make_demo", "--organisations=0", "--clusters=0", "--memberships=0", verbosity=0)

        assert not any(made(model).exists() for model in SOURCED)


@pytest.mark.django_db
def test_make_demo_leaves_the_real_registry_alone() -> None:
    before = {model: list(real(model).order_by("pk").values()) for model in SOURCED}

    make()
    make("--seed=2")

    assert {model: list(real(model).order_by("pk").values()) for model in SOURCED} == before


@pytest.mark.django_db
def test_make_demo_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_demo", *SIZES)

    report = capsys.readouterr().out
    assert "Writing 900 memberships …" in report
    assert "        400 organisations\n" in report
    assert report.rstrip().endswith("seconds")


@pytest.mark.django_db
def test_make_demo_needs_the_bundled_data() -> None:
    Tier.objects.filter(code="gce").update(code="global")

    with pytest.raises(CommandError, match=r"not loaded \(missing: tier gce\)\. Run `manage.py load_registry`"):
        make()
    assert not made(Organisation).exists()


@pytest.mark.django_db
def test_make_demo_refuses_memberships_without_room_and_keeps_what_was_there() -> None:
    make()

    with pytest.raises(CommandError, match="2 clusters and 10 organisations have room for 8 memberships"):
        call_command("make_demo", "--organisations=10", "--clusters=2", "--memberships=9", verbosity=0)
    assert made(Membership).count() == 900


@pytest.mark.django_db
def test_make_demo_refuses_production_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")

    with pytest.raises(CommandError, match="production"):
        make()
    assert not made(Organisation).exists()

    make("--in-production")
    assert made(Organisation).exists()


@pytest.mark.parametrize("number", ["-1", "many"])
def test_make_demo_refuses_what_is_no_number_of_rows(number: str) -> None:
    with pytest.raises(CommandError, match="--clusters"):
        call_command("make_demo", f"--clusters={number}")


@pytest.mark.django_db
def test_table_copies_in_batches_and_fills_in_what_may_not_be_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "BATCH", 3)
    monkeypatch.setattr(copying, "STEP", 2)
    told: list[int] = []
    table = Table(Organisation, "name", "source")

    copied = table.copy(((f"Ørretbekken {number} AS", SOURCE) for number in range(7)), told.append)

    assert (copied, sum(told)) == (7, 7)
    assert set(made(Organisation).values_list("kind", "organisation_number", "website")) == {("company", "", "")}
    assert Table(Organisation, "name").copy([], unheard) == 0


def test_free_numbers_are_valid_different_and_not_taken() -> None:
    taken = set(islice(free_numbers(Random(3), set()), 500))

    free = list(islice(free_numbers(Random(3), taken), 500))

    assert all(is_valid(number) for number in free)
    assert len(set(free) | taken) == 1000


def test_draw_sizes_has_a_few_giants_and_the_exact_sum() -> None:
    sizes = draw_sizes(Random(1), 5_000, 500_000, 120_000)

    assert sum(sizes) == 500_000
    assert sum(20 <= size <= 150 for size in sizes) > 3_000
    assert max(sizes) > 1_000


def test_ranked_draws_the_first_most_often() -> None:
    random, words = Random(1), ranked(["laks", "torsk", "sei", "lyr", "brosme"])

    drawn = Counter(words.draw(random) for _turn in range(3_000))

    assert [word for word, _count in drawn.most_common()] == ["laks", "torsk", "sei", "lyr", "brosme"]


def test_phrases_have_the_same_slots_in_both_languages() -> None:
    for slot, drawn in vocabulary.phrases().items():
        for pair in drawn.values:
            assert sorted(slots_of(pair.nb)) == sorted(slots_of(pair.en)), (slot, pair)


@pytest.mark.django_db
def test_vocabulary_names_places_and_sectors_that_exist() -> None:
    today = Region.objects.filter(period__upper_inf=True)

    sectors = {slug for field in vocabulary.fields().values for slug in field.sectors}

    assert set(vocabulary.place_weights()) <= set(today.municipalities().values_list("code", flat=True))
    assert set(vocabulary.districts()) <= set(today.counties().values_list("code", flat=True))
    assert sectors <= set(Sector.objects.values_list("slug", flat=True))
