"""Servers that are compared, each as its own processes, and what they take of the memory."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from config.lifeline import die_with_parent
from config.serve import HOST, THREADS, WORKERS, server_command
from tests.served import await_answer, free_port

PROJECT = Path(__file__).resolve().parent.parent
#: How long a server may take to stop.
STOP_SECONDS = 20


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    base: str
    process: "subprocess.Popen[bytes]"

    def megabytes(self) -> float:
        """What all its processes take together; what they share counts once (proportional set size)."""
        return sum(_pss(pid) for pid in _family(self.process.pid)) / 1024

    def resident(self) -> float:
        """The same as most tools add it up: what processes share counts for each of them."""
        return sum(_kilobytes(pid, "Rss:") for pid in _family(self.process.pid)) / 1024


def registry(port: int) -> list[str]:
    """The registry as ``make run`` serves it."""
    return server_command(port)


def like_the_registry(application: str) -> "list[str]":
    """Another WSGI application under the same server with as many workers and threads; the port is added."""
    threads = f"--blocking-threads={THREADS}"
    options = [f"--host={HOST}", f"--workers={WORKERS}", threads, "--no-ws"]
    return [sys.executable, "-m", "granian", "--interface=wsgi", *options, application]


@contextmanager
def serving(command: list[str], port: int, probe: str, log: Path, **environment: str) -> Iterator[Server]:
    """Run the server until the block ends; it answers at ``probe``."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env={**os.environ, **environment},
            stdout=output,
            stderr=output,
            preexec_fn=die_with_parent(),  # noqa: PLW1509 (no threads here)
        )
    base = f"http://{HOST}:{port}"
    try:
        await_answer(f"{base}{probe}", process, log)
        yield Server(base, process)
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Some servers do not stop while a client has a connection open: those are killed, with their workers."""
    family = _family(process.pid)
    process.terminate()
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()


def port() -> int:
    """One that is free."""
    return free_port()


def _family(pid: int) -> list[int]:
    """The process and those it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _pss(pid: int) -> int:
    return _kilobytes(pid, "Pss:")


def _kilobytes(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))
