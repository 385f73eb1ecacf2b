import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from programmes.models import Appropriation, Programme, Tier

pytestmark = pytest.mark.django_db


def test_both_programmes_before_2014_went_on_in_norwegian_innovation_clusters() -> None:
    successor = Programme.objects.get(slug="norwegian-innovation-clusters")

    assert set(successor.predecessors.values_list("slug", flat=True)) == {"arena", "nce"}


def test_figures_that_disagree_both_stand_with_their_sources(client: Client) -> None:
    page = client.get("/programmet/").content.decode()

    assert {127_000_000, 150_000_000} == set(Appropriation.objects.filter(year=2014).values_list("amount", flat=True))
    for shown in ("kr\N{NO-BREAK SPACE}127\N{NO-BREAK SPACE}mill.", "kr\N{NO-BREAK SPACE}150\N{NO-BREAK SPACE}mill."):
        assert shown in page


def test_the_lowest_support_is_not_above_the_highest() -> None:
    with pytest.raises(IntegrityError, match="tier_support_range"), transaction.atomic():
        Tier.objects.filter(code="gce").update(annual_support_min=20_000_000)


def test_nothing_was_appropriated_before_the_programme_began() -> None:
    with pytest.raises(IntegrityError, match="appropriation_year"), transaction.atomic():
        Appropriation.objects.filter(year=2006).update(year=2001)
