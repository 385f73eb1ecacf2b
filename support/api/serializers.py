"""What the programme gives, in the API."""

from rest_framework import serializers

from clusters.api.references import ClusterRefSerializer, OrganisationRefSerializer
from doors.api.fields import SourcesField, address_field
from programmes.api.serializers import OwnerRefSerializer
from support.models import Grant


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
