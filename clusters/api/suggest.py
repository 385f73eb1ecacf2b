"""Suggestions in the API: what somebody may mean who has typed the beginning of a name."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from bilingual.api import TextSerializer
from clusters.choices import NameKind
from clusters.models import Cluster
from clusters.patience import TooBroad
from clusters.suggestions import Suggestion, suggestions
from doors.api.problems import QueryRefused
from doors.api.views import PublicAnswer, answered
from doors.filtersets import LONGEST_QUERY, AsOfFilter, StrictFilterSet, StrictForm

DEFAULT_SIZE = 7
LARGEST_SIZE = 20

#: What has a page of its own; the others have the catalogue with the filter of their name.
_PAGES = {"cluster": "clusters:cluster", "organisation": "clusters:organisation"}


class SuggestionForm(StrictForm):
    """How many suggestions are wanted."""

    page_size = forms.IntegerField(min_value=1, max_value=LARGEST_SIZE, initial=DEFAULT_SIZE, required=False)


class SuggestionFilterSet(StrictFilterSet):
    """What has been typed so far, and the day."""

    form_class = SuggestionForm
    paging = ()
    q = django_filters.CharFilter(method="keep", max_length=LONGEST_QUERY)
    as_of = AsOfFilter()


def _of_type(name: str) -> serializers.CharField:
    said = {"type": "string", "const": name}
    return extend_schema_field(said)(type("TypeField", (serializers.CharField,), {}))()  # type: ignore[no-any-return]


class SuggestionSerializer(serializers.Serializer[Suggestion]):
    """What every type of suggestion says."""

    id = serializers.IntegerField()
    matched = serializers.CharField(help_text="The other name that the text begins; empty where it is `name` itself.")
    matched_kind = serializers.ChoiceField(choices=NameKind.choices, allow_blank=True, help_text="What `matched` is.")
    url = serializers.SerializerMethodField(help_text="The record in the API.")
    html_url = serializers.SerializerMethodField(
        help_text="Its page, or the catalogue filtered by it, in bokmål and as of the same day."
    )

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, found: Suggestion) -> str:
        """Absolute."""
        key = found.id if found.type == "organisation" else found.key
        return self._absolute(reverse(f"api:{found.type}", args=[key]))

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_html_url(self, found: Suggestion) -> str:
        """Absolute."""
        day = {"as_of": self.context["as_of"]} if self.context["as_of"] else {}
        with translation.override("nb"):
            if found.type in _PAGES:
                key = found.id if found.type == "organisation" else found.key
                page, query = reverse(_PAGES[found.type], args=[key]), day
            else:
                page, query = reverse("clusters:clusters"), {found.type: found.key, **day}
        return self._absolute(f"{page}?{urlencode(query)}" if query else page)

    def _absolute(self, address: str) -> str:
        return str(self.context["request"].build_absolute_uri(address))


class ClusterSuggestionSerializer(SuggestionSerializer):
    """A cluster."""

    type = _of_type("cluster")
    slug = serializers.CharField(source="key")
    name = serializers.CharField(source="nb")


class OrganisationSuggestionSerializer(SuggestionSerializer):
    """An organisation."""

    type = _of_type("organisation")
    organisation_number = serializers.CharField(
        source="key", help_text="Nine digits; empty for those without a Norwegian number."
    )
    name = serializers.CharField(source="nb")


class RegionSuggestionSerializer(SuggestionSerializer):
    """A county or municipality."""

    type = _of_type("region")
    code = serializers.CharField(source="key", help_text="The value of the parameter `region`.")
    name = TextSerializer(source="*")
    county = serializers.SerializerMethodField(help_text="The name of the county around a municipality, or null.")

    @extend_schema_field(TextSerializer(allow_null=True))
    def get_county(self, found: Suggestion) -> dict[str, str] | None:
        """Municipalities of the same name are told apart by it."""
        return {"nb": found.within_nb, "en": found.within_en} if found.within_nb else None


class SectorSuggestionSerializer(SuggestionSerializer):
    """A sector."""

    type = _of_type("sector")
    slug = serializers.CharField(source="key", help_text="The value of the parameter `sector`.")
    name = TextSerializer(source="*")


TYPES: dict[str, type[SuggestionSerializer]] = {
    "cluster": ClusterSuggestionSerializer,
    "organisation": OrganisationSuggestionSerializer,
    "region": RegionSuggestionSerializer,
    "sector": SectorSuggestionSerializer,
}


@extend_schema_field(PolymorphicProxySerializer("Suggestion", dict(TYPES), resource_type_field_name="type", many=True))
class SuggestionsField(serializers.Field[Any, Any, Any, Any]):
    """Each suggestion as its type is told."""

    def to_representation(self, value: list[Suggestion]) -> list[Any]:
        """In the order they came."""
        tellers = {name: teller(context=self.context) for name, teller in TYPES.items()}
        return [tellers[found.type].to_representation(found) for found in value]


class SuggestionsSerializer(serializers.Serializer[Any]):
    """The likeliest first."""

    results = SuggestionsField()


class Suggest(PublicAnswer):
    """What may be meant by the beginning of a name.

    Clusters and organisations by any of their names, places, sectors; also the beginning of an organisation number
    or of a web domain. From two letters; fewer, or none at all, have no results.
    """

    filterset_class = SuggestionFilterSet
    queryset: ClassVar[QuerySet[Any]] = Cluster.objects.none()
    serializer_class = SuggestionsSerializer
    may_be_empty = ("q",)  # nothing has been typed yet

    @extend_schema(operation_id="suggest")
    def get(self, request: Request) -> Response:
        """At most `page_size` suggestions, the likeliest first."""
        filterset = answered(self.filterset_class(request.query_params, queryset=self.queryset))
        asked = filterset.form.cleaned_data
        try:
            found = suggestions(asked["q"], filterset.day, asked["page_size"] or DEFAULT_SIZE)
        except TooBroad as error:
            raise QueryRefused([error.problem]) from error
        context = {"request": request, "as_of": asked["as_of"]}
        return Response(SuggestionsSerializer({"results": found}, context=context).data)
