"""The admin as staff meet it: under the strict policy, with the keyboard, on the served registry."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


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
    with staff.expect_navigation():
        staff.click("input[name=_continue]")

    # GCE NODE is published, so the member is suggested and shown beside what stands.
    expect(staff.locator(".messagelist .warning")).to_be_visible()
    expect(staff.locator(".changes")).to_contain_text("SINTEF")
    expect(staff.locator(".changes")).to_contain_text("2019")
    with staff.expect_navigation():
        staff.click("input[name=_withdraw]")


@pytest.mark.parametrize("width", [375, 1280])
def test_no_page_is_wider_than_the_window(staff: Page, width: int) -> None:
    staff.set_viewport_size({"width": width, "height": 800})
    open_cluster(staff)

    assert staff.evaluate("document.documentElement.scrollWidth") <= width
