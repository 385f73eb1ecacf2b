"""The map in a real browser: by keys and mouse, in both languages, with and without scripts."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import WIDTHS

pytestmark = pytest.mark.browser


def counties(page: Page) -> Locator:
    return page.get_by_role("group", name=re.compile("^(Kart|Map): ")).get_by_role("link")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("address", "name", "destination"),
    [
        ("/kart/?tier=nce", r"^Vestland: \d+ klynge", "/klynger/?tier=nce&region=46"),
        ("/en/map/?as_of=2016-08-17", r"^Hordaland: \d+ cluster", "/en/clusters/?as_of=2016-08-17&region=12"),
    ],
)
def test_a_county_leads_to_its_clusters_with_the_filters_in_force(
    page: Page, width: int, address: str, name: str, destination: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)

    counties(page).and_(page.get_by_role("link", name=re.compile(name))).locator("path").click()

    expect(page).to_have_url(destination)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_small_county_is_reached_in_the_inset_by_a_target_large_enough(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/kart/")
    oslo = counties(page).and_(page.get_by_role("link", name=re.compile("^Oslo: ")))

    drawn = oslo.locator("use").bounding_box()
    assert drawn
    assert min(drawn["width"], drawn["height"]) >= 24
    oslo.locator("text").click()

    expect(page).to_have_url("/klynger/?region=03")


def test_the_keyboard_goes_through_the_counties_by_the_alphabet_and_shows_where_it_is(page: Page) -> None:
    page.goto("/kart/")
    names = [str(link.locator("title").text_content()).split(":")[0] for link in counties(page).all()]
    in_table = page.get_by_role("table").locator("tbody th").get_by_role("link").all_text_contents()
    assert names == in_table[: len(names)]

    path = counties(page).first.locator("path")
    before = path.evaluate("path => getComputedStyle(path).fill")
    counties(page).first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")

    assert path.evaluate("path => getComputedStyle(path).fill") != before
    page.keyboard.press("Enter")
    expect(page).to_have_url("/klynger/?region=42")


@pytest.mark.parametrize("width", WIDTHS)
def test_choosing_a_filter_renews_map_and_table_and_keeps_the_address(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/en/map/")
    if width < 900:
        page.get_by_role("button", name="Filters").click()

    page.get_by_role("checkbox", name="GCE").check()

    expect(page).to_have_url("/en/map/?tier=gce")
    expect(page.get_by_role("link", name="Tier: GCE")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("The whole country 3"))).to_be_visible()
    expect(page.get_by_role("link", name="Oslo: 0 clusters")).to_be_visible()


def test_the_map_works_without_scripts(page: Page) -> None:
    page.goto("/")
    origin = str(page.evaluate("location.origin"))
    browser = page.context.browser
    assert browser
    plain = browser.new_context(java_script_enabled=False).new_page()

    plain.goto(f"{origin}/kart/")
    plain.get_by_role("checkbox", name="NCE").check()
    plain.get_by_label("Per dato").fill("2016-08-17")
    plain.get_by_role("button", name="Vis treff").click()

    expect(plain.get_by_role("link", name="Per dato: 17. august 2016")).to_be_visible()
    expect(counties(plain)).to_have_count(19)
    plain.context.close()


def test_the_clusters_without_a_county_are_a_link_away(page: Page) -> None:
    page.goto("/")

    page.get_by_role("link", name="Uten fylke").click()

    expect(page).to_have_url("/klynger/?region=none")
    expect(page.get_by_role("link", name="MiljøEnergi")).to_be_visible()


def test_in_forced_colours_the_numbers_stand_out_in_colours_of_the_system(page: Page) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto("/kart/")

    county = counties(page).first
    fill, text = (county.locator(part).evaluate("part => getComputedStyle(part).fill") for part in ("path", "text"))

    assert (fill, text) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
