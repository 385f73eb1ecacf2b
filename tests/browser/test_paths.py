"""Ways through the tiers, alumni and the comparison in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import WIDTHS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "size"), [(1280, "wide"), (375, "narrow")])
def test_the_flow_has_a_picture_for_the_width_and_its_numbers_lead_to_their_clusters(
    page: Page, width: int, size: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/programmet/?as_of=2016-08-17")

    expect(page.locator(f"svg.flow.{size}")).to_be_visible()
    expect(page.locator("svg.flow:visible")).to_have_count(1)
    page.locator(f"svg.flow.{size} a.on").first.click()

    expect(page).to_have_url("/klynger/?moved=arena~nce&as_of=2016-08-17")
    expect(page.get_by_role("heading", name="3 klynger")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_clusters_are_chosen_and_taken_away_without_scripts(page: Page, width: int) -> None:
    browser = page.context.browser
    assert browser
    page.goto("/")
    origin = page.evaluate("location.origin")
    plain = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900}).new_page()

    plain.goto(f"{origin}/klynger/gce-node/?as_of=2016-08-17")
    plain.get_by_role("link", name="Sammenlign med andre").click()
    plain.get_by_label("Navn, sted eller tema").fill("eyde")
    plain.get_by_role("button", name="Finn klynger").click()
    plain.get_by_role("link", name="NCE Eyde").click()

    expect(plain.get_by_role("columnheader", name="NCE Eyde")).to_be_visible()
    expect(plain).to_have_url(f"{origin}/klynger/sammenlign/?cluster=gce-node&cluster=nce-eyde&as_of=2016-08-17")
    plain.get_by_role("link", name="Fjern GCE NODE").click()
    expect(plain.get_by_role("heading", name="Velg minst én klynge til")).to_be_visible()
    plain.context.close()


def test_a_day_is_changed_and_the_clusters_stay(page: Page) -> None:
    page.goto("/en/clusters/compare/?cluster=gce-node&cluster=nce-eyde")

    page.get_by_label("As of date").fill("2012-05-05")
    page.get_by_role("button", name="Show this day").click()

    expect(page).to_have_url("/en/clusters/compare/?as_of=2012-05-05&cluster=gce-node&cluster=nce-eyde")
    expect(page.get_by_role("columnheader", name="NCE Eyde")).to_be_visible()


def test_the_first_column_stays_in_sight_when_a_narrow_table_is_scrolled(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 900})
    page.goto("/klynger/sammenlign/?cluster=gce-node&cluster=nce-eyde&cluster=oslo-cancer-cluster")

    frame = page.locator(".scroll:has(.compare)")
    frame.evaluate("frame => { frame.scrollLeft = 300; }")

    first = page.locator(".compare tbody th").first
    assert first.evaluate("cell => cell.getBoundingClientRect().left") >= 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_alumni_are_narrowed_in_place(page: Page) -> None:
    page.goto("/programmet/alumni/")

    page.get_by_role("checkbox", name="GCE").check()

    expect(page).to_have_url("/programmet/alumni/?tier=gce")
    expect(page.get_by_role("rowheader", name="GCE NODE")).to_be_visible()
    expect(page.get_by_role("rowheader", name="akvARENA")).to_have_count(0)
