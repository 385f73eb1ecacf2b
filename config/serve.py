"""``make run``, second half: database, data, translations and static files ready, then the server.

Every step prints one line and does nothing when nothing is left to do.
"""

import os
import subprocess
import sys
from pathlib import Path

import psycopg

from config.file_locks import locked
from config.local import LOCAL_FOLDER, prepare_environment, run

PROJECT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
WORKERS = 2


def check_database() -> None:
    """Raise SystemExit with one sentence, and no traceback, when the database cannot be reached."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        raise SystemExit("Error: DATABASE_URL is not set, and with ENVIRONMENT=production nothing stands in for it.")
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise SystemExit(f"Error: the database of DATABASE_URL cannot be reached: {reason}") from None


def step(title: str, *arguments: str) -> None:
    """Print the line and run a command of manage.py. Raises SystemExit when it fails; it has said why."""
    print(title, flush=True)
    done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=PROJECT, check=False)
    if done.returncode:
        raise SystemExit(f"Error: `manage.py {arguments[0]}` failed, see above.")


def compile_translations() -> None:
    """Compile each catalogue that is newer than its compiled form, with Babel: GNU gettext may be missing."""
    print("Translations: compiling", flush=True)
    for source in sorted((PROJECT / "locale").glob("*/LC_MESSAGES/django.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            compile_catalogue(source, compiled)


def compile_catalogue(source: Path, compiled: Path) -> None:
    """Write the compiled form of one catalogue, whole or not at all."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    draft = compiled.with_suffix(f".{os.getpid()}")
    with source.open("rb") as text, draft.open("wb") as output:
        write_mo(output, read_po(text, abort_invalid=True))
    draft.replace(compiled)


def prepare() -> None:
    """Bring database, translations and static files up to date; one process at a time."""
    with locked(LOCAL_FOLDER / "prepare.lock"):
        compile_translations()
        step("Migrations: bringing the database's tables up to date", "migrate", "--verbosity=0")
        step("Registry: loading clusters, regions and programmes", "load_registry")
        step("Static files: collecting", "collectstatic", "--no-input", "--verbosity=0")


def granian(port: int) -> list[str]:
    """The command of the application server. A worker that dies is replaced."""
    options = [f"--host={HOST}", f"--port={port}", f"--workers={WORKERS}", "--respawn-failed-workers", "--no-ws"]
    return [sys.executable, "-m", "granian", "--interface=wsgi", *options, "config.wsgi:application"]


def main(port: int) -> int:
    """Prepare everything, serve until told to stop, answer the exit code."""
    own = os.environ.get("DATABASE_URL")
    print(f"Database: {'the one DATABASE_URL names' if own else 'embedded PostgreSQL in .local/postgres'}", flush=True)
    server = prepare_environment()
    check_database()
    LOCAL_FOLDER.mkdir(exist_ok=True)
    prepare()
    print("Staff: .venv/bin/python manage.py create_staff --owner siva --role administrator NAME")
    print(f"Ready: http://{HOST}:{port}/ (Ctrl-C stops)", flush=True)
    return run(granian(port), server)


if __name__ == "__main__":
    try:
        sys.exit(main(int(sys.argv[1])))
    except KeyboardInterrupt:
        sys.exit(130)
