"""What ``make audit`` holds the pages to, apart from the tests: what Lighthouse says, and the checker of HTML."""

import urllib.error
import urllib.request
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Browser

from tests.audit.tools import CATEGORIES, Audit, audited, install, invalid, painted
from tests.public_pages import PUBLIC_PAGES, located

pytestmark = pytest.mark.django_db

#: Those by which the site is measured, in both languages.
MEASURED = ("/", "/klynger/", "/klynger/gce-ocean-technology/", "/kart/", "/statistikk/")
IN_ENGLISH = ("/en/", "/en/clusters/", "/en/clusters/gce-ocean-technology/", "/en/map/", "/en/statistics/")
PAINT_MS = 1000
SHIFT = 0.02
#: A machine that is busy with other things slows a page down; the best of so many runs is the page's own.
RUNS = 3
#: First visits of which the one in the middle counts.
VISITS = 5


@pytest.fixture(scope="module", autouse=True)
def _tools() -> None:
    install()


@pytest.mark.parametrize("address", [*MEASURED, *IN_ENGLISH])
def test_lighthouse_gives_full_marks(server: str, browser: Browser, address: str, audit_table: list[str]) -> None:
    paint_ms = median(painted(browser, f"{server}{address}") for _ in range(VISITS))
    for _ in range(RUNS):
        audit = audited(f"{server}{address}")
        if not faults(audit):
            break
    marks = "".join(f"{audit.scores[name]:>15}" for name in CATEGORIES)
    audit_table.append(f"{address:<36}{marks}{paint_ms:>10.0f}{audit.reckoned_ms:>13.0f}{audit.shift:>8.3f}")

    assert faults(audit) == []
    assert paint_ms < PAINT_MS


def faults(audit: Audit) -> list[str]:
    """What is below the mark."""
    moved = [f"layout shift {audit.shift:.3f}"] if audit.shift > SHIFT else []
    low = [f"{name} {score}" for name, score in audit.scores.items() if score < 100]
    return [*low, *(audit.failed if low else []), *moved]


def test_html_is_valid(server: str, tmp_path: Path) -> None:
    pages = []
    for number, public in enumerate(PUBLIC_PAGES):
        for language, address in public.addresses.items():
            page = tmp_path / f"{number}-{public.kind}.{language}.html"
            page.write_bytes(fetched(f"{server}{located(address)}"))
            pages.append(page)

    assert invalid(pages) == []


def fetched(url: str) -> bytes:
    """The page, whatever its status."""
    try:
        with urllib.request.urlopen(url) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError as error:
        return error.read()
