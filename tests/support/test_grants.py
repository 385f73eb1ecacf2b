"""Grants: their rules, what of them the public sees, who may change them, and where they are told of."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clusters.merging import merge_clusters, merge_organisations, undo_merge
from clusters.models import Cluster, Organisation, TierPeriod
from history.events import event_model
from programmes.models import ProgrammeOwner
from published.models import PublishedChange
from review.models import Revision
from support.models import Grant, GrantCluster
from tests.clusters.api.reading import get, problem
from tests.staff.people import filled, logged_in

pytestmark = pytest.mark.django_db
#: Runs two clusters, so that the source does not say for which one it was granted money.
TWICE_HOST = "981575679"
WHY = {"_reason": "Etter avtale."}


def owner(slug: str = "innovasjon-norge") -> ProgrammeOwner:
    return ProgrammeOwner.objects.get(slug=slug)


def cluster(slug: str) -> Cluster:
    return Cluster.objects.get(slug=slug)


def granted(*slugs: str, **values: Any) -> Grant:
    """A grant of Forskningsrådet to SINTEF Manufacturing."""
    known: dict[str, Any] = {
        "year": 2016,
        "decided_date": dt.date(2016, 8, 17),
        "amount": 1_250_000,
        "scheme": "Forprosjekt",
    }
    recipient = Organisation.objects.get(organisation_number="882774562")
    grant = Grant.objects.create(**{"recipient": recipient, "owner": owner("forskningsradet"), **known, **values})
    GrantCluster.objects.bulk_create(GrantCluster(grant=grant, cluster=cluster(slug)) for slug in slugs)
    return grant


def last_change(grant: int) -> tuple[str, list[str]] | None:
    """What the stream said last of the grant."""
    told = PublishedChange.objects.filter(resource="grant", record_id=grant).order_by("position", "id").last()
    return (told.action, told.fields) if told else None


def test_the_bundled_grants_are_all_there_and_those_of_two_clusters_are_counted_once(client: Client) -> None:
    both = get(client, "/grants/", {"organisation": TWICE_HOST, "page_size": 1})
    (grant,) = both["results"]

    assert get(client, "/grants/")["count"] == Grant.objects.count() == 652
    assert {named["slug"] for named in grant["clusters"]} == {"gce-blue-maritime", "blue-legasea"}
    for slug in ("gce-blue-maritime", "blue-legasea"):
        assert get(client, "/grants/", {"cluster": slug})["count"] == both["count"] == 46
    assert set(Grant.objects.values_list("state", flat=True)) == {"committed"}
    assert not Grant.objects.filter(source="").exists()
    assert Organisation.objects.filter(organisation_number="981117735", name="KONGSBERG KLYNGEN AS").exists()


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("grant_amount_is_positive", {"amount": 0}),
        ("grant_year_is_that_of_the_day", {"year": 2015}),
        ("grant_year_within_the_programme", {"year": 2001, "decided_date": None}),
        ("grant_has_scheme", {"scheme": ""}),
        ("grant_sequence_from_one", {"sequence": 0}),
    ],
)
def test_the_database_refuses_a_grant_that_cannot_be(rule: str, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        granted(**values)


@pytest.mark.parametrize("day", [dt.date(2016, 8, 17), None])
def test_equal_grants_are_told_apart_by_their_number(day: dt.date | None) -> None:
    granted(decided_date=day)

    with pytest.raises(IntegrityError, match="grant_once"), transaction.atomic():
        granted(decided_date=day)
    assert granted(decided_date=day, sequence=2).pk


def test_the_list_answers_the_questions_of_the_registry(client: Client) -> None:
    paid = granted("gce-node", state="paid", amount=9_900_000)
    yearly = granted("gce-node", decided_date=None, scheme="Hovedprosjekt")

    def ids(**query: str) -> list[int]:
        return [row["id"] for row in get(client, "/grants/", {"page_size": 500, **query})["results"]]

    assert ids(owner="forskningsradet", ordering="-amount") == [paid.pk, yearly.pk]
    assert ids(state="paid", fields="id") == [paid.pk]
    assert ids(owner="forskningsradet", as_of="2016-08-16") == [yearly.pk]
    assert ids(owner="forskningsradet", as_of="2015-12-31") == []
    of_the_year = Grant.objects.filter(year=2016, links__cluster__slug="gce-node")
    assert set(ids(cluster="gce-node", year="2016")) == set(of_the_year.values_list("pk", flat=True))
    walked = ids(cursor="*", cluster="gce-node")
    assert walked == sorted(ids(cluster="gce-node"))
    for query, parameter in (("owner=sivaa", "owner"), ("year=1999", "year"), ("state=betalt", "state"), ("q=x", "q")):
        assert problem(client, f"/grants/?{query}", 400)["errors"][0]["parameter"] == parameter


def test_a_grant_is_public_only_while_a_cluster_of_it_is(client: Client) -> None:
    grant = granted()
    hidden = Cluster.objects.create(name="Tareklyngen", slug="tareklyngen", steward=owner())
    GrantCluster.objects.create(grant=grant, cluster=hidden)
    assert problem(client, f"/grants/{grant.pk}/", 404)
    assert last_change(grant.pk) is None

    Cluster.objects.filter(pk=hidden.pk).update(publication="published")
    assert get(client, f"/grants/{grant.pk}/")["clusters"][0]["slug"] == "tareklyngen"
    assert last_change(grant.pk) == ("created", [])

    Cluster.objects.filter(pk=hidden.pk).update(publication="withdrawn")
    assert last_change(grant.pk) is None  # what one transaction takes back has not been
    assert problem(client, f"/grants/{grant.pk}/", 404)


@pytest.mark.django_db(transaction=True)
def test_the_stream_tells_what_becomes_of_a_grant(client: Client) -> None:
    with transaction.atomic():
        grant = granted("gce-node", "nce-eyde")
    assert last_change(grant.pk) == ("created", [])

    Grant.objects.filter(pk=grant.pk).update(state="paid")
    assert last_change(grant.pk) == ("changed", ["state"])
    Cluster.objects.filter(slug="gce-node").update(publication="withdrawn")
    assert last_change(grant.pk) == ("changed", ["clusters"])
    Cluster.objects.filter(slug="nce-eyde").update(publication="withdrawn")
    assert last_change(grant.pk) == ("removed", [])
    assert problem(client, f"/grants/{grant.pk}/", 410)
    Cluster.objects.filter(slug="nce-eyde").update(publication="published")
    assert last_change(grant.pk) == ("created", [])
    number = grant.pk
    grant.delete()
    assert last_change(number) == ("removed", [])


def test_the_page_of_a_cluster_shows_its_grants_and_what_they_are_not(client: Client) -> None:
    page = client.get("/klynger/blue-legasea/").content.decode()
    block = re.split(r"</section>", page.split('<section aria-labelledby="grants"')[1])[0]
    total = sum(
        Grant.objects.filter(year=2016, recipient__organisation_number=TWICE_HOST).values_list("amount", flat=True)
    )

    assert "aldri programmets penger til klyngen" in block
    assert "Mottakeren har også drevet" in block
    assert "/klynger/gce-blue-maritime/" in block
    assert f"{total:,}".replace(",", "\N{NO-BREAK SPACE}") in block
    assert "Innovasjon Norge open grant data" in block
    assert 'id="grants"' not in client.get("/klynger/blue-legasea/?as_of=2009-12-31").content.decode()
    assert "Grants to the host" in client.get("/en/clusters/blue-legasea/").content.decode()
    assert 'id="grants"' not in client.get("/klynger/norwegian-offshore-wind/").content.decode()


def test_the_page_of_an_organisation_shows_the_grants_it_received_and_by_then(client: Client) -> None:
    number = Organisation.objects.get(organisation_number=TWICE_HOST).pk
    address = f"/virksomheter/{number}/"
    block = client.get(address).content.decode().split('<section aria-labelledby="grants"')[1].split("</section>")[0]

    assert "Mottatte tilskudd (" in block
    assert {"/klynger/blue-legasea/", "/klynger/gce-blue-maritime/"} <= set(re.findall(r'href="(.*?)"', block))
    assert f"/api/v1/grants/?organisation={number}" in block
    assert "Innovasjon Norge open grant data" in block
    assert "Grants received (" in client.get(f"/en/organisations/{number}/").content.decode()
    assert 'id="grants"' not in client.get(f"{address}?as_of=2009-12-31").content.decode()
    Cluster.objects.filter(slug__in=["blue-legasea", "gce-blue-maritime"]).update(publication="withdrawn")
    assert 'id="grants"' not in client.get(address).content.decode()


def test_what_was_cancelled_is_shown_and_not_added_up(client: Client) -> None:
    granted("norwegian-offshore-wind", amount=1_000_000, state="cancelled")
    granted("norwegian-offshore-wind", amount=2_000_000)
    page = client.get("/en/clusters/norwegian-offshore-wind/").content.decode()

    assert re.search(r'2016</th>\s*<td class="num">2,000,000<', page)
    assert "1,000,000" in page


@pytest.mark.parametrize("page", ["cluster", "recipient"])
def test_more_grants_cost_the_page_no_more_queries(client: Client, page: str) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    first = granted("norwegian-offshore-wind", "gce-node")
    wind = Cluster.objects.get(slug="norwegian-offshore-wind")
    address = (wind if page == "cluster" else first.recipient).get_absolute_url()
    one = asked()
    for number in range(2, 31):
        granted("norwegian-offshore-wind", "nce-eyde", sequence=number)

    assert asked() == one


def test_grants_move_with_a_merged_recipient_and_come_back() -> None:
    grant = granted("gce-node")
    kept, other = Organisation.objects.get(organisation_number="915453929"), grant.recipient

    work = merge_organisations(kept=kept, other=other, from_other=[], reason="Samme virksomhet.")
    grant.refresh_from_db()
    assert grant.recipient == kept

    assert any(change.model == "support.grant" for change in work)
    undo_merge(context=context_of(Grant, grant.pk), reason="Feil.")
    grant.refresh_from_db()
    assert grant.recipient == other


def test_grants_move_with_a_merged_cluster_and_are_named_once() -> None:
    of_both, of_one = granted("gce-node", "nce-eyde"), granted("nce-eyde", sequence=2)
    TierPeriod.objects.filter(cluster__slug="nce-eyde").delete()  # two tiers at a time are refused

    merge_clusters(kept=cluster("gce-node"), other=cluster("nce-eyde"), from_other=[], reason="Slått sammen.")

    for grant in (of_both, of_one):
        assert grant.links.count() == 1
        assert [named.slug for named in grant.clusters.all()] == ["gce-node"]


def context_of(model: Any, pk: int) -> str:
    return str(event_model(model).objects.filter(pgh_obj_id=pk).order_by("-pgh_id").first().pgh_context_id)


def form(grant: Grant, client: Client) -> tuple[str, dict[str, Any]]:
    page = f"/admin/support/grant/{grant.pk}/change/"
    return page, filled(client.get(page).content)


def test_staff_of_the_steward_suggest_a_change_which_a_publisher_accepts() -> None:
    grant = granted("gce-node")
    author, publisher = logged_in("editor", "innovasjon-norge", "a"), logged_in("publisher", "innovasjon-norge", "b")
    page, fields = form(grant, author)

    author.post(page, {**fields, **WHY, "state": "paid"})
    grant.refresh_from_db()
    revision = Revision.objects.latest("pk")
    assert grant.state == "committed"

    publisher.post(f"/admin/review/revision/{revision.pk}/change/", {"_accept": "1", **WHY})
    grant.refresh_from_db()
    assert grant.state == "paid"


def test_staff_of_other_owners_read_a_grant_and_change_nothing() -> None:
    grant = granted("gce-node")
    own, other = logged_in("publisher", "innovasjon-norge", "a"), logged_in("publisher", "siva", "b")
    page, fields = form(grant, own)

    assert other.get(page).status_code == 200
    assert other.post(page, {**fields, **WHY, "state": "paid"}).status_code == 403
    assert other.post(page.replace("change", "delete"), {"post": "yes", **WHY}).status_code == 403
    assert not Revision.objects.exists()


def test_nobody_lists_a_grant_with_a_cluster_of_another_steward() -> None:
    Cluster.objects.filter(slug="nce-eyde").update(steward=owner("siva"))
    grant = granted("gce-node")
    client = logged_in("publisher", "innovasjon-norge", "a")
    page, fields = form(grant, client)

    more = {
        **fields,
        **WHY,
        "links-TOTAL_FORMS": "2",
        "links-1-cluster": cluster("nce-eyde").pk,
        "links-1-grant": grant.pk,
    }
    answer = client.post(page, more)

    assert "Siva" in answer.content.decode()
    assert [link.cluster.slug for link in grant.links.all()] == ["gce-node"]
    assert not Revision.objects.exists()


def test_a_new_grant_takes_its_year_from_its_day_and_waits_like_every_public_change() -> None:
    client = logged_in("publisher", "innovasjon-norge", "a")
    fields = filled(client.get("/admin/support/grant/add/").content)
    recipient = Organisation.objects.get(organisation_number="915453929")
    values = {"recipient": recipient.pk, "owner": owner("siva").pk, "scheme": "Inkubasjon", "amount": "500000"}
    new = {
        **fields,
        **values,
        **WHY,
        "decided_date": "17.08.2016",
        "year": "",
        "links-0-cluster": cluster("gce-node").pk,
    }

    without = client.post("/admin/support/grant/add/", {**new, "links-0-cluster": ""})
    client.post("/admin/support/grant/add/", new)
    revision = Revision.objects.get()

    assert without.status_code == 200
    assert not Grant.objects.filter(scheme="Inkubasjon").exists()
    publisher = logged_in("publisher", "innovasjon-norge", "b")
    publisher.post(f"/admin/review/revision/{revision.pk}/change/", {"_accept": "1", **WHY})
    assert Grant.objects.get(scheme="Inkubasjon").year == 2016
    assert Grant.objects.get(scheme="Inkubasjon").clusters.get().slug == "gce-node"
