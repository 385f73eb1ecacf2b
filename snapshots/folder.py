"""Where the snapshots lie: one folder each, whole or not there at all."""

import datetime as dt
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

#: A snapshot is called by the moment it was begun, in UTC.
NAME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{6}Z", re.ASCII)
_MOMENT = "%Y-%m-%dT%H%M%SZ"
MANIFEST = "datapackage.json"
CHECKSUMS = "SHA256SUMS"
#: What is being made is called so until it is whole.
UNFINISHED = ".unfinished-"


@dataclass(frozen=True)
class Snapshot:
    """A finished snapshot and what its manifest says of it."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def name(self) -> str:
        """Names it in its address."""
        return self.folder.name

    @property
    def files(self) -> list[dict[str, Any]]:
        """The data files as the manifest describes them."""
        return list(self.manifest["resources"])

    def path(self, file: str) -> Path | None:
        """The file of that name; None unless the manifest knows it or it is the manifest or the checksums."""
        known = {MANIFEST, CHECKSUMS, *(str(entry["path"]) for entry in self.files)}
        return self.folder / file if file in known else None


def name_of(moment: dt.datetime) -> str:
    """What a snapshot begun at the moment is called."""
    return moment.astimezone(dt.UTC).strftime(_MOMENT)


def free_name(moment: dt.datetime) -> str:
    """What a snapshot begun at the moment is called, or at the first second after it that no other was begun at."""
    while (root() / name_of(moment)).exists():
        moment += dt.timedelta(seconds=1)
    return name_of(moment)


def root() -> Path:
    """The folder of all of them; made when there is none."""
    folder = Path(settings.SNAPSHOTS_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def snapshots() -> list[Snapshot]:
    """Every finished snapshot, the newest first."""
    return [snapshot for name in _names() if (snapshot := _read(name))]


def find(name: str) -> Snapshot | None:
    """The snapshot of that name."""
    return _read(name) if NAME.fullmatch(name) else None


def latest() -> Snapshot | None:
    """The newest one."""
    return next((snapshot for name in _names() if (snapshot := _read(name))), None)


def remove(name: str) -> None:
    """Take a snapshot away. It is no snapshot from the first moment on; who is reading a file reads it to its end."""
    leaving = root() / f"{UNFINISHED}{name}"
    (root() / name).rename(leaving)
    shutil.rmtree(leaving)


def sweep() -> None:
    """Take away what runs left behind that were killed."""
    for folder in root().glob(f"{UNFINISHED}*"):
        shutil.rmtree(folder)


def superseded(names: list[str], days: int, months: int) -> list[str]:
    """Which of the names, newest first, are no longer kept: all but ``days`` newest and each month's first.

    ``months`` of the months that have any; the newest of all is always kept.
    """
    first_of_month = {name[: len("2026-11")]: name for name in names}
    kept = {*names[: max(days, 1)], *list(first_of_month.values())[:months]}
    return [name for name in names if name not in kept]


def _names() -> list[str]:
    found = Path(settings.SNAPSHOTS_FOLDER).glob("*Z")
    return sorted((path.name for path in found if NAME.fullmatch(path.name)), reverse=True)


def _read(name: str) -> Snapshot | None:
    folder = Path(settings.SNAPSHOTS_FOLDER) / name
    try:
        return Snapshot(folder, json.loads((folder / MANIFEST).read_bytes()))
    except FileNotFoundError:
        return None
