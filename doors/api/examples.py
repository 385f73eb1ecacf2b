"""Live examples: the API is asked in the same process, and what it answers is shown, shortened."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.urls import resolve

from doors.api.reference import Operation

#: Of a list or a text of an answer, so much is shown.
LONGEST_LIST = 1
LONGEST_TEXT = 90
MOST_LINES = 36
CUT = "…"
#: What the page was asked with and the example is not.
_OWN = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")


@dataclass(frozen=True)
class Example:
    """A question and its answer."""

    path: str
    query: str
    status: int
    answer: str

    @property
    def address(self) -> str:
        """With its query string."""
        return f"{self.path}?{self.query}" if self.query else self.path


def ask(request: HttpRequest, path: str, query: str = "") -> tuple[int, Any]:
    """Status and answer of an address of the API, as whoever asks ``request`` would get it."""
    environ = {name: value for name, value in request.META.items() if name not in _OWN}
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "HTTP_ACCEPT": "application/json"}
    match = resolve(path)
    response = match.func(WSGIRequest({**environ, **asked}), *match.args, **match.kwargs)
    if hasattr(response, "render"):
        response = response.render()
    return response.status_code, json.loads(response.content)


def example(request: HttpRequest, path: str, query: str = "") -> Example:
    """The address asked, and its answer shortened."""
    status, answer = ask(request, path, query)
    return Example(path, query, status, written(answer))


def examples(request: HttpRequest, operations: Iterable[Operation], queries: Mapping[str, str]) -> dict[str, Example]:
    """One for each operation, by its name; a record is the first of its list. ``queries`` go by operation, too."""
    found: dict[str, Example] = {}
    first: dict[str, str] = {}
    for operation in sorted(operations, key=lambda one: one.path.count("/")):
        path = _filled(operation.path, first)
        if path is None:
            continue
        query = queries.get(operation.name, "page_size=1" if _takes_size(operation) else "")
        status, answer = ask(request, path, query)
        found[operation.name] = Example(path, query, status, written(answer))
        if operation.key is None and (address := _first_record(answer)):
            first[operation.path] = address
    return found


def written(answer: Any) -> str:
    """The answer as indented JSON, no longer than a screen."""
    lines = json.dumps(_shortened(answer), ensure_ascii=False, indent=2).splitlines()
    return "\n".join(lines if len(lines) <= MOST_LINES else [*lines[:MOST_LINES], CUT])


def _takes_size(operation: Operation) -> bool:
    return any(parameter.name == "page_size" for parameter in operation.parameters)


def _filled(path: str, first: Mapping[str, str]) -> str | None:
    """The path with a record's key in it; None where the list has no record."""
    start, braced, rest = path.partition("{key}/")
    if not braced:
        return path
    return f"{first[start]}{rest}" if start in first else None


def _first_record(answer: Any) -> str | None:
    """The path of the first record that a list names."""
    rows = [row for value in answer.values() if isinstance(value, list) for row in value[:1] if isinstance(row, dict)]
    addresses = [row["url"] for row in rows if isinstance(row.get("url"), str)]
    return urlsplit(addresses[0]).path if addresses else None


def _shortened(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _shortened(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [*map(_shortened, value[:LONGEST_LIST]), *([CUT] if len(value) > LONGEST_LIST else [])]
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return value[:LONGEST_TEXT] + CUT
    return value
