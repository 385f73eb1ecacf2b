"""A visitor's first look, with a real browser at the real server."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("path", "language"), [("/", "nb"), ("/en/", "en"), ("/klynger/", "nb")])
def test_page_opens_in_its_language_and_asks_no_other_host(page: Page, path: str, language: str) -> None:
    answer = page.goto(path)

    assert answer
    assert answer.status == 200
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("h1")).to_have_count(1)
