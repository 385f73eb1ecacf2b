"""``python -m benchmarks.exports``: a whole list as CSV from the server beside the same COPY into a file.

Both say the same bytes of the same rows, by turns, in one run; the ratio is in rows per second. Asks the database at
DATABASE_URL; start it with ``python -m config.local run``.
"""

import argparse
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any

import django
import psycopg

ROUNDS = 5


def main() -> None:
    """Print rows per second of both, their ratio, and how much memory the server's side took for it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("path", nargs="?", default="/virksomheter.csv", help="the file (default: /virksomheter.csv)")
    path = arguments.parse_args().path
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    statement = _statement_of(path)
    through_door(path)  # what is made once is made
    before = peak()
    door, copy = [], []
    for _round in range(ROUNDS):
        door.append(rate(lambda: through_door(path)))
        copy.append(rate(lambda: through_psycopg(statement)))
    ours, theirs = statistics.median(door), statistics.median(copy)
    print(f"door {ours:,.0f} rows/s, COPY through psycopg into a file {theirs:,.0f} rows/s: {ours / theirs:.2f}")
    print(f"memory: {before:.0f} MB before, {peak():.0f} MB at most")


def rate(work: Callable[[], int]) -> float:
    """Rows per second."""
    begun = time.perf_counter()
    return work() / (time.perf_counter() - begun)


def peak() -> float:
    """The most memory this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def through_door(path: str) -> int:
    """Everything the application does for the file, but for HTTP itself. The number of rows."""
    from django.test import Client

    answer: Any = Client(SERVER_NAME="localhost").get(path)
    with tempfile.TemporaryFile() as file:
        rows = 0
        for piece in answer.streaming_content:
            rows += piece.count(b"\n")
            file.write(piece)
    return rows


def through_psycopg(statement: str) -> int:
    """The same statement by the driver alone."""
    rows = 0
    with (
        psycopg.connect(os.environ["DATABASE_URL"]) as own,
        tempfile.TemporaryFile() as file,
        own.cursor().copy(statement.encode()) as copy,
    ):
        for piece in copy:
            rows += 1
            file.write(piece)
    return rows


def _statement_of(path: str) -> str:
    """The COPY that the door asks for the path."""
    from doors import copying

    asked: list[str] = []
    cursors: Any = psycopg.ClientCursor
    mogrify = cursors.mogrify

    def noting(self: Any, *arguments: Any) -> str:
        asked.append(mogrify(self, *arguments))
        return asked[-1]

    cursors.mogrify = noting
    try:
        through_door(path)
    finally:
        cursors.mogrify = mogrify
    return next(sql for sql in asked if sql.startswith("COPY") and copying.SEMICOLONS in sql)


if __name__ == "__main__":
    main()
