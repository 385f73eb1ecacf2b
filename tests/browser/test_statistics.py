"""The statistics in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize(
    ("address", "button", "heading"),
    [
        ("/statistikk/", "Vis denne dagen", "42 klynger var med i programmet 17. august 2016, flest på Arena"),
        ("/en/statistics/", "Show this day", "42 clusters were in the programme on 17 August 2016"),
    ],
)
def test_a_number_of_a_chosen_day_leads_to_as_many_rows(
    page: Page, width: int, address: str, button: str, heading: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    page.locator("#as_of").fill("2016-08-17")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", name=heading)).to_be_visible()

    page.get_by_role("group", name=heading).get_by_role("link", name="15", exact=True).click()

    expect(page).to_have_url(re.compile(r"tier=nce&status=active&as_of=2016-08-17$"))
    expect(page.get_by_role("heading", name=re.compile("^15 "))).to_be_visible()


def test_a_picture_is_drawn_for_the_width_of_the_window(page: Page) -> None:
    for width, shown, hidden in ((1280, "wide", "narrow"), (375, "narrow", "wide")):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/statistikk/clusters-by-year/")

        expect(page.locator(f".picture.{shown}")).to_be_visible()
        expect(page.locator(f".picture.{hidden}")).to_be_hidden()
