"""Pictures of all public pages, for people to look at: ``make screenshots``. Nothing is compared, so no test.

They land in ``test-artefacts/screenshots/``, which is outside git, as ``page.language.width.scheme.png``.
"""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page

from corrections.tokens import SHORTEST_SECONDS
from tests.browser.accessibility import WIDTHS
from tests.database import PROJECT, address, own_database
from tests.public_pages import PUBLIC_PAGES, PublicPage, located, page

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

FOLDER = PROJECT / "test-artefacts" / "screenshots"
SCHEMES = ("light", "dark")
WITHDRAWN = "nce-raufoss"
#: Pages that the table of the tests has no address for.
MORE = (
    page("no-results", "/klynger/", "/en/clusters/", "?q=romfart&tier=gce&region=56", 200),
    page("withdrawn", f"/klynger/{WITHDRAWN}/", f"/en/clusters/{WITHDRAWN}/", "", 410),
)
REPORT = {"nb": "/meld-feil/?cluster=gce-node", "en": "/en/report-an-error/?cluster=gce-node"}
#: What visitors print.
ON_PAPER = ("clusters", "cluster", "compare", "statistics", "programme", "region")


@pytest.fixture(scope="module")
def camera(browser: Browser, server: str) -> Iterator[Page]:
    """A page from which pictures are taken, of a registry in which one cluster is withdrawn."""
    with psycopg.connect(address(f"{own_database()}_server")) as connection:
        connection.execute("UPDATE clusters_cluster SET publication = 'withdrawn' WHERE slug = %s", [WITHDRAWN])
    FOLDER.mkdir(parents=True, exist_ok=True)
    with browser.new_context(base_url=server) as context:
        yield context.new_page()


def name_of(public: PublicPage) -> str:
    """The kind of page, and which of its kind."""
    of_kind = [each for each in (*PUBLIC_PAGES, *MORE) if each.kind == public.kind]
    return f"{public.kind}-{of_kind.index(public) + 1}"


def shoot(camera: Page, name: str, language: str) -> None:
    """Picture the page as it stands, wide and narrow, light and dark."""
    for width in WIDTHS:
        camera.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            camera.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            camera.screenshot(path=picture(name, language, str(width), scheme), full_page=True)


def picture(*parts: str) -> Path:
    """Where the picture with that name lands."""
    return FOLDER / f"{'.'.join(parts)}.png"


@pytest.mark.parametrize("public", [*PUBLIC_PAGES, *MORE], ids=name_of)
def test_every_page(camera: Page, public: PublicPage) -> None:
    for language, there in public.addresses.items():
        answer = camera.goto(located(there))
        assert answer is not None
        assert answer.status == public.status
        shoot(camera, name_of(public), language)
        if public.kind in ON_PAPER:
            camera.emulate_media(media="print")
            camera.pdf(path=picture(name_of(public), language, "paper").with_suffix(".pdf"), format="A4")
            camera.emulate_media(media="screen")


@pytest.mark.parametrize("language", REPORT)
def test_report_refused_and_received(camera: Page, language: str) -> None:
    camera.goto(REPORT[language])
    form, send = camera.locator("#report"), camera.locator("#report [type=submit]")
    form.evaluate("form => { form.noValidate = true }")
    send.click()
    shoot(camera, "report-refused", language)
    camera.locator("textarea").fill("NCE Eyde er ført med feil vert fra 2017.")
    camera.wait_for_timeout((SHORTEST_SECONDS + 1) * 1000)
    send.click()
    form.wait_for(state="detached")
    shoot(camera, "receipt", language)


@pytest.mark.parametrize("language", REPORT)
def test_what_opens(camera: Page, language: str) -> None:
    camera.set_viewport_size({"width": 375, "height": 900})
    camera.goto({"nb": "/klynger/?tier=nce", "en": "/en/clusters/?tier=nce"}[language])
    camera.locator(".toggle").click()
    shoot(camera, "filters-open", language)
    camera.locator("#q").press_sequentially("hav")
    camera.get_by_role("option").first.wait_for()
    camera.locator("#q").press("ArrowDown")
    shoot(camera, "suggestions-open", language)
