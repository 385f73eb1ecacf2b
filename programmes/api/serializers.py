"""Programmes, tiers, owners and money in the API."""

from typing import Any

from rest_framework import serializers

from bilingual.api import TextField
from doors.api.fields import SourcesField, address_field
from history.api import period_field
from programmes.models import Appropriation, EffectFinding, ProgrammeOwner, PublishedFigure, Tier


class ProgrammeRefSerializer(serializers.Serializer[Any]):
    """A programme as it is named inside another record."""

    slug = serializers.CharField()
    name = TextField()
    url = address_field("api:programme", "slug")


class ProgrammeSerializer(ProgrammeRefSerializer):
    """A cluster programme."""

    id = serializers.IntegerField()
    period = period_field()
    successor = ProgrammeRefSerializer(allow_null=True, help_text="The programme it was continued in.")
    predecessors = ProgrammeRefSerializer(many=True)
    sources = SourcesField()


class TierSerializer(serializers.Serializer[Tier]):
    """A level of the programme. Tiers are data: new ones come and old ones go."""

    id = serializers.IntegerField()
    code = serializers.CharField(help_text="The value of the parameter `tier`.")
    url = address_field("api:tier", "code")
    name = TextField()
    short_name = TextField()
    definition = TextField()
    programme = ProgrammeRefSerializer()
    rank = serializers.IntegerField(help_text="Order in lists; the highest tier has 1.")
    kind = serializers.ChoiceField(
        choices=Tier.Kind.choices,
        help_text="A cluster holds one level or sub-programme at a time; a brand may run beside it.",
    )
    period = period_field()
    longest_support_years = serializers.IntegerField(
        help_text="An end that no source names is assumed after this many years."
    )
    annual_support_min = serializers.IntegerField(allow_null=True, help_text="Whole NOK.")
    annual_support_max = serializers.IntegerField(allow_null=True, help_text="Whole NOK.")
    note = serializers.CharField()
    sources = SourcesField()


class OwnerRefSerializer(serializers.Serializer[Any]):
    """An owner of the programme as it is named inside another record."""

    slug = serializers.CharField()
    name = TextField()
    url = address_field("api:owner", "slug")


class OwnerSerializer(serializers.Serializer[ProgrammeOwner]):
    """One of the bodies that own and run the cluster programme together."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    url = address_field("api:owner", "slug")
    name = TextField()
    organisation_number = serializers.CharField(help_text="Nine digits; empty where it is not known.")
    website = serializers.CharField(help_text="Empty where there is none.")
    role = serializers.CharField()
    sources = SourcesField()


class MinistrySerializer(serializers.Serializer[Any]):
    """A ministry that funds the programme."""

    code = serializers.CharField()
    name = TextField()


class AppropriationSerializer(serializers.Serializer[Appropriation]):
    """Money for the programme in one year as one source gives it. Sources disagree for some years."""

    id = serializers.IntegerField()
    url = address_field("api:appropriation")
    year = serializers.IntegerField()
    amount = serializers.IntegerField(help_text="Whole NOK; a cut is negative.")
    scope = TextField(help_text="What it covers.")
    stage = serializers.ChoiceField(choices=Appropriation.Stage.choices)
    ministry = MinistrySerializer(allow_null=True, help_text="Null where the source gives a total only.")
    granted_by = serializers.CharField(help_text="In the source's words.")
    note = serializers.CharField()
    sources = SourcesField()


class EffectFindingSerializer(serializers.Serializer[EffectFinding]):
    """What an evaluation found, in its own measure. Findings are not comparable and are never added up."""

    id = serializers.IntegerField()
    url = address_field("api:effect")
    year = serializers.IntegerField(allow_null=True, help_text="Of the evaluation; null where the source names none.")
    evaluator = serializers.CharField()
    scope = TextField(help_text="What was studied.")
    method = TextField(help_text="Empty where the source does not say.")
    finding = TextField()
    measure = serializers.CharField(help_text="Empty where the finding is no number.")
    bound = serializers.ChoiceField(choices=PublishedFigure.Bound.choices, allow_blank=True)
    value = serializers.FloatField(allow_null=True)
    unit = TextField()
    sources = SourcesField()
