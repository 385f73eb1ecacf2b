"""Makes ``.venv`` hold what the lock files say. Runs before anything is installed: standard library only.

``python3 -m config.virtual_environment run`` installs requirements.txt, ``dev`` installs requirements-dev.txt,
which contains all of requirements.txt. Nothing is done when that has been done for these very files.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
FOLDER = PROJECT / ".venv"
PYTHON = FOLDER / "bin" / "python"
STAMP = FOLDER / "installed"
LOCK_FILES = {"run": "requirements.txt", "dev": "requirements-dev.txt"}


def ensure(kind: str) -> None:
    """Create the environment and install what is missing. Raises SystemExit with one sentence when that fails."""
    (PROJECT / ".local").mkdir(exist_ok=True)
    with (PROJECT / ".local" / "venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two starts at once must not install into each other
        if not _up_to_date(kind):
            _create()
            _install(kind)


def _up_to_date(kind: str) -> bool:
    wanted = _fingerprint()
    stamp = STAMP.read_text() if STAMP.exists() else ""
    return stamp in {f"{kind} {wanted}", f"dev {wanted}"} and _works("-c", "")


def _fingerprint() -> str:
    content = b"".join((PROJECT / name).read_bytes() for name in LOCK_FILES.values())
    return hashlib.sha256(content).hexdigest()


def _works(*arguments: str) -> bool:
    """Whether the environment's Python runs at all: the one it was made from may be gone."""
    try:
        return subprocess.run([PYTHON, *arguments], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _create() -> None:
    STAMP.unlink(missing_ok=True)
    if _works("-m", "pip", "--version"):
        return
    print("Virtual environment: creating .venv", flush=True)
    shutil.rmtree(FOLDER, ignore_errors=True)
    done = subprocess.run([sys.executable, "-m", "venv", FOLDER], check=False)
    if done.returncode:
        raise SystemExit("Error: no virtual environment could be made; on Debian: apt-get install python3-venv")


def _install(kind: str) -> None:
    print(f"Dependencies: installing {LOCK_FILES[kind]} into .venv (the first time takes a minute)", flush=True)
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    command = [str(PYTHON), "-m", "pip", "install", *options, "-r", str(PROJECT / LOCK_FILES[kind])]
    if subprocess.run(command, check=False).returncode:
        raise SystemExit("Error: installing failed, see above; once mended, run the same command again.")
    STAMP.write_text(f"{kind} {_fingerprint()}")


if __name__ == "__main__":
    try:
        ensure(sys.argv[1])
    except KeyboardInterrupt:
        raise SystemExit("Interrupted; the next run takes it up again.") from None
