"""The comparison as a picture: for each door a group of bars, answers a second, on a logarithmic scale."""

import math
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from benchmarks.comparing import KEPT, NOT_MODIFIED, ORDINARY, OURS, SQL, STATIC, THIN

#: Told apart in black and white by their order, and by anybody by Okabe and Ito's colours.
COLOURS = {
    OURS: "#0072b2",
    KEPT: "#56b4e9",
    NOT_MODIFIED: "#009e73",
    THIN: "#555555",
    ORDINARY: "#d55e00",
    SQL: "#cc79a7",
    STATIC: "#e69f00",
}
LEFT, WIDTH, BAR, GAP, TOP = 190, 900, 16, 14, 46
#: The scale begins at one answer in ten seconds.
LEAST = 0.1


def picture(run: dict[str, Any]) -> str:
    """SVG of its own, without scripts or styles."""
    from benchmarks.performance import MANY, WAYS, median

    groups = [
        (door, [(way, rate) for way in WAYS if (rate := median(run, door, way, MANY) or median(run, door, way, 1))])
        for door in run["doors"]
    ]
    most = max((rate for _door, bars in groups for _way, rate in bars), default=1.0)
    height = TOP + sum(len(bars) * BAR + GAP for _door, bars in groups) + GAP
    title = f"Answers a second, {run['rows']['clusters']:,} clusters, {run['rows']['organisations']:,} organisations"
    frame = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="12"'
    lines = [
        f'<svg {frame} role="img" aria-label="{escape(title)}">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="10" y="22" font-size="15">{escape(title)} (logarithmic)</text>',
        *_bars(groups, math.log10(most / LEAST)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _bars(groups: list[tuple[str, list[tuple[str, float]]]], span: float) -> Iterator[str]:
    y = TOP
    for door, bars in groups:
        yield f'<text x="10" y="{y + BAR - 4}" font-weight="bold">{escape(door)}</text>'
        for way, rate in bars:
            width = max((WIDTH - LEFT - 80) * math.log10(max(rate, LEAST) / LEAST) / span, 1)
            yield f'<text x="{LEFT - 8}" y="{y + BAR - 4}" text-anchor="end">{escape(way)}</text>'
            yield f'<rect x="{LEFT}" y="{y + 1}" width="{width:.1f}" height="{BAR - 3}" fill="{COLOURS[way]}"/>'
            yield f'<text x="{LEFT + width + 6:.1f}" y="{y + BAR - 4}">{rate:,.3g}</text>'
            y += BAR
        y += GAP
