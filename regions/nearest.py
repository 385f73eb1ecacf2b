"""The code that was meant by a name, or by a code that does not exist."""

import datetime as dt
import difflib
import re
from typing import Any

from bilingual.norwegian import fold
from regions.models import Region

#: The share of letters that a misspelt name must have in common with a true one.
LIKENESS = 0.75
#: Shorter beginnings of names could be anything.
SHORTEST = 3
_COUNTY_DIGITS, _MUNICIPALITY_DIGITS = 2, 4
#: What people write around a name.
_AROUND = re.compile(r"\b(fylkeskommune|fylke|kommune|county|municipality)\b")


def nearest_code(text: str, day: dt.date) -> str:
    """The code that was plausibly meant, empty where none was.

    A name of any era and language, or its beginning, gives the region of the day before one of another day, and a
    county before a municipality. Digits give the code with a zero lost at its beginning, or the county of a
    municipality number that does not exist; nothing is made of a county number that does not exist.
    """
    regions = list(Region.objects.order_by("code", "id"))
    digits = re.findall(r"\d+", text)
    if digits:
        return _by_number(digits[0], {region.code for region in regions})
    wanted = _AROUND.sub("", fold(text)).strip(" -")
    found = _named(wanted, regions) if wanted else []
    return str(min(found, key=lambda region: _preference(region, day)).code) if found else ""


def _by_number(digits: str, codes: set[str]) -> str:
    width = _COUNTY_DIGITS if len(digits) <= _COUNTY_DIGITS else _MUNICIPALITY_DIGITS
    number = digits.zfill(width)
    tries = [number, number[:_MUNICIPALITY_DIGITS], number[:_COUNTY_DIGITS] if width == _MUNICIPALITY_DIGITS else ""]
    return next((code for code in tries if code in codes), "")


def _named(wanted: str, regions: list[Any]) -> list[Any]:
    """The regions with the name; else those that begin so; else those whose name is most like it."""
    names = [(name, region) for region in regions for name in _names(region)]
    exact = [region for name, region in names if name == wanted]
    begun = [region for name, region in names if len(wanted) >= SHORTEST and name.startswith(wanted)]
    close = difflib.get_close_matches(wanted, {name for name, _region in names}, n=1, cutoff=LIKENESS)
    return exact or begun or [region for name, region in names if name in close]


def _names(region: Region) -> set[str]:
    """Its names in every language, folded, and its code where that is letters."""
    names = [region.name_nb, region.name_en, *region.name_official.split(" - "), region.code]
    return {fold(name) for name in names if name and not name.isdigit()}


def _preference(region: Region, day: dt.date) -> tuple[bool, bool, int]:
    """Lower is likelier: in use on the day, larger, later."""
    start = region.period.lower if region.period else None
    return not region.is_in_use(day), region.level == Region.Level.MUNICIPALITY, -(start or dt.date.min).toordinal()
