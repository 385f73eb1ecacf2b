"""Which server, how many workers and threads, and which way to the database: the registry under each, in turns.

``python -m config.local run python -m benchmarks.servers`` prints, for a few doors and each choice, answers a second by
those of what is in use, as the median of the rounds, and the memory of its processes. What is not installed (gunicorn,
uvicorn and ``psycopg[c]`` are no part of the registry) is left out. The choice stands in docs/adr/0013.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.load import load
from benchmarks.serving import Server, port, serving
from config.serve import server_command

DOORS = ("/api/v1/clusters/?page_size=50", "/api/v1/clusters/?q=havbruk", "/klynger/")
IN_USE = "as in use"
CONNECTIONS = 8
_GRANIAN = [sys.executable, "-m", "granian", "--host=127.0.0.1", "--no-ws"]


@dataclass(frozen=True)
class Choice:
    """A server's command and, where the database is reached in another way, what differs in its settings."""

    name: str
    command: Callable[[int], list[str]]
    database: dict[str, Any] | None = None
    #: Which of psycopg's implementations reaches it; the quickest that is installed unless one is named.
    psycopg: str = ""


def _granian(workers: int, threads: int, interface: str = "wsgi") -> Callable[[int], list[str]]:
    options = [f"--workers={workers}", f"--interface={interface}"]
    threaded = [f"--blocking-threads={threads}"] if interface == "wsgi" else []
    return lambda free: [*_GRANIAN, f"--port={free}", *options, *threaded, f"benchmarks.variant:{interface}"]


def _gunicorn(free: int) -> list[str]:
    options = ["--workers=2", "--threads=4", "--worker-class=gthread", "--log-level=error"]
    return [sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{free}", *options, "benchmarks.variant:wsgi"]


def _uvicorn(free: int) -> list[str]:
    options = ["--host=127.0.0.1", f"--port={free}", "--workers=2", "--log-level=error"]
    return [sys.executable, "-m", "uvicorn", *options, "benchmarks.variant:asgi"]


def choices() -> list[Choice]:
    """All that can be run here."""
    pool = {"min_size": 1, "max_size": 8, "timeout": 5}
    return [
        Choice(IN_USE, server_command),
        *(Choice(f"granian {w} × {t}", _granian(w, t)) for w, t in ((1, 4), (2, 1), (2, 2), (2, 4))),
        Choice("granian ASGI 2", _granian(2, 0, "asgi")),
        *([Choice("gunicorn gthread 2 × 4", _gunicorn)] if find_spec("gunicorn") else []),
        *([Choice("uvicorn 2", _uvicorn)] if find_spec("uvicorn") else []),
        Choice("2 × 4, a connection for each request", _granian(2, 4), {"pool": None}),
        Choice("2 × 4, persistent connections", _granian(2, 4), {"pool": None, "CONN_MAX_AGE": 600}),
        Choice("2 × 4, pool that checks nothing", _granian(2, 4), {"pool": pool, "CONN_HEALTH_CHECKS": False}),
        Choice("2 × 4, never prepared", _granian(2, 4), {"prepare_threshold": None}),
        Choice("2 × 4, prepared at once", _granian(2, 4), {"prepare_threshold": 0}),
        Choice("2 × 4, binding by the server", _granian(2, 4), {"server_side_binding": True}),
        *(Choice(f"2 × 4, psycopg[{name}]", _granian(2, 4), psycopg=name) for name in _implementations()),
    ]


def _implementations() -> list[str]:
    return [name for name in ("c", "binary") if find_spec(f"psycopg_{name}")] + ["python"]


@contextmanager
def _served(choice: Choice) -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as folder:
        free = port()
        different = {"DATABASE_IS_DIFFERENT": json.dumps(choice.database)} if choice.database else {}
        if choice.psycopg:
            different["PSYCOPG_IMPL"] = choice.psycopg
        log = Path(folder, "log")
        with serving(choice.command(free), free, "/healthz", log, ANSWER_CACHE_MB="0", **different) as server:
            yield server


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="benchmarks.servers", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0)
    asked = parser.parse_args()
    random = Random(1)  # noqa: S311 (not for secrets)
    rates: dict[tuple[str, str], list[float]] = defaultdict(list)
    memory: dict[str, float] = {}
    for number in range(asked.rounds):
        for choice in random.sample(choices(), len(choices())):
            print(f"Round {number + 1} of {asked.rounds}: {choice.name}", file=sys.stderr, flush=True)
            with _served(choice) as server:
                for door in DOORS:
                    load(f"{server.base}{door}", CONNECTIONS, 1)
                    found = load(f"{server.base}{door}", CONNECTIONS, asked.seconds)
                    rates[choice.name, door].append(found.per_second)
                    print(f"{door}: {found}", file=sys.stderr, flush=True)
                memory[choice.name] = server.megabytes()
    print("\n".join(table(rates, memory)))
    return 0


def table(rates: dict[tuple[str, str], list[float]], memory: dict[str, float]) -> list[str]:
    """Lines of Markdown."""
    heads = " | ".join(f"`{door}`" for door in DOORS)
    lines = [f"| choice | {heads} | MB |", "| --- |" + " ---: |" * (len(DOORS) + 1)]
    for choice, megabytes in memory.items():
        shares = [
            statistics.median(mine / base for mine, base in zip(rates[choice, door], rates[IN_USE, door], strict=True))
            for door in DOORS
        ]
        lines.append(f"| {choice} | " + " | ".join(f"{share:.2f}" for share in shares) + f" | {megabytes:.0f} |")
    return lines


if __name__ == "__main__":
    sys.exit(main())
