"""The tests' template database, kept from one session to the next until something changes that goes into it.

Migrating an empty database takes a minute, copying a stopped server's data folder less than a second. Only servers
of our own are kept: nothing is left behind on one that DATABASE_URL names.
"""

import datetime as dt
import hashlib
import platform
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from config.file_locks import locked
from config.local import LOCAL_FOLDER

PROJECT = Path(__file__).resolve().parent.parent
KEPT = LOCAL_FOLDER / "test-template"
LOCK = LOCAL_FOLDER / "test-template.lock"
#: Doors, which neither migrations nor loaders may import (pyproject.toml), and what is no code: all else is taken
#: to go into the database. Rather one template too many than one that is out of date.
LEFT_OUT = {"admin", "admin.py", "api", "feeds.py", "sitemaps.py", "static", "templates", "templatetags", "urls.py"}
LEFT_OUT |= {"views", "views.py", "__pycache__"}
ROOMS_LEFT_OUT = {"tests", "benchmarks"}


def fingerprint(project: Path = PROJECT) -> str:
    """All that the registry in the template is made from: code, data, packages and the day it was loaded on."""
    digest = hashlib.sha256(f"{platform.python_version()} {today()}".encode())
    for path in sources(project):
        content = path.read_bytes()
        digest.update(f"\n{path.relative_to(project)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def today() -> str:
    """The day, both here and in the database, which counts in UTC."""
    now = dt.datetime.now(dt.UTC)
    return f"{now.date()} {now.astimezone(ZoneInfo('Europe/Oslo')).date()}"


def sources(project: Path) -> Iterator[Path]:
    """The files of every room, but for those that write nothing into an empty database."""
    yield project / "requirements.txt"
    rooms = {room.parent for room in project.glob("*/__init__.py")} - {project / name for name in ROOMS_LEFT_OUT}
    for path in sorted(path for room in rooms for path in room.rglob("*")):
        if path.is_file() and LEFT_OUT.isdisjoint(path.relative_to(project).parts):
            yield path


def take(data: Path, wanted: str) -> None:
    """Put the data folder there that was kept with that fingerprint, if there is one."""
    with locked(LOCK):
        if (KEPT / wanted).is_dir():
            copy(KEPT / wanted, data)


def keep(data: Path, made_from: str) -> None:
    """Keep the data folder of a server that has been stopped, and none of another time.

    Nothing is kept when the sources have changed since that fingerprint was taken: who knows which went in.
    """
    with locked(LOCK):
        shutil.rmtree(KEPT, ignore_errors=True)
        if made_from == fingerprint():
            KEPT.mkdir()
            copy(data, KEPT / "unfinished")
            (KEPT / "unfinished").rename(KEPT / made_from)


def copy(source: Path, target: Path) -> None:
    """Copy the folder with its owners, who are not those who run the tests when these run as root."""
    subprocess.run(["cp", "-pR", source, target], check=True)
