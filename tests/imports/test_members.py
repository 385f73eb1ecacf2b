"""A cluster manager's list of members: looked through, asked about, written, undone."""

import datetime as dt

import pghistory
import pytest

from clusters.choices import Publication
from clusters.models import Cluster, Membership, Organisation
from history.events import event_model
from imports.models import Batch, State
from tests.imports.importing import act, cluster_without_members, faults, send
from tests.staff.people import logged_in

pytestmark = pytest.mark.django_db

HEADERS = "Organisasjonsnummer;Navn;Rolle;Fra;Til (siste dag)"


def members(batch: Batch) -> dict[str, tuple[dt.date | None, dt.date | None]]:
    rows = Membership.objects.filter(cluster=batch.cluster).select_related("organisation")
    return {row.organisation.name: (row.period.lower, row.period.upper) for row in rows}


def test_a_list_is_looked_through_before_it_is_written_and_undone_as_one() -> None:
    client = logged_in("editor", "innovasjon-norge")
    known = Organisation.objects.create(name="Ærfugl Sjømat AS", organisation_number="974760673")

    batch = send(client, HEADERS, "974 760 673;;kjernepartner;2016;", ";Blå Åkerdrift AS;medlem;17/8 2016;2019")

    assert (batch.state, batch.counts) == (State.READY, {"add": 2})
    assert members(batch) == {}
    act(client, batch, "write")
    assert batch.state == State.APPLIED
    new = Organisation.objects.get(name="Blå Åkerdrift AS")
    assert members(batch) == {
        known.name: (dt.date(2016, 1, 1), None),
        new.name: (dt.date(2016, 8, 17), dt.date(2020, 1, 1)),
    }
    assert new.source == "Medlemsliste 2026"
    event = event_model(Membership).objects.latest("pgh_id")
    assert (event.pgh_context["reason"], event.pgh_context["batch"]) == ("Årlig gjennomgang", batch.pk)

    assert act(client, batch, "undo", reason="Feil liste") != []
    assert (batch.state, batch.undo_reason) == (State.UNDONE, "Feil liste")
    assert members(batch) == {}
    assert not Organisation.objects.filter(pk=new.pk).exists()
    assert Organisation.objects.filter(pk=known.pk).exists()


def test_every_faulty_row_is_named_at_once_with_its_column_and_reason() -> None:
    client = logged_in("editor", "innovasjon-norge")

    batch = send(
        client,
        HEADERS,
        "974760673;Riktig AS;medlem;2016;",
        "974760674;Feil siffer AS;medlem;2016;",
        ";Kari 01019000083;medlem;;",
        ";Rolleløs AS;sjef;5/6/2016;",
        ";Bakvendt AS;medlem;2019;2016",
        ";=1+1;medlem;2016;",
        ";;medlem;2016;",
    )

    found = faults(batch)
    assert list(found) == [3, 4, 5, 6, 7, 8]
    assert "siste siffer" in found[3][0]
    assert "fødselsnummer" in found[4][0]
    assert len(found[5]) == 2
    assert "før" in found[6][0]
    assert "formel" in found[7][0]
    kept = str(list(batch.rows.values("cells", "faults", "record", "differences")))
    assert "00083" not in kept
    page = client.get(f"/admin/imports/batch/{batch.pk}/change/").content.decode()
    assert "Rolle: «sjef» er ukjent" in page


def test_all_or_nothing_unless_faulty_rows_are_left_out_which_come_back_as_a_file() -> None:
    client = logged_in("editor", "innovasjon-norge")
    batch = send(client, HEADERS, ";Riktig AS;medlem;2016;", ";'=Formel AS;sjef;2016;")

    assert "Noen rader har feil" in act(client, batch, "write")[-1]
    assert (batch.state, members(batch)) == (State.READY, {})

    act(client, batch, "write", skip="on")
    assert (batch.state, list(members(batch))) == (State.APPLIED, ["Riktig AS"])
    file = client.get(f"/admin/imports/batch/{batch.pk}/faulty.csv").content.decode("utf-8-sig")
    assert file.splitlines()[0] == f"Rad;{HEADERS};Hva som er feil"
    assert file.splitlines()[1].startswith("3;;'=Formel AS;sjef;2016;;Rolle: «sjef» er ukjent")

    again = send(client, content=file.replace("sjef;2016", "medlem;2016").encode(), cluster=batch.cluster_id)
    assert again.counts == {"add": 1, "missing": 1}


def test_missing_members_are_asked_about_and_never_deleted() -> None:
    client = logged_in("editor", "innovasjon-norge")
    first = send(client, HEADERS, ";Blir AS;medlem;2016;", ";Går AS;medlem;2016;", ";Ukjent AS;medlem;2016;")
    act(client, first, "write")

    batch = send(client, HEADERS, ";Blir AS;medlem;2016;", ";Ny AS;medlem;2020;", cluster=first.cluster_id)

    assert batch.counts == {"same": 1, "add": 1, "missing": 2}
    assert "ikke står i filen" in act(client, batch, "write")[-1]
    gone = Membership.objects.get(organisation__name="Går AS")
    assert act(client, batch, "choose", missing="end-some") != []
    assert batch.missing == ""
    act(client, batch, "choose", missing="end-some", **{f"end_{gone.pk}": "31.12.2025"})
    assert batch.counts == {"same": 1, "add": 1, "end": 1, "missing": 1}
    act(client, batch, "write")
    assert members(batch) == {
        "Blir AS": (dt.date(2016, 1, 1), None),
        "Går AS": (dt.date(2016, 1, 1), dt.date(2026, 1, 1)),
        "Ny AS": (dt.date(2020, 1, 1), None),
        "Ukjent AS": (dt.date(2016, 1, 1), None),
    }


def test_a_member_in_a_faulty_row_is_not_missing_and_nobody_is_ended_beside_faults() -> None:
    client = logged_in("editor", "innovasjon-norge")
    first = send(client, HEADERS, ";Blir AS;medlem;2016;", ";Går AS;medlem;2016;")
    act(client, first, "write")

    batch = send(client, HEADERS, ";Blir AS;sjef;2016;", cluster=first.cluster_id)

    assert batch.counts == {"faulty": 1, "missing": 1}
    act(client, batch, "choose", missing="end-all", end_all="2025")
    assert "kan ikke avsluttes" in act(client, batch, "write", skip="on")[-1]
    assert Membership.objects.filter(cluster=batch.cluster, period__endswith__isnull=False).count() == 0


def test_overlapping_times_of_one_organisation_are_refused_and_times_apart_are_not() -> None:
    client = logged_in("editor", "innovasjon-norge")

    batch = send(
        client,
        HEADERS,
        ";Igjen AS;medlem;2010;2012",
        ";Igjen AS;medlem;2014;",
        ";To AS;medlem;2010;",
        ";To AS;medlem;2012;",
    )

    assert list(faults(batch)) == [5]
    act(client, batch, "write", skip="on")
    assert Organisation.objects.filter(name="Igjen AS").count() == 1
    assert Membership.objects.filter(organisation__name="Igjen AS").count() == 2


def test_new_organisations_with_names_like_known_ones_are_offered_those() -> None:
    client = logged_in("editor", "innovasjon-norge")
    known = Organisation.objects.create(name="Fjordteknikk Sørlandet AS", organisation_number="974760673")
    batch = send(client, HEADERS, ";Fjordteknikk Sørlandet;medlem;2016;")

    (row,) = batch.rows.all()
    assert [one["id"] for one in row.near] == [known.pk]
    act(client, batch, "choose", same_2=str(known.pk))
    act(client, batch, "write")

    assert Membership.objects.get(cluster=batch.cluster).organisation == known
    assert not Organisation.objects.filter(name="Fjordteknikk Sørlandet").exists()


def test_a_list_without_days_makes_observed_members_of_its_year() -> None:
    client = logged_in("editor", "innovasjon-norge")
    batch = send(client, "Navn", "Sett AS", observed_year=2020)

    act(client, batch, "write")

    row = Membership.objects.get(cluster=batch.cluster)
    assert (row.is_observed, row.observed_year, row.period.lower) == (True, 2020, dt.date(2020, 1, 1))


def test_a_change_of_the_registry_meanwhile_is_told_and_shown_anew() -> None:
    client = logged_in("editor", "innovasjon-norge")
    batch = send(client, HEADERS, ";Riktig AS;medlem;2016;")
    Organisation.objects.create(name="Riktig AS")

    said = act(client, batch, "write")

    assert "endret siden" in said[-1]
    assert (batch.state, members(batch)) == (State.READY, {})
    act(client, batch, "write")
    assert batch.state == State.APPLIED


def test_an_import_is_not_undone_where_later_edits_would_be_lost() -> None:
    client = logged_in("editor", "innovasjon-norge")
    batch = send(client, HEADERS, ";Riktig AS;medlem;2016;")
    act(client, batch, "write")
    with pghistory.context(reason="Ble kjernepartner"):
        Membership.objects.filter(cluster=batch.cluster).update(role="core-partner")

    said = act(client, batch, "undo", reason="Feil liste")

    assert any("Riktig AS" in sentence and "endret siden" in sentence for sentence in said), said
    assert (batch.state, len(members(batch))) == (State.APPLIED, 1)
    assert act(client, batch, "undo", reason=" ") != []


def test_a_published_cluster_is_changed_by_a_publisher_who_did_not_make_the_import() -> None:
    editor = logged_in("editor", "innovasjon-norge")
    author = logged_in("publisher", "innovasjon-norge", name="forfatter")
    second = logged_in("publisher", "innovasjon-norge", name="andre")
    stranger = logged_in("publisher", "siva")
    cluster = cluster_without_members(publication=Publication.PUBLISHED)
    batch = send(author, HEADERS, ";Riktig AS;medlem;2016;", cluster=cluster.pk)

    for client in (author, editor, stranger, second):
        act(client, batch, "write")
        assert batch.state == State.READY
    act(author, batch, "send")
    for client in (author, editor, stranger):
        act(client, batch, "write")
        assert (batch.state, members(batch)) == (State.WAITING, {})
    act(second, batch, "write")
    assert (batch.state, list(members(batch))) == (State.APPLIED, ["Riktig AS"])
    for client in (editor, stranger):
        act(client, batch, "undo", reason="Nei")
        assert batch.state == State.APPLIED


def test_only_the_stewards_staff_bring_in_members_and_readers_none() -> None:
    cluster = cluster_without_members()
    for role, owner in [("editor", "siva"), ("reader", "innovasjon-norge")]:
        client = logged_in(role, owner)
        answer = client.post("/admin/imports/batch/add/", {"kind": "members", "cluster": cluster.pk})
        assert answer.status_code == (403 if role == "reader" else 200)
    assert not Batch.objects.exists()
    assert Cluster.objects.get(pk=cluster.pk).memberships.count() == 0
