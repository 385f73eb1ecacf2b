"""The data folder of the embedded PostgreSQL: made whole or not at all, and of the right version."""

import os
import shutil
import subprocess
from pathlib import Path

from config.server_account import Account, ServerError, binaries, major_version

DATABASE = "klyngeregisteret"
#: Owns the tables; the application connects as a role that cannot alter history (history/fence.py makes it).
SUPERUSER = "postgres"
APPLICATION = "registry_application"

#: What the role may do is granted with the migrations. Single-user mode takes one statement a line.
FIRST_STATEMENTS = f"CREATE DATABASE {DATABASE};\nCREATE ROLE {APPLICATION} LOGIN;\n"

#: Nothing of the caller's: its locale and PG* variables must not change the server.
CLEAN_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def prepare_data(data: Path, account: Account, *, durable: bool) -> None:
    """Make the data folder, or check the one that is there.

    Raises ServerError when the data belong to another major version of PostgreSQL.
    """
    try:
        found = (data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        _create_data(data, account, durable=durable)
        return
    if found != major_version():
        raise ServerError(
            f"{data} holds data of PostgreSQL {found}, and the installed server is {major_version()}: move them over "
            "as docs/operations.md says under 'Upgrading PostgreSQL', or move the folder away to start afresh."
        )


def _create_data(data: Path, account: Account, *, durable: bool) -> None:
    """Build under another name and rename at the end, so that a killed start leaves nothing half-made."""
    unfinished = data.with_name("data.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    account.own(unfinished)
    # The builtin locale sorts and folds alike on every machine, which the system's locales do not.
    options = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8", "--auth=trust"]
    if not durable:
        options.append("--no-sync")
    _run(account, "initdb", "-D", unfinished, f"--username={SUPERUSER}", *options)
    _run(account, "postgres", "--single", "-D", unfinished, SUPERUSER, given=FIRST_STATEMENTS)
    unfinished.rename(data)


def _run(account: Account, program: str, *arguments: str | Path, given: str = "") -> None:
    done = subprocess.run(
        [binaries(account) / program, *arguments],
        input=given,
        cwd="/",
        env=CLEAN_ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        **account.switch,
    )
    if done.returncode:
        raise ServerError(f"{program} failed for {arguments}: {(done.stderr or done.stdout).strip()}")
