"""What is promised of every page, in both languages, at a desk and on a phone, with and without scripts."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.accessibility import NARROWEST, WIDTHS, broken_rules
from tests.browser.window import Window
from tests.public_pages import PUBLIC_PAGES, PublicPage, located

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

#: Each scheme is looked at in one language: colours do not depend on it.
SCHEMES = {"nb": "light", "en": "dark"}
MOST = {"bytes": 60_000, "requests": 8, "Script": 12_000, "Stylesheet": 12_000}
MOST_MOVED = 0.02
#: A window of 1280 × 1024 at four times the size.
ENLARGED = (NARROWEST, 256)

#: What WCAG 1.4.12 lets everybody do to a text.
SPACE_OUT = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(`* { line-height: 1.5 !important;
    letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [sheet]; }"""
#: Controls that are lower than a finger wants, and words in pictures that are too small to read.
TOO_SMALL = """() => {
    const shown = selector => [...document.querySelectorAll(selector)].filter(element => element.checkVisibility());
    const controls = "button:not(.plain), select, input:not([type=hidden], [type=checkbox], [type=radio])";
    const size = text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a;
    return [...shown(controls).filter(control => control.getBoundingClientRect().height < 44),
        ...shown("svg text").filter(text => size(text) < 10)].map(element => element.outerHTML.slice(0, 160)); }"""
#: Text that its box cuts off, but for what only screen readers are to meet.
CUT_OFF = """() => [...document.querySelectorAll("body *")]
    .filter(element => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1)
    .filter(element => ["hidden", "clip"].includes(getComputedStyle(element).overflowX))
    .map(element => element.outerHTML.slice(0, 160))"""


@pytest.fixture(scope="module")
def window(browser: Browser, server: str) -> Iterator[Window]:
    with browser.new_context(base_url=server) as context:
        yield Window(context, urlsplit(server).netloc)


@pytest.fixture(scope="module")
def plain(browser: Browser, server: str) -> Iterator[Page]:
    """A window without scripts."""
    with browser.new_context(base_url=server, java_script_enabled=False) as context:
        yield context.new_page()


@pytest.mark.parametrize("public", PUBLIC_PAGES, ids=lambda public: public.nb)
def test_page_keeps_what_is_promised_of_all(window: Window, plain: Page, public: PublicPage) -> None:
    found: dict[str, Any] = {}
    for language, address in public.addresses.items():
        window.page.emulate_media(color_scheme=SCHEMES[language])  # type: ignore[arg-type]
        for width in WIDTHS:
            assert window.open(located(address), width) == public.status
            found |= {f"{address} at {width}: {what}": seen for what, seen in faults(window, width).items() if seen}
        found |= {f"{address} {what}": seen for what, seen in narrow_faults(window).items() if seen}
        found |= {
            f"{address} without scripts": width for width in WIDTHS if is_too_wide(plain, located(address), width)
        }

    assert found == {}


def faults(window: Window, width: int) -> dict[str, Any]:
    """What a page that was just opened does wrong."""
    weighed = {**window.bytes, "bytes": window.bytes.total(), "requests": window.requests}
    moved = window.moved
    window.unfold()
    return {
        "behaviour": list(window.faults),
        "too much": {what: much for what, much in weighed.items() if much > MOST.get(what, much)},
        "layout shift": moved if moved >= MOST_MOVED else 0,
        "width": window.content_width > width,
        "too small": window.page.evaluate(TOO_SMALL),
        "rules broken": broken_rules(window.page, contrast=width == WIDTHS[0]),
    }


def narrow_faults(window: Window) -> dict[str, Any]:
    """What becomes of the page in the narrowest window: as it is, four times enlarged, and with spaced text."""
    window.resize(*ENLARGED)
    enlarged = window.content_width > NARROWEST
    window.resize(NARROWEST)
    window.page.evaluate(SPACE_OUT)
    return {
        "enlarged": enlarged,
        "spaced out": window.content_width > NARROWEST,
        "cut off": window.page.evaluate(CUT_OFF),
    }


def is_too_wide(plain: Page, address: str, width: int) -> bool:
    plain.set_viewport_size({"width": width, "height": 900})
    if width == WIDTHS[0]:
        plain.goto(address)
    return bool(plain.evaluate("document.documentElement.scrollWidth") > width)
