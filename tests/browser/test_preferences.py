"""Pages follow what the device and the visitor prefer: paper, colours of the system, no motion, a dark scheme."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PAGES = ["/klynger/?tier=nce", "/en/clusters/gce-ocean-technology/"]
#: What no one needs on paper.
OF_THE_SCREEN = ".top, .foot nav, .side, .search, .sort, .onward, .crumbs, .skip"


def colour(page: Page, selector: str, name: str) -> str:
    return str(page.locator(selector).first.evaluate("(part, name) => getComputedStyle(part)[name]", name))


@pytest.mark.parametrize("address", PAGES)
def test_paper_is_white_and_shows_the_content_alone_also_where_the_screen_is_dark(page: Page, address: str) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(address)

    assert page.locator(OF_THE_SCREEN).count() > 3
    expect(page.locator(OF_THE_SCREEN).locator("visible=true")).to_have_count(0)
    assert colour(page, "html", "backgroundColor") == "rgb(255, 255, 255)"
    assert colour(page, "main a", "color") == colour(page, "main", "color") == "rgb(20, 36, 44)"


@pytest.mark.parametrize("address", PAGES)
def test_dark_scheme_turns_the_page_and_not_only_parts_of_it(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(address)

    assert colour(page, "html", "backgroundColor") == "rgb(16, 25, 29)"
    assert colour(page, "h1", "color") == "rgb(230, 237, 238)"
    assert colour(page, "html", "colorScheme") == "light dark"


@pytest.mark.parametrize("address", PAGES)
def test_in_forced_colours_tiers_have_an_edge_and_their_shape(page: Page, address: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(address)

    assert colour(page, ".tier", "borderTopStyle") == "solid"
    shape = page.locator(".tier").first.evaluate("part => getComputedStyle(part, '::before').backgroundColor")
    assert shape != colour(page, "html", "backgroundColor")


@pytest.mark.parametrize("address", PAGES)
def test_nothing_moves(page: Page, address: str) -> None:
    page.goto(address)

    assert page.evaluate("document.getAnimations().length") == 0
    moving = (
        "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration)).length"
    )
    assert page.evaluate(moving) == 0
