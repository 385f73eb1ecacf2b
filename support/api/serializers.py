"""What the programme gives, in the API."""

from typing import Any

from rest_framework import serializers

from bilingual.api import TextField
from clusters.api.references import ClusterRefSerializer, OrganisationRefSerializer, TierRefSerializer
from doors.api.expressions import Built
from doors.api.fields import SourcesField, address_field
from history.api import period_field
from programmes.api.serializers import OwnerRefSerializer
from programmes.models import PublishedFigure
from support.models import Grant, Indicator, Observation, Project, ProjectParticipant, ProjectReference
from support.models.project import ProjectType


class GrantSerializer(serializers.Serializer[Grant]):
    """Money granted to an organisation that runs or has run one or more clusters.

    An organisation is granted money for other things than its cluster, too: a sum of grants is *grants to the host*,
    never the money that the programme gave the cluster. Committed is not paid.
    """

    id = serializers.IntegerField()
    url = address_field("api:grant")
    clusters = ClusterRefSerializer(
        source="cluster_list",
        many=True,
        help_text="The clusters that the recipient ran. Where there are several, the source does not say for which.",
    )
    recipient = OrganisationRefSerializer()
    recipient_in_source = serializers.CharField(help_text="As the source spells it; empty where it does not matter.")
    owner = OwnerRefSerializer(help_text="Who granted it.")
    decided_date = serializers.DateField(allow_null=True, help_text="Null where the source gives a year only.")
    year = serializers.IntegerField(help_text="Of the decision.")
    amount = serializers.IntegerField(help_text="Whole NOK, as decided.")
    state = serializers.ChoiceField(choices=Grant.State.choices, help_text="As it is known today.")
    scheme = serializers.CharField(help_text="In the owner's words. Some schemes are loans.")
    deciding_unit = serializers.CharField(help_text="In the owner's words; empty where it is not known.")
    sequence = serializers.IntegerField(help_text="Tells grants apart that are alike in everything else; usually 1.")
    sources = SourcesField()


class IndicatorRefSerializer(serializers.Serializer[Any]):
    """An indicator as it is named inside another record."""

    slug = serializers.CharField()
    name = TextField()
    unit = TextField()
    url = address_field("api:indicator", "slug")


class IndicatorSerializer(serializers.Serializer[Indicator]):
    """What is measured of a cluster, a tier or the programme, and how. Its values are in `observations`."""

    id = serializers.IntegerField()
    slug = serializers.CharField(help_text="The value of the parameter `indicator`.")
    url = address_field("api:indicator", "slug")
    name = TextField()
    definition = TextField()
    unit = TextField()
    method = TextField(help_text="Empty where it is not known.")
    comparison = TextField(help_text="Whom figures are compared with; empty where with nobody.")
    sources = SourcesField()


class ObservationSerializer(serializers.Serializer[Observation]):
    """A value of an indicator as its source gives it: never of a company, never one that rests on fewer than five."""

    id = serializers.IntegerField()
    url = address_field("api:observation")
    indicator = IndicatorRefSerializer()
    level = serializers.ChoiceField(choices=Observation.Level.choices, help_text="What it was measured of.")
    tier = TierRefSerializer(allow_null=True, help_text="Of the level `tier`.")
    cluster = ClusterRefSerializer(allow_null=True, help_text="Of the level `cluster`.")
    year = serializers.IntegerField(allow_null=True, help_text="That it is about; null where the source names none.")
    bound = serializers.ChoiceField(choices=PublishedFigure.Bound.choices)
    value = serializers.FloatField(allow_null=True, help_text="Null where it rests on fewer than five.")
    n = serializers.IntegerField(allow_null=True, help_text="How many it was measured of; null where not known.")
    note = TextField()
    sources = SourcesField()


class TypesField(serializers.ListField):
    """What a project is about."""

    def __init__(self) -> None:
        super().__init__(child=serializers.ChoiceField(choices=ProjectType.choices), help_text="At least one.")

    def built(self, scope: Any) -> Any:
        """The same by PostgreSQL."""
        return Built(scope.column("types"), function="to_json")


class ParticipantSerializer(serializers.Serializer[ProjectParticipant]):
    """An organisation that takes part in a project."""

    organisation = OrganisationRefSerializer()
    role = serializers.ChoiceField(choices=ProjectParticipant.Role.choices)


class ReferenceSerializer(serializers.Serializer[ProjectReference]):
    """What a funder calls a project."""

    funder = serializers.CharField()
    reference = serializers.CharField()


class PriorityAreaSerializer(serializers.Serializer[Any]):
    """Something that the clusters themselves have put first."""

    slug = serializers.CharField()
    name = TextField()


class ProjectSerializer(serializers.Serializer[Project]):
    """What one or more clusters undertake together with others."""

    id = serializers.IntegerField()
    url = address_field("api:project")
    title = TextField()
    types = TypesField()
    summary = TextField(help_text="Empty where there is none.")
    period = period_field()
    clusters = ClusterRefSerializer(source="cluster_list", many=True)
    participants = ParticipantSerializer(many=True)
    references = ReferenceSerializer(many=True, help_text="What funders call it.")
    priority_areas = PriorityAreaSerializer(many=True, help_text="That it serves.")
    website = serializers.CharField(help_text="Empty where there is none.")
    sources = SourcesField()
