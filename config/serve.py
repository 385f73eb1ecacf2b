"""``make run``, second half: the database reached, everything prepared, then the application server."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg

from config.local import prepare_environment, run

PROJECT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
WORKERS = 2
#: Fewer than the connections of a worker's pool (8), so that no request waits for one.
THREADS = 4


def check_database() -> None:
    """Raise SystemExit with one sentence, and no traceback, when the database cannot be reached.

    With an owner's address it is the owner that is tried: the application's role may still have to be made.
    """
    if not os.environ.get("DATABASE_URL"):
        raise SystemExit("Error: DATABASE_URL is not set, and with ENVIRONMENT=production nothing stands in for it.")
    reach("DATABASE_OWNER_URL" if os.environ.get("DATABASE_OWNER_URL") else "DATABASE_URL")


def reach(variable: str) -> None:
    """Connect to the address the variable holds, once. Raises SystemExit with one sentence when that fails."""
    try:
        psycopg.connect(os.environ[variable], connect_timeout=5).close()
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise SystemExit(f"Error: the database of {variable} cannot be reached: {reason}") from None


def prepare() -> None:
    """Run config/prepare.py in a process of its own. Raises SystemExit when it fails; it has said why."""
    if subprocess.run([sys.executable, "-m", "config.prepare"], cwd=PROJECT, check=False).returncode:
        raise SystemExit("Error: the registry could not be prepared, see above.")


def server_command(port: int) -> list[str]:
    """The command of the application server (config/web.py)."""
    return [sys.executable, "-m", "config.web", str(port)]


def main(port: int) -> int:
    """Prepare everything, serve until told to stop, answer the exit code."""
    own = os.environ.get("DATABASE_URL")
    print(f"Database: {'the one DATABASE_URL names' if own else 'embedded PostgreSQL in .local/postgres'}", flush=True)
    server = prepare_environment()
    check_database()
    prepare()
    reach("DATABASE_URL")
    os.environ.pop("DATABASE_OWNER_URL", None)  # whoever breaks into the server that answers finds no owner there
    print("Staff: .venv/bin/python manage.py create_staff --owner siva --role administrator NAME")
    print(f"Ready: http://{HOST}:{port}/ (Ctrl-C stops)", flush=True)
    return run(server_command(port), server)


if __name__ == "__main__":
    try:
        sys.exit(main(int(sys.argv[1])))
    except KeyboardInterrupt:
        sys.exit(130)
