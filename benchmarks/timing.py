"""Every question asked in every way, one after the other in an order of chance, and how long each took."""

import json
import math
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.asking import Way


#: Where runs are kept; git ignores it.
FOLDER = Path(__file__).resolve().parent.parent / ".cache" / "benchmarks"


@dataclass(frozen=True)
class Job:
    """A question of a kind, asked in a way."""

    kind: str
    way: str
    question: str
    ask: "Way"


@dataclass(frozen=True)
class Figures:
    """How long the questions of a kind took, in milliseconds."""

    questions: int
    p50: float
    p95: float
    worst: float
    worst_question: str


#: Kind of question → way of asking → figures.
Results = dict[str, dict[str, Figures]]


def measure(jobs: list[Job], rounds: int, seed: int) -> Results:
    """Ask everything once to warm up, then in rounds that are timed, each in an order of its own."""
    random = Random(seed)  # noqa: S311 (not for secrets)
    times: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
    for number in range(rounds + 1):
        print(f"Round {number} of {rounds}: {len(jobs):,} asked", file=sys.stderr, flush=True)
        for job in random.sample(jobs, len(jobs)):
            taken = _milliseconds(job.ask)
            if number:
                times[job.kind, job.way].append((taken, job.question))
    return _by_kind(jobs, times)


def _by_kind(jobs: Iterable[Job], times: dict[tuple[str, str], list[tuple[float, str]]]) -> Results:
    results: Results = {}
    for job in jobs:
        results.setdefault(job.kind, {}).setdefault(job.way, figures(times[job.kind, job.way]))
    return results


def _milliseconds(ask: "Way") -> float:
    begun = time.perf_counter()
    ask()
    return (time.perf_counter() - begun) * 1000


def figures(timed: list[tuple[float, str]]) -> Figures:
    """The figures of at least one timed question."""
    ordered = sorted(timed)
    times = [taken for taken, _question in ordered]
    worst, question = ordered[-1]
    different = len({asked for _taken, asked in timed})
    return Figures(different, _percentile(times, 0.5), _percentile(times, 0.95), worst, question)


def _percentile(ordered: list[float], share: float) -> float:
    """The smallest time that the share of all took no longer than."""
    return ordered[math.ceil(len(ordered) * share) - 1]


def keep(results: Results, database: str, rows: dict[str, int]) -> Path:
    """Write a run to a file named after the database."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    kinds = {kind: {way: asdict(found) for way, found in ways.items()} for kind, ways in results.items()}
    file = FOLDER / f"{database}.json"
    file.write_text(json.dumps({"database": database, "rows": rows, "kinds": kinds}, ensure_ascii=False, indent=2))
    return file


def kept(database: str) -> tuple[dict[str, int], Results]:
    """How many rows the database had in the last run on it, and what was measured."""
    run = json.loads((FOLDER / f"{database}.json").read_text())
    results = {kind: {way: Figures(**found) for way, found in ways.items()} for kind, ways in run["kinds"].items()}
    return run["rows"], results
