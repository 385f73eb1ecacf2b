"""The log of logins and access: only added to, read by those whom it concerns, forgotten after a year."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from psycopg.errors import InsufficientPrivilege

from history.ownership import as_owner
from staff.events import Kind, note
from staff.models import Role, SecurityEvent, User
from tests.staff.people import filled, logged_in, member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE staff_securityevent SET account_id = NULL",
        "DELETE FROM staff_securityevent",
        "UPDATE staff_securityevent SET at = at - interval '2 years'",
        "TRUNCATE staff_securityevent",
        "ALTER TABLE staff_securityevent DISABLE TRIGGER ALL",
    ],
)
def test_no_line_is_changed_or_taken_out(attempt: str) -> None:
    note(Kind.LOGIN, account=member(Role.READER, "siva"))

    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        connection.cursor().execute(attempt)

    assert isinstance(refusal.value.__cause__, InsufficientPrivilege), refusal.value


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", ["UPDATE staff_securityevent SET browser = ''", "DELETE FROM staff_securityevent"])
def test_even_the_owner_of_the_tables_meets_the_guard_of_the_log(attempt: str) -> None:
    note(Kind.LOGIN_FAILED)

    with as_owner(), pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        connection.cursor().execute(attempt)


@pytest.mark.django_db(transaction=True)
def test_a_line_is_forgotten_after_a_year_and_not_before() -> None:
    now = timezone.now()
    for days in (1, 364, 367, 800):
        SecurityEvent.objects.create(kind=Kind.LOGIN_FAILED, at=now - timedelta(days=days), address="198.51.100.7")
    said = StringIO()

    call_command("forget_logins", stdout=said)

    assert "2 lines of the log" in said.getvalue()
    assert sorted((now - event.at).days for event in SecurityEvent.objects.all()) == [1, 364]


@pytest.mark.parametrize(
    "change",
    [
        lambda pk: User.objects.filter(pk=pk).update(role=Role.PUBLISHER),
        lambda pk: connection.cursor().execute("UPDATE staff_user SET role = 'publisher' WHERE id = %s", [pk]),
    ],
    ids=["bulk update", "raw SQL"],
)
def test_a_change_of_powers_is_logged_on_every_path(change: object) -> None:
    user = member(Role.EDITOR, "siva")

    change(user.pk)  # type: ignore[operator]

    event = SecurityEvent.objects.get(kind=Kind.PERMISSIONS_CHANGED)
    assert (event.account, event.detail["role"]) == (user, ["editor", "publisher"])


def test_a_change_of_powers_in_the_workplace_names_who_made_it() -> None:
    user = member(Role.EDITOR, "siva", "kari")
    boss = logged_in(Role.ADMINISTRATOR, "siva", "sjef")

    page = f"/admin/staff/user/{user.pk}/change/"
    boss.post(page, {**filled(boss.get(page).content), "role": Role.PUBLISHER})

    log = boss.get("/admin/staff/securityevent/").content.decode()
    assert SecurityEvent.objects.get(kind=Kind.PERMISSIONS_CHANGED).actor == User.objects.get(username="sjef")
    assert "rolle: redaktør → publiseringsansvarlig" in log


def test_administrators_read_what_concerns_their_own_accounts() -> None:
    note(Kind.LOGIN, account=member(Role.READER, "siva", "fra-siva"))
    note(Kind.LOGIN, account=member(Role.READER, "innovasjon-norge", "fra-in"))
    note(Kind.LOGIN_FAILED)
    address = "/admin/staff/securityevent/"

    own = logged_in(Role.ADMINISTRATOR, "siva", "sjef").get(address).content.decode()
    whole = logged_in(Role.ADMINISTRATOR, None, "system").get(address).content.decode()

    assert ("fra-siva" in own, "fra-in" in own) == (True, False)
    assert "fra-in" in whole
    assert whole.count("innlogging mislyktes</td>") == 1
    assert "innlogging mislyktes</td>" not in own
    assert logged_in(Role.PUBLISHER, "siva", "publiserer").get(address).status_code == 403


def taken_out(client: Client, address: str) -> None:
    """The whole file, as a browser keeps it."""
    answer: Any = client.get(address)
    assert b"".join(answer.streaming_content)


def test_a_file_taken_out_by_staff_is_logged_and_one_of_the_public_is_not() -> None:
    staff = logged_in(Role.EDITOR, "siva", "henter")
    taken_out(staff, "/klynger.csv?region=46")
    staff.get("/klynger/?region=46")
    staff.logout()
    taken_out(staff, "/klynger.csv")

    [event] = SecurityEvent.objects.filter(kind=Kind.EXPORT)
    assert event.detail == {"file": "/klynger.csv?region=46"}
    assert event.account == User.objects.get(username="henter")


def test_the_command_takes_factors_away_when_no_administrator_is_left() -> None:
    client = logged_in(Role.ADMINISTRATOR, None, "eneste")
    said = StringIO()

    call_command("reset_second_factors", "Eneste", stdout=said)

    assert "Taken from eneste: totp." in said.getvalue()
    assert client.get("/admin/").status_code == 302
    with pytest.raises(CommandError, match="There is no user “ukjent”"):
        call_command("reset_second_factors", "ukjent")
