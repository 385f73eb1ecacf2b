"""Runs of ``benchmarks.compare``: kept, told beside what is asked, and written to docs/performance.md."""

import json
import os
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.comparing import KEPT, NOT_MODIFIED, ORDINARY, OURS, SQL, STATIC, THIN
from benchmarks.timing import FOLDER

PROJECT = Path(__file__).resolve().parent.parent
DOCUMENT, PICTURE = PROJECT / "docs" / "performance.md", PROJECT / "docs" / "pictures" / "performance.svg"
#: Shares of the thin server, in the order they are told in.
WAYS = (OURS, KEPT, NOT_MODIFIED, THIN, ORDINARY, SQL, STATIC)
#: The number of connections that ratios are told for.
MANY = 8
MOST_MEGABYTES, MOST_GROWTH_OF_EXPORT = 160.0, 16.0
#: How many times longer an answer may take in the largest registry than in the smallest.
GROWTH = {"list": 4.0, "detail": 1.5}

INTRODUCTION = """\
Written by `python -m benchmarks.compare --write` out of runs of `python -m benchmarks.compare`; do not edit. The thin
server is the least a Python server can do: the same granian, psycopg's pool, the same statements, no more; it hands on
the JSON that PostgreSQL builds. The ordinary viewset is Django REST framework as its tutorial has it, over the same
models. Everything of a run is measured in turns on one machine: read the ratios, by the thin server in the same round
at 8 connections.""".splitlines()
TABLE = ("| door | way | connections | answers/s | p50 ms | p99 ms | by thin |", f"| --- | --- {'| ---: ' * 5}|")

Run = dict[str, Any]


@dataclass(frozen=True)
class Figure:
    """Something measured beside what was asked of it."""

    name: str
    value: float
    asked: float
    is_most: bool = False

    @property
    def misses(self) -> bool:
        """Whether it is worse than what was asked."""
        return self.value > self.asked if self.is_most else self.value < self.asked

    def __str__(self) -> str:
        bound = "at most" if self.is_most else "at least"
        return f"{self.name}: {self.value:.2f} ({bound} {self.asked:g}){' MISSED' if self.misses else ''}"


def described() -> Run:
    """When, on what, and how much there was."""
    from django.db import connection  # needs the settings

    from clusters.models import Cluster, Membership, Organisation

    rows = {
        "clusters": Cluster.objects.published().count(),
        "organisations": Organisation.objects.count(),
        "memberships": Membership.objects.count(),
    }
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    return {"day": time.strftime("%Y-%m-%d"), "rows": rows, "postgresql": version, "processors": os.cpu_count()}


def keep(run: Run) -> Path:
    """Write the run to a file of its own; git ignores them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"compare-{run['rows']['organisations']:09}-{time.strftime('%Y%m%dT%H%M%S')}.json"
    file.write_text(json.dumps(run, indent=1, ensure_ascii=False))
    return file


def kept() -> list[Run]:
    """The latest run of each size, the smallest first. Raises SystemExit where there is none."""
    latest = {file.name.split("-")[1]: file for file in sorted(FOLDER.glob("compare-*.json"))}
    if not latest:
        raise SystemExit("Error: nothing was measured yet; run `python -m benchmarks.compare` first.")
    return [json.loads(file.read_text()) for _size, file in sorted(latest.items())]


def median(run: Run, door: str, way: str, connections: int, name: str = "per_second") -> float | None:
    """The median over the rounds; None for what was not measured."""
    rounds = run["loads"].get(f"{door}|{way}|{connections}")
    return float(statistics.median(load[name] for load in rounds)) if rounds else None


def ratio(run: Run, door: str, way: str, other: str, connections: int) -> float | None:
    """Answers a second of one way by those of another in the same round: the median of all rounds."""
    ours, theirs = (run["loads"].get(f"{door}|{name}|{connections}") for name in (way, other))
    if not ours or not theirs:
        return None
    shares = [mine["per_second"] / base["per_second"] for mine, base in zip(ours, theirs, strict=True)]
    return float(statistics.median(shares))


def figures(run: Run) -> Iterator[Figure]:
    """Everything that something was asked of."""
    for door, known in run["doors"].items():
        many = 1 if f"{door}|{OURS}|1" in run["loads"] and f"{door}|{OURS}|{MANY}" not in run["loads"] else MANY
        for way, least in known["asked"].items():
            if (share := ratio(run, door, way, THIN, many)) is not None:
                yield Figure(f"{door}, {way}, by the thin server", share, least)
        if known["ordinary"] and (times := ratio(run, door, OURS, ORDINARY, many)) is not None:
            yield Figure(f"{door}, by an ordinary viewset", times, known["ordinary"])
    ours = [rounds for key, rounds in run["loads"].items() if key.split("|")[1] in {OURS, KEPT, NOT_MODIFIED}]
    yield Figure(
        "answers of ours that were faults", sum(load["faults"] for rounds in ours for load in rounds), 0, is_most=True
    )
    yield Figure("megabytes of the serving processes", run["memory"][KEPT]["together"], MOST_MEGABYTES, is_most=True)
    yield Figure("megabytes more for an export", run["export grows by"], MOST_GROWTH_OF_EXPORT, is_most=True)


def growth(runs: list[Run]) -> Iterator[Figure]:
    """How many times longer the largest registry takes than the smallest, one asked at a time."""
    for door, most in GROWTH.items():
        first, last = (median(run, door, OURS, 1, "p50") for run in (runs[0], runs[-1]))
        if first and last and len(runs) > 1:
            yield Figure(f"{door}, time of the largest by the smallest", last / first, most, is_most=True)


def report(run: Run) -> Iterator[str]:
    """The run as lines of text."""
    yield ", ".join(f"{number:,} {noun}" for noun, number in run["rows"].items())
    yield f"Asked by {run['tool']}, {run['seconds']:g} s each, medians of {run['rounds']} rounds"
    yield f"{'door':9} {'way':13} {'conn.':>5} {'answers/s':>10} {'p50 ms':>9} {'p99 ms':>9} {'by thin':>8}"
    yield from ("{:9} {:13} {:5} {:10.1f} {:9.2f} {:9.2f} {:8.2f}".format(*row) for row in rows(run))
    for name, found in run["memory"].items():
        yield f"{name:13} {found['together']:6.0f} MB together, {found['added up']:.0f} added up"
    yield from map(str, figures(run))


def rows(run: Run) -> Iterator[tuple[str, str, int, float, float, float, float]]:
    """Door, way, connections, answers a second, p50 and p99 in milliseconds, share of the thin server."""
    for key in sorted(run["loads"], key=lambda key: _place(run, key)):
        door, way, number = key.split("|")
        rate, p50, p99 = (median(run, door, way, int(number), name) or 0.0 for name in ("per_second", "p50", "p99"))
        yield door, way, int(number), rate, p50, p99, ratio(run, door, way, THIN, int(number)) or 0.0


def _place(run: Run, key: str) -> tuple[int, int, int]:
    door, way, number = key.split("|")
    return list(run["doors"]).index(door), int(number), WAYS.index(way)


def write() -> None:
    """docs/performance.md and its picture, out of the latest run of each size."""
    from benchmarks.picture import picture

    runs = kept()
    PICTURE.write_text(picture(runs[-1]))
    DOCUMENT.write_text("\n".join(_document(runs)) + "\n")
    print(f"{DOCUMENT.relative_to(PROJECT)}, {PICTURE.relative_to(PROJECT)}")


def _document(runs: list[Run]) -> Iterator[str]:
    yield "# How quickly the registry answers"
    yield ""
    yield from INTRODUCTION
    yield ""
    yield f"![Answers a second by door and way](pictures/{PICTURE.name})"
    for run in runs:
        yield from _section(run)
    if grown := list(growth(runs)):
        yield from ("", "## Growth", "", *(f"- {figure}" for figure in grown))


def _section(run: Run) -> Iterator[str]:
    counted = ", ".join(f"{number:,} {noun}" for noun, number in run["rows"].items())
    yield from ("", f"## {counted}", "")
    yield f"{run['day']}, PostgreSQL {run['postgresql']}, {run['processors']} processors for servers, database and"
    yield f"{run['tool']} together; {run['rounds']} rounds of {run['seconds']:g} s."
    yield from ("", "| what was asked | measured | asked | |", "| --- | ---: | ---: | --- |")
    for figure in figures(run):
        bound, verdict = "≤" if figure.is_most else "≥", "missed" if figure.misses else "holds"
        yield f"| {figure.name} | {figure.value:.2f} | {bound} {figure.asked:g} | {verdict} |"
    yield from ("", *TABLE)
    for door, way, number, rate, p50, p99, share in rows(run):
        yield f"| {door} | {way} | {number} | {rate:,.1f} | {p50:.2f} | {p99:.2f} | {share:.2f} |"
    yield from ("", "| server | MB together | MB added up |", "| --- | ---: | ---: |")
    for name, found in run["memory"].items():
        yield f"| {name} | {found['together']:.0f} | {found['added up']:.0f} |"
