"""What every page is held to, however wide the window."""

from collections.abc import Iterable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
#: A desk and a phone (CSS pixels), and the narrowest window that WCAG asks for.
WIDTHS, NARROWEST = (1280, 375), 320


def faults(page: Page, addresses: Iterable[str], width: int) -> dict[str, Any]:
    """Address → accessibility rules that it breaks, everything unfolded, or that it is wider than the window."""
    page.set_viewport_size({"width": width, "height": 900})
    found: dict[str, Any] = {}
    for address in addresses:
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true })")
        broken = Axe().run(page, options=RULES).response["violations"]
        if broken:
            found[address] = [(rule["id"], [node["html"][:120] for node in rule["nodes"]][:3]) for rule in broken]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found[f"{address} too wide"] = width
    return found
