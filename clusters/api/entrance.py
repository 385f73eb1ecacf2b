"""The entrance of the API: what there is, how it is described, and an answer to every wrong address."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.urls import ResolverMatch, resolve, reverse
from django.views import View
from drf_spectacular.renderers import OpenApiJsonRenderer2, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from doors.api.views import PublicAnswer, RecordFilterSet, answered, moved
from doors.filtersets import nearest
from doors.licence import LICENCE_ADDRESS, LICENCE_NAME
from programmes.models import Tier


class LicenceSerializer(serializers.Serializer[Any]):
    """The terms the data may be used on."""

    name = serializers.CharField()
    url = serializers.URLField()


class EntranceSerializer(serializers.Serializer[Any]):
    """The address of every list, of the schema and of its documentation."""

    clusters = serializers.URLField()
    organisations = serializers.URLField()
    memberships = serializers.URLField()
    tiers = serializers.URLField()
    programmes = serializers.URLField()
    owners = serializers.URLField()
    appropriations = serializers.URLField()
    effects = serializers.URLField()
    grants = serializers.URLField()
    indicators = serializers.URLField()
    observations = serializers.URLField()
    projects = serializers.URLField()
    statistics = serializers.URLField()
    regions = serializers.URLField()
    sectors = serializers.URLField()
    changes = serializers.URLField()
    snapshots = serializers.URLField()
    suggest = serializers.URLField()
    reconcile = serializers.URLField()
    schema = serializers.URLField()
    docs = serializers.URLField()
    licence = LicenceSerializer()


class Entrance(PublicAnswer):
    """Everything the API has, by name."""

    filterset_class = RecordFilterSet
    queryset: ClassVar[QuerySet[Any]] = Tier.objects.none()

    serializer_class = EntranceSerializer

    @extend_schema(operation_id="entrance")
    def get(self, request: Request) -> Response:
        """The address of every list, of the schema and of its documentation."""
        answered(self.filterset_class(request.query_params, queryset=self.queryset))
        addresses = {name: request.build_absolute_uri(reverse(f"api:{name}")) for name in _names()}
        return Response({**addresses, "licence": {"name": LICENCE_NAME, "url": LICENCE_ADDRESS}})


class SchemaView(PublicAnswer, SpectacularAPIView):
    """The OpenAPI description of the API, as JSON, or as YAML where that is asked for."""

    renderer_classes = [OpenApiJsonRenderer2, OpenApiYamlRenderer]


class DocumentationView(SpectacularSwaggerSplitView):
    """The description as a page, with nothing from outside and no inline script."""

    template_name = "api/docs.html"
    url_name = "api:schema"


class NothingHere(PublicAnswer):
    """404 below /api/ in the API's own words, however it is asked; a forgotten last slash is mended."""

    schema = None
    http_method_names = [*View.http_method_names]

    def http_method_not_allowed(self, request: Any, *_args: Any, **_kwargs: Any) -> Response:
        """There is nothing that would take another method either."""
        return self.get(request)

    def get(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """Where the caller may have meant to go."""
        if not request.path.endswith("/") and _known(f"{request.path}/"):
            return moved(request, f"{request.path}/")
        start = reverse("api:entrance")
        near = nearest(request.path.removeprefix(start).strip("/"), _names())
        wayout = f" Did you mean “{reverse(f'api:{near}')}”?" if near else f" “{start}” lists what there is."
        raise NotFound(f"There is nothing at “{request.path[:200]}”.{wayout}")


def _names() -> list[str]:
    return [name for name, field in EntranceSerializer().fields.items() if isinstance(field, serializers.URLField)]


def _known(path: str) -> ResolverMatch | None:
    try:
        match = resolve(path)
    except Http404:
        return None
    return None if match.url_name == "nothing" else match
