"""How quickly the registry answers, beside the least and the most that can be done with the same database.

``python -m config.local run python -m benchmarks.compare`` measures, all in one run and interleaved: the registry's
doors, anew and kept; a thin server that hands on what PostgreSQL answers to the very same statements; an ordinary
viewset over the same models; the statements alone by pgbench; a static file. ``manage.py make_demo`` makes the data
before. ``--write`` makes docs/performance.md and its picture out of the latest run of each size. Nothing else should
be at work meanwhile.
"""

import argparse
import os
import sys
from collections import defaultdict
from random import Random

import django

CONNECTIONS = (1, 8, 32)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.compare", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="times everything is measured; the median counts")
    parser.add_argument("--seconds", type=float, default=2.0, help="how long each is measured in a round")
    parser.add_argument("--connections", type=int, nargs="+", default=CONNECTIONS)
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="DOOR", help="list, detail, members, search, page, export"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the order within a round")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md from the runs kept so far")
    return parser.parse_args()


def main(asked: argparse.Namespace) -> int:
    """Measure, keep and print, or write what was kept; 1 where a figure misses what is asked."""
    from benchmarks import performance

    if asked.write:
        performance.write()
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["ANSWER_CACHE_MB"] = "0"
    django.setup()
    run = measured(asked)
    performance.keep(run)
    print("\n".join(performance.report(run)))
    return int(any(figure.misses for figure in performance.figures(run)))


def measured(asked: argparse.Namespace) -> dict[str, object]:
    """Everything, round by round, each in an order of its own; the first round only warms up."""
    from benchmarks.comparing import OURS, contest, growth_of
    from benchmarks.load import tool
    from benchmarks.performance import described

    random = Random(asked.seed)  # noqa: S311 (not for secrets)
    loads: dict[str, list[dict[str, float]]] = defaultdict(list)
    with contest(asked.seconds) as running:
        cells = [cell for cell in running.cells(tuple(asked.connections)) if not asked.only or cell.door in asked.only]
        for number in range(asked.rounds + 1):
            print(f"Round {number} of {asked.rounds}: {len(cells)} measured", file=sys.stderr, flush=True)
            for cell in random.sample(cells, len(cells)):
                found = cell.measure()
                if number:
                    loads[f"{cell.door}|{cell.way}|{cell.connections}"].append(vars(found))
        memory = {
            name: {"together": server.megabytes(), "added up": server.resident()}
            for name, server in running.servers.items()
        }
        export = next((door for door in running.doors if door.is_file), None)
        grown = growth_of(running.servers[OURS], export.path) if export else 0.0
        asked_of = {
            door.name: {"path": door.path, "asked": door.asked, "ordinary": door.over_ordinary}
            for door in running.doors
        }
    return {
        **described(),
        "tool": tool(),
        "seconds": asked.seconds,
        "rounds": asked.rounds,
        "doors": asked_of,
        "loads": loads,
        "memory": memory,
        "export grows by": grown,
    }


if __name__ == "__main__":
    sys.exit(main(arguments()))
