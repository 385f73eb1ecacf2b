"""The steps of docs/editors.md still work, and its pictures are those of the pages of today.

``make pictures`` takes them anew; without it the same steps are only walked.
"""

import base64
import os
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.workplace import PASSWORD, choose_password, create_staff, log_in, set_up_app
from tests.database import PROJECT

pytestmark = pytest.mark.browser

HANDBOOK = PROJECT / "docs" / "editors.md"
PICTURES = PROJECT / "docs" / "pictures"
#: A picture tells a step and does not weigh on the repository (bytes).
LARGEST = 60_000
WINDOW: ViewportSize = {"width": 1000, "height": 620}
#: What differs from day to day, and whose key it is, is nobody's business.
HIDDEN = ".qr, .key, .codes code, .feed-address"

Shoot = Callable[[Page, str], None]


@pytest.fixture
def shoot() -> Shoot:
    """Takes the picture of that name when pictures are asked for."""

    def take(page: Page, name: str) -> None:
        page.set_viewport_size(WINDOW)
        if os.environ.get("HANDBOOK") == "1":
            page.evaluate("document.activeElement?.blur()")
            shot = page.screenshot(mask=page.locator(HIDDEN).all(), mask_color="#cfd6d8")
            (PICTURES / f"{name}.webp").write_bytes(smaller(page, shot))

    return take


def smaller(page: Page, shot: bytes) -> bytes:
    """The picture in the format that weighs a third; the browser knows how to write it."""
    blank = page.context.new_page()
    written: str = blank.evaluate(
        """async (text) => {
            const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${text}`)).blob());
            const canvas = document.createElement("canvas");
            canvas.width = picture.width;
            canvas.height = picture.height;
            canvas.getContext("2d").drawImage(picture, 0, 0);
            return canvas.toDataURL("image/webp", 0.8);
        }""",
        base64.b64encode(shot).decode(),
    )
    blank.close()
    return base64.b64decode(written.split(",")[1])


def test_logging_in_for_the_first_time(page: Page, shoot: Shoot) -> None:
    one_time = create_staff("ane.nygård", "--owner", "siva", "--role", "publisher")
    page.goto("/admin/")
    shoot(page, "logg-inn")
    log_in(page, "ane.nygård", one_time)
    shoot(page, "nytt-passord")
    choose_password(page, one_time)
    page.goto("/admin/")
    shoot(page, "ekstra-trinn")

    page.get_by_role("link", name="Sett opp en autentiseringsapp").click()
    shoot(page, "autentiseringsapp")
    page.get_by_role("link", name="Min konto").click()
    set_up_app(page)
    shoot(page, "reservekoder")
    page.get_by_role("link", name="Jeg har tatt vare på dem").click()

    expect(page.locator("#user-tools")).to_contain_text("Min konto")
    page.context.clear_cookies()
    page.goto("/admin/")
    log_in(page, "ane.nygård", PASSWORD)
    expect(page.get_by_role("heading", name="Det andre trinnet")).to_be_visible()
    shoot(page, "andre-trinn")


def test_finding_and_editing_a_cluster(staff: Page, shoot: Shoot) -> None:
    staff.goto("/admin/clusters/cluster/")
    staff.locator("#searchbar").fill("seafood")
    with staff.expect_navigation():
        staff.locator("#searchbar").press("Enter")
    shoot(staff, "finn-klynge")
    staff.locator("#result_list tbody th a").first.click()
    shoot(staff, "rediger-klynge")

    staff.locator("#id_acronym").fill("SIC")
    staff.locator("input[name=_continue]").click()

    expect(staff.get_by_role("button", name="Trekk forslaget")).to_be_visible()
    shoot(staff, "forslag")
    staff.go_back()
    staff.locator(".historylink").click()
    expect(staff.locator("#change-history")).to_be_visible()
    shoot(staff, "historikk")


def test_seeing_what_waits_and_where_files_come_in(staff: Page, shoot: Shoot) -> None:
    staff.goto("/admin/")
    expect(staff.get_by_role("heading", name="Dette venter på deg")).to_be_visible()
    shoot(staff, "arbeidsflaten")

    staff.goto("/admin/imports/batch/add/")

    expect(staff.locator("input[type=file]")).to_be_visible()
    shoot(staff, "importer")


def test_saving_a_view_of_a_list_and_changing_several_in_it(staff: Page, shoot: Shoot) -> None:
    staff.goto("/admin/clusters/organisation/?q=sintef")
    staff.locator(".saved-views summary").click()
    staff.locator("#view-name").fill("Sintef")
    shoot(staff, "visning")
    staff.get_by_role("button", name="Lagre visningen").click()
    expect(staff.locator(".messagelist")).to_contain_text("Visningen «Sintef» er lagret.")

    for box in staff.locator("input.action-select").all()[:2]:
        box.check()
    staff.select_option("select[name=action]", label="Endre de valgte")
    with staff.expect_navigation():
        staff.click("button[name=index]")
    staff.check("input[name=_chosen][value=kind]")
    staff.select_option("select[name=kind]", "public-body")
    with staff.expect_navigation():
        staff.get_by_role("button", name="Se hva som ville blitt endret").click()

    expect(staff.locator(".changes tbody tr")).to_have_count(2)
    staff.get_by_role("heading", name="Hva som endres").scroll_into_view_if_needed()
    shoot(staff, "endre-flere")


def test_confirming_a_cluster_and_undoing_that(staff: Page, shoot: Shoot) -> None:
    staff.goto("/admin/clusters/cluster/?q=gce+blue")
    staff.locator("#result_list tbody th a").first.click()
    staff.get_by_role("button", name="Bekreft per i dag").click()
    expect(staff.locator(".messagelist")).to_contain_text("bekreftet per i dag")
    shoot(staff, "bekreft")

    staff.locator(".historylink").click()
    staff.get_by_role("link", name="Angre denne endringen").first.click()
    staff.locator("[name=_reason]").fill("Bekreftet feil klynge")
    shoot(staff, "angre")
    staff.get_by_role("button", name="Hent tilbake").click()

    expect(staff.get_by_role("button", name="Trekk forslaget")).to_be_visible()


def test_looking_at_what_a_merger_would_do(staff: Page, shoot: Shoot) -> None:
    staff.goto("/admin/clusters/organisation/?q=sintef")
    staff.locator("#result_list tbody th a").first.click()
    staff.get_by_role("link", name="Slå sammen").click()
    staff.get_by_label("Den andre oppføringen").fill("Havforskningsinstituttet")
    staff.get_by_role("button", name="Se på den").click()

    expect(staff.get_by_role("button", name="Slå den sammen med denne")).to_be_visible()
    shoot(staff, "sla-sammen")


def test_having_the_deadlines_in_a_calendar(staff: Page, shoot: Shoot) -> None:
    staff.goto("/admin/calendar/")
    staff.get_by_role("button", name=re.compile("Lag en adresse|Forny adressen")).click()

    expect(staff.locator("#feed-address")).to_have_value(re.compile(r"\.ics$"))
    shoot(staff, "kalender")


def test_making_an_account_and_helping_somebody_who_lost_a_telephone(staff: Page, shoot: Shoot) -> None:
    staff.goto("/admin/staff/user/add/")
    staff.locator("#id_username").fill("per.hansen")
    staff.locator("#id_role").select_option("editor")
    staff.locator("#id_owner").select_option(label="Siva")
    staff.locator("input[name=_save]").click()
    expect(staff.locator(".messagelist code")).to_be_visible()

    staff.goto("/admin/staff/user/?q=per.hansen")
    staff.locator("input.action-select").first.check()
    staff.locator("select[name=action]").select_option("reset_second_factors")
    shoot(staff, "mistet-telefon")
    staff.get_by_role("button", name=re.compile("Gå|Kjør|Utfør")).click()

    expect(staff.locator(".messagelist")).to_contain_text("setter opp et nytt ekstra trinn")
    staff.goto("/admin/staff/securityevent/")
    expect(staff.locator("#result_list")).to_contain_text("ekstra trinn nullstilt")
    shoot(staff, "logg")


def test_every_picture_of_the_handbook_is_there_and_small() -> None:
    named = set(re.findall(r"\(pictures/([\w-]+\.webp)\)", HANDBOOK.read_text()))

    assert named == {path.name for path in PICTURES.glob("*.webp")}
    assert {name for name in named if (PICTURES / name).stat().st_size > LARGEST} == set()
