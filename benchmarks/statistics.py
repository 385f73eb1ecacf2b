"""How quickly the statistics answer, in a database that ``manage.py make_demo`` filled.

``python -m benchmarks.statistics`` with DATABASE_URL prints p50 and p95 of the SQL and of the whole request, for the
page of all figures, for each figure that stands only on a page of its own, and for the API; one client, warm.
"""

import argparse
import datetime as dt
import os
import sys
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.asking import Database, Served
    from benchmarks.timing import Job

#: The page may take so long (p95, milliseconds).
ASKED = 300.0


def main() -> int:
    """Measure and print; 1 where the page takes longer than is asked."""
    parser = argparse.ArgumentParser(prog="benchmarks.statistics", description=__doc__)
    parser.add_argument("--days", type=int, default=20, help="different days that are asked about")
    parser.add_argument("--rounds", type=int, default=2, help="times every day is asked about after the warm-up")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from benchmarks.asking import Database, Served  # need the settings
    from benchmarks.timing import measure
    from tests.served import served

    with ExitStack() as resources:
        log = Path(resources.enter_context(tempfile.TemporaryDirectory())) / "server.log"
        server = Served.at(resources.enter_context(served(os.environ["DATABASE_URL"], log)))
        results = measure(list(jobs(Database.connect(), server, asked.days)), asked.rounds, seed=1)
    print(f"In milliseconds. Asked of the page of all figures: {ASKED:.0f} (p95).")
    print(f"{'':45} {'SQL p50':>9} {'p95':>9} {'whole p50':>10} {'p95':>9}")
    for name, ways in results.items():
        raw, whole = ways["raw"], ways["whole"]
        print(f"{name:45} {raw.p50:9.1f} {raw.p95:9.1f} {whole.p50:10.1f} {whole.p95:9.1f}")
    return int(results["/statistikk/"]["whole"].p95 > ASKED)


def jobs(database: "Database", server: "Served", number_of_days: int) -> "Iterator[Job]":
    """Each address about each day, as the SQL alone and as a request."""
    from django.test import Client

    from benchmarks.asking import asked_by
    from benchmarks.timing import Job
    from clusters.statistics.declared import FIGURES

    client = Client(SERVER_NAME="localhost")
    alone = [f"/statistikk/{figure.name}/" for figure in FIGURES if figure.is_general and not figure.is_short]
    for address in ["/statistikk/", *alone, "/api/v1/statistics/"]:
        for day in days(number_of_days):
            question = f"{address}?as_of={day.isoformat()}"
            statements = asked_by(partial(client.get, question))
            yield Job(address, "raw", question, partial(database.run, statements))
            yield Job(address, "whole", question, partial(server.get, question))


def days(number: int) -> list[dt.date]:
    """Days from ten years after the programme began to yesterday, equally far from each other."""
    first, last = dt.date(2012, 1, 1), dt.datetime.now(tz=dt.UTC).date() - dt.timedelta(days=1)
    return [first + (last - first) * place // max(number - 1, 1) for place in range(number)]


if __name__ == "__main__":
    sys.exit(main())
