"""Logging in as people do it, on the served registry."""

import re
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from config.tenants import tenants
from staff.models import Role
from tests.browser.accessibility import WIDTHS, faults
from tests.browser.workplace import PASSWORD, choose_password, create_staff, log_in, set_up_app
from tests.staff import second_factor
from tests.staff.people import member

pytestmark = pytest.mark.browser


def test_a_newcomer_gets_from_the_one_time_password_to_the_workplace_and_in_again(page: Page) -> None:
    one_time = create_staff("kari.nordmann", "--owner", "siva", "--role", "administrator")
    page.goto("/admin/clusters/cluster/")
    log_in(page, "kari.nordmann", one_time)
    choose_password(page, one_time)
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="Min konto")).to_be_visible()
    expect(page.get_by_text("Sett opp et ekstra trinn først")).to_be_visible()

    key = set_up_app(page)
    codes = page.locator(".codes code").all_inner_texts()
    page.get_by_role("link", name="Jeg har tatt vare på dem").click()
    expect(page.locator("#user-tools")).to_be_visible()
    page.context.clear_cookies()

    page.goto("/admin/clusters/cluster/")
    log_in(page, "kari.nordmann", PASSWORD)
    page.get_by_label("Kode").fill("000000")
    page.get_by_role("button", name="Logg inn", exact=True).click()
    expect(page.get_by_text("Koden er feil")).to_be_visible()
    page.get_by_label("Kode").fill(codes[0])
    page.get_by_role("button", name="Logg inn", exact=True).click()
    expect(page).to_have_url(re.compile(r"/admin/clusters/cluster/$"))
    assert key
    assert len(codes) == 10


@pytest.fixture
def device(page: Page, server: str) -> str:
    """Puts a device for passkeys into the browser; answers the address where they work: one with a name."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options: dict[str, Any] = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return server.replace("127.0.0.1", "localhost")


def test_a_passkey_is_enough_to_log_in_and_counts_as_the_second_step(page: Page, device: str) -> None:
    one_time = create_staff("åse.passnøkkel", "--owner", "siva", "--role", "publisher")
    page.goto(f"{device}/admin/")
    log_in(page, "åse.passnøkkel", one_time)
    choose_password(page, one_time)
    page.goto(f"{device}/admin/")
    page.get_by_role("link", name="Legg til en passnøkkel").click()
    page.get_by_label("Navn på passnøkkelen").fill("jobb-PC")
    page.get_by_role("button", name="Legg til passnøkkelen").click()
    expect(page.get_by_role("heading", name="Reservekoder")).to_be_visible()
    page.goto(f"{device}/konto/passnokler/")
    expect(page.get_by_role("row", name="jobb-PC")).to_be_visible()
    page.context.clear_cookies()

    page.goto(f"{device}/admin/clusters/cluster/")
    page.get_by_role("button", name="Logg inn med passnøkkel").click()
    expect(page).to_have_url(f"{device}/admin/clusters/cluster/")
    page.context.clear_cookies()

    page.goto(f"{device}/admin/")
    log_in(page, "åse.passnøkkel", PASSWORD)
    page.get_by_role("button", name="Bruk passnøkkel").click()
    expect(page.locator("#user-tools")).to_be_visible()


def test_a_refused_passkey_is_said_and_nothing_is_sent(page: Page) -> None:
    page.goto("/konto/logg-inn/")

    page.get_by_role("button", name="Logg inn med passnøkkel").click()  # no device, and an address of numbers

    expect(page.get_by_text("Passnøkkelen ble ikke brukt")).to_be_visible()
    expect(page).to_have_url(re.compile("/konto/logg-inn/$"))


KNOWN = {"login": "siva.publisher", "password": PASSWORD}
ENTRANCE = (
    "/konto/logg-inn/",
    "/konto/passord/",
    "/konto/passord/sendt/",
    "/konto/passord/nytt/x-y/",
    "/konto/stengt/",
)
ENTRANCE_IN_ENGLISH = ("/en/account/login/", "/en/account/password/", "/en/account/password/new/x-y/")
OWN = ("/konto/", "/konto/passnokler/", "/konto/passnokler/ny/", "/konto/innlogginger/", "/konto/reservekoder/nye/")
OWN_IN_ENGLISH = ("/en/account/", "/en/account/app/remove/", "/en/account/again/code/", "/en/account/sessions/")


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_of_logging_in_breaks_an_accessibility_rule(page: Page, width: int) -> None:
    assert faults(page, ENTRANCE + ENTRANCE_IN_ENGLISH, width) == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_of_the_account_breaks_an_accessibility_rule(staff: Page, width: int) -> None:
    assert faults(staff, OWN + OWN_IN_ENGLISH, width) == {}


@pytest.mark.django_db
def test_no_step_and_no_refusal_on_the_way_in_breaks_an_accessibility_rule(page: Page, settings: Settings) -> None:
    """Pages that only come up on the way: the second step, an owner's own login, too many attempts, and a 403."""
    configured = {
        "OIDC_SIVA_ISSUER": "https://login.siva.no",
        "OIDC_SIVA_CLIENT_ID": "a",
        "OIDC_SIVA_CLIENT_SECRET": "b",
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"tenant": {"APPS": tenants(configured)[0]}}
    user = member(Role.PUBLISHER, "siva")
    second_factor.give(user)
    found: dict[str, Any] = {}
    for language, entrance in {"nb": "/konto/logg-inn/", "en": "/en/account/login/"}.items():
        client = Client()
        first = client.get(entrance)
        answers = {"owner's login": first, "second step": client.post(entrance, KNOWN, follow=True)}
        for _attempt in range(5):
            Client(REMOTE_ADDR="203.0.113.7").post(entrance, {**KNOWN, "password": "gjettet"})
        answers["too many"] = Client(REMOTE_ADDR="203.0.113.7").post(entrance, KNOWN)
        within = Client()
        within.get(entrance)
        within.force_login(user)
        within.post("/admin/language/", {"language": language})
        answers["refused"] = within.get("/admin/review/revision/add/")
        forgetful = Client(REMOTE_ADDR="203.0.113.8")
        asked = entrance.replace("logg-inn", "passord").replace("login", "password")
        tries = (forgetful.post(asked, {"email": "ola@siva.no"}) for _attempt in range(40))
        answers["slowed down"] = next(answer for answer in tries if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS)
        assert [answer.status_code for answer in answers.values()] == [200, 200, 200, 403, 429]
        assert b"/med/siva/" in first.content or b"/with/siva/" in first.content
        for width in WIDTHS:
            found |= {f"{entrance} {name} {width}": seen(page, answer, width) for name, answer in answers.items()}

    assert {name: broken for name, broken in found.items() if broken} == {}


def seen(page: Page, answer: Any, width: int) -> Any:
    """What breaks a rule on a page that the server of the test does not give by itself."""
    headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": answer["Content-Security-Policy"]}
    page.route("**/seen-by-axe/", lambda route: route.fulfill(body=answer.content.decode(), headers=headers))
    broken = faults(page, ["/seen-by-axe/"], width)
    page.unroute("**/seen-by-axe/")
    return broken


def test_logging_in_works_without_scripts(page: Page, server: str) -> None:
    assert page.context.browser
    plain = page.context.browser.new_context(java_script_enabled=False, base_url=server).new_page()
    one_time = create_staff("uten.skript", "--owner", "siva", "--role", "reader")

    plain.goto("/en/account/login/?next=/admin/")
    plain.get_by_label("User name").fill("uten.skript")
    plain.get_by_label("Password").fill(one_time)
    plain.get_by_role("button", name="Log in", exact=True).click()

    expect(plain.locator("#id_new_password1")).to_be_visible()
    expect(plain.get_by_role("button", name="Log in with a passkey")).to_have_count(0)
    plain.context.close()
