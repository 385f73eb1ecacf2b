"""What a snapshot has in it: every list of the API that the stream of changes tells of, each record in full."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from django.http import QueryDict
from django.urls import resolve, reverse
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from rest_framework.utils.encoders import JSONEncoder

from clusters.api.changes import RESOURCES
from doors.api.views import Records
from doors.copying import copied
from snapshots.making import Resource
from snapshots.manifest import Moment
from snapshots.shapes import Shape, shape_of

#: Records that are read at once, with all that hangs on them.
BATCH = 500


class Asked:
    """Stands for the request that nobody has made: what it asks, and where the addresses in the answer lead."""

    method = "GET"

    def __init__(self, site: str, query: str) -> None:
        self.site = site
        self.query_params = QueryDict(query)

    def build_absolute_uri(self, path: str) -> str:
        """On the site."""
        return urljoin(self.site, path)


def resources(site: str) -> list[Resource]:
    """Every list, with addresses on the site (``https://host/``)."""
    with translation.override("en"):
        schema: Any = _generator().get_schema(request=None, public=True)
    return [
        Resource(name, noun, _shape(schema, name), _Lines(_view_of(name), site)) for noun, name in RESOURCES.items()
    ]


def _view_of(name: str) -> type[Records]:
    """The list at its address: whatever room it is in brings itself."""
    view: Any = resolve(reverse(f"api:{name}")).func
    found: type[Records] = view.cls
    return found


def _generator() -> Any:
    untyped: Any = SchemaGenerator
    return untyped()


def _shape(schema: dict[str, Any], name: str) -> Shape:
    answer = schema["paths"][f"/api/v1/{name}/{{key}}/"]["get"]["responses"]["200"]
    return shape_of(answer["content"]["application/json"]["schema"], schema["components"]["schemas"])


class _Lines:
    """The records of a list in full, in the order of their ids, as the API would answer for each on the day."""

    def __init__(self, view_class: type[Records], site: str) -> None:
        self.view_class = view_class
        self.site = site

    def __call__(self, moment: Moment) -> Iterator[bytes]:
        view = self.view_class(action="retrieve", kwargs={}, format_kwarg=None)
        is_dated = "as_of" in view.filterset_class.base_filters
        view.request = Asked(self.site, f"as_of={moment.day.isoformat()}" if is_dated else "")  # type: ignore[assignment]
        rows: Any = view.filter_queryset(view.get_queryset()).order_by("pk")
        try:
            return copied(view.told(rows).values("built"))
        except TypeError:  # a field that PostgreSQL does not build
            return _serialized(view, rows)


def _serialized(view: Records, rows: Any) -> Iterator[bytes]:
    serializer = view.get_serializer()
    for row in rows.prefetch_related(*view.related).iterator(BATCH):
        record = serializer.to_representation(row)
        yield json.dumps(record, cls=JSONEncoder, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
