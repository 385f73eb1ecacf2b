from pathlib import Path
from typing import Any

import pytest

from clusters.api import snapshot
from clusters.api.changes import RESOURCES


@pytest.fixture(autouse=True)
def snapshots_folder(settings: Any, tmp_path: Path) -> Path:
    """An empty place for snapshots."""
    settings.SNAPSHOTS_FOLDER = str(tmp_path / "snapshots")
    return tmp_path / "snapshots"


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Snapshots of two resources, where it is about the making and not about all that is in them."""
    two = {noun: RESOURCES[noun] for noun in ("cluster", "tier")}
    monkeypatch.setattr(snapshot, "RESOURCES", two)
