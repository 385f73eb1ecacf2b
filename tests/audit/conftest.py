"""The table that ``make audit`` ends with."""

import pytest

from tests.audit.tools import CATEGORIES

ROWS = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Begin with an empty table."""
    config.stash[ROWS] = []


@pytest.fixture
def audit_table(pytestconfig: pytest.Config) -> list[str]:
    """The lines of the table, to be added to."""
    return pytestconfig.stash[ROWS]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print it."""
    if rows := config.stash.get(ROWS, []):
        heads = "".join(f"{name:>15}" for name in CATEGORIES)
        terminalreporter.section("audit")
        terminalreporter.write_line(f"{'page':<36}{heads}{'paint ms':>10}{'reckoned ms':>13}{'shift':>8}")
        for row in rows:
            terminalreporter.write_line(row)
