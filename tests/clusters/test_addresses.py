"""Addresses that were given out: renamed, merged, withdrawn, never there, in no language of ours."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from clusters.models import Cluster, Organisation
from clusters.models.cluster import RESERVED_SLUGS
from clusters.models.former_slug import TAKEN, FormerSlug
from clusters.urls import urlpatterns
from tests.clusters.api.reading import API

pytestmark = pytest.mark.django_db


#: Lists of the API that take a cluster.
OF_A_CLUSTER = ("organisations", "memberships")


def renamed(slug: str, new: str) -> None:
    Cluster.objects.filter(slug=slug).update(slug=new)


@pytest.fixture
def node() -> Cluster:
    return Cluster.objects.get(slug="gce-node")


def test_every_slug_a_cluster_had_leads_on_in_one_step(client: Client) -> None:
    renamed("gce-node", "node-sor")
    renamed("node-sor", "node-agder")

    for slug in ("gce-node", "node-sor"):
        answers = [
            client.get(f"/klynger/{slug}/?as_of=2016-08-17"),
            client.get(f"/en/clusters/{slug}/"),
            client.get(f"{API}/clusters/{slug}/members/"),
        ]
        assert [answer.status_code for answer in answers] == [301, 301, 301]
        assert answers[0]["Location"] == "/klynger/node-agder/?as_of=2016-08-17"
        assert answers[1]["Location"] == "/en/clusters/node-agder/"
        assert answers[2].json()["detail"].endswith(f"{API}/clusters/node-agder/members/ now.")
        assert answers[2]["Content-Type"] == "application/problem+json"
        assert "no-cache" in answers[0]["Cache-Control"]
    assert client.get("/klynger/sammenlign/?cluster=gce-node&cluster=ncei").status_code in {301, 400}


def test_an_old_slug_in_a_question_is_the_cluster_of_today_at_every_door(client: Client) -> None:
    renamed("gce-node", "node-agder")

    files = client.get("/en/clusters/gce-node/members.csv?kind=company")
    lists = client.get("/virksomheter/?cluster=gce-node"), client.get("/virksomheter/?member_of=gce-node~nce-media")
    api = [client.get(f"{API}/{where}/?cluster=gce-node").json()["count"] for where in OF_A_CLUSTER]

    assert (files.status_code, files["Location"]) == (301, "/en/clusters/node-agder/members.csv?kind=company")
    assert lists[0]["Location"] == "/virksomheter/?cluster=node-agder"
    assert lists[1]["Location"] == "/virksomheter/?member_of=node-agder~nce-media"
    assert api == [client.get(f"{API}/{one}/?cluster=node-agder").json()["count"] for one in OF_A_CLUSTER]
    assert min(api) > 0
    assert client.get("/virksomheter/?cluster=aldri-vert").status_code == 400


def test_members_of_a_withdrawn_cluster_are_gone_and_of_none_not_found(client: Client, node: Cluster) -> None:
    Cluster.objects.filter(pk=node.pk).update(publication="withdrawn")

    answers = [client.get(f"/en/clusters/{slug}/members.xlsx").status_code for slug in ("gce-node", "aldri-vert")]

    assert answers == [410, 404]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("/klynger/?q=&tier=nce&ordering=name&as_of=", "/klynger/?tier=nce"),
        ("/en/clusters/?q=&ordering=name&page=2", "/en/clusters/?page=2"),
        ("/virksomheter/?q=&kind=&ordering=-clusters", "/virksomheter/?ordering=-clusters"),
        ("/kart/?q=&as_of=", "/kart/"),
        ("/klynger/gce-node/?as_of=", "/klynger/gce-node/"),
        ("/klynger/sammenlign/?cluster=gce-node&q=", "/klynger/sammenlign/?cluster=gce-node"),
    ],
)
def test_form_sent_without_scripts_ends_at_a_clean_address(client: Client, sent: str, kept: str) -> None:
    answer = client.get(sent)

    assert (answer.status_code, answer["Location"]) == (302, kept)
    assert client.get(kept).status_code == 200


def test_a_slug_taken_back_is_the_clusters_own_again(client: Client, node: Cluster) -> None:
    renamed("gce-node", "node-agder")
    renamed("node-agder", "gce-node")

    assert client.get("/klynger/gce-node/").status_code == 200
    assert client.get("/klynger/node-agder/")["Location"] == "/klynger/gce-node/"
    assert list(FormerSlug.objects.filter(cluster=node).values_list("slug", flat=True)) == ["node-agder"]


def test_no_other_cluster_gets_a_slug_that_leads_on(node: Cluster) -> None:
    renamed("gce-node", "node-agder")

    with pytest.raises(IntegrityError, match=TAKEN), transaction.atomic():
        Cluster.objects.create(name="Ny", slug="gce-node", steward=node.steward)


def test_slug_of_a_draft_was_never_an_address(client: Client, node: Cluster) -> None:
    Cluster.objects.filter(pk=node.pk).update(publication="draft")
    renamed("gce-node", "node-agder")
    Cluster.objects.filter(pk=node.pk).update(publication="published")

    assert client.get("/klynger/gce-node/").status_code == 404
    assert not FormerSlug.objects.filter(cluster=node).exists()


def test_former_slugs_go_with_their_cluster(node: Cluster) -> None:
    renamed("gce-node", "node-agder")
    Cluster.objects.get(pk=node.pk).delete()

    assert not FormerSlug.objects.filter(slug="gce-node").exists()


def test_the_load_at_the_next_start_leaves_a_renamed_cluster_alone(client: Client) -> None:
    renamed("gce-node", "node-agder")
    call_command("load_registry", verbosity=0)

    assert client.get("/klynger/gce-node/").status_code == 301


@pytest.mark.parametrize("slug", [*RESERVED_SLUGS, "2016", "-", "20-16"])
def test_database_refuses_a_slug_that_is_another_address(slug: str) -> None:
    with pytest.raises(IntegrityError, match="cluster_slug_not_reserved"), transaction.atomic():
        renamed("gce-node", slug)


def test_every_page_beside_the_clusters_pages_is_reserved() -> None:
    words = set()
    for language in ("nb", "en"):
        with translation.override(language):
            patterns = [str(row.pattern) for row in urlpatterns]
            home = next(pattern for pattern in patterns if "<slug:slug>" in pattern).partition("<")[0]
            words |= {pattern.removeprefix(home).strip("/") for pattern in patterns if pattern.startswith(home)}

    assert {word for word in words if word and not {"<", "."} & set(word)} <= set(RESERVED_SLUGS)


def test_withdrawn_cluster_is_gone_at_every_address_it_had(client: Client, node: Cluster) -> None:
    renamed("gce-node", "node-agder")
    Cluster.objects.filter(pk=node.pk).update(publication="withdrawn")

    for slug in ("node-agder", "gce-node"):
        for page in (client.get(f"/klynger/{slug}/"), client.get(f"/en/clusters/{slug}/")):
            assert page.status_code == 410
            assert node.name not in page.content.decode()
            assert 'id="main"' in page.content.decode()
        for path in (slug, f"{slug}/members", str(node.pk)):
            answer = client.get(f"{API}/clusters/{path}/")
            assert (answer.status_code, answer["Content-Type"]) == (410, "application/problem+json")
            assert answer.json()["detail"].endswith("has been withdrawn from the registry.")
    assert "har vært en klynge" in client.get("/klynger/gce-node/").content.decode()


def test_deleted_cluster_is_gone_at_every_address_it_had(client: Client, node: Cluster) -> None:
    renamed("gce-node", "node-agder")
    draft = Cluster.objects.create(name="Utkast", slug="utkast", publication="draft", steward=node.steward)
    key = node.pk
    node.delete()
    draft.delete()

    for slug in ("node-agder", "gce-node"):
        for page in (f"/klynger/{slug}/", f"/en/clusters/{slug}/", f"/en/clusters/{slug}/members.csv"):
            assert client.get(page).status_code == 410, page
        for path in (slug, f"{slug}/members", str(key)):
            assert client.get(f"{API}/clusters/{path}/").status_code == 410, path
    assert client.get(f"{API}/clusters/gce-node.ttl").status_code == 410
    assert client.get("/klynger/utkast/").status_code == client.get(f"{API}/clusters/utkast/").status_code == 404
    Cluster.objects.filter(slug="akvarena").update(publication="draft")
    assert client.get("/klynger/akvarena/").status_code == client.get(f"{API}/clusters/akvarena/").status_code == 404


def test_deleted_organisation_is_gone_on_its_page_and_in_the_api(client: Client) -> None:
    member = Organisation.objects.filter(memberships__isnull=False, hosted__isnull=True).order_by("pk")[0]
    key = member.pk
    member.memberships.all().delete()
    member.delete()

    for path in (f"{API}/organisations/{key}/", f"{API}/organisations/{key}.jsonld", f"/en/organisations/{key}/"):
        assert client.get(path).status_code == 410, path
    page = client.get(f"/virksomheter/{key}/").content.decode()
    assert "Det var en virksomhet" in page
    assert client.get("/virksomheter/987654321/").status_code == 404


@pytest.mark.parametrize("path", ["clusters/finnes-ikke", "clusters/finnes-ikke/members", "organisations/0", "tiers/x"])
def test_what_never_was_is_not_found_in_the_api(client: Client, path: str) -> None:
    answer = client.get(f"{API}/{path}/")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_merged_organisations_lead_on_in_one_step_and_a_circle_to_nowhere(client: Client) -> None:
    first, second, third = Organisation.objects.order_by("pk")[:3]
    Organisation.objects.filter(pk=first.pk).update(merged_into=second)
    Organisation.objects.filter(pk=second.pk).update(merged_into=third)

    assert client.get(f"/virksomheter/{first.pk}/")["Location"] == f"/virksomheter/{third.pk}/"
    Organisation.objects.filter(pk=third.pk).update(merged_into=first)
    answers: list[Any] = [client.get(f"/virksomheter/{first.pk}/"), client.get(f"{API}/organisations/{first.pk}/")]
    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("address", ["/sv/klynger/", "/sv/clusters/", "/nn/", "/en/klynger/", "/clusters/", "/EN/"])
def test_language_that_there_is_not_is_not_found_in_the_frame_of_the_registry(client: Client, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 404
    assert '<html lang="' in answer.content.decode()
