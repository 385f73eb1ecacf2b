"""Programmes, tiers, owners and money in the API."""

from django.db.models import F, Prefetch

from doors.api.views import Records
from programmes.api.serializers import (
    AppropriationSerializer,
    EffectFindingSerializer,
    OwnerSerializer,
    ProgrammeSerializer,
    TierSerializer,
)
from programmes.models import Appropriation, EffectFinding, Programme, ProgrammeOwner, Tier


class TierViews(Records):
    """Levels of the programme, the highest first. Their codes are the values of the parameter `tier`."""

    queryset = Tier.objects.order_by("rank")
    serializer_class = TierSerializer
    lookup_field = "code"
    noun = "tier"
    key_help = "The tier's code, for example `gce`."


class ProgrammeViews(Records):
    """Cluster programmes, the oldest first."""

    queryset = Programme.objects.order_by("period__startswith", "slug")
    serializer_class = ProgrammeSerializer
    related = (Prefetch("predecessors", Programme.objects.order_by("period__startswith", "slug")),)
    lookup_field = "slug"
    noun = "programme"
    key_help = "The programme's slug."


class OwnerViews(Records):
    """The bodies that own and run the programme together."""

    queryset = ProgrammeOwner.objects.order_by("slug")
    serializer_class = OwnerSerializer
    lookup_field = "slug"
    noun = "programme owner"
    resource = "owner"
    key_help = "The owner's slug, for example `innovasjon-norge`."


class AppropriationViews(Records):
    """Money for the programme by year, each figure as one source gives it."""

    queryset = Appropriation.objects.order_by("year", "scope_nb", "id")
    serializer_class = AppropriationSerializer
    lookup_field = "pk"
    noun = "appropriation"
    key_help = "The appropriation's id."


class EffectFindingViews(Records):
    """What evaluations found that clusters do for their members, the latest first."""

    queryset = EffectFinding.objects.order_by(F("year").desc(nulls_last=True), "evaluator", "id")
    serializer_class = EffectFindingSerializer
    lookup_field = "pk"
    noun = "effect finding"
    resource = "effect"
    key_help = "The finding's id."
