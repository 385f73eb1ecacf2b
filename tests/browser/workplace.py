"""The way into the workplace, as a newcomer goes it: one-time password, password, second factor."""

import os
import subprocess
import sys

from playwright.sync_api import Page

from tests.database import PROJECT, address, own_database
from tests.staff import second_factor

PASSWORD = "torskefiske-i-lofoten"


def create_staff(name: str, *arguments: str) -> str:
    """Run the command on the served registry; answers the one-time password that it prints."""
    environment = {**os.environ, "DATABASE_URL": address(f"{own_database()}_server")}
    command = [sys.executable, "manage.py", "create_staff", name, *arguments]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.split("once: ")[1].split()[0]


def log_in(page: Page, name: str, password: str) -> None:
    """Fill in the first step, wherever the page asks for it."""
    page.get_by_label("Brukernavn").fill(name)
    page.get_by_label("Passord", exact=True).fill(password)
    with page.expect_navigation():
        page.get_by_role("button", name="Logg inn", exact=True).click()


def choose_password(page: Page, one_time: str) -> None:
    """Replace the one-time password."""
    page.locator("#id_old_password").fill(one_time)
    page.locator("#id_new_password1").fill(PASSWORD)
    page.locator("#id_new_password2").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("input[type=submit]").click()


def set_up_app(page: Page) -> str:
    """From one's own account: set up an authenticator app; answers its key. Ends at the recovery codes."""
    page.get_by_role("link", name="Sett opp en autentiseringsapp").click()
    key = page.locator(".key").inner_text()
    page.get_by_label("Kode").fill(second_factor.code(key))
    with page.expect_navigation():
        page.get_by_role("button", name="Fullfør").click()
    return key


def first_login(page: Page, name: str, one_time: str) -> str:
    """All of it, from nothing to the open workplace; answers the key of the app."""
    page.goto("/admin/")
    log_in(page, name, one_time)
    choose_password(page, one_time)
    page.goto("/admin/")
    key = set_up_app(page)
    page.goto("/admin/")
    return key
