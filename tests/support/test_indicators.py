"""Indicators and their values: what the database refuses, what the public sees, and whose they are to change."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from clusters.merging import merge_clusters
from clusters.models import Cluster, TierPeriod
from programmes.models import ProgrammeOwner, Tier
from published.models import PublishedChange
from review.models import Revision
from support.models import Indicator, Observation
from tests.clusters.api.reading import get, problem
from tests.staff.people import filled, logged_in

pytestmark = pytest.mark.django_db
WHY = {"_reason": "Etter avtale."}


def observed(slug: str | None = "gce-node", **values: Any) -> Observation:
    known: dict[str, Any] = {"indicator": Indicator.objects.get(slug="employees"), "year": 2016, "value": 9500}
    cluster = Cluster.objects.get(slug=slug) if slug else None
    return Observation.objects.create(**{**known, "cluster": cluster, **values})


def test_figures_stand_with_their_years_bounds_and_sources(client: Client) -> None:
    page = client.get("/klynger/gce-node/").content.decode()
    english = client.get("/en/clusters/norway-health-tech/").content.decode()

    assert Observation.objects.count() == 52
    assert Observation.objects.get(cluster__slug="norway-health-tech", year=2023).bound == "about"
    assert not Observation.objects.filter(source="").exists()
    assert 'id="key-figures"' in page
    assert ">102</td>" in page
    assert "kjernebedrifter" in page
    assert "at least 200" in english
    assert 'id="key-figures"' not in client.get("/klynger/akvarena/").content.decode()
    assert ">102</td>" not in client.get("/klynger/gce-node/?as_of=2018-12-31").content.decode()


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("observation_of_its_level", {"level": "programme"}),
        ("observation_of_its_level", {"level": "tier", "slug": None}),
        ("observation_of_its_level", {"slug": None}),
        ("observation_small_n_has_no_value", {"n": 4}),
        ("observation_small_n_has_no_value", {"value": None}),
        ("observation_small_n_has_no_value", {"value": None, "n": 5}),
        ("observation_year", {"year": 1989}),
    ],
)
def test_the_database_refuses_a_figure_that_cannot_be(rule: str, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        observed(**values)


def test_a_figure_is_kept_once() -> None:
    observed(source="Årsrapport")

    with pytest.raises(IntegrityError, match="observation_once"), transaction.atomic():
        observed(source="Årsrapport")


def test_a_figure_that_rests_on_few_says_so_and_has_no_value(client: Client) -> None:
    few = observed(value=None, n=3)

    assert get(client, f"/observations/{few.pk}/")["value"] is None
    assert "Ikke vist: for få" in client.get("/klynger/gce-node/").content.decode()


def test_the_lists_answer_the_questions_of_the_registry(client: Client) -> None:
    gce = observed(None, level="tier", tier=Tier.objects.get(code="gce"), value=Decimal("12.5"))

    def ids(**query: str) -> list[int]:
        return [row["id"] for row in get(client, "/observations/", {"page_size": 500, **query})["results"]]

    assert get(client, f"/observations/{gce.pk}/")["value"] == 12.5
    assert get(client, f"/observations/{gce.pk}/")["tier"]["code"] == "gce"
    assert get(client, "/indicators/members/")["name"] == {"nb": "Medlemmer", "en": "Members"}
    assert gce.pk in ids(indicator="employees", year="2016")
    assert gce.pk not in ids(as_of="2015-12-31")
    years = {row["year"] for row in get(client, "/observations/", {"cluster": "gce-node"})["results"]}
    assert years == {2009, 2013, 2019}
    assert sorted(ids(cluster="gce-node")) == ids(cluster="gce-node", cursor="*")
    fault = problem(client, "/observations/?indicator=member", 400)["errors"][0]
    assert (fault["parameter"], fault["nearest"]) == ("indicator", "members")


def test_figures_come_and_go_with_their_cluster(client: Client) -> None:
    steward = ProgrammeOwner.objects.get(slug="innovasjon-norge")
    Cluster.objects.create(name="Tareklyngen", slug="tareklyngen", steward=steward)
    figure = observed("tareklyngen")
    told = PublishedChange.objects.filter(resource="observation", record_id=figure.pk)
    assert problem(client, f"/observations/{figure.pk}/", 404)
    assert not told.exists()

    Cluster.objects.filter(slug="tareklyngen").update(publication="published")

    assert get(client, f"/observations/{figure.pk}/")["cluster"]["slug"] == "tareklyngen"
    assert told.get().action == "created"


def test_figures_of_a_merged_cluster_move_along() -> None:
    TierPeriod.objects.filter(cluster__slug="nce-eyde").delete()  # two tiers at a time are refused
    kept, other = Cluster.objects.get(slug="gce-node"), Cluster.objects.get(slug="nce-eyde")
    before = Observation.objects.filter(cluster__in=(kept, other)).count()

    merge_clusters(kept=kept, other=other, from_other=[], reason="Slått sammen.")

    assert Observation.objects.filter(cluster=kept).count() == before


def test_a_figure_of_a_cluster_is_its_stewards_to_change_under_review() -> None:
    figure = observed()
    own, other = logged_in("editor", "innovasjon-norge", "a"), logged_in("publisher", "siva", "b")
    page = f"/admin/support/observation/{figure.pk}/change/"
    fields = {**filled(own.get(page).content), **WHY, "value": "9600"}

    assert other.post(page, fields).status_code == 403
    own.post(page, fields)

    figure.refresh_from_db()
    assert figure.value == 9500
    assert Revision.objects.get().record_kind == "clusters.cluster"


def test_a_figure_of_no_cluster_is_entered_by_administrators_alone() -> None:
    values = {"indicator": Indicator.objects.get(slug="employees").pk, "level": "programme", "bound": "exactly"}
    new = {**values, **WHY, "cluster": "", "year": "2016", "value": "60000", "n": "39"}

    logged_in("publisher", "innovasjon-norge", "a").post("/admin/support/observation/add/", new)
    assert not Observation.objects.filter(level="programme").exists()

    logged_in("administrator", None, "b").post("/admin/support/observation/add/", new)
    assert Observation.objects.get(level="programme").value == 60000
