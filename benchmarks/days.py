"""What a list costs as of a day gone by, beside the same list today, in a database that ``manage.py make_demo`` filled.

``python -m benchmarks.days`` with DATABASE_URL asks the same questions today and of days since 2010, interleaved, and
prints p50 and p95 of the SQL with facets and their ratio; one client, warm.
"""

import argparse
import datetime as dt
import os
import sys
from dataclasses import replace
from itertools import cycle
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.asking import Database
    from benchmarks.catalogues import Catalogue
    from benchmarks.timing import Job

#: A list of a day gone by may cost so many times the same list today.
ASKED = 1.3
KINDS = ("list", "list of a county", "list by region and tier", "middling word", "two words")
DAYS = [dt.date(year, month, 17) for year, month in zip(range(2010, 2026), cycle((8, 3, 11)), strict=False)]


def main() -> int:
    """Measure and print; 1 where a kind costs more than is asked."""
    parser = argparse.ArgumentParser(prog="benchmarks.days", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="times every question is asked after the warm-up")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from benchmarks.asking import Database  # need the settings
    from benchmarks.catalogues import catalogues
    from benchmarks.timing import measure

    database = Database.connect()
    work = [job for catalogue in catalogues(asked.seed).values() for job in jobs(catalogue, database)]
    results = measure(work, asked.rounds, asked.seed)
    print(f"SQL in milliseconds. × today: p50 against p50; asked: at most {ASKED}.")
    print(f"{'':37} {'today p50':>9} {'p95':>9} {'then p50':>9} {'p95':>9} {'× today':>9}")
    ratios = {name: ways["then"].p50 / ways["today"].p50 for name, ways in results.items()}
    for name, ways in results.items():
        today, then = ways["today"], ways["then"]
        mark = "!" if ratios[name] > ASKED else ""
        print(f"{name:37} {today.p50:9.2f} {today.p95:9.2f} {then.p50:9.2f} {then.p95:9.2f} {ratios[name]:8.2f}{mark}")
    return int(max(ratios.values()) > ASKED)


def jobs(catalogue: "Catalogue", database: "Database") -> "Iterator[Job]":
    """Each question today and of one of the days."""
    from benchmarks import kinds
    from benchmarks.asking import ways
    from benchmarks.timing import Job

    for kind in kinds.KINDS:
        if kind.name not in KINDS or catalogue.noun not in kind.nouns:
            continue
        for question, day in zip(kind.draw(catalogue), cycle(DAYS), strict=False):
            then = replace(question, asked=(*question.asked, ("as_of", day.isoformat())))
            for way, asked in (("today", question), ("then", then)):
                yield Job(
                    f"{catalogue.noun}: {kind.name}", way, str(asked), ways(asked, catalogue, database, None)["raw"]
                )


if __name__ == "__main__":
    sys.exit(main())
