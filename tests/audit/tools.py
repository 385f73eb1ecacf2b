"""The tools of ``make audit``: Lighthouse and the W3C's checker of HTML (vnu), of the versions in package-lock.json.

They come from npm into ``.local/audit``, outside git; nothing of them is part of the registry. What a page takes to
be painted is measured in Chromium itself, by its own way of slowing down the line and the processor.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser

from tests.chromium import chromium
from tests.database import PROJECT

FOLDER = PROJECT / ".local" / "audit"
WANTED = Path(__file__).parent
LOCK = "package-lock.json"
LIGHTHOUSE = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
VNU = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
#: As root Chromium has no sandbox, and it is to reach nobody but the registry.
FLAGS = "--headless=new --no-sandbox --disable-gpu --host-resolver-rules='MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'"


#: A slow phone's line, in milliseconds and bytes a second, and its processor: how many times slower than this one.
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
SLOWER = 4
PHONE: Any = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True}
#: The last that the browser has called the largest paint, in ms since the page was asked for.
LARGEST_PAINT = """() => new Promise((found) => {
  new PerformanceObserver((list) => found(list.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true });
})"""


class Audit(NamedTuple):
    """What Lighthouse says of a page on a slow phone, by its own reckoning: it loads the page on a quick line.

    It reckons two round trips for a name, and a script that waits for the page as if the page waited for it.
    """

    scores: dict[str, int]
    #: The largest paint, in ms.
    reckoned_ms: float
    shift: float
    #: Of audits that are not passed, their titles.
    failed: list[str]


def install() -> None:
    """Install what the lock file names, unless it is there. Raises SystemExit where a program is missing."""
    missing = [name for name in ("node", "npm", "java") if not shutil.which(name)]
    if missing or not chromium():
        raise SystemExit(f"make audit needs Chromium, Node.js 18 or newer with npm, and Java; missing: {missing}")
    installed = FOLDER / "node_modules" / LOCK
    if installed.exists() and installed.read_text() == (WANTED / LOCK).read_text():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", LOCK):
        shutil.copy(WANTED / name, FOLDER)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=FOLDER, check=True)
    shutil.copy(WANTED / LOCK, installed)


def audited(url: str) -> Audit:
    """Run Lighthouse on the page as it comes by default: a phone, simulated throttling, an empty cache.

    Raises CalledProcessError where it fails three times; now and then it loses its own browser.
    """
    command = ["node", str(LIGHTHOUSE), url, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"]
    command.append(f"--only-categories={','.join(CATEGORIES)}")
    environment = {**os.environ, "CHROME_PATH": str(chromium())}
    for _ in range(3):
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        if not done.returncode:
            break
    done.check_returncode()
    said: dict[str, Any] = json.loads(done.stdout)
    audits = said["audits"]
    scores = {name: round(100 * (said["categories"][name]["score"] or 0)) for name in CATEGORIES}
    weighed = {part["id"] for name in CATEGORIES for part in said["categories"][name]["auditRefs"] if part["weight"]}
    return Audit(
        scores,
        audits["largest-contentful-paint"]["numericValue"],
        audits["cumulative-layout-shift"]["numericValue"],
        [audits[name]["title"] for name in sorted(weighed) if is_failed(audits[name])],
    )


def is_failed(audit: dict[str, Any]) -> bool:
    """Whether the audit says something of this page, and nothing good."""
    return audit["scoreDisplayMode"] not in {"notApplicable", "informative", "manual"} and (audit["score"] or 0) < 1


def painted(browser: Browser, url: str) -> float:
    """Milliseconds until the largest paint of a first visit, with line and processor slowed down."""
    with browser.new_context(**PHONE) as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", LINE)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(url, wait_until="load")
        return float(page.evaluate(LARGEST_PAINT))


def invalid(pages: Iterable[Path]) -> list[str]:
    """What the checker says of HTML files, errors and warnings alike, each with its file and line."""
    command = ["java", "-jar", str(VNU), "--format", "json", "--also-check-svg", "--stdout", *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return [f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']}" for one in messages]
