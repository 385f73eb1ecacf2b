"""The registry as it is really served: granian with its workers on a free port of this machine."""

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.lifeline import die_with_parent
from config.serve import HOST, server_command

PROJECT = Path(__file__).resolve().parent.parent
START_SECONDS = 180


@contextmanager
def served(database_url: str, log: Path) -> Iterator[str]:
    """Serve the registry on that database; answers the address, without a slash at the end."""
    port = free_port()
    environment = {**os.environ, "DATABASE_URL": database_url, "DATABASE_POOL": "true", "ANSWER_CACHE_MB": "8"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            server_command(port),
            cwd=PROJECT,
            env=environment,
            stdout=output,
            stderr=output,
            preexec_fn=die_with_parent(),  # noqa: PLW1509 (no threads here)
        )
    base = f"http://{HOST}:{port}"
    try:
        await_answer(f"{base}/healthz", process, log)
        yield base
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def await_answer(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers. Raises RuntimeError with its log when it ends or stays silent."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"The server did not start:\n{log.read_text()}")
