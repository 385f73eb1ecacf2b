"""The vocabulary of regions."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Self

from django.db import models

from bilingual.text import pick
from history.valid_time import ValidTimeQuerySet


class RegionQuerySet(ValidTimeQuerySet):
    """Regions of all eras."""

    def counties(self) -> Self:
        """Counties of any era."""
        return self.filter(level="county")

    def municipalities(self) -> Self:
        """Municipalities of any era."""
        return self.filter(level="municipality")

    def counties_on(self, day: dt.date) -> Self:
        """The counties of the day in alphabetical order, Å last."""
        return self.counties().on(day).order_by("name_key", "code")


class RegionLineageQuerySet(models.QuerySet[Any]):
    """What a seat answers to."""

    def seats_in(self, *codes: str) -> list[int]:
        """Ids of the seats that answer to any of the codes, of whatever era."""
        seats = self.filter(region__code__in=codes).order_by("seat").values_list("seat_id", flat=True)
        return list(seats.distinct())

    def county_names(self, seats: Iterable[int | None], day: dt.date) -> dict[int, str]:
        """Seat id → the county of the day it lies in, in one query; seats outside every county are left out.

        A seat known only as a county that has since been split answers with all its parts.
        """
        wanted = {seat for seat in seats if seat}
        if not wanted:
            return {}
        counties = self.filter(seat__in=wanted, region__level="county", region__period__contains=day)
        names: dict[int, list[str]] = {}
        rows = counties.order_by("region__name_key").values_list("seat_id", "region__name_nb", "region__name_en")
        for seat, nb, en in rows:
            names.setdefault(seat, []).append(pick({"nb": nb, "en": en}))
        return {seat: " / ".join(parts) for seat, parts in names.items()}


class RegionOutlineQuerySet(models.QuerySet[Any]):
    """What the map is drawn with."""

    def on(self, day: dt.date) -> Self:
        """The outlines of the day's counties."""
        return self.filter(period__contains=day).select_related("region")
