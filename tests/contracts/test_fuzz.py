"""The schema is true: whatever it allows is answered as it says, and what it does not allow is refused.

A few cases in every run of the tests, deterministic; ``make fuzz`` asks 20,000, ``FUZZ=…`` any number.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("served")
PROJECT = Path(__file__).resolve().parents[2]
#: Operations there are at least; so many cases each make the number asked for.
OPERATIONS = 26
QUICK = ["--phases", "fuzzing", "--max-examples", "3"]


def run(server: str, *options: str) -> str:
    """What schemathesis says, with every check on; the test fails when it found a fault."""
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{server}/api/v1/schema/", "--checks", "all"]
    done = subprocess.run(
        [*command, "--continue-on-failure", "--no-color", *options],
        cwd=PROJECT,
        stdout=None if "FUZZ" in os.environ else subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout or "")[-20_000:]
    return done.stdout or ""


def test_whatever_the_schema_allows_is_answered_as_it_says(server: str) -> None:
    wanted = int(os.environ.get("FUZZ", "0"))
    said = run(server, *(["--max-examples", str(max(wanted // OPERATIONS, 1))] if wanted else QUICK))

    if not wanted:
        generated = re.search(r"(\d+) generated, \1 passed", said)
        assert generated
        assert int(generated[1]) >= OPERATIONS
