"""Organisations and memberships in the API."""

from typing import Any

from rest_framework import serializers

from clusters.api.references import ClusterRefSerializer, OrganisationRefSerializer
from clusters.choices import MembershipRole, OrganisationKind, Status
from clusters.models import Organisation, OrganisationIdentifier, OrganisationName
from doors.api.fields import MomentField, PageField, SourcesField, address_field
from history.api import EndConfirmedField, period_field
from regions.api.serializers import SeatField


class MemberSerializer(serializers.Serializer[Any]):
    """What an organisation is in a cluster, and when."""

    role = serializers.ChoiceField(choices=MembershipRole.choices)
    role_in_source = serializers.CharField(help_text="In the source's own words.")
    period = period_field()
    end_confirmed = EndConfirmedField()
    is_observed = serializers.BooleanField(help_text="A source names the member without saying since or until when.")
    observed_year = serializers.IntegerField(allow_null=True, help_text="The year of that source.")
    confirmed_date = serializers.DateField(allow_null=True, help_text="When a person last vouched for it.")
    sources = SourcesField()


class MembershipSerializer(MemberSerializer):
    """An organisation takes part in a cluster."""

    id = serializers.IntegerField()
    url = address_field("api:membership")
    cluster = ClusterRefSerializer()
    organisation = OrganisationRefSerializer()
    status = serializers.ChoiceField(
        choices=Status.choices,
        help_text="On the day: `active` holds, `former` known to have ended, `unconfirmed` an assumed end has passed.",
    )


class OrganisationSerializer(serializers.Serializer[Organisation]):
    """A company, knowledge institution or other body that hosts or takes part in clusters."""

    id = serializers.IntegerField(help_text="Stable and without meaning.")
    url = address_field("api:organisation")
    html_url = PageField("clusters:organisation", help_text="The organisation's page.")
    organisation_number = serializers.CharField(help_text="Nine digits; empty for those without a Norwegian number.")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=OrganisationKind.choices)
    seat = SeatField()
    industry_code = serializers.CharField(help_text="SN2007; empty where it is not known.")
    website = serializers.CharField(help_text="Empty where there is none.")
    cluster_count = serializers.IntegerField(help_text="Clusters it is a member of on the day.")
    updated_at = MomentField(help_text="When the record was last changed.")
    sources = SourcesField()


class OrganisationNameSerializer(serializers.Serializer[OrganisationName]):
    """A former or other name."""

    name = serializers.CharField()
    until_year = serializers.IntegerField(allow_null=True)
    sources = SourcesField()


class IdentifierSerializer(serializers.Serializer[OrganisationIdentifier]):
    """Its identifier in another scheme."""

    scheme = serializers.ChoiceField(choices=OrganisationIdentifier.Scheme.choices)
    value = serializers.CharField()
    sources = SourcesField()


class MemberOfSerializer(MemberSerializer):
    """A membership seen from the organisation."""

    id = serializers.IntegerField()
    cluster = ClusterRefSerializer()


class HostOfSerializer(serializers.Serializer[Any]):
    """A cluster the organisation runs or ran."""

    cluster = ClusterRefSerializer()
    period = period_field()
    end_confirmed = EndConfirmedField()
    sources = SourcesField()


class OrganisationRecordSerializer(OrganisationSerializer):
    """An organisation with its names, identifiers and clusters."""

    founded_date = serializers.DateField(allow_null=True)
    dissolved_date = serializers.DateField(allow_null=True)
    register_status = serializers.CharField(help_text="What the national business register last said.")
    register_checked_at = MomentField(allow_null=True, help_text="When it was last asked.")
    names = OrganisationNameSerializer(many=True)
    identifiers = IdentifierSerializer(many=True)
    memberships = MemberOfSerializer(many=True)
    hosted = HostOfSerializer(many=True)
