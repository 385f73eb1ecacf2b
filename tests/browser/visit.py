"""Somebody visits the catalogue: in a language, in a window of some width, with scripts or without."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from playwright.sync_api import Locator, Page, expect

from tests.browser.window import Listener

#: From here on the filters stand beside the results (56rem).
BESIDE = 896
#: What is said where, in each language.
WORDS = {
    "nb": {
        "catalogue": "/klynger/",
        "other": "/en/clusters/",
        "skip": "Hopp til innhold",
        "filters": "Filtre",
        "show": "Vis treff",
        "tier": "Nivå i programmet",
        "sector": "Bransje",
        "energy": "Energi",
        "all": re.compile(r"^\d+ klynger$"),
        "found": re.compile(r"^\d+ klynger med valgte filtre$"),
        "none": "Fjern alle filtre",
        "search": re.compile("^Søk etter"),
        "copy": "Kopier lenke til søket",
        "copied": "Lenken er kopiert.",
    },
    "en": {
        "catalogue": "/en/clusters/",
        "other": "/klynger/",
        "skip": "Skip to content",
        "filters": "Filters",
        "show": "Show results",
        "tier": "Tier",
        "sector": "Sector",
        "energy": "Energy",
        "all": re.compile(r"^\d+ clusters$"),
        "found": re.compile(r"^\d+ clusters with the chosen filters$"),
        "none": "Remove all filters",
        "search": re.compile("^Search for"),
        "copy": "Copy link to this search",
        "copied": "The link is copied.",
    },
}


class Setting(NamedTuple):
    """In which language, how wide (CSS pixels), and whether scripts run."""

    language: str
    width: int
    scripts: bool

    def __str__(self) -> str:
        return f"{self.language}-{self.width}-{'scripts' if self.scripts else 'plain'}"


@dataclass
class Visit:
    """A page in a setting, and the few things that are done there again and again."""

    page: Page
    setting: Setting
    listener: Listener

    def word(self, name: str) -> str:
        """What that is called here; some are patterns, which Playwright takes as well."""
        return WORDS[self.setting.language][name]  # type: ignore[return-value]

    @property
    def is_narrow(self) -> bool:
        """Whether filters stand above the results."""
        return self.setting.width < BESIDE

    @property
    def facets(self) -> Locator:
        """The box of filters."""
        return self.page.locator("#facets")

    @property
    def toggle(self) -> Locator:
        """What shows and hides it on a phone."""
        return self.page.get_by_role("button", name=self.word("filters"))

    def open(self, query: str = "") -> None:
        """Go to the catalogue."""
        self.page.goto(f"{self.word('catalogue')}{query}")

    def option(self, name: str) -> Locator:
        """The box of an option; its name ends with its count."""
        return self.page.get_by_role("checkbox", name=re.compile(rf"^{name} \d+$"))

    def unfold(self, facet: str) -> None:
        """Open that group of filters."""
        self.page.locator("#facets summary", has_text=self.word(facet)).first.click()

    def show_filters(self) -> None:
        """Have the filters in sight."""
        if self.setting.scripts and self.is_narrow and self.toggle.get_attribute("aria-expanded") == "false":
            self.toggle.click()

    def choose(self, name: str, facet: str = "") -> None:
        """Choose an option, and see the results that it leaves."""
        self.show_filters()
        if facet:
            self.unfold(facet)
        self.option(name).check()
        self.send()

    def send(self) -> None:
        """Have the choice take effect: by itself, or by the button where there are no scripts."""
        if not self.setting.scripts:
            self.page.get_by_role("button", name=self.word("show")).click()

    def is_at(self, query: str) -> None:
        """Whether the address is that of the catalogue with this query string, and nothing else."""
        expect(self.page).to_have_url(f"{self.word('catalogue')}{query}")
