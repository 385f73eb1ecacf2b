"""The vocabulary of regions."""

import datetime as dt
from typing import Self

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
