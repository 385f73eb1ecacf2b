"""Every kind of page that staff work with, held to the accessibility rules and to the width of a phone."""

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import WIDTHS, broken_rules

pytestmark = pytest.mark.browser

NODE = "/admin/clusters/cluster/{pk}"
#: What is looked at, by a name that a failure can be read by; ``{pk}`` is a published cluster.
PAGES = {
    "work": "/admin/",
    "one kind of work": "/admin/work/unconfirmed/",
    "calendar": "/admin/calendar/",
    "list": "/admin/clusters/cluster/",
    "organisations": "/admin/clusters/organisation/?kind__exact=company",
    "edit": f"{NODE}/change/",
    "history": f"{NODE}/history/",
    "restore": f"{NODE}/restore/?context=00000000-0000-0000-0000-000000000000",
    "merge": f"{NODE}/merge/?other=gce-ocean-technology",
    "delete": f"{NODE}/delete/",
    "deleted": "/admin/clusters/cluster/deleted/",
    "suggestions": "/admin/review/revision/",
    "import": "/admin/imports/batch/add/",
    "imports": "/admin/imports/batch/",
    "reports": "/admin/corrections/correctionreport/",
    "people": "/admin/staff/user/",
}
#: Those that are looked at in English as well.
IN_ENGLISH = ("list", "edit", "history", "import")


@pytest.fixture
def cluster(staff: Page) -> str:
    """The id of GCE NODE."""
    staff.goto("/admin/clusters/cluster/?q=gce+node")
    address = staff.locator("#result_list tbody th a").first.get_attribute("href") or ""
    return address.split("/")[4]


def faults(page: Page, width: int, name: str) -> dict[str, object]:
    page.set_viewport_size({"width": width, "height": 900})
    found: dict[str, object] = {}
    if broken := broken_rules(page, contrast=width == WIDTHS[0]):
        found[f"{name} at {width}"] = broken
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
        found[f"{name} at {width} is too wide"] = wide
    return found


def test_no_page_of_the_workplace_breaks_a_rule(staff: Page, cluster: str) -> None:
    found: dict[str, object] = {}
    for name, address in PAGES.items():
        answer = staff.goto(address.format(pk=cluster))
        if name != "restore" and not (answer and answer.ok):
            found[name] = answer and answer.status
        for width in WIDTHS:
            found |= faults(staff, width, name)

    assert found == {}


def test_no_main_page_of_the_workplace_breaks_a_rule_in_english(staff: Page, cluster: str) -> None:
    staff.goto("/admin/")
    staff.get_by_role("button", name="English").click()
    found: dict[str, object] = {}
    for name in IN_ENGLISH:
        staff.goto(PAGES[name].format(pk=cluster))
        assert staff.locator("html").get_attribute("lang") == "en"
        for width in WIDTHS:
            found |= faults(staff, width, name)

    assert found == {}


def test_several_are_changed_on_a_page_that_breaks_no_rule(staff: Page) -> None:
    staff.goto("/admin/clusters/organisation/?q=sintef")
    for box in staff.locator("input.action-select").all()[:2]:
        box.check()
    staff.select_option("select[name=action]", "change_many")
    with staff.expect_navigation():
        staff.click("button[name=index]")
    staff.check("input[name=_chosen][value=kind]")
    staff.select_option("select[name=kind]", "public-body")
    with staff.expect_navigation():
        staff.click("input[name=_preview]")

    assert staff.locator(".changes tbody tr").count() == 2
    assert [fault for width in WIDTHS for fault in faults(staff, width, "several").items()] == []
