"""What the page of open data shows: the API as its schema tells of it, asked while the page is made."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from doors.api.examples import Example, example, examples
from doors.api.pagination import LARGEST_SIZE
from doors.api.reference import Operation, Resource, reference
from published.edition import current_edition

CLUSTERS = "/api/v1/clusters/"
#: Questions that show what a resource is for, by the name of its operation; others are asked for one row.
QUERIES = {
    "clusters_list": "region=46&tier=gce&page_size=1",
    "clusters_members_list": "kind=knowledge-institution&page_size=1",
    "organisations_list": "q=sintef&page_size=1",
    "changes": "cursor=*&page_size=1",
    "suggest": "q=hav&page_size=2",
    "statistics_figure": "as_of=2016-08-17",
}
#: Examples of this many states of the registry are remembered.
REMEMBERED = 4
_remembered: dict[tuple[object, ...], dict[str, Example]] = {}


def open_data(request: HttpRequest) -> dict[str, Any]:
    """Resources with their examples, parameters, answers, a refused question, and the limits in force."""
    told = reference()
    shown = _examples(request)
    return {
        "resources": [(resource, _with_examples(resource, shown)) for resource in told.resources],
        "parameters": told.parameters,
        "statuses": told.statuses,
        "refused": shown["refused"],
        "limit": settings.API_LIMIT_PER_MINUTE,
        "limit_of_keys": settings.API_KEY_LIMIT_PER_MINUTE,
        "largest_page": LARGEST_SIZE,
        "host": f"{request.scheme}://{request.get_host()}",
        "today": timezone.localdate(),
    }


def _with_examples(resource: Resource, shown: dict[str, Example]) -> list[tuple[Operation, Example | None]]:
    return [(operation, shown.get(operation.name)) for operation in resource.operations]


def _examples(request: HttpRequest) -> dict[str, Example]:
    """Those of today, of the registry as it is and for the host that was asked."""
    key = (current_edition().number, timezone.localdate(), request.scheme, request.get_host())
    if key not in _remembered:
        operations = [operation for resource in reference().resources for operation in resource.operations]
        shown = examples(request, operations, QUERIES) | {"refused": example(request, CLUSTERS, "teir=nce")}
        if len(_remembered) >= REMEMBERED:
            _remembered.clear()
        _remembered[key] = shown
    return _remembered[key]
