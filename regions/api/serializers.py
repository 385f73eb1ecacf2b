"""Regions in the API."""

from dataclasses import replace
from typing import Any

from django.db.models import Q, Subquery
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from bilingual.api import TextField, TextSerializer
from bilingual.text import current_language
from doors.api.expressions import First, OrEmpty
from doors.api.fields import SourcesField, address_field
from history.api import PeriodSerializer, period_field
from regions.ground import SameGround, same_ground
from regions.models import Region, RegionLineage, RegionSuccession
from regions.places import code_of_seat, name_of_seat


class RegionRefSerializer(serializers.Serializer[Any]):
    """A region as it is named inside another record."""

    code = serializers.CharField(help_text="Official number: two digits for a county, four for a municipality.")
    name = TextField(falls_back=True)
    url = address_field("api:region", "code")


class PlaceSerializer(serializers.Serializer[Any]):
    """A region of the day."""

    code = serializers.CharField(
        help_text="Official number of the day: two digits for a county, four for a municipality."
    )
    name = TextSerializer(source="*")


class SeatSerializer(serializers.Serializer[Any]):
    """Where a seat lies on the day of the answer, by the regions of that day."""

    municipality = PlaceSerializer(allow_null=True, help_text="Null where only the county is known.")
    counties = PlaceSerializer(
        many=True, help_text="One as a rule; several where the seat is known only as a county that was split later."
    )


@extend_schema_field(SeatSerializer(allow_null=True))
class SeatField(serializers.Field[Any, Any, Any, Any]):
    """The seat out of ``regions.places.places_on``."""

    def __init__(self) -> None:
        super().__init__(source="places", read_only=True, help_text="Null where no place is known.")

    def to_representation(self, value: list[dict[str, str]]) -> dict[str, Any]:
        """Municipality and counties."""
        places: dict[str, list[dict[str, Any]]] = {Region.Level.MUNICIPALITY: [], Region.Level.COUNTY: []}
        for place in value:
            named = {"code": place["code"], "name": {"nb": place["nb"], "en": place["en"] or place["nb"]}}
            places[place["level"]].append(named)
        municipality = places[Region.Level.MUNICIPALITY]
        return {
            "municipality": municipality[0] if municipality else None,
            "counties": places[Region.Level.COUNTY],
        }

    def built(self, scope: Any) -> Any:
        """The same by PostgreSQL (doors/api/compiling.py), straight from the regions of the day."""
        region = replace(scope, prefix="region__")
        place = scope.object(code=region.column("code"), name=TextField("name", falls_back=True).built(region))
        order = ("region__name_key", "region__code")
        municipalities = scope.list(place, filter=Q(region__level=Region.Level.MUNICIPALITY), order_by=order)
        counties = scope.list(place, filter=Q(region__level=Region.Level.COUNTY), order_by=order)
        seat = scope.object(municipality=First(municipalities), counties=OrEmpty(counties))
        lineage = RegionLineage.objects.filter(seat=scope.outer("seat"), period__contains=scope.day)
        levels = (Region.Level.MUNICIPALITY, Region.Level.COUNTY)
        rows = lineage.filter(region__level__in=levels).order_by().values("seat")
        return Subquery(rows.annotate(built=seat).values("built"))

    def cell(self, scope: Any, rest: str) -> Any:
        """Of the municipality, or of the counties together (doors/api/tabling.py); None for what is none of that."""
        place, _dot, said = rest.partition(".")
        level = {"municipality": Region.Level.MUNICIPALITY, "counties": Region.Level.COUNTY}.get(place)
        if level is None or said not in {"code", "name"}:
            return None
        return code_of_seat(scope.day, level) if said == "code" else name_of_seat(scope.day, level, current_language())


class RegionSerializer(serializers.Serializer[Region]):
    """The country, a county or a municipality, for as long as its official number was in use."""

    id = serializers.IntegerField()
    url = address_field("api:region", "code")
    code = serializers.CharField(help_text="Official number: two digits for a county, four for a municipality.")
    level = serializers.ChoiceField(choices=Region.Level.choices)
    name = TextField(falls_back=True)
    name_official = serializers.CharField(help_text="With the Sámi and Kven names where they are official.")
    parent = RegionRefSerializer(allow_null=True, help_text="The region it is part of.")
    period: PeriodSerializer = period_field()
    latitude = serializers.FloatField(source="label_latitude", allow_null=True, help_text="Where a label stands.")
    longitude = serializers.FloatField(source="label_longitude", allow_null=True)
    sources = SourcesField()


class SuccessionSerializer(serializers.Serializer[RegionSuccession]):
    """One step of a reform."""

    date = serializers.DateField()
    kind = serializers.ChoiceField(choices=RegionSuccession.Kind.choices)


class PredecessorSerializer(SuccessionSerializer):
    """What the region came from."""

    region = RegionRefSerializer(source="predecessor")


class SuccessorSerializer(SuccessionSerializer):
    """What the region became."""

    region = RegionRefSerializer(source="successor")


class SameGroundSerializer(serializers.Serializer[Any]):
    """A region of another era that covers some of the same ground."""

    region = RegionRefSerializer()
    is_in_use = serializers.SerializerMethodField(help_text="Whether its number is in use on the day.")
    municipalities = serializers.IntegerField(source="parts", help_text="How many it has or had; 1 for a municipality.")
    municipalities_shared = serializers.IntegerField(source="shared", help_text="How many of them lie in this region.")

    def get_is_in_use(self, row: SameGround) -> bool:
        """On the day of the answer."""
        return row.region.is_in_use(self.context["day"])


class RegionRecordSerializer(RegionSerializer):
    """A region with what it came from and became."""

    is_in_use = serializers.SerializerMethodField(help_text="Whether the number is in use on the day.")
    same_ground = serializers.SerializerMethodField(help_text="Regions of the same level and other eras.")
    predecessors = PredecessorSerializer(source="origins", many=True)
    successors = SuccessorSerializer(source="successions", many=True)

    def get_is_in_use(self, region: Region) -> bool:
        """On the day of the answer."""
        return region.is_in_use(self.context["day"])

    @extend_schema_field(SameGroundSerializer(many=True))
    def get_same_ground(self, region: Region) -> Any:
        """The earliest first."""
        return SameGroundSerializer(same_ground(region), many=True, context=self.context).data
