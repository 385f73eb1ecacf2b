"""Clusters, organisations and tiers as they are named inside another record, and parts that records share."""

from typing import Any

from rest_framework import serializers

from bilingual.api import TextField, TextSerializer
from clusters.choices import OrganisationKind
from doors.api.fields import address_field
from doors.api.tabling import cell


class TierRefSerializer(serializers.Serializer[Any]):
    """A tier as it is named inside another record."""

    code = serializers.CharField()
    name = TextField("short_name")


class StandingTierSerializer(serializers.Serializer[Any]):
    """The tier of a cluster's standing."""

    code = serializers.CharField()
    name = TextSerializer(source="*")

    def built(self, scope: Any) -> Any:
        """The same by PostgreSQL (doors/api/compiling.py), without the standing around it."""
        tier = scope.under("of_the_day", "tier")
        told = scope.object(code=tier.column("code"), name=TextField("short_name").built(tier))
        return scope.if_there("of_the_day__tier", told)

    def cell(self, scope: Any, rest: str) -> Any:
        """The same in a table (doors/api/tabling.py)."""
        return cell(TierRefSerializer(), rest, scope.under("of_the_day", "tier"))


class ClusterRefSerializer(serializers.Serializer[Any]):
    """A cluster as it is named inside another record."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    name = serializers.CharField()
    url = address_field("api:cluster", "slug")


class OrganisationRefSerializer(serializers.Serializer[Any]):
    """An organisation as it is named inside another record."""

    id = serializers.IntegerField()
    organisation_number = serializers.CharField(help_text="Nine digits; empty for those without a Norwegian number.")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=OrganisationKind.choices)
    url = address_field("api:organisation")
