"""The figures beside what is asked of them; what misses has an exclamation mark."""

from collections.abc import Iterator

from benchmarks.kinds import KINDS, Kind
from benchmarks.timing import Figures, Results

#: Facets and count in the same answer, against the page alone; and an answer over HTTP, against its SQL.
MOST_FOR_FACETS = MOST_FOR_HTTP = 1.5

Rows = dict[str, int]


def report(rows: Rows, results: Results) -> Iterator[str]:
    """One line for each kind of question of each catalogue."""
    yield ", ".join(f"{number:,} {noun}" for noun, number in rows.items())
    yield "In milliseconds. × facets: SQL against the page alone (p95). × SQL: over HTTP against it (p95)."
    yield (
        f"{'':37} {'n':>3} {'SQL p50':>8} {'p95':>9} {'asked':>6} {'alone p95':>9} {'× facets':>9}"
        f" {'API p50':>8} {'p95':>8} {'× SQL':>8} {'page p50':>8} {'p95':>8} {'× SQL':>8}"
    )
    for name, ways in results.items():
        yield _line(name, ways)


def kind_of(name: str) -> Kind:
    """The kind that a line is about."""
    return next(kind for kind in KINDS if name.endswith(f": {kind.name}"))


def _line(name: str, ways: dict[str, Figures]) -> str:
    raw, alone, api, page = (ways.get(way) for way in ("raw", "alone", "API", "page"))
    if raw is None:
        raise ValueError(f"{name} was not measured")
    asked = kind_of(name).asked
    return (
        f"{name:37} {raw.questions:3} {raw.p50:8.2f} {_marked(raw.p95, asked)} {asked:6.1f}"
        f" {_p95(alone, 9)} {_ratio(raw, alone, MOST_FOR_FACETS)}"
        f" {_p50(api)} {_p95(api)} {_ratio(api, alone or raw, MOST_FOR_HTTP)}"
        f" {_p50(page)} {_p95(page)} {_ratio(page, alone and raw, MOST_FOR_HTTP)}"
    )


def _marked(value: float, most: float) -> str:
    return f"{value:8.2f}{'!' if value > most else ' '}"


def _p50(found: Figures | None) -> str:
    return f"{found.p50:8.2f}" if found else " " * 8


def _p95(found: Figures | None, width: int = 8) -> str:
    return f"{found.p95:{width}.2f}" if found else " " * width


def _ratio(value: Figures | None, base: Figures | None, most: float) -> str:
    return _marked(value.p95 / base.p95, most) if value and base else " " * 9


def growth(runs: list[tuple[Rows, Results]]) -> Iterator[str]:
    """The p50 of the SQL at each size, the smallest first, and how much it grows from the first to the last."""
    sizes = [f"{rows['organisations']:,}" for rows, _results in runs]
    yield f"{'SQL, p50 in milliseconds':37} {' '.join(f'{size:>9}' for size in sizes)} {'growth':>9} {'asked':>6}"
    for name in runs[0][1]:
        if all(name in results for _rows, results in runs):
            yield _growth_line(name, [results[name]["raw"].p50 for _rows, results in runs])


def _growth_line(name: str, medians: list[float]) -> str:
    asked = kind_of(name).growth
    grown = _marked(medians[-1] / medians[0], asked if asked is not None else float("inf"))
    return f"{name:37} {' '.join(f'{median:9.2f}' for median in medians)} {grown} {asked or '':>6}"
