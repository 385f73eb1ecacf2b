"""The environment of a bare checkout, and of one in production."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config import local
from config.local import prepare_environment, secret_key

PROJECT = Path(__file__).resolve().parent.parent.parent


def test_secret_key_is_made_once_for_all_and_for_the_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "local" / "secret_key"

    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: secret_key(file), range(8)))

    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_prepare_environment_leaves_what_is_set_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "LOCAL_FOLDER", tmp_path / "none")
    monkeypatch.setenv("DATABASE_URL", "postgresql:///mine")
    monkeypatch.setenv("SECRET_KEY", "mine")

    server = prepare_environment()

    assert server is None
    assert (os.environ["DATABASE_URL"], os.environ["SECRET_KEY"]) == ("postgresql:///mine", "mine")
    assert not (tmp_path / "none").exists()


def test_production_makes_nothing_up_and_says_what_is_missing() -> None:
    environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "SECRET_KEY"}}
    environment["ENVIRONMENT"] = "production"

    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode
    assert "DATABASE_URL" in done.stderr
    assert "SECRET_KEY" in done.stderr


def run(*command: str, **environment: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "config.local", "run", *command],
        cwd=PROJECT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_run_hands_on_the_environment_and_the_exit_code() -> None:
    process = run("sh", "-c", 'echo "$DATABASE_URL"; exit 7', DATABASE_URL="postgresql:///mine")

    output, _ = process.communicate()

    assert (output, process.returncode) == ("postgresql:///mine\n", 7)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_run_passes_signals_on_and_waits(number: signal.Signals) -> None:
    program = f"trap 'echo heard; exit 3' {number.value}; echo ready; while :; do sleep 0.05; done"
    process = run("sh", "-c", program, DATABASE_URL="postgresql:///mine")
    assert process.stdout
    process.stdout.readline()

    process.send_signal(number)
    output, _ = process.communicate()

    assert (output, process.returncode) == ("heard\n", 3)
