"""The stream of changes: what is told, to whom it is told, and that nothing gets lost on the way."""

import re
import threading
from collections.abc import Callable
from random import Random
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from jsonschema import Draft202012Validator

from clusters.api.organisations import MembershipSerializer, OrganisationRecordSerializer
from clusters.api.serializers import ClusterRecordSerializer
from clusters.choices import OrganisationKind
from clusters.models import Cluster, ClusterName, Membership, Organisation
from history.valid_time import EndPrecision, StartPrecision
from programmes.models import ProgrammeOwner, Tier
from published.edition import current_edition
from published.models import PublishedChange
from published.positions import Position
from tests.clusters.api.reading import API, get, problem, walk

WITHOUT_YEARS: Any = {"start_precision": StartPrecision.UNKNOWN, "end_precision": EndPrecision.UNKNOWN}
committing = pytest.mark.django_db(transaction=True)


@pytest.fixture
def told(client: Client) -> Callable[[], list[tuple[Any, ...]]]:
    """What the stream has told since it was last asked: resource, action and fields."""
    position = str(PublishedChange.objects.latest_position())

    def ask() -> list[tuple[Any, ...]]:
        nonlocal position
        rows = walk(client, f"{API}/changes/?cursor={position}&page_size=7")
        position = rows[-1]["cursor"] if rows else position
        return [(row["resource"], row["action"], *row["fields"]) for row in rows]

    return ask


def draft(name: str) -> Cluster:
    owner = ProgrammeOwner.objects.get(slug="innovasjon-norge")
    return Cluster.objects.create(name=name, slug=name.lower(), steward=owner)


@committing
def test_stream_tells_what_the_public_sees_of_a_cluster_and_nothing_before(told: Any) -> None:
    cluster = draft("Tareklyngen")
    member = Organisation.objects.get(name="Aker Solutions")
    Membership.objects.create(cluster=cluster, organisation=member, **WITHOUT_YEARS)
    Cluster.objects.filter(pk=cluster.pk).update(summary_nb="Tare og tang")
    assert told() == []

    Cluster.objects.filter(pk=cluster.pk).update(publication="published")
    assert told() == [("cluster", "created"), ("membership", "created")]

    with transaction.atomic():
        Cluster.objects.filter(pk=cluster.pk).update(summary_nb="Tare", steward=ProgrammeOwner.objects.get(slug="siva"))
        ClusterName.objects.create(cluster=cluster, name="Tangklyngen", kind="former", **WITHOUT_YEARS)
        cluster.refresh_from_db()
        cluster.website = "https://tare.example"
        cluster.save()
    assert told() == [("cluster", "changed", "names", "summary", "website")]

    with connection.cursor() as cursor:
        cursor.execute("UPDATE clusters_membership SET role = 'core-partner' WHERE cluster_id = %s", [cluster.pk])
        cursor.execute("UPDATE clusters_cluster SET publication = 'withdrawn' WHERE id = %s", [cluster.pk])
    assert told() == [("membership", "changed", "role"), ("cluster", "withdrawn"), ("membership", "removed")]

    cluster.delete()
    assert told() == []


@committing
def test_stream_leads_from_a_merged_organisation_to_what_it_became(client: Client) -> None:
    kept, merged = Organisation.objects.filter(memberships__isnull=False).distinct().order_by("pk")[:2]
    Organisation.objects.filter(pk=merged.pk).update(merged_into=kept)

    change = get(client, "/changes/", {"cursor": before_last(), "resource": "organisation"})["results"][-1]
    assert (change["id"], change["action"], change["url"]) == (merged.pk, "merged", None)
    assert change["merged_into"]["id"] == kept.pk
    assert client.get(change["merged_into"]["url"]).json()["name"] == kept.name


def before_last() -> str:
    """The point just before the newest change."""
    last = PublishedChange.objects.latest_position()
    return str(Position(last.number, last.id - 1))


@committing
def test_work_that_is_undone_or_never_seen_is_not_told(told: Any) -> None:
    with transaction.atomic():
        Tier.objects.filter(code="gce").update(note="Prøve")
        transaction.set_rollback(True)
    with transaction.atomic():
        Organisation.objects.create(name="Døgnflua AS", kind=OrganisationKind.COMPANY).delete()
    Tier.objects.filter(code="gce").update(rank=Tier.objects.get(code="gce").rank)
    Organisation.objects.filter(name="Aker Solutions").update(other_names="overskrives")

    assert told() == []


@committing
def test_stream_from_its_beginning_has_all_there_is_and_ends_at_an_address_to_go_on_from(client: Client) -> None:
    for address, resource in (("clusters", "cluster"), ("organisations", "organisation"), ("tiers", "tier")):
        rows = walk(client, f"{API}/changes/?resource={resource}&page_size=1000")
        listed = walk(client, f"{API}/{address}/?cursor=*&page_size=500")
        assert {row["id"] for row in rows} == {row["id"] for row in listed}
        assert {row["action"] for row in rows} <= {"created", "changed"}

    resume = get(client, "/changes/", {"cursor": str(PublishedChange.objects.latest_position())})["resume"]
    Tier.objects.filter(code="gce").update(note="Høyeste nivå")
    (row,) = client.get(resume).json()["results"]
    assert (row["resource"], row["key"], row["fields"]) == ("tier", "gce", ["note"])
    assert client.get(row["url"]).json()["note"] == "Høyeste nivå"


@committing
def test_a_page_of_changes_takes_two_statements(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(2):
        answer = get(client, "/changes/", {"page_size": 1000})
    assert len(answer["results"]) == 1000
    assert answer["data_as_of"] == get(client, "/clusters/")["data_as_of"]
    assert get(client, "/changes/", {"cursor": answer["resume"].rpartition("=")[2]})["data_as_of"] is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["cursor=-", "cursor=1-2-3", f"cursor={'9' * 40}", "resource=klynge", "page=2", "page_size=1001"]
)
def test_a_point_that_no_answer_has_given_is_refused_by_name(client: Client, query: str) -> None:
    (fault,) = problem(client, f"/changes/?{query}", 400)["errors"]
    assert fault["parameter"] == query.partition("=")[0]


@committing
def test_nothing_is_missed_and_nothing_comes_twice_under_many_writers(client: Client) -> None:
    """Writers hold their transactions open for various times and commit in another order than they began."""
    position = str(PublishedChange.objects.latest_position())
    before = current_edition().number
    organisations = list(Organisation.objects.order_by("pk").values_list("pk", flat=True)[:40])
    threads = [threading.Thread(target=write, args=(number, organisations)) for number in range(6)]
    for thread in threads:
        thread.start()
    met: list[dict[str, Any]] = []
    while True:
        is_over = not any(thread.is_alive() for thread in threads)
        rows = walk(client, f"{API}/changes/?cursor={position}&page_size=50")
        met += rows
        position = rows[-1]["cursor"] if rows else position
        if is_over:
            break

    written = PublishedChange.objects.filter(action__in=["created", "changed", "removed"]).after(
        Position.read(met[0]["cursor"])
    )
    cursors = [row["cursor"] for row in met]
    assert len(set(cursors)) == len(cursors)
    assert {*cursors[1:]} == {str(Position(row.position, row.pk)) for row in written}
    assert current_edition().number - before == 6 * 25
    assert in_causal_order(met)


def in_causal_order(rows: list[dict[str, Any]]) -> bool:
    """Whether each made-up organisation was created, then changed, then removed."""
    order = ["created", "changed", "removed"]
    steps: dict[int, list[int]] = {}
    for row in rows:
        steps.setdefault(row["id"], []).append(order.index(row["action"]))
    made = [step for step in steps.values() if 0 in step]
    return bool(made) and all(step == sorted(step) for step in made)


def write(seed: int, organisations: list[int]) -> None:
    """Twenty-five transactions that change two records each and take turns with the other writers at a third."""
    random = Random(seed)
    with psycopg.connect(**connection_parameters()) as own:
        for number in range(25):
            with own.transaction():
                for pk in sorted(random.sample(organisations, 2)):
                    own.execute(CHANGE, [f"https://x{seed}.example/{number}", pk])
                own.execute("SELECT pg_sleep(%s)", [random.random() / 50])
                own.execute("SELECT pg_advisory_xact_lock(%s)", [number // 3])
                _create_change_or_remove(own, f"Felles {number // 3} AS")


CHANGE = "UPDATE clusters_organisation SET website = %s WHERE id = %s"
CREATE = """
INSERT INTO clusters_organisation
    (name, kind, organisation_number, seat_basis, industry_code, website, register_status, source)
VALUES (%s, 'company', '', '', '', '', '', '')
"""


def _create_change_or_remove(own: psycopg.Connection[Any], name: str) -> None:
    found = own.execute("SELECT id, website FROM clusters_organisation WHERE name = %s", [name]).fetchone()
    if found is None:
        own.execute(CREATE, [name])
    elif not found[1]:
        own.execute(CHANGE, ["https://felles.example", found[0]])
    else:
        own.execute("DELETE FROM clusters_organisation WHERE id = %s", [found[0]])


def connection_parameters() -> dict[str, Any]:
    kept = connection.get_connection_params()
    return {name: kept[name] for name in ("dbname", "user", "password", "host", "port") if name in kept}


@committing
def test_edition_changes_when_a_published_fact_commits_and_only_then() -> None:
    cluster = draft("Lyngklyngen")
    start = current_edition().number
    Cluster.objects.filter(pk=cluster.pk).update(summary_nb="Lyng")
    assert current_edition().number == start

    with psycopg.connect(**connection_parameters()) as other:
        other.execute("UPDATE programmes_tier SET note = 'Under arbeid' WHERE code = 'nce'")
        assert current_edition().number == start
        Tier.objects.filter(code="gce").update(note="Først ferdig")
        assert current_edition().number == start + 1
        other.commit()
    assert current_edition().number == start + 2


@committing
def test_the_moment_of_an_edition_is_when_others_could_see_it() -> None:
    with psycopg.connect(**connection_parameters()) as slow:
        slow.execute("UPDATE programmes_tier SET note = 'Begynte først' WHERE code = 'nce'")
        Tier.objects.filter(code="gce").update(note="Ferdig først")
        quick = current_edition().changed_at
        slow.commit()

    last = current_edition().changed_at
    assert quick
    assert last
    assert quick < last


def test_what_the_stream_calls_fields_are_fields_of_the_records() -> None:
    """Of the page alone is the e-mail of the office."""
    for model, serializer in (
        (Cluster, ClusterRecordSerializer()),
        (Organisation, OrganisationRecordSerializer()),
        (Membership, MembershipSerializer()),
    ):
        told = declared_fields(model)
        assert told
        assert told - {"email", "seat_basis"} <= set(serializer.fields), model


def declared_fields(model: Any) -> set[str]:
    (trigger,) = [trigger for trigger in model._meta.triggers if trigger.name == "publish"]
    return set(re.findall(r"FROM NEW\.\w+ THEN '(\w+)' END", trigger.func))


#: Tables that follow from others, or that nobody outside sees.
NOT_TOLD = {
    "ClusterWord",
    "FormerSlug",
    "MemberPlace",
    "MemberTally",
    "OrganisationTally",
    "OrganisationWord",
    "Participation",
    "Presence",
    "RegionArea",
    "RegionLineage",
    "Standing",
    "TierTally",
}


def test_every_model_says_whether_the_public_sees_it() -> None:
    silent = {
        model.__name__
        for label in ("clusters", "programmes", "regions", "support")
        for model in apps.get_app_config(label).get_models()
        if not model._meta.proxy and not model.__name__.endswith("Event")
        if not any(trigger.name.startswith("publish") for trigger in getattr(model._meta, "triggers", ()))
    }

    assert silent == NOT_TOLD


@committing
def test_changes_answer_as_the_schema_says(client: Client) -> None:
    schema = get(client, "/schema/")
    answer = schema["paths"][f"{API}/changes/"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    whole = Draft202012Validator({**answer, "components": schema["components"]})
    whole.validate(get(client, "/changes/", {"page_size": 300}))
