"""``make run``, first half: from a bare checkout to a virtual environment. Standard library only.

The second half, config/serve.py, runs inside that environment.
"""

import os
import socket
import sys

from config.virtual_environment import PROJECT, PYTHON, ensure

HOST = "127.0.0.1"
HIGHEST_PORT = 65535


def free_port(text: str) -> int:
    """The port to listen on. Raises SystemExit with one sentence when it is no port or is taken."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= HIGHEST_PORT):
        raise SystemExit(f"Error: PORT={text} is not a port number; choose one from 1024 to {HIGHEST_PORT}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except OSError as error:
            raise SystemExit(
                f"Error: port {text} cannot be used ({os.strerror(error.errno or 0)}); "
                "choose another: make run PORT=8001"
            ) from None
    return int(text)


def main() -> None:
    """Check the port before anything slow, make the environment, and become the second half."""
    port = free_port(os.environ.get("PORT") or "8000")
    ensure("run")
    os.chdir(PROJECT)
    os.execv(PYTHON, [str(PYTHON), "-m", "config.serve", str(port)])  # noqa: S606 (no shell wanted)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
