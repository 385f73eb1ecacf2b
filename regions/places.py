"""Where a seat lies on a day, whatever the era of the region it is recorded with."""

import datetime as dt
from typing import Any

from django.apps import apps
from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

_PLACE = JSONObject(level="region__level", code="region__code", nb="region__name_nb", en="region__name_en")
_LEVELS = ("municipality", "county")


def places_on(day: dt.date) -> Subquery:
    """An annotation for a queryset with ``seat``: the municipality and the counties of the day it lies in, as JSON.

    Several counties where the seat is known only as a county that has since been split.
    """
    lineage = apps.get_model("regions", "RegionLineage").objects.filter(
        seat=OuterRef("seat"), region__level__in=_LEVELS, period__contains=day
    )
    places: Any = JSONBAgg(_PLACE, order_by=["region__name_key", "region__code"])
    return Subquery(lineage.order_by().values("seat").values(places=places))
