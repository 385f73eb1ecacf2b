"""The map as a file: the counties of the day as areas, each with its number of clusters (GeoJSON, RFC 7946)."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clusters.county_map import ClusterMapFilterSet, County, CountyMap
from clusters.facets import CLUSTER_TALLIES
from clusters.models import Cluster
from doors.files import file_headers, refused
from doors.languages import in_asked_language, of_file
from doors.licence import LICENCE
from regions.models import RegionOutline
from regions.projection import place

#: Of a degree: some ten metres, far finer than the outlines.
DECIMALS = 4


@require_safe
@in_asked_language
def map_geojson(request: HttpRequest) -> HttpResponseBase:
    """The file, or 400 with each fault of the query string in words."""
    filterset: Any = of_file(ClusterMapFilterSet)(request.GET, queryset=Cluster.objects.all())
    shown = CountyMap(filterset, {"region": CLUSTER_TALLIES["region"]}, "clusters")
    if shown.problems:
        return refused(shown.problems)
    name = _("clusters-by-county")
    headers = file_headers(f"{name}-{shown.day.isoformat()}.geojson")
    dumping = {"ensure_ascii": False}
    return JsonResponse(
        collection(shown), content_type="application/geo+json", headers=headers, json_dumps_params=dumping
    )


def collection(shown: CountyMap) -> dict[str, Any]:
    """The counties, and what does not lie in any of them."""
    return {
        "type": "FeatureCollection",
        "as_of": shown.day.isoformat(),
        "clusters": shown.in_all,
        "clusters_without_county": shown.unlocated,
        "licence": LICENCE,
        "source": " | ".join(sorted({county.outline.source for county in shown.counties if county.outline})),
        "features": [feature(county) for county in shown.counties],
    }


def feature(county: County) -> dict[str, Any]:
    """A county; without a geometry where nobody has drawn it."""
    properties = {"code": county.code, "name": str(county.name), "clusters": county.count}
    geometry = areas(county.outline) if county.outline else None
    return {"type": "Feature", "id": county.code, "geometry": geometry, "properties": properties}


def areas(outline: RegionOutline) -> dict[str, Any]:
    """Each ring as an area, in degrees, against the clock as the standard has it."""
    rings = [ring if _is_against_clock(ring) else ring[::-1] for ring in outline.rings]
    return {"type": "MultiPolygon", "coordinates": [[_closed(ring)] for ring in rings]}


def _is_against_clock(ring: list[tuple[int, int]]) -> bool:
    # In the picture y grows downwards.
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) < 0


def _closed(ring: list[tuple[int, int]]) -> list[list[float]]:
    return [[round(degrees, DECIMALS) for degrees in place(x, y)] for x, y in [*ring, ring[0]]]
