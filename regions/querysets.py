"""The vocabulary of regions."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

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

    def named(self, code: str, day: dt.date) -> Any:
        """The county or municipality with the code: of the day, else the latest; None where there never was one."""
        regions = list(self.filter(code=code).exclude(level="country").select_related("parent").order_by("period"))
        return next((region for region in regions if region.is_in_use(day)), regions[-1] if regions else None)


class RegionLineageQuerySet(models.QuerySet[Any]):
    """What a seat answers to."""

    def answering(self, codes: Iterable[str], day: dt.date) -> Self:
        """Rows of the seats that answer to any of the codes.

        A code in use on the day means the region of that day, whose seats are those that lie in it then; any other
        means all the ground that its regions ever had. So a change of borders moves no seat: Hordaland finds the same
        seats on its last day and ever after, and Møre og Romsdal lost Rindal when Rindal left.
        """
        in_use = apps.get_model("regions", "Region").objects.on(day).filter(code=OuterRef("region__code"))
        rows = self.filter(region__code__in=list(codes))
        return rows.filter(Q(period__contains=day) | ~Exists(in_use))

    def seats_in(self, codes: Iterable[str], day: dt.date) -> list[int]:
        """Ids of the seats that answer to any of the codes, as ``answering`` has it."""
        seats = self.answering(codes, day).order_by("seat").values_list("seat_id", flat=True)
        return list(seats.distinct())

    def seats_on_days(self, code: str, days: Iterable[dt.date]) -> dict[dt.date, frozenset[int]]:
        """``seats_in`` of one code for each of the days, in one query."""
        rows = list(self.filter(region__code=code).values_list("seat_id", "period", "region__period"))
        found = {}
        for day in days:
            in_use = any(region and day in region for _seat, _period, region in rows)
            found[day] = frozenset(seat for seat, period, _region in rows if not in_use or day in period)
        return found

    def seats_in_counties(self, day: dt.date) -> list[int]:
        """Ids of the seats that lie in some county of the day."""
        seats = self.filter(region__level="county", period__contains=day).order_by("seat")
        return list(seats.values_list("seat_id", flat=True).distinct())


class RegionOutlineQuerySet(models.QuerySet[Any]):
    """What the map is drawn with."""

    def on(self, day: dt.date) -> Self:
        """The outlines of the day's counties."""
        return self.filter(period__contains=day).select_related("region")
