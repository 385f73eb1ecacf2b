"""A person's data erased, also from history, by the owner of the tables alone."""

import datetime as dt
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client

from clusters.models import Cluster, Contact
from corrections.models import CorrectionReport
from history.events import event_model
from history.reconciling import reconcile
from imports.models import Batch
from programmes.models import ProgrammeOwner
from review.models import Revision
from staff.models import Identity, Role, SecurityEvent, User
from tests.imports.importing import send
from tests.staff.people import logged_in, member
from workplace.models import Erasure

NAME, ADDRESS = "Åse Ødegård", "ase@gcenode.no"
HEADERS = "Organisasjonsnummer;Navn;Rolle;Fra;Kilde"


def cluster_of(owner: str) -> Cluster:
    """A draft that the owner is steward of."""
    steward = ProgrammeOwner.objects.get(slug=owner)
    return Cluster.objects.create(name="Fjordklyngen", slug="fjordklyngen", steward=steward)


def events(model: Any, number: int) -> Any:
    kept: Any = event_model(model)
    return kept.objects.filter(pgh_obj_id=number).order_by("pgh_id")


@pytest.mark.django_db(transaction=True)
def test_a_contact_is_erased_from_history_and_the_log_says_that_without_the_values(
    capsys: pytest.CaptureFixture[str],
) -> None:
    node = Cluster.objects.get(slug="gce-node")
    contact = Contact.objects.create(
        cluster=node, name=NAME, basis="consent", email=ADDRESS, review_date=dt.date(2027, 1, 1)
    )
    Contact.objects.filter(pk=contact.pk).update(phone="22 00 25 00", email="leder@gcenode.no")
    kari = member(Role.ADMINISTRATOR, None, "kari")
    suggested = Revision.objects.create(
        record_kind="clusters.Cluster",
        record_id=node.pk,
        title=node.name,
        author=kari,
        changes={"rows": [{"new": {"name": NAME, "email": ADDRESS, "function": "office"}}]},
    )

    call_command("erase_person", "--contact", ADDRESS.upper(), "--reason", "Personen har bedt om det")
    untouched = Contact.objects.filter(name=NAME).exists()
    call_command("erase_person", "--contact", ADDRESS, "--reason", "Personen har bedt om det", "--by", "kari", "--yes")

    rows = list(events(Contact, contact.pk).values_list("pgh_label", "name", "email", "phone"))
    assert untouched
    assert not Contact.objects.filter(pk=contact.pk).exists()
    assert rows == [("insert", "", "", ""), ("update", "", "", ""), ("delete", "", "", "")]
    suggested.refresh_from_db()
    assert suggested.changes == {"rows": [{"new": {"name": "", "email": "", "function": "office"}}]}
    assert [event for event in events(Revision, suggested.pk) if NAME in str(event.changes)] == []
    logged = Erasure.objects.get(kind="clusters.Contact")
    assert (logged.kind, logged.number, logged.events_blanked) == ("clusters.Contact", contact.pk, 3)
    assert str(logged.by) == "kari"
    assert NAME not in str(vars(logged))
    assert [outcome.model for outcome in reconcile(1) if outcome.count] == []
    assert Erasure.objects.exclude(pk=logged.pk).values_list("kind", "number", "columns").get() == (
        "review.Revision",
        suggested.pk,
        "quoted",
    )
    assert "2 erased, " in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_a_person_quoted_in_a_file_or_a_report_is_taken_out_of_it_and_nothing_else() -> None:
    batch = send(logged_in(Role.EDITOR, "innovasjon-norge"), HEADERS, f";Ødegård AS;medlem;2016;spør {NAME.lower()}")
    report = CorrectionReport.objects.create(
        reference="KR-7",
        key="a",
        language="nb",
        email=ADDRESS,
        text=f"{NAME} er ikke daglig leder i Åse Ødegårds Venner.",
    )

    call_command("erase_person", "--contact", NAME, "--reason", "Personen har bedt om det", "--yes")
    call_command("erase_person", "--contact", ADDRESS, "--reason", "Personen har bedt om det", "--yes")

    report.refresh_from_db()
    assert (report.email, report.text) == ("", "er ikke daglig leder i Åse Ødegårds Venner.")
    [row] = batch.rows.all()
    assert NAME.lower() not in str(vars(row))
    assert "Ødegård AS" in str(row.cells)
    assert "spør" in str(row.cells)
    assert {each.kind for each in Erasure.objects.all()} == {"imports.StagedRow", "corrections.CorrectionReport"}
    assert [outcome.model for outcome in reconcile(1) if outcome.count] == []


@pytest.mark.django_db(transaction=True)
def test_an_account_is_closed_and_its_names_erased_and_its_changes_stay_its_own() -> None:
    user = member(Role.EDITOR, "siva", "ase.odegard")
    User.objects.filter(pk=user.pk).update(first_name="Åse", last_name="Ødegård", email=ADDRESS)
    user.refresh_from_db()
    EmailAddress.objects.create(user=user, email=ADDRESS)
    identity = Identity.objects.create(account=user, issuer="https://login.siva.no", subject="8f1c")
    SecurityEvent.objects.create(kind="login", account=user, address="198.51.100.7", browser="Firefox")
    client = Client()
    client.force_login(user)
    batch = send(client, HEADERS, ";Borelauget AS;medlem;2016;", cluster=cluster_of("siva").pk)
    Batch.objects.filter(pk=batch.pk).update(undone_by_name=NAME)

    call_command("erase_person", "--user", "ase.odegard", "--reason", "Sluttet", "--yes")

    left = User.objects.get(pk=user.pk)
    assert (left.username, left.get_full_name(), left.email, left.is_active) == (f"slettet-{user.pk}", "", "", False)
    kept = set(events(User, user.pk).values_list("username", "first_name", "last_name", "email"))
    assert kept == {(f"slettet-{user.pk}", "", "", "")}
    assert not EmailAddress.objects.exists()
    assert set(events(Identity, identity.pk).values_list("subject", flat=True)) == {""}
    traces = SecurityEvent.objects.filter(account=user).values_list("address", "browser")
    assert set(traces) == {(None, "")}
    names = {"created_by_name": f"slettet-{user.pk}", "undone_by_name": f"slettet-{user.pk}"}
    assert Batch.objects.filter(pk=batch.pk, **names).exists()
    assert NAME not in str(list(events(Batch, batch.pk).values()))
    assert [outcome.model for outcome in reconcile(1) if outcome.count] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("whom", "sentence"), [(("--contact", "Ingen"), "No contact has"), (("--user", "ingen"), "There is no account")]
)
def test_whoever_is_not_found_is_said(whom: tuple[str, str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("erase_person", *whom, "--reason", "Ønske", "--yes")
