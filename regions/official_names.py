"""A region's official names, each with its language, for pages that must say which language a name is in.

The bundled names stand as Kartverket has them, “Troms - Romsa - Tromssa”, without saying what is what.
"""

from regions.models import Region

#: Sámi languages by county of 2024, and the municipalities that use another than the rest of their county.
_SAMI = {"18": "smj", "50": "sma", "55": "se", "56": "se"}
_SAMI_ELSEWHERE = {"1826": "sma", "1853": "se", "1870": "se"}
_BETWEEN = " - "


def official_names(region: Region) -> list[tuple[str, str]]:
    """Name and language code (``nb``, ``se`` Northern, ``smj`` Lule and ``sma`` Southern Sámi, ``fkv`` Kven).

    In official order; the Norwegian name alone where no other is official.
    """
    names = region.name_official.split(_BETWEEN) if region.name_official else [region.name_nb]
    sami = _SAMI_ELSEWHERE.get(region.code) or _SAMI.get(region.code[:2], "")
    others = iter([sami, "fkv"])
    return [(name, "nb" if name == region.name_nb else next(others, "")) for name in names]
