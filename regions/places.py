"""Where a seat lies on a day, whatever the era of the region it is recorded with."""

import datetime as dt
from typing import Any

from django.apps import apps
from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Func, OuterRef, Subquery, TextField
from django.db.models.functions import JSONObject

#: For all seats at once, worked out once for a statement: there are a thousand of them, and a million rows.
_SAID = """
(SELECT jsonb_object_agg(seat_id, said) FROM (
    SELECT lineage.seat_id, string_agg({said}, ' / ' ORDER BY region.name_key, region.code) AS said
    FROM regions_regionlineage lineage JOIN regions_region region ON region.id = lineage.region_id
    WHERE region.level = '{level}' AND lineage.period @> '{day}'::date GROUP BY lineage.seat_id
) seats) ->> %(expressions)s::text
"""
_NAMES = {"nb": "region.name_nb", "en": "coalesce(nullif(region.name_en, ''), region.name_nb)"}
#: Borders have moved, and only regions of today have a point: the municipality's own, else that of one it became, else
#: that of the county.
_POINT = """
(SELECT jsonb_object_agg(seat_id, {said}) FROM (
    SELECT DISTINCT ON (lineage.seat_id) lineage.seat_id, region.*
    FROM regions_regionlineage lineage JOIN regions_region region ON region.id = lineage.region_id
    WHERE region.label_latitude IS NOT NULL AND region.label_longitude IS NOT NULL
    ORDER BY lineage.seat_id, region.level = 'municipality' DESC, region.id = lineage.seat_id DESC,
        lineage.period @> '{day}'::date DESC, region.code
) seats) -> %(expressions)s::text
"""
_GEOMETRY = "jsonb_build_object('type', 'Point', 'coordinates', jsonb_build_array(label_longitude, label_latitude))"
_ABOUT_POINT = "jsonb_build_object('of', level, 'code', code, 'is', 'label')"
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


def code_of_seat(day: dt.date, level: str) -> Func:
    """The number of the region of the level that the seat lies in on the day; of several, all with `` / `` between."""
    return _of_seat(_SAID, said="region.code", level=level, day=day)


def name_of_seat(day: dt.date, level: str, language: str) -> Func:
    """The same for its name; a proper name stands in English as in Norwegian where it has no English form."""
    return _of_seat(_SAID, said=_NAMES[language], level=level, day=day)


def point_of_seat(day: dt.date) -> Func:
    """Where the label of the seat's municipality stands on a map, of its county where only that is known, as GeoJSON.

    NULL where there is no such point.
    """
    return _of_seat(_POINT, said=_GEOMETRY, day=day)


def about_point_of_seat(day: dt.date) -> Func:
    """What that point is: level and code of the region whose label stands there."""
    return _of_seat(_POINT, said=_ABOUT_POINT, day=day)


def _of_seat(template: str, **values: Any) -> Func:
    return Func("seat_id", template=template.format(**values), output_field=TextField())
