"""Every pair of colours that stands together can be told apart, in the light scheme and in the dark one (WCAG 2.2)."""

import re
from pathlib import Path

import pytest
from django.contrib import admin

STYLES = Path(__file__).resolve().parents[1] / "static" / "css"
DARK = "@media screen and (prefers-color-scheme: dark)"
#: WCAG 1.4.3 for text, 1.4.11 for edges, marks and the focus.
TEXT, MARK = 4.5, 3.0

#: Foreground → the backgrounds it is written on.
WRITTEN = {
    "ink": "paper sand mist",
    "ink-2": "paper sand mist",
    "link": "paper sand mist",
    "visited": "paper sand mist",
    "brand": "paper sand",
    "danger": "paper sand",
    "warning": "warning-bg",
    "on-brand": "brand brand-dark",
    "on-top": "top",
    "on-tier": "gce nce arena other",
    "on-map": "map-4 map-5",
    "on-focus": "focus",
}
#: Numbers on the paler half of the ramp are written in ink.
WRITTEN["ink"] += " map-1 map-2 map-3"
#: Shape → what it is drawn on: fields, chips, bars, rings of focus, borders of counties.
DRAWN = {
    "input": "paper sand",
    "brand": "paper sand mist",
    "danger": "paper",
    "ink": "paper sand mist",
    "focus": "top",
    "ink-2": "paper",
    "gce": "paper",
    "nce": "paper",
    "arena": "paper",
    "other": "paper",
}
PAIRS = [
    (front, back, least)
    for table, least in ((WRITTEN, TEXT), (DRAWN, MARK))
    for front, backs in table.items()
    for back in backs.split()
]


def tokens() -> dict[str, dict[str, str]]:
    """Scheme → token → colour; the dark scheme keeps what it does not say anew."""
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#\w{6})", part)) for part in (STYLES / "tokens.css").read_text().split(DARK)
    )
    return {"light": light, "dark": light | dark}


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_colours_can_be_told_apart(scheme: str) -> None:
    colours = tokens()[scheme]
    measured = {(front, back): contrast(colours[front], colours[back]) for front, back, _least in PAIRS}

    assert {(f, b): round(measured[f, b], 2) for f, b, least in PAIRS if measured[f, b] < least} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_steps_of_the_map_are_in_order_and_differ(scheme: str) -> None:
    colours = tokens()[scheme]
    ramp = [luminance(colours[f"map-{step}"]) for step in range(1, 6)]

    assert ramp == sorted(ramp, reverse=scheme == "light")
    assert all(contrast(colours[f"map-{step}"], colours[f"map-{step + 1}"]) >= 1.3 for step in range(1, 5))


def test_every_colour_is_in_a_pair_and_none_stands_outside_the_tokens() -> None:
    known = set(tokens()["light"])
    paired = {name for front, back, _least in PAIRS for name in (front, back)}
    own = {"admin.css", "tokens.css"}
    literal = {
        f"{path.name}: {line.strip()}"
        for path in STYLES.glob("*.css")
        if path.name not in own
        for line in path.read_text().splitlines()
        if re.search(r"(color|background|fill|stroke|border[\w-]*|outline)\s*:[^;]*#[0-9a-f]{3,6}\b", line)
    }

    assert known - paired == {"line"}  # a hairline between rows, which says nothing
    assert {line.split(":")[0] for line in literal} <= {"figures.css", "account.css"}  # paper of pictures and QR codes


def test_used_tokens_are_declared() -> None:
    admins_own = Path(admin.__file__).parent / "static/admin/css/base.css"
    sheets = [*STYLES.glob("*.css"), admins_own]
    declared = set(re.findall(r"--([\w-]+):", "".join(path.read_text() for path in sheets)))
    used = set(re.findall(r"var\(--([\w-]+)", "".join(path.read_text() for path in STYLES.glob("*.css"))))

    assert used <= declared
