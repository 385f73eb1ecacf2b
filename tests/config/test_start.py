"""What `make run` says before it starts, and when it cannot."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config import prepare, serve, virtual_environment
from config.start import HOST, free_port

PROJECT = Path(__file__).resolve().parent.parent.parent
OLD_PYTHON = "#!/bin/sh\nexit 1\n"
#: New enough, but without ensurepip, as Debian's python3 is without python3-venv.
BARE_PYTHON = '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1 ;; esac\n'


@pytest.mark.parametrize("text", ["", "0", "65536", "http", "-1", "٨٠٨٠"])
def test_free_port_refuses_what_is_no_port(text: str) -> None:
    with pytest.raises(SystemExit, match="is not a port number"):
        free_port(text)


def test_free_port_refuses_a_port_in_use() -> None:
    with socket.create_server((HOST, 0)) as taken, pytest.raises(SystemExit, match="choose another: make run PORT="):
        free_port(str(taken.getsockname()[1]))


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        (OLD_PYTHON, "Error: Python 3.11 or newer is needed"),
        (BARE_PYTHON, "apt-get install python3-venv"),
    ],
)
def test_python_sh_says_in_one_sentence_what_is_missing(tmp_path: Path, program: str, sentence: str) -> None:
    (tmp_path / "python3").write_text(program)
    (tmp_path / "python3").chmod(0o755)

    done = subprocess.run(
        [shutil.which("sh") or "sh", "config/python.sh"],
        cwd=PROJECT,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("variable", ["DATABASE_URL", "DATABASE_OWNER_URL"])
def test_check_database_says_in_one_sentence_that_it_cannot_be_reached(variable: str) -> None:
    environment = {
        **os.environ,
        "DATABASE_OWNER_URL": "",
        variable: "postgresql://somebody:hemmelig@127.0.0.1:9/nothing",
    }

    done = subprocess.run(
        [sys.executable, "-m", "config.serve", "9"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: the database of {variable} cannot be reached")
    assert done.stderr.count("\n") == 1
    assert "hemmelig" not in done.stderr


def test_check_database_asks_for_an_address_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL")

    with pytest.raises(SystemExit, match="DATABASE_URL is not set"):
        serve.check_database()


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with lock files and no virtual environment, whose Python is this one."""
    for name in virtual_environment.LOCK_FILES.values():
        (tmp_path / name).write_text("")
    monkeypatch.setattr(virtual_environment, "PROJECT", tmp_path)
    monkeypatch.setattr(virtual_environment, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(virtual_environment, "STAMP", tmp_path / "installed")
    return tmp_path


@pytest.mark.parametrize(("installed", "wanted"), [("run", "run"), ("dev", "dev"), ("dev", "run")])
def test_ensure_does_nothing_the_second_time(
    environment: Path, installed: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (environment / "installed").write_text(f"{installed} {virtual_environment._fingerprint()}")
    monkeypatch.setattr(virtual_environment, "_install", pytest.fail)

    virtual_environment.ensure(wanted)


@pytest.mark.parametrize("stamp", [None, "run", "dev of other files"])
def test_ensure_installs_after_a_change_or_an_interruption(
    environment: Path, stamp: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if stamp == "run":
        stamp = f"run {virtual_environment._fingerprint()}"
    if stamp:
        (environment / "installed").write_text(stamp)
    installed: list[str] = []
    monkeypatch.setattr(virtual_environment, "_install", installed.append)
    monkeypatch.setattr(virtual_environment, "_create", lambda: None)

    virtual_environment.ensure("dev")

    assert installed == ["dev"]


def test_compile_catalogue_leaves_out_what_is_uncertain(tmp_path: Path) -> None:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    source = tmp_path / "django.po"
    source.write_text(head + '\nmsgid "Clusters"\nmsgstr "Klynger"\n\n#, fuzzy\nmsgid "Owner"\nmsgstr "Årsrapport"\n')

    prepare.compile_catalogue(source, tmp_path / "django.mo")

    compiled = (tmp_path / "django.mo").read_bytes()
    assert b"Klynger" in compiled
    assert "Årsrapport".encode() not in compiled
