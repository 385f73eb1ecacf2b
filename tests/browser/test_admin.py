"""The admin as staff meet it: under the strict policy, with the keyboard, on the served registry."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.database import PROJECT, address, own_database

pytestmark = pytest.mark.browser

PASSWORD = "torskefiske-i-lofoten"


@pytest.fixture(scope="module")
def administrator(server: str) -> Iterator[str]:  # noqa: ARG001 (its database must be there)
    """The name of a system administrator on the served registry, who has not yet chosen a password."""
    database = address(f"{own_database()}_server")
    environment = {**os.environ, "DATABASE_URL": database}
    command = [sys.executable, "manage.py", "create_staff", "nettleser"]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=True)
    yield done.stdout.split("once: ")[1].split()[0]
    with psycopg.connect(database) as connection:
        connection.execute("DELETE FROM staff_user WHERE username = 'nettleser'")


def log_in(page: Page, password: str) -> None:
    page.goto("/admin/")
    page.fill("#id_username", "nettleser")
    page.fill("#id_password", password)
    with page.expect_navigation():
        page.click("input[type=submit]")


@pytest.fixture
def staff(page: Page, administrator: str) -> Page:
    """A page of somebody who is logged in; the first one chooses a password on the way."""
    log_in(page, PASSWORD)
    if page.locator(".errornote").count():
        log_in(page, administrator)
        page.fill("#id_old_password", administrator)
        page.fill("#id_new_password1", PASSWORD)
        page.fill("#id_new_password2", PASSWORD)
        with page.expect_navigation():
            page.click("input[type=submit]")
        page.goto("/admin/")
    expect(page.locator("#user-tools")).to_be_visible()
    return page


def open_cluster(page: Page) -> None:
    page.goto("/admin/clusters/cluster/?q=gce+node")
    with page.expect_navigation():
        page.click("#result_list tbody th a")


def test_every_kind_of_page_keeps_the_policy(staff: Page) -> None:
    open_cluster(staff)
    change = staff.url.split("?")[0]

    for path in (change.replace("change", "history"), change.replace("change", "delete"), "/admin/password_change/"):
        answer = staff.goto(path)
        assert answer is not None
        assert answer.ok
    for path in ("/admin/", "/admin/clusters/company/add/", "/admin/staff/user/", "/admin/programmes/appropriation/"):
        staff.goto(path)
        assert staff.locator("h1").first.is_visible()


def test_a_member_is_found_added_and_shown(staff: Page) -> None:
    open_cluster(staff)
    staff.click("#memberships-group .add-row a")
    staff.locator("#memberships-group .select2-selection").last.click()
    search = staff.locator(".select2-container--open .select2-search__field")
    assert search.get_attribute("aria-label")

    search.press_sequentially("sintef")
    staff.locator(".select2-results__option", has_text="SINTEF").first.click()
    row = staff.locator("#memberships-group tr.dynamic-memberships").last
    row.locator("input[name$=begins]").fill("2019")
    staff.click("input[name=_continue]")

    expect(staff.locator(".messagelist .success")).to_be_visible()
    values: list[Any] = staff.eval_on_selector_all(
        "input[name^=memberships][name$=begins]", "all => all.map(f => f.value)"
    )
    assert "2019" in values


@pytest.mark.parametrize("width", [375, 1280])
def test_no_page_is_wider_than_the_window(staff: Page, width: int) -> None:
    staff.set_viewport_size({"width": width, "height": 800})
    open_cluster(staff)

    assert staff.evaluate("document.documentElement.scrollWidth") <= width
