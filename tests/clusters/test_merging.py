"""Two records that are one: what moves, where the old address leads, and that all of it can be taken back."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateRange

from clusters.choices import Publication
from clusters.merging import NotMergedError, merge_clusters, merge_organisations, mergers_of, undo_merge
from clusters.models import Cluster, ClusterName, HostPeriod, Membership, Organisation, OrganisationName, TierPeriod
from history.applying import Conflicts
from history.events import event_model
from history.valid_time import EndPrecision, StartPrecision
from programmes.models import Tier
from review.models import Revision
from tests.staff.people import logged_in

pytestmark = pytest.mark.django_db


def cluster(name: str, **more: Any) -> Cluster:
    steward = Cluster.objects.order_by("pk")[0].steward
    slug = name.lower().replace(" ", "-")
    return Cluster.objects.create(name=name, slug=slug, steward=steward, publication=Publication.PUBLISHED, **more)


def years(first: int, last: int | None) -> dict[str, Any]:
    end = dt.date(last + 1, 1, 1) if last else None
    precision = EndPrecision.YEAR if last else EndPrecision.OPEN
    period = DateRange(dt.date(first, 1, 1), end)
    return {"period": period, "start_precision": StartPrecision.YEAR, "end_precision": precision}


def times(**lookup: Any) -> list[tuple[str, int, int | None]]:
    rows = Membership.objects.filter(**lookup).select_related("cluster").order_by("cluster__name", "period")
    return [
        (row.cluster.name, row.period.lower.year, row.period.upper.year - 1 if row.period.upper else None)
        for row in rows
    ]


def state() -> list[Any]:
    models = (Organisation, OrganisationName, Cluster, ClusterName, Membership, HostPeriod, TierPeriod)
    kept = []
    for model in models:
        left_out = {"updated_at"}
        names = [field.attname for field in model._meta.concrete_fields if field.name not in left_out]
        kept.append(list(model._default_manager.order_by("pk").values(*names)))
    return kept


@pytest.fixture
def twins() -> tuple[Organisation, Organisation]:
    """One company entered twice, and a member of two clusters under both names."""
    kept = Organisation.objects.create(name="Ærfugl Sjømat AS", website="https://erfugl.example")
    other = Organisation.objects.create(name="Ærfugl Seafood", organisation_number="974760673", industry_code="03.211")
    fjord, hav = cluster("Fjordklyngen"), cluster("Havklyngen")
    Membership.objects.create(cluster=fjord, organisation=kept, **years(2010, 2014))
    Membership.objects.create(cluster=fjord, organisation=other, **years(2013, None))
    Membership.objects.create(cluster=hav, organisation=other, **years(2016, 2018))
    HostPeriod.objects.create(cluster=hav, organisation=other, **years(2016, 2018))
    return kept, other


def test_a_merged_organisation_leads_on_and_its_memberships_move(twins: tuple[Organisation, Organisation]) -> None:
    kept, other = twins

    merge_organisations(kept=kept, other=other, from_other=["name", "industry_code"], reason="Samme virksomhet")

    kept.refresh_from_db()
    assert (kept.name, kept.organisation_number, kept.industry_code) == ("Ærfugl Seafood", "974760673", "03.211")
    assert kept.website == "https://erfugl.example"
    assert times(organisation=kept) == [("Fjordklyngen", 2010, None), ("Havklyngen", 2016, 2018)]
    assert times(organisation=other) == []
    assert HostPeriod.objects.get(cluster__name="Havklyngen").organisation == kept
    assert list(kept.names.values_list("name", flat=True)) == ["Ærfugl Sjømat AS"]
    client = logged_in()
    page = client.get(f"/virksomheter/{other.pk}/")
    assert (page.status_code, page["Location"]) == (301, f"/virksomheter/{kept.pk}/")
    answer = client.get(f"/api/v1/organisations/{other.pk}/")
    assert answer.status_code == 301
    assert str(kept.pk) in answer.content.decode()


def test_a_merger_of_organisations_is_undone_with_everything_as_before(
    twins: tuple[Organisation, Organisation],
) -> None:
    kept, other = twins
    before = state()
    merge_organisations(kept=kept, other=other, from_other=["name"], reason="Samme virksomhet")
    (merger,) = mergers_of(kept)

    undo_merge(context=merger["context"], reason="To virksomheter likevel")

    assert state() == before
    assert mergers_of(kept) == []


def test_a_merger_is_not_undone_where_later_edits_would_be_lost(twins: tuple[Organisation, Organisation]) -> None:
    import pghistory

    kept, other = twins
    merge_organisations(kept=kept, other=other, from_other=["name"], reason="Samme virksomhet")
    (merger,) = mergers_of(kept)
    with pghistory.context(reason="Nytt navn"):
        Organisation.objects.filter(pk=kept.pk).update(name="Ærfugl Sjømat Norge AS")

    with pytest.raises(Conflicts):
        undo_merge(context=merger["context"], reason="To virksomheter likevel")

    assert mergers_of(kept) == [merger]


def test_what_is_no_merger_is_refused(twins: tuple[Organisation, Organisation]) -> None:
    kept, other = twins
    for arguments in ({"other": kept, "reason": "Lik"}, {"other": other, "reason": " "}):
        with pytest.raises(NotMergedError):
            merge_organisations(kept=kept, from_other=(), **arguments)  # type: ignore[arg-type]
    merge_organisations(kept=kept, other=other, from_other=(), reason="Samme")
    with pytest.raises(NotMergedError):
        merge_organisations(kept=kept, other=other, from_other=(), reason="En gang til")


@pytest.fixture
def clusters_of_one() -> tuple[Cluster, Cluster]:
    """One cluster entered twice, with a former slug, members and tiers on both."""
    kept, other = cluster("Fjordklyngen"), cluster("Arena Fjord", summary_nb="Om fjorder.")
    Cluster.objects.filter(pk=other.pk).update(slug="fjord-arena")
    other.refresh_from_db()
    arena = Tier.objects.get(code="arena")
    TierPeriod.objects.create(cluster=kept, tier=arena, **years(2012, 2014))
    TierPeriod.objects.create(cluster=other, tier=arena, **years(2010, 2012))
    member = Organisation.objects.create(name="Ærfugl Sjømat AS")
    Membership.objects.create(cluster=kept, organisation=member, **years(2013, 2014))
    Membership.objects.create(cluster=other, organisation=member, **years(2010, 2011))
    ClusterName.objects.create(cluster=other, name="Fjordarenaen", **years(2008, 2009))
    return kept, other


def test_a_merged_cluster_leads_on_by_every_slug_and_its_id(clusters_of_one: tuple[Cluster, Cluster]) -> None:
    kept, other = clusters_of_one
    old = other.pk

    merge_clusters(kept=kept, other=other, from_other=["summary_nb"], reason="Samme klynge")

    kept.refresh_from_db()
    assert kept.summary_nb == "Om fjorder."
    assert times(cluster=kept) == [("Fjordklyngen", 2010, 2011), ("Fjordklyngen", 2013, 2014)]
    tier = TierPeriod.objects.get(cluster=kept)
    assert (tier.period.lower, tier.period.upper) == (dt.date(2010, 1, 1), dt.date(2015, 1, 1))
    assert set(kept.names.values_list("name", flat=True)) == {"Arena Fjord", "Fjordarenaen"}
    client = logged_in()
    for slug in ("arena-fjord", "fjord-arena"):
        assert client.get(f"/klynger/{slug}/")["Location"] == "/klynger/fjordklyngen/"
    for key in ("fjord-arena", old):
        answer = client.get(f"/api/v1/clusters/{key}/")
        assert (answer.status_code, answer["Location"].endswith("/clusters/fjordklyngen/")) == (301, True)


def test_a_merger_of_clusters_is_undone_with_everything_as_before(clusters_of_one: tuple[Cluster, Cluster]) -> None:
    kept, other = clusters_of_one
    before = state()
    merge_clusters(kept=kept, other=other, from_other=["name"], reason="Samme klynge")
    (merger,) = mergers_of(kept)

    undo_merge(context=merger["context"], reason="To klynger likevel")

    assert state() == before
    assert logged_in().get("/klynger/arena-fjord/")["Location"] == "/klynger/fjord-arena/"


def test_a_merger_that_would_give_two_tiers_at_a_time_is_refused(clusters_of_one: tuple[Cluster, Cluster]) -> None:
    kept, other = clusters_of_one
    TierPeriod.objects.create(cluster=other, tier=Tier.objects.get(code="nce"), **years(2013, 2016))
    before = state()

    with pytest.raises(IntegrityError, match="one_tier_at_a_time"):
        merge_clusters(kept=kept, other=other, from_other=(), reason="Samme klynge")

    assert state() == before


def test_the_page_compares_previews_merges_and_undoes(twins: tuple[Organisation, Organisation]) -> None:
    kept, other = twins
    before = state()
    address = f"/admin/clusters/organisation/{kept.pk}/merge/"
    client = logged_in("publisher", "innovasjon-norge")

    page = client.get(address, {"other": "974 760 673"}).content.decode()

    assert "Ærfugl Seafood" in page
    assert "Medlemskap" in page
    assert state() == before
    assert "Ingenting her heter" in client.get(address, {"other": "Finnes ikke"}).content.decode()
    refused = client.post(address, {"other": other.pk, "take_name": "other"})
    assert (refused.status_code, state() == before) == (200, True)
    client.post(address, {"other": other.pk, "take_name": "other", "reason": "Samme virksomhet"})
    assert state() == before
    accepted(client)
    assert Organisation.objects.get(pk=kept.pk).name == "Ærfugl Seafood"
    (merger,) = mergers_of(kept)
    undo = {"context": merger["context"], "reason": "To likevel"}
    client.post(f"/admin/clusters/organisation/{kept.pk}/unmerge/", undo)
    assert state() == before


def accepted(author: Any) -> Any:
    """What becomes of the waiting suggestion when its author, and then another publisher, accepts it."""
    revision = Revision.objects.get(state="waiting")
    page = f"/admin/review/revision/{revision.pk}/change/"
    author.post(page, {"_accept": "1"})
    revision.refresh_from_db()
    assert revision.state == "waiting"
    colleague = logged_in("publisher", "innovasjon-norge", "kollega")
    assert "Ærfugl Seafood" in colleague.get(page).content.decode()
    colleague.post(page, {"_accept": "1", "note": "Enig."})
    revision.refresh_from_db()
    return revision


def test_a_suggested_merger_is_not_accepted_once_it_would_do_something_else(
    twins: tuple[Organisation, Organisation],
) -> None:
    kept, other = twins
    client = logged_in("publisher", "innovasjon-norge")
    client.post(f"/admin/clusters/organisation/{kept.pk}/merge/", {"other": other.pk, "reason": "Samme virksomhet"})
    Membership.objects.create(cluster=cluster("Fjellklyngen"), organisation=other, **years(2020, None))
    before = state()

    revision = accepted(client)

    assert (revision.state, state() == before) == ("waiting", True)


def test_drafts_that_nobody_sees_are_merged_at_once(clusters_of_one: tuple[Cluster, Cluster]) -> None:
    kept, other = clusters_of_one
    Cluster.objects.update(publication=Publication.DRAFT)
    client = logged_in("publisher", "innovasjon-norge")

    client.post(f"/admin/clusters/cluster/{kept.pk}/merge/", {"other": other.pk, "reason": "Samme klynge"})

    assert not Cluster.objects.filter(pk=other.pk).exists()
    assert not Revision.objects.exists()


def test_a_published_cluster_is_merged_when_a_colleague_accepts_it(clusters_of_one: tuple[Cluster, Cluster]) -> None:
    kept, other = clusters_of_one
    page = f"/admin/clusters/cluster/{kept.pk}/merge/"
    logged_in("publisher", "innovasjon-norge").post(page, {"other": other.pk, "reason": "Samme klynge"})
    assert Cluster.objects.filter(pk=other.pk).exists()

    colleague = logged_in("publisher", "innovasjon-norge", "kollega")
    colleague.post(f"/admin/review/revision/{Revision.objects.get().pk}/change/", {"_accept": "1"})

    assert not Cluster.objects.filter(pk=other.pk).exists()
    assert colleague.get("/klynger/fjord-arena/")["Location"] == "/klynger/fjordklyngen/"
    (merger,) = mergers_of(kept)
    assert merger["reason"] == "Samme klynge"


def test_only_publishers_of_the_steward_merge(clusters_of_one: tuple[Cluster, Cluster]) -> None:
    kept, other = clusters_of_one
    for role, owner in [("editor", "innovasjon-norge"), ("publisher", "siva"), ("reader", "siva")]:
        client = logged_in(role, owner)
        address = f"/admin/clusters/cluster/{kept.pk}/merge/"
        assert client.get(address).status_code == 403
        assert client.post(address, {"other": other.pk, "reason": "Samme"}).status_code == 403
    assert Cluster.objects.filter(pk=other.pk).exists()


def test_no_table_that_belongs_to_a_cluster_or_organisation_is_forgotten() -> None:
    moved = {"clusters.Membership", "clusters.HostPeriod", "clusters.TierPeriod", "clusters.ClusterName"}
    moved |= {"clusters.ClusterSector", "clusters.ClusterSuccession", "clusters.Contact", "clusters.Label"}
    moved |= {"clusters.FormerSlug", "clusters.OrganisationName", "clusters.OrganisationIdentifier"}
    related = {
        field.related_model
        for model in (Cluster, Organisation)
        for field in model._meta.related_objects
        if field.related_model._meta.app_label == "clusters"
    }
    recorded = {model._meta.label for model in related if event_model(model) is not None}
    # An organisation that was merged into the other one before.
    assert recorded - moved == {"clusters.Organisation"}
