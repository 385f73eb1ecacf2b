"""Chromium for the browser tests: found, or installed when that is ours to do.

``python -m tests.chromium`` is the step of ``make test`` that installs it: only as root on Debian.
"""

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "NO BROWSER TESTS: Chromium is missing; on Debian: apt-get install chromium"


def chromium() -> str | None:
    """The path of an installed Chromium, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def required() -> bool:
    """Whether a missing browser is a failure (in CI) and not just a pity."""
    return os.environ.get("REQUIRE_BROWSER") == "1"


def install() -> None:
    """Install Debian's Chromium when it is missing. Raises CalledProcessError when apt-get fails."""
    if chromium() or os.geteuid() != 0 or not Path("/etc/debian_version").exists():
        return
    print("Chromium: installing Debian's package for the browser tests", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", "--quiet=2", *command], env=environment, check=required())


if __name__ == "__main__":
    install()
