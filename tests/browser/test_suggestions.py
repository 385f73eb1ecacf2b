"""Suggestions under the search field, as people meet them with keys, mouse and finger, in both languages."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.accessibility import WIDTHS, broken_rules

pytestmark = pytest.mark.browser


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name=re.compile("^(Søk etter|Search for)"))


def options(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("option")


def typed(page: Page, address: str, text: str) -> Locator:
    """The field on the page with the text typed into it and its suggestions shown."""
    page.goto(address)
    # What was suggested for the first letters may still stand there when the last one is typed.
    with page.expect_response(lambda answer: parse_qs(urlsplit(answer.url).query).get("q") == [text]):
        field(page).press_sequentially(text)
    expect(options(page).first).to_be_visible()
    return field(page)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("address", "said", "page_of_it"),
    [
        ("/", "Klynge, tidligere NCE Subsea", "/klynger/gce-ocean-technology/"),
        ("/en/", "Cluster, formerly NCE Subsea", "/en/clusters/gce-ocean-technology/"),
    ],
)
def test_row_chosen_with_the_keys_leads_to_its_page(
    page: Page, address: str, said: str, page_of_it: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    search = typed(page, address, "nce subs")

    first = options(page).first
    expect(first).to_have_text(f"GCE Ocean Technology {said}")
    expect(first.locator("mark")).to_have_text(["NCE", "Subs"])
    search.press("ArrowDown")
    expect(search).to_have_attribute("aria-activedescendant", str(first.get_attribute("id")))
    expect(first).to_have_attribute("aria-selected", "true")
    search.press("Enter")

    expect(page).to_have_url(page_of_it)


@pytest.mark.parametrize(("address", "list_of_it"), [("/", "/klynger/"), ("/en/clusters/", "/en/clusters/")])
def test_enter_without_a_choice_searches_as_ever(page: Page, address: str, list_of_it: str) -> None:
    typed(page, address, "ocean").press("Enter")

    expect(page).to_have_url(re.compile(re.escape(f"{list_of_it}?q=ocean")))


def test_escape_closes_and_keeps_the_text(page: Page) -> None:
    search = typed(page, "/klynger/", "ocean")
    search.press("ArrowDown")

    search.press("Escape")

    expect(options(page)).to_have_count(0)
    expect(search).to_have_value("ocean")
    expect(search).to_have_attribute("aria-expanded", "false")
    expect(search).not_to_have_attribute("aria-activedescendant", re.compile("."))
    search.press("ArrowDown")  # and it opens again
    expect(options(page).first).to_be_visible()


def test_arrows_go_round_and_home_and_end_go_back_to_the_text(page: Page) -> None:
    search = typed(page, "/", "ocean")
    last = options(page).last

    search.press("ArrowUp")
    expect(last).to_have_attribute("aria-selected", "true")
    search.press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    for key in ("Home", "End"):
        search.press("ArrowDown")
        search.press(key)
        expect(page.locator(".suggestions [aria-selected=true]")).to_have_count(0)
    search.press("Home")
    assert search.evaluate("field => field.selectionStart") == 0


def test_tab_and_leaving_close(page: Page) -> None:
    search = typed(page, "/", "ocean")

    search.press("Tab")

    expect(options(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Søk")).to_be_focused()


def test_mouse_chooses_a_row(page: Page) -> None:
    typed(page, "/", "kautok")

    options(page).filter(has_text="Kautokeino").click()

    expect(page).to_have_url("/klynger/?region=5612")


def test_finger_chooses_a_row(page: Page) -> None:
    browser = page.context.browser
    page.goto("/")
    assert browser
    with browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 375, "height": 700}) as phone:
        touched = phone.new_page()
        touched.goto(page.url)
        field(touched).tap()
        field(touched).press_sequentially("sjømat og")
        options(touched).filter(has_text="Sjømat og havbruk").tap()
        touched.wait_for_url("**/klynger/?sector=seafood")


def test_kinds_are_said_in_words_and_namesakes_are_told_apart(page: Page) -> None:
    typed(page, "/", "herøy")
    expect(options(page)).to_have_text(["Herøy Sted, Møre og Romsdal", "Herøy Sted, Nordland"])

    typed(page, "/en/", "havbr")
    expect(options(page).first).to_have_text("Seafood and aquaculture Sector")

    typed(page, "/", "guovdag")
    expect(options(page)).to_have_text(["Kautokeino Sted, Finnmark, også Guovdageaidnu"])
    expect(options(page).locator("mark")).to_have_text(["Guovdag"])


def test_letters_that_are_typed_otherwise_are_marked_as_well(page: Page) -> None:
    typed(page, "/", "sjoemat")

    expect(options(page).locator("mark").first).to_have_text("Sjømat")
    assert set(options(page).locator("mark").all_text_contents()) == {"Sjømat"}


def test_list_of_organisations_offers_them_first_and_places_narrow_it(page: Page) -> None:
    typed(page, "/virksomheter/", "oslo")

    expect(options(page).first).to_contain_text("Virksomhet")
    assert options(page).count() <= 7
    options(page).filter(has_text="Sted").click()
    expect(page).to_have_url("/virksomheter/?region=03")


def test_day_of_the_page_is_kept(page: Page) -> None:
    search = typed(page, "/klynger/?as_of=2016-08-17", "hordal")

    search.press("ArrowDown")
    search.press("Enter")

    expect(page).to_have_url("/klynger/?region=12&as_of=2016-08-17")


@pytest.mark.parametrize(
    ("address", "many", "one", "none"),
    [
        ("/", re.compile(r"^\d forslag$"), "Ett forslag", "Ingen forslag"),
        ("/en/", re.compile(r"^\d suggestions$"), "One suggestion", "No suggestions"),
    ],
)
def test_number_of_suggestions_is_announced(page: Page, address: str, many: Any, one: str, none: str) -> None:
    status = page.locator(".search [role=status]")

    typed(page, address, "ocean")
    expect(status).to_have_text(many)
    field(page).fill("kautokei")
    expect(status).to_have_text(one)
    field(page).fill("kautokeix")
    expect(status).to_have_text(none)
    field(page).fill("k")
    expect(status).to_have_text("")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", ["/", "/klynger/", "/en/organisations/"])
def test_open_list_breaks_no_rule_and_moves_nothing(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    page.evaluate(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(one => window.shift += one.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    field(page).press_sequentially("oslo")
    expect(options(page).first).to_be_visible()
    field(page).press("ArrowDown")

    assert broken_rules(page) == []
    assert page.evaluate("window.shift") < 0.02
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert all(box.bounding_box()["height"] >= 44 for box in options(page).all())  # type: ignore[index]


def test_quick_typing_asks_once_and_only_from_two_letters(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest/" in request.url else None)
    page.goto("/")

    field(page).press_sequentially("o")
    page.wait_for_timeout(300)
    assert asked == []
    field(page).press_sequentially("cean", delay=10)
    expect(options(page).first).to_be_visible()

    assert [url.partition("?")[2] for url in asked] == ["q=ocean&page_size=7"]


@pytest.mark.parametrize("answer", [{"status": 503, "body": "{}"}, {"status": 200, "body": "<p>"}, None])
def test_failure_is_silent_and_the_field_still_searches(page: Page, answer: Any) -> None:
    def fail(route: Route) -> None:
        route.fulfill(**answer) if answer else route.abort()

    page.route("**/suggest/**", fail)
    page.goto("/")
    field(page).press_sequentially("ocean")
    page.wait_for_timeout(300)

    expect(options(page)).to_have_count(0)
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    field(page).press("Enter")
    expect(page).to_have_url("/klynger/?q=ocean")


def test_field_without_scripts_is_a_plain_one(page: Page) -> None:
    browser = page.context.browser
    page.goto("/en/")
    assert browser
    with browser.new_context(java_script_enabled=False) as plain:
        still = plain.new_page()
        still.goto(page.url)
        expect(still.get_by_role("combobox")).to_have_count(0)
        still.get_by_role("searchbox").fill("ocean")
        still.get_by_role("searchbox").press("Enter")
        still.wait_for_url("**/en/clusters/?q=ocean")
