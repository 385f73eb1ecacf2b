"""Logging in by an owner's own login, against a real provider that runs beside the tests."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
import requests
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django.fixtures import Settings

from config.lifeline import die_with_parent
from config.tenants import tenants
from staff.models import Identity, Role, SecurityEvent, User
from tests.database import PROJECT
from tests.served import await_answer, free_port
from tests.staff import second_factor
from tests.staff.people import filled, logged_in, member

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db

WAY_IN = "/konto/logg-inn/med/siva/"
SUBJECT = "AbC-ola_ø"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The issuer's address."""
    port = free_port()
    log: Path = tmp_path_factory.mktemp("provider") / "log"
    environment = {**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1", "PYTHONWARNINGS": "ignore"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.staff.oidc_provider", str(port)],
            cwd=PROJECT,
            env=environment,
            stdout=output,
            stderr=output,
            preexec_fn=die_with_parent(),  # noqa: PLW1509 (no threads here)
        )
    issuer = f"http://127.0.0.1:{port}"
    await_answer(f"{issuer}/.well-known/openid-configuration", process, log)
    yield issuer
    process.terminate()
    process.wait(timeout=10)


@pytest.fixture(autouse=True)
def siva(provider: str, settings: Settings) -> str:
    """Siva's own login is configured, and behaves."""
    misbehave(provider, "")
    parts = {"OIDC_SIVA_ISSUER": provider, "OIDC_SIVA_CLIENT_ID": "registeret", "OIDC_SIVA_CLIENT_SECRET": "hemmelig"}
    apps, mistakes = tenants(parts)
    assert mistakes == []
    settings.SOCIALACCOUNT_PROVIDERS = {"tenant": {"APPS": apps}}
    return provider


def misbehave(provider: str, fault: str) -> None:
    """Tell the provider what is to be wrong with its tokens from now on."""
    requests.put(f"{provider}/misbehave", data=fault, timeout=5).raise_for_status()


def linked(issuer: str, role: str = Role.READER) -> User:
    """A member of staff whose account is linked to the subject."""
    user = member(role, "siva", "ola")
    Identity.objects.create(account=user, issuer=issuer, subject=SUBJECT)
    return user


def way_back(client: Client, subject: str = SUBJECT, address: str = WAY_IN) -> str:
    """Follow the login to the provider, log in there, and answer the address that it sends the browser back to."""
    there = client.get(address)["Location"]
    answer = requests.post(there, data={"sub": subject}, allow_redirects=False, timeout=5)
    back = answer.headers["Location"]
    assert back.startswith("http://testserver/oidc/siva/callback/")
    return back


def log_in(client: Client, subject: str = SUBJECT, address: str = WAY_IN) -> Any:
    return client.get(way_back(client, subject, address))


def test_a_linked_person_logs_in_and_lands_where_they_were_going(siva: str, client: Client) -> None:
    linked(siva)
    page = client.get("/konto/logg-inn/?next=/admin/clusters/cluster/").content.decode()
    assert f'{WAY_IN}?next=/admin/clusters/cluster/"' in page

    answer = log_in(client, address=f"{WAY_IN}?next=/admin/clusters/cluster/")

    assert answer["Location"] == "/admin/clusters/cluster/"
    assert client.get("/admin/").status_code == 200
    assert SecurityEvent.objects.get(kind="login").detail == {"by": ["siva"]}


def test_who_must_have_a_second_step_is_asked_for_it_here_too(siva: str, client: Client) -> None:
    user = linked(siva, Role.PUBLISHER)

    log_in(client)
    assert client.get("/admin/")["Location"] == "/konto/"
    second_factor.give(user)
    again = Client()

    assert log_in(again)["Location"] == "/konto/logg-inn/kode/"
    assert again.get("/admin/").status_code == 302


@pytest.mark.parametrize("fault", ["forged", "unsigned", "replayed", "other issuer"])
def test_a_token_that_does_not_hold_opens_nothing(siva: str, client: Client, fault: str) -> None:
    linked(siva)
    Identity.objects.create(account=member(Role.ADMINISTRATOR, name="kari"), issuer=siva, subject="kari")
    log_in(Client())
    misbehave(siva, fault)

    answer = log_in(client)

    assert answer.status_code == 401
    assert "et svar som registeret ikke stoler på" in answer.content.decode()
    assert client.get("/admin/").status_code == 302


def test_somebody_elses_way_back_opens_nothing(siva: str, client: Client) -> None:
    linked(siva)

    answer = client.get(way_back(Client()))

    assert answer.status_code == 401
    assert client.get("/admin/").status_code == 302


def test_the_same_subject_of_another_issuer_is_somebody_else(siva: str, client: Client) -> None:
    linked(siva.replace("127.0.0.1", "localhost"))

    assert log_in(client).status_code == 403


def test_an_unknown_person_is_told_their_number_and_an_administrator_links_it(siva: str, client: Client) -> None:
    user = member(Role.READER, "siva", "ola")
    User.objects.filter(pk=user.pk).update(email=SUBJECT)

    unknown = log_in(client)
    boss = logged_in(Role.ADMINISTRATOR, "siva", "sjef")
    page = f"/admin/staff/user/{user.pk}/change/"
    link = {"identities-TOTAL_FORMS": "1", "identities-0-issuer": siva, "identities-0-subject": SUBJECT}
    saved = boss.post(page, {**filled(boss.get(page).content), **link, "email": ""})

    assert unknown.status_code == 403
    assert SUBJECT in unknown.content.decode()
    assert saved.status_code == 302, saved.context["errors"]
    assert log_in(client)["Location"] == "/admin/"
    event = SecurityEvent.objects.get(kind="identity_linked")
    assert (event.account, getattr(event.actor, "username", None)) == (user, "sjef")


def test_claims_change_neither_address_nor_name_nor_role(siva: str, client: Client) -> None:
    user = linked(siva)
    claims: Any = {"email": "ny@siva.example", "name": "Direktøren", "roles": ["administrator"], "email_verified": True}
    requests.put(f"{siva}/users/{SUBJECT}", json=claims, timeout=5).raise_for_status()

    assert log_in(client).status_code == 302

    before = (user.email, user.get_full_name(), user.role)
    user.refresh_from_db()
    assert (user.email, user.get_full_name(), user.role) == before
    assert "Direktøren" not in str(list(SecurityEvent.objects.values()))


def test_a_closed_account_stays_closed(siva: str, client: Client) -> None:
    User.objects.filter(pk=linked(siva).pk).update(is_active=False)

    assert log_in(client)["Location"] == "/konto/stengt/"
    assert client.get("/admin/").status_code == 302


def test_a_provider_that_is_down_gets_a_page_with_another_way_in(siva: str, client: Client) -> None:
    back = way_back(client)
    misbehave(siva, "down")

    for answer in (client.get(WAY_IN), client.get(back)):
        assert answer.status_code == 503
        assert "svarer ikke akkurat nå" in answer.content.decode()


def test_the_way_back_speaks_the_language_of_the_way_there(siva: str, client: Client) -> None:
    assert siva

    answer = log_in(client, address="/en/account/login/with/siva/")

    assert "No account is linked to you yet" in answer.content.decode()


def test_an_owner_that_is_not_configured_has_no_way_in(client: Client, settings: Settings) -> None:
    assert client.get("/konto/logg-inn/med/innovasjon-norge/").status_code == 404
    settings.SOCIALACCOUNT_PROVIDERS = {"tenant": {"APPS": []}}

    assert client.get(WAY_IN).status_code == 404
    assert "egen innlogging" not in client.get("/konto/logg-inn/").content.decode()


def test_an_identity_belongs_to_one_account(siva: str) -> None:
    linked(siva)

    with pytest.raises(IntegrityError, match="one_account_an_identity"), transaction.atomic():
        Identity.objects.create(account=member(Role.READER, "siva", "annen"), issuer=siva, subject=SUBJECT)


def test_every_mistake_of_the_environment_is_said_at_once() -> None:
    _apps, mistakes = tenants(
        {"OIDC_SIVA_ISSUER": "http://siva.example", "OIDC_SIVA_CLIENTID": "x", "OIDC_FORSKNINGSRADET_CLIENT_ID": "y"}
    )

    assert mistakes == [
        "OIDC_SIVA_CLIENTID is no setting; did you mean OIDC_SIVA_CLIENT_ID?",
        "OIDC_SIVA_CLIENT_ID is missing",
        "OIDC_SIVA_CLIENT_SECRET is missing",
        "OIDC_SIVA_ISSUER must be an address that begins with https://",
        "OIDC_FORSKNINGSRADET_ISSUER is missing",
        "OIDC_FORSKNINGSRADET_CLIENT_SECRET is missing",
    ]


def test_a_start_with_mistakes_names_those_of_every_kind() -> None:
    environment = {**os.environ, "SECRET_KEY": "kort", "OIDC_SIVA_CLIENT_ID": "x"}

    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    for name in ("SECRET_KEY", "OIDC_SIVA_ISSUER is missing", "OIDC_SIVA_CLIENT_SECRET is missing"):
        assert name in done.stderr
