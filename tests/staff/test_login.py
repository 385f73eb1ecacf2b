"""Logging in, through the pages: what is asked for, what is refused, and what the log keeps of it."""

import re
import time
from typing import Any
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client, override_settings
from pytest_django.fixtures import Settings

from staff.mail import await_all
from staff.models import Role, SecurityEvent, User
from staff.passwords import set_one_time_password
from tests.staff import second_factor
from tests.staff.people import PASSWORD, logged_in, member

pytestmark = pytest.mark.django_db

LOGIN = "/konto/logg-inn/"
ELSEWHERE = {"REMOTE_ADDR": "198.51.100.7"}


def log_in(client: Client, name: str, password: str = PASSWORD, **more: Any) -> Any:
    """Post the first step of a login."""
    return client.post(LOGIN, {"login": name, "password": password}, **more)


def kinds() -> list[str]:
    """What the log holds, oldest first, without the making of accounts."""
    return list(SecurityEvent.objects.exclude(kind="account_made").order_by("pk").values_list("kind", flat=True))


def test_a_reader_logs_in_with_a_password_and_lands_where_they_were_going(client: Client) -> None:
    member(Role.READER, "siva", "leser")

    asked = client.get("/admin/clusters/cluster/", follow=True)
    answer = client.post(
        asked.redirect_chain[-1][0], {"login": "LESER", "password": PASSWORD, "next": "/admin/clusters/"}
    )

    assert asked.redirect_chain[-1][0] == f"{LOGIN}?next=%2Fadmin%2Fclusters%2Fcluster%2F"
    assert answer["Location"] == "/admin/clusters/"
    assert client.get("/admin/").status_code == 200
    assert kinds() == ["login"]


@pytest.mark.parametrize(
    "elsewhere",
    ["https://ond.example/", "//ond.example/", r"/\ond.example/", "https:ond.example", "javascript:alert(1)"],
)
def test_a_login_leads_to_no_other_host(client: Client, elsewhere: str) -> None:
    member(Role.READER, "siva", "leser")

    answer = client.post(
        f"{LOGIN}?next={quote(elsewhere)}", {"login": "leser", "password": PASSWORD, "next": elsewhere}
    )

    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.ADMINISTRATOR])
def test_who_must_have_a_second_factor_can_do_nothing_before_it_is_set_up(client: Client, role: str) -> None:
    log_in(client, member(role, "siva").username)

    for address in ("/admin/", "/admin/clusters/cluster/", "/admin/clusters/cluster/add/", "/admin/jsi18n/x/"):
        for method in (client.get, client.post):
            assert method(address)["Location"] == "/konto/"
    assert "Sett opp et ekstra trinn først" in client.get("/konto/").content.decode()


def test_an_authenticator_app_is_set_up_with_a_code_and_asked_for_from_then_on(client: Client) -> None:
    user = member(Role.PUBLISHER, "siva")
    log_in(client, user.username)
    key = second_factor.key_on(client.get("/konto/app/").content.decode())

    wrong = client.post("/konto/app/", {"code": "000000"})
    codes = client.post("/konto/app/", {"code": second_factor.code(key)}, follow=True)

    assert "Koden er feil" in wrong.content.decode()
    assert len(re.findall(r"<code>\d{8}</code>", codes.content.decode())) == 10
    assert not re.search(r"<code>\d{8}</code>", client.get("/konto/reservekoder/").content.decode())
    assert client.get("/admin/").status_code == 200
    assert key not in str(Authenticator.objects.get(type="totp").data), "the database holds no readable key"
    again = Client()
    assert log_in(again, user.username)["Location"] == "/konto/logg-inn/kode/"
    assert again.get("/admin/").status_code == 302
    assert again.post("/konto/logg-inn/kode/", {"code": second_factor.code(key, steps=1)})["Location"] == "/admin/"
    assert again.get("/admin/").status_code == 200


def test_a_code_works_once() -> None:
    user = member(Role.PUBLISHER, "siva")
    second_factor.give(user)
    first, second = Client(), Client()
    code = second_factor.code()
    for browser in (first, second):
        log_in(browser, user.username)

    assert first.post("/konto/logg-inn/kode/", {"code": code}).status_code == 302
    assert second.post("/konto/logg-inn/kode/", {"code": code}).status_code == 200
    assert second.get("/admin/").status_code == 302


def test_guesses_from_one_address_are_slowed_and_the_person_gets_in_from_another(client: Client) -> None:
    user = member(Role.READER, "siva")
    for _attempt in range(5):
        assert "er feil" in log_in(client, user.username, "gjettet").content.decode()

    slowed = log_in(client, user.username)
    theirs = log_in(Client(), user.username, **ELSEWHERE)

    assert "Det har vært for mange forsøk der du er" in slowed.content.decode()
    assert theirs.status_code == 302
    assert kinds() == ["login_failed"] * 5 + ["slowed", "login"]


def test_one_address_that_guesses_at_many_accounts_is_slowed_for_all_of_them(client: Client) -> None:
    for number in range(20):
        log_in(client, f"finnes-ikke-{number}", "gjettet")

    user = member(Role.READER, "siva")

    assert "for mange forsøk" in log_in(client, user.username).content.decode()
    assert log_in(Client(), user.username, **ELSEWHERE).status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
    ],
)
def test_the_visitors_address_is_what_the_trusted_proxies_say(
    client: Client, settings: Settings, proxies: int, forwarded: str, address: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    log_in(client, "ingen", headers={"X-Forwarded-For": forwarded})

    assert SecurityEvent.objects.get().address == address


def test_the_log_keeps_no_typed_name(client: Client) -> None:
    user = member(Role.READER, "siva", "leser")

    log_in(client, "hemmelig-passord-i-feil-felt", "x")
    log_in(client, "leser", "feil")

    unknown, known = SecurityEvent.objects.filter(kind="login_failed").order_by("pk")
    assert (unknown.account, known.account) == (None, user)
    assert "hemmelig" not in str(SecurityEvent.objects.values())


def test_passwords_are_kept_as_argon2_and_old_hashes_are_replaced_at_login(client: Client) -> None:
    hashers = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    with override_settings(PASSWORD_HASHERS=hashers[1:]):
        user = member(Role.READER, "siva")
    assert user.password.startswith("pbkdf2")

    with override_settings(PASSWORD_HASHERS=hashers):
        log_in(client, user.username)

    user.refresh_from_db()
    assert user.password.startswith("argon2$argon2id$")


def test_the_settings_name_argon2_first() -> None:
    from config import settings

    assert settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


@pytest.mark.parametrize(
    "change",
    [
        {"role": Role.EDITOR},
        {"is_active": False},
        {"owner": None},
        {"password": "!"},
    ],
)
def test_a_change_of_powers_or_password_by_any_path_ends_the_sessions_for_good(change: dict[str, Any]) -> None:
    client = logged_in(Role.ADMINISTRATOR, "siva", "sjef")
    before = User.objects.get(username="sjef")
    assert client.get("/admin/").status_code == 200

    User.objects.filter(pk=before.pk).update(**change)
    assert client.get("/admin/")["Location"].startswith("/admin/login/")

    if "password" not in change:
        before.save()  # as it was, with the epoch of then: the old session stays dead
        assert client.get("/admin/")["Location"].startswith("/admin/login/")


def test_sessions_end_when_nobody_is_there_and_after_a_working_day(settings: Settings) -> None:
    client = logged_in(Role.READER, "siva", "leser")
    client.get("/admin/")
    for key, past in (
        ("staff_seen", settings.SESSION_IDLE_MINUTES * 60),
        ("staff_since", settings.SESSION_HOURS * 3600),
    ):
        session = client.session
        session[key] = time.time() - past + 30
        session.save()
        assert client.get("/admin/").status_code == 200
        session = client.session
        session[key] = time.time() - past - 30
        session.save()

        ended = client.get("/admin/clusters/cluster/?q=hav", follow=True)

        assert ended.redirect_chain[-1][0] == f"{LOGIN}?next=%2Fadmin%2Fclusters%2Fcluster%2F%3Fq%3Dhav"
        assert "Du ble logget ut for sikkerhets skyld" in ended.content.decode()
        client.force_login(User.objects.get(username="leser"))


def test_other_sessions_are_listed_and_ended(client: Client) -> None:
    user = member(Role.READER, "siva")
    other = Client()
    log_in(other, user.username, headers={"User-Agent": "Telefonen"})
    log_in(client, user.username)

    assert "Telefonen" in client.get("/konto/innlogginger/").content.decode()
    client.post("/konto/innlogginger/")

    assert other.get("/admin/").status_code == 302
    assert client.get("/admin/").status_code == 200
    assert kinds()[-1] == "sessions_ended"


def test_a_forgotten_password_tells_nothing_and_the_link_works_once(client: Client) -> None:
    user = member(Role.READER, "siva", "glemsk")
    User.objects.filter(pk=user.pk).update(email="glemsk@siva.example", must_change_password=True)

    answers = [
        client.post("/konto/passord/", {"email": address}) for address in ("glemsk@siva.example", "ingen@siva.example")
    ]
    await_all()

    assert [answer["Location"] for answer in answers] == ["/konto/passord/sendt/"] * 2
    [message] = mail.outbox
    assert message.to == ["glemsk@siva.example"]
    link = re.search(r"http://testserver(\S+)", str(message.body))
    assert link is not None
    form = client.get(link.group(1))["Location"]
    new = "hurtigruten-til-kirkenes"
    assert client.post(form, {"password1": new, "password2": new})["Location"] == "/konto/passord/lagret/"
    assert "Lenken virker ikke lenger" in client.get(link.group(1)).content.decode()
    assert log_in(client, "glemsk", new)["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert kinds() == ["password_forgotten", "password_reset", "login"]


def test_who_has_no_password_or_no_open_account_gets_no_link(client: Client) -> None:
    only_tenant, closed = member(Role.READER, "siva", "entra"), member(Role.READER, "siva", "stengt")
    only_tenant.set_unusable_password()
    only_tenant.email, closed.email, closed.is_active = "entra@siva.example", "stengt@siva.example", False
    only_tenant.save()
    closed.save()

    for user in (only_tenant, closed):
        client.post("/konto/passord/", {"email": user.email})
    await_all()

    assert mail.outbox == []
    assert log_in(client, "stengt").status_code == 302
    assert client.get("/admin/").status_code == 302


def test_a_one_time_password_opens_no_page_of_the_account_either(client: Client) -> None:
    user = member(Role.ADMINISTRATOR, "siva", "ny")
    one_time = set_one_time_password(user)
    user.save()
    log_in(client, "ny", one_time)

    for address in ("/konto/", "/konto/app/", "/konto/passnokler/ny/", "/admin/"):
        assert client.get(address)["Location"] == "/admin/password_change/"


def test_factors_are_changed_only_by_somebody_who_has_just_shown_who_they_are() -> None:
    client = logged_in(Role.ADMINISTRATOR, "siva", "sjef")

    asked = client.get("/konto/passnokler/ny/")
    refused = client.post("/konto/app/fjern/")
    shown = client.post(asked["Location"], {"password": PASSWORD})

    assert asked["Location"].startswith("/konto/bekreft/")
    assert refused["Location"].startswith("/konto/bekreft/")
    assert Authenticator.objects.filter(type="totp").exists()
    assert shown["Location"] == "/konto/passnokler/ny/"
    assert client.get(shown["Location"]).status_code == 200


def test_nobody_signs_up(client: Client) -> None:
    for address in ("/konto/signup/", "/accounts/signup/", "/en/account/signup/"):
        assert client.get(address).status_code == 404
    assert not get_user_model().objects.exists()


def test_an_administrator_takes_a_lost_telephones_factors_away_and_it_is_logged() -> None:
    boss = logged_in(Role.ADMINISTRATOR, "siva", "sjef")
    theirs = logged_in(Role.PUBLISHER, "siva", "mistet")
    foreign = logged_in(Role.PUBLISHER, "innovasjon-norge", "fremmed")
    people = User.objects.filter(username__in=("mistet", "fremmed", "sjef")).values_list("pk", flat=True)

    boss.post("/admin/staff/user/", {"action": "reset_second_factors", "_selected_action": list(people)})

    assert theirs.get("/admin/").status_code == 302
    assert foreign.get("/admin/").status_code == boss.get("/admin/").status_code == 200
    log_in(theirs, "mistet")
    assert theirs.get("/admin/")["Location"] == "/konto/"
    event = SecurityEvent.objects.get(kind="factors_reset")
    assert event.account is not None
    assert event.actor is not None
    assert (event.account.username, event.actor.username, event.detail) == ("mistet", "sjef", {"factors": ["totp"]})


def test_ways_to_show_who_one_is_are_said_in_our_words_and_without_any_the_page_says_what_to_do() -> None:
    client = logged_in(Role.ADMINISTRATOR, "siva", "sjef")
    asked = client.get("/konto/app/fjern/", follow=True).content.decode()
    Authenticator.objects.all().delete()
    user = User.objects.get(username="sjef")
    user.set_unusable_password()
    user.save()
    client.force_login(user)

    refused = client.get("/konto/app/")

    assert "Bruk autentiseringsappen eller en reservekode" in asked
    assert refused.status_code == 403
    assert "Logg ut og inn igjen" in refused.content.decode()
