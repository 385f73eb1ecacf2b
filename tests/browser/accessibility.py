"""The rules of axe, run as fast as they allow: nothing is gathered about what is right."""

from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: A desk and a phone (CSS pixels), and the narrowest window that WCAG asks for.
WIDTHS, NARROWEST = (1280, 375), 320
RUN = """options => axe.run(document, options).then(({violations}) => violations.map(
    rule => [rule.id, rule.nodes.slice(0, 3).map(node => node.html.slice(0, 160))]))"""


def broken_rules(page: Page, *, contrast: bool = True) -> list[Any]:
    """The rules that the page breaks as it stands, with what breaks them; contrast costs as much as all the others."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    options = {
        "runOnly": TAGS,
        "resultTypes": ["violations"],
        "rules": {"color-contrast": {"enabled": contrast}},
        # It would copy imported style sheets into the page, which the content policy forbids.
        "preload": False,
    }
    found: list[Any] = page.evaluate(RUN, options)
    return found


def faults(page: Page, addresses: Iterable[str], width: int) -> dict[str, Any]:
    """Address → rules that it breaks, everything unfolded, or that it is wider than the window."""
    page.set_viewport_size({"width": width, "height": 900})
    found: dict[str, Any] = {}
    for address in addresses:
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true })")
        if broken := broken_rules(page):
            found[address] = broken
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found[f"{address} too wide"] = width
    return found
