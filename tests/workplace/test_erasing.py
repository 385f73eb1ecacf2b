"""A person's data erased, also from history, by the owner of the tables alone."""

import datetime as dt
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from clusters.models import Cluster, Contact
from history.events import event_model
from history.reconciling import reconcile
from review.models import Revision
from staff.models import Role, User
from tests.staff.people import member
from workplace.models import Erasure

NAME, ADDRESS = "Åse Ødegård", "ase@gcenode.no"


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
    logged = Erasure.objects.get()
    assert (logged.kind, logged.number, logged.events_blanked) == ("clusters.Contact", contact.pk, 3)
    assert str(logged.by) == "kari"
    assert NAME not in str(vars(logged))
    assert [outcome.model for outcome in reconcile(1) if outcome.count] == []
    assert "1 erased, 3 changes in history blanked" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_an_account_is_closed_and_its_names_erased_and_its_changes_stay_its_own() -> None:
    user = member(Role.EDITOR, "siva", "ase.odegard")
    User.objects.filter(pk=user.pk).update(first_name="Åse", last_name="Ødegård", email=ADDRESS)

    call_command("erase_person", "--user", "ase.odegard", "--reason", "Sluttet", "--yes")

    left = User.objects.get(pk=user.pk)
    assert (left.username, left.get_full_name(), left.email, left.is_active) == (f"slettet-{user.pk}", "", "", False)
    kept = set(events(User, user.pk).values_list("username", "first_name", "last_name", "email"))
    assert kept == {(f"slettet-{user.pk}", "", "", "")}
    assert [outcome.model for outcome in reconcile(1) if outcome.count] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("whom", "sentence"), [(("--contact", "Ingen"), "No contact has"), (("--user", "ingen"), "There is no account")]
)
def test_whoever_is_not_found_is_said(whom: tuple[str, str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("erase_person", *whom, "--reason", "Ønske", "--yes")
