"""The public pages in a real browser. Other hosts, broken policy and failing scripts fail every test (conftest)."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import WIDTHS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", WIDTHS)
def test_choosing_facets_narrows_the_list_and_chips_take_it_back(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/klynger/")
    if width < 900:
        page.get_by_role("button", name="Filtre").click()

    page.get_by_role("checkbox", name="Oslo").check()
    expect(page.get_by_role("link", name="Fylke: Oslo")).to_be_visible()
    expect(page).to_have_url("/klynger/?region=03")
    page.get_by_role("link", name="Fylke: Oslo").click()

    expect(page.get_by_role("heading", name="80 klynger")).to_be_visible()
    expect(page).to_have_url("/klynger/")


def test_the_keyboard_can_skip_to_the_content(page: Page) -> None:
    page.goto("/klynger/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_everything_works_without_scripts(page: Page) -> None:
    browser = page.context.browser
    assert browser
    plain = browser.new_context(java_script_enabled=False).new_page()
    origin = _origin(page)

    plain.goto(f"{origin}/en/clusters/")
    plain.get_by_role("checkbox", name="NCE").check()
    plain.get_by_role("button", name="Show results").click()

    expect(plain.get_by_role("link", name="Tier: NCE")).to_be_visible()
    plain.context.close()


def _origin(page: Page) -> str:
    page.goto("/")
    return str(page.evaluate("location.origin"))
