"""Regions and the choice of footprint in a real browser, in both languages, wide and narrow."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import WIDTHS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", WIDTHS)
def test_choosing_the_members_seats_renews_the_counts_and_the_chip_takes_it_back(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/klynger/?region=46")
    if width < 900:
        page.get_by_role("button", name="Filtre").click()

    page.get_by_role("radio", name="Medlemmenes tilholdssteder").check()
    expect(page).to_have_url("/klynger/?footprint=members&region=46")
    expect(page.get_by_role("heading", name="7 klynger")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Vestland 7")).to_be_checked()
    page.get_by_role("link", name="Regnes etter: Medlemmenes tilholdssteder").click()

    expect(page).to_have_url("/klynger/?region=46")
    expect(page.get_by_role("heading", name="10 klynger")).to_be_visible()


def test_from_the_front_page_to_a_county_that_is_gone_and_its_clusters_then(page: Page) -> None:
    page.goto("/en/?as_of=2016-08-17")

    page.get_by_role("link", name="Hordaland", exact=True).click()
    expect(page).to_have_url("/en/regions/12/?as_of=2016-08-17")
    page.get_by_role("link", name="the members' seats").click()
    page.get_by_role("link", name="See all in the catalogue").click()

    expect(page).to_have_url("/en/clusters/?region=12&footprint=members&as_of=2016-08-17")
    expect(page.get_by_role("link", name="About Hordaland")).to_be_visible()


def test_the_choice_works_without_scripts(page: Page) -> None:
    browser = page.context.browser
    assert browser
    page.goto("/")
    origin = str(page.evaluate("location.origin"))
    plain = browser.new_context(java_script_enabled=False).new_page()

    plain.goto(f"{origin}/en/clusters/?region=46")
    plain.get_by_role("radio", name="The members' seats").check()
    plain.get_by_role("button", name="Show results").click()

    expect(plain.get_by_role("link", name="Counted by: The members' seats")).to_be_visible()
    plain.context.close()
