"""The tools of ``make audit``: Lighthouse and the W3C's checker of HTML (vnu), of the versions in package-lock.json.

They come from npm into ``.local/audit``, outside git; nothing of them is part of the registry.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

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


class Audit(NamedTuple):
    """What Lighthouse says of a page on a slow phone: 1.6 Mbit/s, 150 ms, a processor four times slower, simulated."""

    scores: dict[str, int]
    paint_ms: float
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
    """Run Lighthouse on the page as it comes by default: a phone, simulated throttling, an empty cache."""
    command = ["node", str(LIGHTHOUSE), url, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"]
    done = subprocess.run(
        [*command, f"--only-categories={','.join(CATEGORIES)}"],
        env={**os.environ, "CHROME_PATH": str(chromium())},
        capture_output=True,
        check=True,
    )
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


def invalid(pages: Iterable[Path]) -> list[str]:
    """What the checker says of HTML files, errors and warnings alike, each with its file and line."""
    command = ["java", "-jar", str(VNU), "--format", "json", "--also-check-svg", "--stdout", *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return [f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']}" for one in messages]
