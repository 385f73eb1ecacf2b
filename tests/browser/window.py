"""A window that goes from page to page and notes what each asks for, and what goes wrong."""

from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

HEIGHT = 900
#: Layout that moves without anybody having touched anything, added up.
WATCH_SHIFTS = """window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(
    entry => { window.moved += entry.value; })).observe({type: 'layout-shift', buffered: true});"""


class Listener:
    """Faults of a page's behaviour: asking another host, failing scripts, breaking the content policy."""

    def __init__(self, page: Page, host: str) -> None:
        self.faults: list[str] = []
        self._own = {host, host.replace("127.0.0.1", "localhost"), ""}
        page.on("request", self._hear_request)
        page.on("pageerror", lambda error: self.faults.append(f"a script failed: {error}"))
        page.on("console", self._hear_console)

    def _hear_request(self, request: Request) -> None:
        if urlsplit(request.url).netloc not in self._own:
            self.faults.append(f"asked another host: {request.url}")

    def _hear_console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.faults.append(message.text)


class Window:
    """One page of one context. Bytes are those that crossed the wire, headers included and nothing out of a cache."""

    def __init__(self, context: BrowserContext, host: str) -> None:
        self.page: Page = context.new_page()
        self.faults = Listener(self.page, host).faults
        #: Kind of resource (Document, Script, Stylesheet …) → bytes; and how many there were.
        self.bytes: Counter[str] = Counter()
        self.requests = 0
        #: Requests of this page, and not those still under way for the one before, with their kinds.
        self._asked: dict[str, str] = {}
        self.page.add_init_script(WATCH_SHIFTS)
        session = context.new_cdp_session(self.page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on("Network.requestWillBeSent", self._note)
        session.on("Network.loadingFinished", self._weigh)

    def _note(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):  # such as Chromium's own icons
            self._asked[event["requestId"]] = event["type"]

    def _weigh(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._asked:
            self.bytes[self._asked[event["requestId"]]] += event["encodedDataLength"]
            self.requests += 1

    def open(self, address: str, width: int) -> int:
        """Go there in a window of that width, and forget what was before. Answers the status."""
        self.faults.clear()
        self.bytes.clear()
        self.requests = 0
        self._asked.clear()
        self.resize(width)
        answer = self.page.goto(address)
        assert answer, address
        return answer.status

    def resize(self, width: int, height: int = HEIGHT) -> None:
        """Make the window that large, in CSS pixels."""
        self.page.set_viewport_size({"width": width, "height": height})

    def unfold(self) -> None:
        """Open all that can be opened."""
        self.page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")

    @property
    def moved(self) -> float:
        """How far the layout has shifted by itself."""
        return float(self.page.evaluate("window.moved"))

    @property
    def content_width(self) -> int:
        """How wide the page is, whatever the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth"))
