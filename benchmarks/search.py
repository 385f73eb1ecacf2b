"""How quickly the search and the lists answer, in a database that ``manage.py make_demo`` filled.

``python -m benchmarks.search`` with DATABASE_URL prints, for each kind of question, how long its SQL takes, the same
without facets, the API and the page, one client at a time and warm. ``--growth`` with the addresses of several
databases, or their names on the server of DATABASE_URL, smallest first, prints how the SQL grows with the size.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import django
from psycopg.conninfo import conninfo_to_dict, make_conninfo

if TYPE_CHECKING:
    from benchmarks.asking import Database, Served
    from benchmarks.catalogues import Catalogue
    from benchmarks.timing import Job, Results


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.search", description=__doc__)
    parser.add_argument("--growth", nargs="+", metavar="DATABASE", help="compare these, the smallest first")
    parser.add_argument("--only", default="", metavar="WORDS", help="only kinds whose name has these words")
    parser.add_argument("--rounds", type=int, default=1, help="times every question is asked after the warm-up")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-server", action="store_true", help="measure the SQL alone")
    return parser.parse_args()


def main(asked: argparse.Namespace) -> int:
    """Measure and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if asked.growth:
        for address in asked.growth:
            _measure_elsewhere(address, asked)
    django.setup()
    from benchmarks import tables, timing  # need the settings

    if asked.growth:
        print("\n".join(tables.growth([timing.kept(_name(address)) for address in asked.growth])))
        return 0
    rows, results = measured(asked)
    timing.keep(results, _name(os.environ["DATABASE_URL"]), rows)
    print("\n".join(tables.report(rows, results)))
    return 0


def _measure_elsewhere(address: str, asked: argparse.Namespace) -> None:
    """In a process of its own: Django knows one database."""
    options = [f"--only={asked.only}", f"--rounds={asked.rounds}", f"--seed={asked.seed}", "--without-server"]
    environment = {**os.environ, "DATABASE_URL": _address(address)}
    subprocess.run([sys.executable, "-m", "benchmarks.search", *options], env=environment, check=True)


def _address(database: str) -> str:
    """The address itself, or that of a database of this name on the server of DATABASE_URL."""
    is_address = "://" in database or "=" in database
    return database if is_address else make_conninfo(os.environ["DATABASE_URL"], dbname=database)


def _name(database: str) -> str:
    return str(conninfo_to_dict(_address(database))["dbname"])


def measured(asked: argparse.Namespace) -> "tuple[dict[str, int], Results]":
    """The rows of each catalogue and the figures of every kind."""
    from benchmarks.asking import Database, Served
    from benchmarks.catalogues import catalogues
    from benchmarks.timing import measure
    from tests.served import served

    with ExitStack() as resources:
        server = None
        if not asked.without_server:
            log = Path(resources.enter_context(tempfile.TemporaryDirectory())) / "server.log"
            server = Served.at(resources.enter_context(served(os.environ["DATABASE_URL"], log)))
        database = Database.connect()
        both = catalogues(asked.seed)
        work = [job for catalogue in both.values() for job in jobs(catalogue, database, server, asked.only)]
        return {noun: catalogue.rows for noun, catalogue in both.items()}, measure(work, asked.rounds, asked.seed)


def jobs(catalogue: "Catalogue", database: "Database", server: "Served | None", only: str) -> "list[Job]":
    """Everything to be asked of the catalogue."""
    from benchmarks.asking import ways
    from benchmarks.kinds import KINDS
    from benchmarks.timing import Job

    found = []
    for kind in KINDS:
        name = f"{catalogue.noun}: {kind.name}"
        if catalogue.noun in kind.nouns and only in name:
            questions = list(kind.draw(catalogue))
            print(f"{name}: {len(questions)} questions", file=sys.stderr, flush=True)
            for question in questions:
                asked = ways(question, catalogue, database, server)
                found += [Job(name, way, str(question), ask) for way, ask in asked.items()]
    return found


if __name__ == "__main__":
    sys.exit(main(arguments()))
