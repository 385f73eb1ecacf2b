"""Projects: their rules, their doors, and whose they are to change."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from clusters.merging import merge_clusters, merge_organisations
from clusters.models import Cluster, Organisation, TierPeriod
from history.wording import in_words
from programmes.models import PriorityArea
from published.models import PublishedChange
from review.models import Revision
from support.models import Project, ProjectArea, ProjectCluster, ProjectParticipant, ProjectReference
from tests.clusters.api.reading import get, problem
from tests.contracts.test_records_built import built, built_by_itself, equal, said_by_serializer
from tests.staff.people import filled, logged_in

pytestmark = pytest.mark.django_db
WHY = {"_reason": "Etter avtale."}


def sintef() -> Organisation:
    return Organisation.objects.get(organisation_number="882774562")


def project(*slugs: str, **values: Any) -> Project:
    """Research from 2015 to 2018 that SINTEF Manufacturing leads."""
    known: dict[str, Any] = {
        "title_nb": "Sjøtransport uten utslipp",
        "types": ["research", "innovation"],
        "period": DateRange(dt.date(2015, 1, 1), dt.date(2019, 1, 1)),
        "end_precision": "year",
    }
    found = Project.objects.create(**{**known, **values})
    ProjectCluster.objects.bulk_create(
        ProjectCluster(project=found, cluster=Cluster.objects.get(slug=slug)) for slug in slugs
    )
    ProjectParticipant.objects.create(project=found, organisation=sintef(), role="lead")
    ProjectReference.objects.create(project=found, funder="Forskningsrådet", reference="256789")
    ProjectArea.objects.create(project=found, area=PriorityArea.objects.order_by("number")[0])
    return found


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("project_has_title", {"title_nb": ""}),
        ("project_types_known", {"types": []}),
        ("project_types_known", {"types": ["research", "moro"]}),
        ("project_period_not_empty", {"period": DateRange(dt.date(2015, 1, 1), dt.date(2015, 1, 1))}),
    ],
)
def test_the_database_refuses_a_project_that_cannot_be(rule: str, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        project(**values)


def test_the_api_tells_of_a_project_what_its_serializer_says(client: Client) -> None:
    assert get(client, "/projects/")["count"] == 0  # no source of ours has any
    found = project("gce-node", "nce-eyde")

    equal(built(client, "projects"), said_by_serializer("projects"))
    equal([built_by_itself(client, "projects", found.pk)], said_by_serializer("projects", [found.pk]))
    told = get(client, f"/projects/{found.pk}/")
    assert [one["slug"] for one in told["clusters"]] == ["gce-node", "nce-eyde"]
    assert told["types"] == ["research", "innovation"]
    assert [(one["organisation"]["id"], one["role"]) for one in told["participants"]] == [(sintef().pk, "lead")]
    assert told["references"] == [{"funder": "Forskningsrådet", "reference": "256789"}]
    assert len(told["priority_areas"]) == 1


def test_the_list_answers_the_questions_of_the_registry(client: Client) -> None:
    found = project("gce-node")

    for query, count in (
        ({"cluster": "gce-node"}, 1),
        ({"cluster": "nce-eyde"}, 0),
        ({"organisation": "882774562"}, 1),
        ({"organisation": "915453929"}, 0),
        ({"type": ["competence", "research"]}, 1),
        ({"type": "competence"}, 0),
        ({"as_of": "2014-12-31"}, 0),
        ({"cursor": "*"}, 1),
    ):
        assert get(client, "/projects/", query)["count"] == count, query
    assert get(client, "/projects/", {"fields": "id"})["results"] == [{"id": found.pk}]
    assert problem(client, "/projects/?type=researc", 400)["errors"][0]["nearest"] == "research"


@pytest.mark.django_db(transaction=True)
def test_the_stream_tells_of_a_project_and_of_its_parts(client: Client) -> None:
    with transaction.atomic():
        found = project("gce-node", "nce-eyde")
    told: Any = PublishedChange.objects.filter(resource="project", record_id=found.pk).order_by("position", "id")
    assert told.last().action == "created"

    ProjectParticipant.objects.filter(project=found).update(role="partner")
    assert told.last().fields == ["participants"]
    Cluster.objects.filter(slug="gce-node").update(publication="withdrawn")
    assert told.last().fields == ["clusters"]
    Cluster.objects.filter(slug="nce-eyde").update(publication="withdrawn")
    assert told.last().action == "removed"
    assert problem(client, f"/projects/{found.pk}/", 410)


def test_the_page_of_a_cluster_shows_its_projects_only_where_there_are_any(client: Client) -> None:
    assert 'id="projects"' not in client.get("/klynger/gce-node/").content.decode()
    project("gce-node", "nce-eyde")

    page = client.get("/klynger/gce-node/").content.decode()

    assert "Sjøtransport uten utslipp" in page
    assert "/klynger/nce-eyde/" in page
    assert "Forskning, innovasjon" in page
    assert 'lang="nb"' in client.get("/en/clusters/gce-node/").content.decode().split('id="projects"')[1]


def test_the_page_of_an_organisation_shows_each_project_once_with_its_roles(client: Client) -> None:
    address = f"/virksomheter/{sintef().pk}/"
    assert 'id="projects"' not in client.get(address).content.decode()
    found = project("gce-node", "nce-eyde")
    ProjectParticipant.objects.create(project=found, organisation=sintef(), role="funder")

    block = client.get(address).content.decode().split('id="projects"')[1].split("</section>")[0]

    assert block.count("Sjøtransport uten utslipp") == 1
    assert {"/klynger/gce-node/", "/klynger/nce-eyde/"} <= set(re.findall(r'href="(.*?)"', block))
    assert f"organisation={sintef().pk}" in block
    assert 'id="projects"' not in client.get(f"{address}?as_of=2014-12-31").content.decode()
    Cluster.objects.filter(slug__in=["gce-node", "nce-eyde"]).update(publication="withdrawn")
    assert 'id="projects"' not in client.get(address).content.decode()


def test_projects_move_with_merged_clusters_and_organisations() -> None:
    found = project("gce-node", "nce-eyde")
    TierPeriod.objects.filter(cluster__slug="nce-eyde").delete()  # two tiers at a time are refused
    kept = Organisation.objects.get(organisation_number="915453929")

    merge_organisations(kept=kept, other=sintef(), from_other=[], reason="Samme virksomhet.")
    node, eyde = Cluster.objects.get(slug="gce-node"), Cluster.objects.get(slug="nce-eyde")
    merge_clusters(kept=node, other=eyde, from_other=[], reason="Slått sammen.")

    assert [part.organisation for part in found.participants.all()] == [kept]
    assert [link.cluster for link in found.links.all()] == [node]


def test_staff_suggest_a_change_in_words_that_are_read_and_others_may_not() -> None:
    found = project("gce-node")
    own, other = logged_in("editor", "innovasjon-norge", "a"), logged_in("publisher", "siva", "b")
    page = f"/admin/support/project/{found.pk}/change/"
    fields = {**filled(own.get(page).content), **WHY, "types": ["research", "competence"]}

    assert other.post(page, fields).status_code == 403
    own.post(page, fields)

    found.refresh_from_db()
    assert found.types == ["research", "innovation"]
    (row,) = in_words(Revision.objects.get().changeset)
    assert [(field.old, field.new) for field in row.differences] == [("forskning, innovasjon", "forskning, kompetanse")]
    publisher = logged_in("publisher", "innovasjon-norge", "c")
    publisher.post(f"/admin/review/revision/{Revision.objects.get().pk}/change/", {"_accept": "1", **WHY})
    found.refresh_from_db()
    assert found.types == ["research", "competence"]
