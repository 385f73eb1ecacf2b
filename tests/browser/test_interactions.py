"""What the catalogue does under people's hands, as a table: behaviours down, settings across.

Each behaviour holds in both languages, wide and narrow. ``@promised()`` says with and without scripts, ``scripts=True``
where only a script can keep the promise. What every page keeps, without being touched, is in test_every_page.py.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.accessibility import WIDTHS
from tests.browser.visit import WORDS, Setting, Visit
from tests.browser.window import WATCH_SHIFTS, Listener

pytestmark = pytest.mark.browser

Behaviour = Callable[[Visit], None]
SETTINGS = [Setting(language, width, scripts) for language in WORDS for width in WIDTHS for scripts in (True, False)]
PROMISED: list[tuple[Behaviour, list[Setting]]] = []


def promised(*, scripts: bool | None = None) -> Callable[[Behaviour], Behaviour]:
    """Enter the behaviour into the table, for all settings or for those with scripts."""

    def enter(behaviour: Behaviour) -> Behaviour:
        PROMISED.append((behaviour, [each for each in SETTINGS if scripts in {None, each.scripts}]))
        return behaviour

    return enter


@promised()
def skip_link_leads_past_the_menu(visit: Visit) -> None:
    visit.open()
    visit.page.keyboard.press("Tab")
    expect(visit.page.get_by_role("link", name=visit.word("skip"))).to_be_focused()
    visit.page.keyboard.press("Enter")
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.closest('main') !== null")


@promised()
def choice_narrows_the_list_at_a_clean_address(visit: Visit) -> None:
    visit.open()
    expect(visit.page.get_by_role("heading", name=visit.word("all"))).to_be_visible()
    visit.choose("NCE")
    expect(visit.page.get_by_role("heading", name=visit.word("found"))).to_be_visible()
    visit.is_at("?tier=nce")


@promised(scripts=True)
def focus_stays_where_it_was(visit: Visit) -> None:
    visit.open()
    visit.show_filters()
    visit.option("NCE").focus()
    scrolled = visit.page.evaluate("scrollY")
    visit.page.keyboard.press("Space")
    visit.is_at("?tier=nce")
    expect(visit.option("NCE")).to_be_focused()
    assert visit.page.evaluate("scrollY") == scrolled


@promised()
def group_stays_open(visit: Visit) -> None:
    visit.open()
    visit.choose(visit.word("energy"), facet="sector")
    visit.is_at("?sector=energy")
    visit.show_filters()
    expect(visit.option(visit.word("energy"))).to_be_visible()
    expect(visit.option(visit.word("energy"))).to_be_checked()


@promised()
def options_without_hits_stay_and_can_be_chosen(visit: Visit) -> None:
    visit.open("?tier=gce")
    visit.show_filters()
    empty = visit.page.locator("#facet-region .option.zero").first
    expect(empty).to_be_visible()
    expect(empty.get_by_role("checkbox")).to_be_enabled()
    assert empty.inner_text().endswith("0")


@promised()
def back_and_forward_go_through_the_choices(visit: Visit) -> None:
    visit.open()
    visit.choose("NCE")
    visit.is_at("?tier=nce")
    visit.choose("GCE")
    visit.is_at("?tier=gce&tier=nce")
    visit.page.go_back()
    visit.is_at("?tier=nce")
    expect(visit.page.locator("[name=tier]:checked")).to_have_count(1)
    expect(visit.page.locator(".chip")).to_have_count(1)
    visit.page.go_forward()
    visit.is_at("?tier=gce&tier=nce")
    expect(visit.page.locator(".chip")).to_have_count(2)


@promised()
def chips_take_back_one_choice_or_all(visit: Visit) -> None:
    visit.open("?tier=nce&region=46")
    visit.page.get_by_role("link", name=f"{visit.word('tier')}: NCE").click()
    visit.is_at("?region=46")
    visit.page.get_by_role("link", name=visit.word("none")).first.click()
    visit.is_at("")


@promised(scripts=True)
def count_is_announced_outside_of_what_is_replaced(visit: Visit) -> None:
    visit.open()
    visit.choose("NCE")
    announcement = visit.page.get_by_role("status").and_(visit.page.locator("#announcement"))
    expect(announcement).to_have_text(visit.word("found"))
    assert announcement.evaluate("line => line.closest('.results')") is None


@promised(scripts=True)
def suggestions_are_gone_through_with_keys(visit: Visit) -> None:
    visit.open()
    field = visit.page.get_by_role("combobox", name=visit.word("search"))
    field.press_sequentially("ocean")
    options = visit.page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_be_visible()
    assert options.count() <= 7
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value("ocean")
    field.press("Enter")
    visit.is_at("?q=ocean")


@promised(scripts=False)
def search_without_scripts_ends_at_a_clean_address(visit: Visit) -> None:
    visit.open()
    field = visit.page.get_by_role("searchbox", name=visit.word("search"))
    field.fill("ocean")
    field.press("Enter")
    visit.is_at("?q=ocean")


@promised(scripts=True)
def link_is_copied_and_it_is_said(visit: Visit) -> None:
    visit.open("?tier=nce")
    visit.choose("GCE")
    visit.is_at("?tier=gce&tier=nce")
    visit.page.get_by_role("button", name=visit.word("copy")).click()
    expect(visit.page.locator("#announcement")).to_have_text(visit.word("copied"))
    assert visit.page.evaluate("navigator.clipboard.readText()") == visit.page.url


@promised(scripts=False)
def what_only_scripts_can_do_is_not_offered(visit: Visit) -> None:
    visit.open()
    expect(visit.page.get_by_role("button", name=visit.word("copy"))).to_have_count(0)
    expect(visit.toggle).to_have_count(0)
    expect(visit.facets).to_be_visible()


@promised(scripts=True)
def filters_wait_behind_a_button_on_a_phone_and_nothing_jumps(visit: Visit) -> None:
    visit.open("?tier=nce")
    expect(visit.facets).to_be_visible(visible=not visit.is_narrow)
    assert visit.page.evaluate("window.moved") < 0.02
    if visit.is_narrow:
        expect(visit.toggle).to_contain_text("1")
        visit.toggle.click()
        expect(visit.toggle).to_have_attribute("aria-expanded", "true")
        expect(visit.facets).to_be_visible()


@promised()
def other_language_is_offered_for_the_same_question(visit: Visit) -> None:
    visit.open()
    visit.choose("NCE")
    visit.is_at("?tier=nce")
    link = visit.page.locator(".languages a:not([aria-current])")
    expect(link).to_have_attribute("href", re.compile(rf"{visit.word('other')}\?tier=nce$"))


@promised(scripts=True)
def failure_becomes_an_ordinary_page(visit: Visit) -> None:
    def fail(route: Route) -> None:
        route.abort() if route.request.resource_type == "fetch" else route.continue_()

    visit.open()
    visit.page.route("**/*", fail)
    visit.choose("NCE")
    expect(visit.page.locator(".chip")).to_have_count(1)
    visit.is_at("?tier=nce")
    visit.page.unroute_all()


#: By setting, so that each window is used for all its behaviours.
MATRIX = [(setting, behaviour) for setting in SETTINGS for behaviour, where in PROMISED if setting in where]


@pytest.fixture(scope="module")
def visits(browser: Browser, server: str) -> Iterator[dict[Setting, Visit]]:
    """One window for each setting, opened where it is first needed."""
    opened = {setting: visit(browser, server, setting) for setting in SETTINGS}
    yield opened
    for each in opened.values():
        each.page.context.close()


def visit(browser: Browser, server: str, setting: Setting) -> Visit:
    context: Any = browser.new_context(
        base_url=server,
        java_script_enabled=setting.scripts,
        permissions=["clipboard-read", "clipboard-write"],
        viewport={"width": setting.width, "height": 900},
    )
    page = context.new_page()
    page.add_init_script(WATCH_SHIFTS)
    return Visit(page, setting, Listener(page, urlsplit(server).netloc))


@pytest.mark.parametrize(
    ("setting", "behaviour"), MATRIX, ids=[f"{behaviour.__name__}-{setting}" for setting, behaviour in MATRIX]
)
def test_interaction(visits: dict[Setting, Visit], setting: Setting, behaviour: Behaviour) -> None:
    behaviour(visits[setting])

    assert visits[setting].listener.faults == []
