"""Clusters and sectors in the API."""

from typing import Any

from django.db.models import Q
from rest_framework import serializers

from bilingual.api import TextField, TextSerializer
from clusters.api.references import (
    ClusterRefSerializer,
    OrganisationRefSerializer,
    StandingTierSerializer,
    TierRefSerializer,
)
from clusters.choices import EndReason, NameKind, Reach, Status
from clusters.models import Cluster, ClusterName, ClusterSuccession, HostPeriod, Sector, TierPeriod
from doors.api.fields import MomentField, PageField, SourcesField, address_field
from history.api import EndConfirmedField, period_field
from history.valid_time import StartPrecision
from regions.api.serializers import SeatField


class SectorSerializer(serializers.Serializer[Sector]):
    """An entry in the registry's vocabulary of sectors."""

    id = serializers.IntegerField()
    slug = serializers.CharField(help_text="The value of the parameter `sector`.")
    name = TextField()
    url = address_field("api:sector", "slug")


class ClusterSectorSerializer(serializers.Serializer[Any]):
    """A sector the cluster works in."""

    slug = serializers.CharField()
    name = TextSerializer(source="*")


class EndOfTierField(serializers.BooleanField):
    """Whether the end of the deciding tier period is confirmed; without any, there is no confirmed end either."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="is_end_assumed", read_only=True, **kwargs)

    def to_representation(self, value: bool) -> bool:  # noqa: FBT001 (as DRF calls it)
        """The opposite of what is kept."""
        return not value

    def built(self, scope: Any) -> Any:
        """The same by PostgreSQL (doors/api/compiling.py)."""
        return ~Q(**{scope.path("of_the_day", "is_end_assumed"): True})


class ClusterSerializer(serializers.Serializer[Cluster]):
    """A cluster with its place in the programme on the day of the answer."""

    id = serializers.IntegerField(help_text="Stable and without meaning.")
    slug = serializers.CharField(help_text="Readable; a slug that is no longer in use answers with 301.")
    url = address_field("api:cluster", "slug")
    html_url = PageField("clusters:cluster", "slug", help_text="The cluster's page.")
    name = serializers.CharField(help_text="The name in use today.")
    acronym = serializers.CharField(help_text="Empty where there is none.")
    summary = TextField()
    tier = StandingTierSerializer(
        source="standing.tier",
        allow_null=True,
        help_text="The tier on the day, or the last one of a cluster that has left.",
    )
    status = serializers.ChoiceField(
        choices=Status.choices,
        help_text="On the day: `active` on a tier, `former` has left, `unconfirmed` an assumed end has passed.",
    )
    end_confirmed = EndOfTierField(
        help_text="Whether a source names the end of the tier period that `tier` and `status` rest on."
    )
    since = serializers.DateField(allow_null=True, help_text="First day on any tier; null where no year is known.")
    seat = SeatField()
    reach = serializers.ChoiceField(choices=Reach.choices)
    sectors = ClusterSectorSerializer(source="sector_list", many=True)
    member_count = serializers.IntegerField(
        allow_null=True,
        help_text="Unique members on the day, or on the last day of a cluster that has left; null where none is known.",
    )
    founded_year = serializers.IntegerField(allow_null=True)
    website = serializers.CharField(help_text="Empty where there is none.")
    updated_at = MomentField(help_text="When the record was last changed.")
    sources = SourcesField()


class ClusterNameSerializer(serializers.Serializer[ClusterName]):
    """Another name of the cluster."""

    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=NameKind.choices)
    slug = serializers.CharField(help_text="The slug it had under this name, if any.")
    period = period_field()
    sources = SourcesField()


class HostSerializer(serializers.Serializer[HostPeriod]):
    """The organisation that runs the cluster."""

    organisation = OrganisationRefSerializer()
    basis = serializers.ChoiceField(choices=HostPeriod.Basis.choices, help_text="How it is known.")
    period = period_field()
    end_confirmed = EndConfirmedField()
    sources = SourcesField()


class TierPeriodSerializer(serializers.Serializer[TierPeriod]):
    """A time on a tier, or under a brand."""

    tier = TierRefSerializer()
    period = period_field()
    end_confirmed = EndConfirmedField()
    decided_date = serializers.DateField(allow_null=True)
    end_reason = serializers.ChoiceField(
        choices=EndReason.choices, allow_blank=True, help_text="Why it ended; empty where no source says."
    )
    note = serializers.CharField()
    sources = SourcesField()


class SuccessionSerializer(serializers.Serializer[ClusterSuccession]):
    """One cluster went on in another."""

    kind = serializers.ChoiceField(choices=ClusterSuccession.Kind.choices)
    date = serializers.DateField()
    date_precision = serializers.ChoiceField(choices=StartPrecision.choices)
    sources = SourcesField()


class ClusterPredecessorSerializer(SuccessionSerializer):
    """A cluster that this one came from."""

    cluster = ClusterRefSerializer(source="predecessor")


class ClusterSuccessorSerializer(SuccessionSerializer):
    """A cluster that this one went on in."""

    cluster = ClusterRefSerializer(source="successor")


class ClusterRecordSerializer(ClusterSerializer):
    """A cluster with its whole history."""

    description = TextField()
    confirmed_date = serializers.DateField(allow_null=True, help_text="When a person last vouched for the record.")
    names = ClusterNameSerializer(many=True)
    hosts = HostSerializer(many=True)
    tier_periods = TierPeriodSerializer(many=True)
    predecessors = ClusterPredecessorSerializer(source="origins", many=True)
    successors = ClusterSuccessorSerializer(source="successions", many=True)
    members = serializers.HyperlinkedIdentityField(
        "api:cluster-members", lookup_field="slug", lookup_url_kwarg="key", help_text="Where its members are listed."
    )
