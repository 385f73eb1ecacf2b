"""Whole lists as files of JSON and GeoJSON: the records as the API has them, with the filters of the page.

PostgreSQL builds the records, which go on as they come, so that any number of rows fits.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import F, Func, QuerySet, TextField
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from rest_framework.request import Request

from clusters.api.views import ClusterViews, OrganisationViews
from clusters.exports import CLUSTERS, ORGANISATIONS, Export, begun
from clusters.filtersets import RegistryFilterSet
from clusters.patience import TooBroad
from doors.api.choosing import choosing
from doors.api.expressions import JSONObject
from doors.api.pagination import in_utc
from doors.api.views import Records
from doors.copying import Pieces, in_batches, sent
from doors.files import file_headers, refused, streamed
from doors.licence import LICENCE_ADDRESS
from published.edition import current_edition
from regions.places import about_point_of_seat, point_of_seat

#: Ending and type of a file, by what its rows are called.
KINDS = {"results": ("json", "application/json"), "features": ("geojson", "application/geo+json")}
#: What the property ``point`` of a feature says.
ABOUT_POINTS = (
    "No address is known. A point is where the label of the region in “point” stands on a map: of the municipality of "
    "the seat, of one that it became, or of the county where only that is known."
)


@require_safe
def clusters_json(request: HttpRequest) -> HttpResponseBase:
    """The clusters the query string asks for."""
    return as_json(request, CLUSTERS, ClusterViews)


@require_safe
def organisations_json(request: HttpRequest) -> HttpResponseBase:
    """The organisations the query string asks for."""
    return as_json(request, ORGANISATIONS, OrganisationViews)


@require_safe
def clusters_geojson(request: HttpRequest) -> HttpResponseBase:
    """The clusters the query string asks for, by their seats."""
    return as_geojson(request, CLUSTERS, ClusterViews)


@require_safe
def organisations_geojson(request: HttpRequest) -> HttpResponseBase:
    """The organisations the query string asks for, by their seats."""
    return as_geojson(request, ORGANISATIONS, OrganisationViews)


def as_json(request: HttpRequest, what: Export, view_class: type[Records]) -> HttpResponseBase:
    """The list of the API without pages, or 400 with each fault of the query string in words."""
    view = _view(request, what, view_class)
    if view.filterset.problems:
        return refused(view.filterset.problems)
    changed_at = current_edition().changed_at
    frame = {
        "data_as_of": in_utc(changed_at) if changed_at else None,
        "next": None,
        "previous": None,
    }
    rows = view.told(view.filterset.qs).values("built")
    return _answer(request, what, view.filterset, rows, ("results", frame))


def as_geojson(request: HttpRequest, what: Export, view_class: type[Records]) -> HttpResponseBase:
    """A FeatureCollection (RFC 7946) of the same records, or 400 with each fault of the query string in words."""
    view = _view(request, what, view_class)
    filterset: Any = view.filterset
    if filterset.problems:
        return refused(filterset.problems)
    frame = {
        "type": "FeatureCollection",
        "as_of": filterset.day.isoformat(),
        "about_points": ABOUT_POINTS,
        "licence": LICENCE_ADDRESS,
    }
    rows = _features(view.told(filterset.qs), filterset)
    return _answer(request, what, filterset, rows, ("features", frame))


def _answer(
    request: HttpRequest,
    what: Export,
    filterset: RegistryFilterSet,
    rows: QuerySet[Any],
    framed: tuple[str, dict[str, Any]],
) -> HttpResponseBase:
    try:
        begun_rows = begun(sent(rows), filterset.question)
    except TooBroad as error:
        return refused([error.problem])
    suffix, content_type = KINDS[framed[0]]
    headers = file_headers(f"{what.name}-{filterset.day.isoformat()}.{suffix}")
    pieces = Pieces(in_batches(_framed(begun_rows, *framed)), begun_rows)
    return streamed(request, pieces, content_type, headers)


def _framed(rows: Iterator[bytes], name: str, frame: dict[str, Any]) -> Iterator[bytes]:
    """An object with the rows in an array, and at the end how many they were."""
    yield f'{json.dumps(frame, ensure_ascii=False)[:-1]}, "{name}": [\n'.encode()
    count = 0
    for count, row in enumerate(rows, start=1):
        yield row if count == 1 else b"," + row
    yield f'], "count": {count}, "count_is_exact": true}}\n'.encode()


def _view(request: HttpRequest, what: Export, view_class: type[Records]) -> Any:
    """The list of the API, asked without pages; it takes ``fields`` and ``updated_since`` as the API does."""
    view: Any = view_class(action="list", kwargs={}, format_kwarg=None)
    view.request = Request(request)
    filterset_class = choosing(what.filterset_class, view.get_serializer_class(), view.resource or view.noun)
    view.filterset = filterset_class(request.GET, queryset=what.rows)
    return view


def _features(rows: QuerySet[Any], filterset: RegistryFilterSet) -> QuerySet[Any]:
    about = Func(about_point_of_seat(filterset.day), template="jsonb_build_object('point', %(expressions)s)")
    properties = Func(
        F("built"), about, template="(%(expressions)s)", arg_joiner="::jsonb || ", output_field=TextField()
    )
    feature = JSONObject(
        type=Func(template="'Feature'", output_field=TextField()),
        id=F("pk"),
        geometry=point_of_seat(filterset.day),
        properties=properties,
    )
    found: QuerySet[Any] = rows.annotate(feature=feature).values("feature")
    return found


file_patterns = [
    path(gettext_lazy("clusters.json"), clusters_json, name="clusters_json"),
    path(gettext_lazy("organisations.json"), organisations_json, name="organisations_json"),
    path(gettext_lazy("clusters.geojson"), clusters_geojson, name="clusters_geojson"),
    path(gettext_lazy("organisations.geojson"), organisations_geojson, name="organisations_geojson"),
]
