"""The embedded server through everything that happens to servers. Real processes, real kills."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from config import server_account
from config.data_folder import APPLICATION, SUPERUSER, prepare_data
from config.embedded_postgres import EmbeddedServer
from config.file_locks import try_lock
from config.server_account import ServerError, private_folder

PROJECT = Path(__file__).resolve().parent.parent.parent
LONG_NAME = "Næringsklynger på Åsane og Sørøya " * 6

#: A process that uses the server of argv[1], says where it is, and stays until its input ends.
USER_PROGRAM = """
import os, sys
from pathlib import Path
import psycopg
from config.embedded_postgres import EmbeddedServer
if len(sys.argv) > 2:
    os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[2]))
server = EmbeddedServer(Path(sys.argv[1]), throwaway="throwaway" in os.environ)
print(server.use(), server._postmaster(), flush=True)
sys.stdin.read()
"""


def start_user(home: Path, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", USER_PROGRAM, str(home), *arguments],
        cwd=PROJECT,
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def heard(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    line: str = process.stdout.readline()
    return line


def end(*processes: "subprocess.Popen[str]") -> None:
    for process in processes:
        process.communicate()


def lives(home: Path) -> bool:
    """Whether any process of the server is there: they all hold this lock."""
    descriptor = try_lock(home / "server.lock")
    if descriptor is not None:
        os.close(descriptor)
    return descriptor is None


def wait_until_dead(home: Path) -> None:
    deadline = time.monotonic() + 10
    while lives(home):
        assert time.monotonic() < deadline, "the server still lives"
        time.sleep(0.02)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that root's server account reaches, which pytest's own are not."""
    with passable_folder() as folder:
        yield folder


@contextmanager
def passable_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="klynge-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture(scope="session")
def fresh_data() -> Iterator[Path]:
    """A data folder as initdb leaves it, to be copied: making one takes seconds."""
    with passable_folder() as folder:
        account = server_account.server_account()
        prepare_data(folder / "data", account, durable=False)
        yield folder / "data"


@pytest.fixture
def home(folder: Path, fresh_data: Path) -> Path:
    """The home of a server that has run before."""
    (folder / "postgres").mkdir()
    subprocess.run(["cp", "-a", fresh_data, folder / "postgres" / "data"], check=True)
    return folder / "postgres"


@pytest.fixture
def server(home: Path) -> Iterator[EmbeddedServer]:
    server = EmbeddedServer(home)
    yield server
    server.leave()
    server.stop()


def test_use_makes_an_empty_database_sorted_alike_everywhere(folder: Path) -> None:
    server = EmbeddedServer(folder / "postgres")
    url = server.use()

    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT current_database(), datlocale, pg_encoding_to_char(encoding), current_setting('timezone'), "
            "current_setting('listen_addresses'), current_setting('fsync') "
            "FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    server.leave()

    assert row == ("klyngeregisteret", "C.UTF-8", "UTF8", "UTC", "", "on")


def test_use_by_eight_processes_at_once_gives_one_server(folder: Path) -> None:
    home = folder / "postgres"

    processes = [start_user(home) for _ in range(8)]
    answers = {heard(process) for process in processes}
    end(*processes)

    assert len(answers) == 1
    assert not lives(home)


def test_leave_by_the_last_user_stops_the_server_and_not_before(home: Path) -> None:
    first, second = start_user(home), start_user(home)
    heard(first)
    heard(second)

    end(first)
    alive_with_one_left = lives(home)
    end(second)

    assert alive_with_one_left
    assert not lives(home)


def test_use_finds_the_server_that_a_killed_process_left(home: Path) -> None:
    killed = start_user(home)
    before = heard(killed)
    killed.kill()
    killed.communicate()

    next_one = start_user(home)
    after = heard(next_one)
    end(next_one)

    assert after == before
    assert not lives(home)


def test_use_recovers_what_was_committed_after_the_server_was_killed(server: EmbeddedServer) -> None:
    server.use()
    with psycopg.connect(server.owner_url) as connection:
        connection.execute("CREATE TABLE cluster AS SELECT 'Blå Næringsklynge' AS name")
    pid = server._postmaster()
    assert pid

    os.kill(pid, signal.SIGKILL)
    wait_until_dead(server.home)
    server.keep_alive()

    with psycopg.connect(server.owner_url) as connection:
        assert connection.execute("SELECT name FROM cluster").fetchone() == ("Blå Næringsklynge",)


def test_use_recognises_a_pid_file_whose_number_another_process_has(server: EmbeddedServer) -> None:
    server.use()
    server.leave()
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n1\n5432\n{server.socket_folder}\n")

    url = server.use()

    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_use_starts_afresh_where_creation_was_killed_half_way(folder: Path) -> None:
    server = EmbeddedServer(folder / "postgres", throwaway=True)
    (server.home / "data.unfinished" / "base").mkdir(parents=True)

    server.use()
    server.leave()

    assert not (server.home / "data.unfinished").exists()


def test_use_works_in_a_long_path_with_spaces_and_norwegian_letters(folder: Path) -> None:
    server = EmbeddedServer(folder / LONG_NAME.strip() / "postgres", throwaway=True)
    assert len(str(server.home)) > 200

    server.use()
    with psycopg.connect(server.owner_url) as connection:
        found = connection.execute("SHOW data_directory").fetchone()
    server.leave()

    assert found == (str(server.data),)


def test_use_refuses_data_of_another_major_version_and_says_what_to_do(server: EmbeddedServer) -> None:
    server.use()
    server.leave()
    (server.data / "PG_VERSION").write_text("15\n")

    with pytest.raises(ServerError, match=r"PostgreSQL 15.*operations\.md"):
        server.use()


def test_use_quotes_the_log_when_the_server_does_not_start(server: EmbeddedServer) -> None:
    server.use()
    server.leave()
    (server.data / "postgresql.conf").write_text("there_is_no_such_setting = 1\n")

    with pytest.raises(ServerError, match="there_is_no_such_setting"):
        server.use()


def test_use_refuses_a_server_that_somebody_else_started_on_the_data(server: EmbeddedServer) -> None:
    server.use()
    server.leave()
    command = [str(server_account.binaries(server.account) / "postgres"), "-D", str(server.data)]
    quiet = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={server.data}"]
    other = subprocess.Popen([*command, *quiet], cwd="/", stderr=subprocess.PIPE, **server.account.switch)
    assert other.stderr
    assert any(b"ready to accept" in line for line in other.stderr)

    with pytest.raises(ServerError, match=f"process {other.pid}"):
        server.use()

    other.send_signal(signal.SIGINT)
    other.communicate()


def test_stop_leaves_a_server_in_use_alone(server: EmbeddedServer) -> None:
    server.use()

    stopped = server.stop()

    assert not stopped
    assert lives(server.home)


def test_throwaway_dies_with_its_parent(home: Path) -> None:
    process = start_user(home, throwaway="1")
    heard(process)

    process.kill()
    process.communicate()

    wait_until_dead(home)


def test_forked_child_leaves_the_server_to_its_parent(server: EmbeddedServer) -> None:
    server.use()

    child = os.fork()
    if child == 0:
        server.leave()
        os._exit(0)
    os.waitpid(child, 0)

    assert lives(server.home)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_use_works_as_an_ordinary_user(folder: Path) -> None:
    nobody = server_account.server_account().uid
    home = folder / "ordinary"
    home.mkdir()
    os.chown(home, nobody, -1)

    process = start_user(home, str(nobody), throwaway="1")
    answer = heard(process)
    owner = (home / "data").stat().st_uid
    end(process)

    assert answer.startswith("postgresql:///klyngeregisteret?host=%2Ftmp%2F")
    assert owner == nobody
    assert not lives(home)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_root_puts_data_elsewhere_when_the_server_account_cannot_reach_the_project(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(server_account, "SHARED_FOLDER", folder / "elsewhere")
    closed = folder / "closed"
    closed.mkdir(mode=0o700)

    server = EmbeddedServer(closed / "project" / "postgres", throwaway=True)
    server.use()
    server.leave()

    assert server.home.parent == folder / "elsewhere"
    assert closed.stat().st_mode & 0o777 == 0o700
    assert capfd.readouterr().err.count(str(server.home)) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_root_copies_the_binaries_that_the_server_account_cannot_reach(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = server_account.server_account()
    hidden = folder / "hidden"
    hidden.mkdir(mode=0o700)
    site_packages = server_account.binaries(account).parent.parent.parent
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        (hidden / name).symlink_to(site_packages / name)
    monkeypatch.setattr(server_account, "SHARED_FOLDER", folder / "elsewhere")
    monkeypatch.syspath_prepend(hidden)

    programs = server_account.binaries(account)

    assert programs.is_relative_to(folder / "elsewhere")
    done = subprocess.run([programs / "initdb", "--version"], capture_output=True, check=True, **account.switch)
    assert b"18." in done.stdout


@pytest.mark.parametrize("trap", ["link", "open", "file"])
def test_private_folder_refuses_what_is_not_one(folder: Path, trap: str) -> None:
    place = folder / "sockets"
    if trap == "link":
        place.symlink_to(folder)
    elif trap == "open":
        place.mkdir()
        place.chmod(0o755)
    else:
        place.touch(mode=0o600)

    with pytest.raises(ServerError, match="not a private folder"):
        private_folder(place, server_account.server_account())


def test_import_starts_and_creates_nothing(folder: Path) -> None:
    program = "import sys, config.embedded_postgres, config.local; print('embedded_postgres' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "False\n"
    assert list(folder.iterdir()) == []


def test_addresses_name_the_roles_and_the_socket_folder(server: EmbeddedServer) -> None:
    application, owner = map(psycopg.conninfo.conninfo_to_dict, (server.url, server.owner_url))

    shared = {"dbname": "klyngeregisteret", "host": str(server.socket_folder)}
    assert application == {**shared, "user": APPLICATION}
    assert owner == {**shared, "user": SUPERUSER}
