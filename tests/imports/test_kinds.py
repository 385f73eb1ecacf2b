"""Organisations, clusters and tier periods out of files, and files that cannot be taken as they are."""

import datetime as dt

import pytest

from clusters.choices import Publication
from clusters.models import Cluster, Organisation, TierPeriod
from imports.models import State
from tests.imports.importing import act, cluster_without_members, faults, send
from tests.staff.people import logged_in

pytestmark = pytest.mark.django_db


def test_organisations_are_added_and_changed_by_number() -> None:
    client = logged_in("editor", "siva")
    known = Organisation.objects.create(name="Ærfugl AS", organisation_number="974760673", website="https://a.example")

    batch = send(
        client,
        "Organisasjonsnummer;Navn;Kommunenummer;Nettsted;Stiftet",
        "NO 974 760 673 MVA;Ærfugl Sjømat AS;Bergen;;17.08.2016",
        ";Blå Åker AS;0301;blaaker.example;",
        kind="organisations",
    )

    assert (faults(batch), batch.counts) == ({}, {"change": 1, "add": 1})
    act(client, batch, "write")
    known.refresh_from_db()
    assert known.name == "Ærfugl AS"
    act(client, batch, "send")
    publisher = logged_in("publisher", "siva")
    act(publisher, batch, "write")
    known.refresh_from_db()
    assert (known.name, known.seat and known.seat.code, known.website) == (
        "Ærfugl Sjømat AS",
        "4601",
        "https://a.example",
    )
    assert known.founded_date == dt.date(2016, 8, 17)
    assert Organisation.objects.get(name="Blå Åker AS").website == "https://blaaker.example"
    act(publisher, batch, "undo", reason="Feil fil")
    known.refresh_from_db()
    assert (batch.state, known.name, known.seat) == (State.UNDONE, "Ærfugl AS", None)


def test_clusters_are_added_as_drafts_of_ones_own_and_those_of_others_are_refused() -> None:
    client = logged_in("editor", "siva")
    other = cluster_without_members()

    batch = send(
        client,
        "Navn;Sammendrag (norsk);Bransjer;Rekkevidde",
        "Bygdeklyngen;Klynge for bygder.;Miljø, vann og gjenvinning, Mat;nasjonal",
        f"{other.name};Endret.;;",
        "Havklyngen;;Sjøfart;",
        kind="clusters",
    )

    found = faults(batch)
    assert list(found) == [3, 4]
    assert "Innovasjon Norge" in found[3][0]
    act(client, batch, "write", skip="on")
    new = Cluster.objects.get(slug="bygdeklyngen")
    assert (new.publication, new.steward.slug, new.reach) == (Publication.DRAFT, "siva", "national")
    assert set(new.sectors.values_list("slug", flat=True)) == {"environment", "food"}
    act(client, batch, "undo", reason="Feil fil")
    assert not Cluster.objects.filter(slug="bygdeklyngen").exists()


def test_tier_periods_are_refused_where_two_would_hold_at_a_time() -> None:
    client = logged_in("editor", "innovasjon-norge")
    cluster = cluster_without_members()

    batch = send(
        client,
        "Klynge;Nivåkode;Fra;Til (siste dag);Hvorfor det tok slutt",
        "fjordklyngen;arena;2010;2013;",
        "fjordklyngen;nce;2013;;",
        "fjordklyngen;gce;2015;;",
        "fjordklyngen;arenaa;2009;2009;",
        kind="tier-periods",
    )

    found = faults(batch)
    assert list(found) == [4, 5]
    assert "arena" in found[5][0]
    act(client, batch, "write", skip="on")
    periods = TierPeriod.objects.filter(cluster=cluster).order_by("period")
    assert [(row.tier.code, row.period.lower.year, row.period.upper) for row in periods] == [
        ("arena", 2010, dt.date(2013, 1, 1)),
        ("nce", 2013, None),
    ]


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ("Navnn;Rolle", "Mente du «Navn»?"),
        ("Navn;Rolle;Rolle", "samme kolonne"),
        ("Navn;Name", "samme kolonne"),
        ("Rolle;Fra", "Kolonnen «Organisasjonsnummer» mangler."),
        ("Navn;;Rolle", "ingen overskrift"),
    ],
)
def test_unknown_double_and_missing_columns_are_refused_by_name(headers: str, said: str) -> None:
    batch = send(logged_in("editor", "innovasjon-norge"), headers, "A;medlem;medlem")

    assert batch.state == State.REFUSED
    assert any(said in str(fault) for fault in batch.faults), [str(fault) for fault in batch.faults]


def test_an_empty_cell_empties_its_field_only_where_that_was_chosen() -> None:
    client = logged_in("editor", "siva")
    known = Organisation.objects.create(name="Ærfugl AS", organisation_number="974760673", website="https://a.example")
    lines = ("Organisasjonsnummer;Nettsted", "974760673;")

    assert send(client, *lines, kind="organisations").counts == {"same": 1}
    batch = send(client, *lines, kind="organisations", empties="on")
    act(client, batch, "send")
    act(logged_in("publisher", "siva"), batch, "write")

    known.refresh_from_db()
    assert known.website == ""


def test_what_the_business_register_says_comes_in_by_a_file_and_comes_in_again_without_changes() -> None:
    client = logged_in("editor", "siva")
    known = Organisation.objects.create(name="Ærfugl AS", organisation_number="974760673")
    lines = (
        "Organisasjonsnummer;Navn i Enhetsregisteret;Status i Enhetsregisteret;Sjekket mot Enhetsregisteret",
        "974760673;ÆRFUGL SJØMAT AS;konkurs;02.11.2026",
    )

    batch = send(client, *lines, kind="organisations")
    act(client, batch, "send")
    act(logged_in("publisher", "siva"), batch, "write")

    known.refresh_from_db()
    assert (batch.state, faults(batch)) == (State.APPLIED, {})
    assert (known.name, known.register_name, known.register_status) == ("Ærfugl AS", "ÆRFUGL SJØMAT AS", "konkurs")
    assert known.register_checked_at == dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
    assert send(client, *lines, kind="organisations").counts == {"same": 1}
