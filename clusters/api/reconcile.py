"""The reconciliation service: what OpenRefine and its like ask of it, at one address and a few below it."""

from http import HTTPStatus
from typing import Any

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from clusters.patience import TooBroad
from clusters.reconciling.entities import TYPES, Entity, read
from clusters.reconciling.matching import candidates
from clusters.reconciling.properties import COMPARED, READ, Property
from clusters.reconciling.queries import MOST_QUERIES, Extension, Unreadable, read_extension, read_queries
from clusters.suggestions import suggestions
from doors.api.problems import QueryRefused
from doors.api.views import PublicAnswer
from doors.filtersets import LONGEST_QUERY, Problem, nearest

#: What the service's own address takes. A callback would make scripts of answers: readers of other sites use CORS.
PARAMETERS = ("queries", "extend")
MOST_SUGGESTED = 20
WIDTH, HEIGHT = 420, 220


def manifest(request: HttpRequest) -> dict[str, Any]:
    """What the service is and can do, by the specification's 0.2."""
    here = request.build_absolute_uri(reverse("api:reconcile")).removesuffix("/")

    def below(name: str) -> dict[str, str]:
        return {"service_url": here, "service_path": f"/{name}/"}

    return {
        "versions": ["0.2"],
        "name": "Klyngeregisteret: Norwegian innovation clusters and their members",
        "identifierSpace": f"{here}/view/?id=",
        "schemaSpace": request.build_absolute_uri(reverse("linked:terms")),
        "documentation": request.build_absolute_uri(reverse("clusters:data")),
        "defaultTypes": [kind.told for kind in TYPES.values()],
        "batchSize": MOST_QUERIES,
        "view": {"url": f"{here}/view/?id={{{{id}}}}"},
        "preview": {"url": f"{here}/preview/?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {name: below(f"suggest/{name}") for name in ("entity", "type", "property")},
        "extend": {"propose_properties": below("properties"), "property_settings": []},
    }


class Service(PublicAnswer):
    """Part of the reconciliation service."""

    follows_edition = False
    schema = None


class Reconcile(Service):
    """The manifest; with `queries` candidates for names, with `extend` properties of what was matched."""

    http_method_names = ["get", "head", "post", "options"]
    parser_classes = [FormParser, MultiPartParser]

    def get(self, request: Request) -> Response:
        """The manifest, or an answer to what the query string asks."""
        return self._answered(request, request.query_params)

    def post(self, request: Request) -> Response:
        """An answer to what the form asks, which may be longer than a query string."""
        return self._answered(request, request.data)

    def _answered(self, request: Request, asked: Any) -> Response:
        for name in asked:
            if name not in PARAMETERS:
                near = nearest(name, PARAMETERS) or ""
                raise QueryRefused([Problem(name, asked[name][:80], f"There is no parameter “{name}”.", near)])
        try:
            if "queries" in asked:
                found = candidates(read_queries(asked["queries"]), timezone.localdate())
                return Response({name: {"result": rows} for name, rows in found.items()})
            if "extend" in asked:
                return Response(extended(read_extension(asked["extend"])))
        except (TooBroad, Unreadable) as error:
            raise QueryRefused([error.problem]) from error
        return Response(manifest(request))


def extended(extension: Extension) -> dict[str, Any]:
    """Each id with the values of each property; an id of nothing published has none."""
    entities = read(extension.ids, timezone.localdate())
    return {
        "meta": [one.told for one in extension.properties],
        "rows": {
            identity: {one.id: _values(one, entities.get(identity)) for one in extension.properties}
            for identity in extension.ids
        },
    }


def _values(one: Property, entity: Entity | None) -> list[dict[str, Any]]:
    if entity is None or entity.type not in one.types:
        return []
    return [{"int": value} if isinstance(value, int) else {"str": str(value)} for value in one.values(entity)]


class Suggested(Service):
    """What somebody may mean who is typing. OpenRefine sends parameters of its own along, which say nothing here."""

    may_be_empty = ("prefix", "type")  # nothing typed yet, and a column that was matched without a type

    def get(self, request: Request) -> Response:
        """The likeliest first."""
        prefix = request.query_params.get("prefix", "")[:LONGEST_QUERY].strip()
        return Response({"result": self.suggested(prefix)})

    def suggested(self, prefix: str) -> list[dict[str, Any]]:
        """What begins so."""
        raise NotImplementedError


class SuggestEntity(Suggested):
    """Clusters and organisations by the beginning of any of their names."""

    def suggested(self, prefix: str) -> list[dict[str, Any]]:
        """By the statement behind the search box."""
        try:
            near = suggestions(prefix, timezone.localdate(), MOST_SUGGESTED)
        except TooBroad as error:
            raise QueryRefused([error.problem]) from error
        ids = [f"{one.type}-{one.id}" for one in near if one.type in ("cluster", "organisation")]
        entities = read(ids, timezone.localdate())
        known = [entities[identity] for identity in ids if identity in entities]
        return [
            {"id": one.id, "name": one.name, "description": one.description, "notable": [one.type.told]}
            for one in known
        ]


class SuggestType(Suggested):
    """The types."""

    def suggested(self, prefix: str) -> list[dict[str, Any]]:
        """By any part of the name."""
        return [kind.told for kind in TYPES.values() if prefix.lower() in kind.name.lower()]


class SuggestProperty(Suggested):
    """The properties that candidates are compared by."""

    def suggested(self, prefix: str) -> list[dict[str, Any]]:
        """By any part of the name."""
        return [one.told for one in COMPARED if prefix.lower() in f"{one.id} {one.name}".lower()]


class ProposeProperties(Service):
    """The properties that rows of a type can be extended with."""

    may_be_empty = ("type",)  # of a column that was matched without one

    def get(self, request: Request) -> Response:
        """Those of the type, or all."""
        name = request.query_params.get("type", "")
        limit = request.query_params.get("limit", "")
        if name and name not in TYPES:
            near = nearest(name, TYPES) or ""
            raise QueryRefused([Problem("type", name[:80], f"The types are {' and '.join(TYPES)}.", near)])
        told = [one.told for one in READ if not name or TYPES[name] in one.types]
        wanted = int(limit) if limit.isascii() and limit.isdigit() and len(limit) < len("1000") else len(told)
        return Response({**({"type": name} if name else {}), "limit": wanted, "properties": told[:wanted]})


def _asked_for(request: HttpRequest) -> Entity:
    identity = request.GET.get("id", "")
    found = read([identity], timezone.localdate()).get(identity)
    if found is None:
        raise Http404
    return found


def _in_language_of(request: HttpRequest) -> translation.override:
    """The reader's language: an address for tools has none of its own."""
    return translation.override(translation.get_language_from_request(request))


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def preview(request: HttpRequest) -> HttpResponse:
    """A small page about the entity, which tools show in a frame.

    The only page that others may frame: it is public, has no form and knows nobody, so there is nothing in it that
    somebody could be led to press.
    """
    with _in_language_of(request):
        response = render(request, "reconcile/preview.html", {"entity": _asked_for(request)})
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def view(request: HttpRequest) -> HttpResponse:
    """The way from an id to its page, in the reader's language."""
    with _in_language_of(request):
        response = redirect(_asked_for(request).record.get_absolute_url())
    response.status_code = HTTPStatus.SEE_OTHER
    patch_vary_headers(response, ["Accept-Language"])
    return response


reconcile_patterns = [
    path("reconcile/", Reconcile.as_view(), name="reconcile"),
    # People paste the address without its slash, and a form that is sent there would be lost on the way to it.
    path("reconcile", Reconcile.as_view()),
    path("reconcile/suggest/entity/", SuggestEntity.as_view(), name="reconcile-entity"),
    path("reconcile/suggest/type/", SuggestType.as_view(), name="reconcile-type"),
    path("reconcile/suggest/property/", SuggestProperty.as_view(), name="reconcile-property"),
    path("reconcile/properties/", ProposeProperties.as_view(), name="reconcile-properties"),
    path("reconcile/preview/", preview, name="reconcile-preview"),
    path("reconcile/view/", view, name="reconcile-view"),
]
