"""Seats in files: the number or name of a municipality, or of a county where the municipality is not known."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from bilingual.norwegian import fold
from imports.columns import Column, free_text
from imports.kinds.base import Row
from regions.models import Region

NO_REGION = _("“%(text)s” is no municipality or county. Write its number: four digits, or two for a county.")
SEVERAL = _("“%(text)s” names several places. Write the number of one.")
AMBIGUOUS = _("There are several municipalities called “%(text)s”. Write the number.")
COLUMNS = (
    Column(
        "municipality",
        _("Municipality number"),
        free_text,
        example="4601",
        note=_("Four digits, of any era, or the name of a municipality of today."),
        aliases=("kommunenr", "kommunenr."),
    ),
    Column("county", _("County number"), free_text, note=_("Two digits. Only where the municipality is not known.")),
)
NAMES = (_("Municipality"), _("County"))
JOINT = " / "


class Seats:
    """The regions of every era, by number and by name."""

    def __init__(self, day: dt.date) -> None:
        self._by_code: dict[str, Region] = {}
        self._by_name: dict[str, set[str]] = {}
        for region in Region.objects.exclude(level="country").order_by("period"):
            held = self._by_code.get(region.code)
            if held is None or not held.is_in_use(day):
                self._by_code[region.code] = region
            if region.is_in_use(day) and region.level == Region.Level.MUNICIPALITY:
                self._by_name.setdefault(fold(region.name_nb), set()).add(region.code)

    def resolve(self, row: Row) -> None:
        """Turn names and numbers with a lost zero into numbers; note a fault for what is no place."""
        for key, digits in (("municipality", 4), ("county", 2)):
            text = row.values.get(key, "")
            if text:
                row.values[key] = self._code(row, key, text, digits)

    def _code(self, row: Row, key: str, text: str, digits: int) -> str:
        codes = [part.strip().zfill(digits) if part.strip().isdigit() else part.strip() for part in text.split("/")]
        if all(code in self._by_code for code in codes):
            return JOINT.join(codes)
        named = self._by_name.get(fold(text), set()) if key == "municipality" else set()
        if len(named) == 1:
            return next(iter(named))
        row.refuse(AMBIGUOUS if named else NO_REGION, key, text=text)
        return text

    def changed_seat(self, row: Row, old: dict[str, str]) -> dict[str, Any]:
        """``seat_id`` where the row says another place than ``old``; a county never replaces its own municipality."""
        places: dict[str, str] = {key: row.values[key] for key in ("municipality", "county") if key in row.values}
        if not places or all(value == old.get(key, "") for key, value in places.items()):
            return {}
        key = next((key for key in ("municipality", "county") if places.get(key)), None)
        if key is None:
            return {"seat_id": None} if "municipality" in places else {}
        if places[key] == old.get(key, ""):
            row.values.pop("county", None)
            return {}
        if JOINT in places[key]:
            row.refuse(SEVERAL, key, text=places[key])
            return {}
        if key == "municipality":
            row.values.pop("county", None)
        return {"seat_id": self._by_code[places[key]].pk}


def seat_values(record: Any) -> dict[str, str]:
    """Where the record has its seat today, as the exports have it. Needs ``with_places``."""
    places = record.places or ()
    return {
        level: JOINT.join(place["code"] for place in places if place["level"] == level)
        for level in ("municipality", "county")
    }
