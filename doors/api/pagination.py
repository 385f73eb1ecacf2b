"""Lists in pages."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from django import forms
from django.core.paginator import EmptyPage
from django.utils import timezone
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from doors.api.parameters import MEANINGS
from doors.api.problems import PageMissing, QueryRefused
from doors.api.walking import CURSOR, Walk
from doors.filtersets import Problem

DEFAULT_SIZE = 50
LARGEST_SIZE = 500


class PageForm(forms.Form):
    """Which page, and how long a page is."""

    page = forms.IntegerField(min_value=1, required=False)
    page_size = forms.IntegerField(min_value=1, max_value=LARGEST_SIZE, required=False)


@dataclass(frozen=True)
class Frame:
    """What stands around the rows of a page."""

    count: int
    count_is_exact: bool
    data_as_of: str | None
    next: str | None
    previous: str | None


class Pages(PageNumberPagination):
    """``count``, ``next``, ``previous`` and ``results``; a page that cannot be given is refused, never guessed.

    With ``cursor`` the whole list can be walked, however long it is: a page then begins after a record, not after
    so many of them, and costs the same anywhere.
    """

    request: Request
    frame: Frame

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:  # noqa: ARG002
        """The rows of the page. Raises QueryRefused for what names no page, PageMissing beyond the last one."""
        self.request = request
        form = PageForm(request.query_params)
        if not form.is_valid():
            raise QueryRefused(
                Problem(name, request.query_params[name][:80], str(errors[0])) for name, errors in form.errors.items()
            )
        size = form.cleaned_data["page_size"] or DEFAULT_SIZE
        if CURSOR in request.query_params:
            return self._walked(queryset, Walk.read(request.query_params), size)
        return self._page(queryset, form.cleaned_data["page"] or 1, size)

    def _page(self, records: Any, number: int, size: int) -> list[Any]:
        paginator = self._paginator(records, size)
        try:
            self.page: Any = paginator.page(number)
        except EmptyPage as error:
            raise PageMissing(number, paginator.num_pages) from error
        self.frame = Frame(
            paginator.count, _is_exact(paginator), self._data_as_of(), self.get_next_link(), self.get_previous_link()
        )
        return list(self.page)

    def _walked(self, records: Any, walk: Walk, size: int) -> list[Any]:
        """The rows after the cursor; all of them were counted when the walk began."""
        if walk.count is None:
            paginator = self._paginator(records, 1)
            paginator.page(1)
            walk = replace(walk, count=paginator.count, is_exact=_is_exact(paginator))
        rows = walk.rows(records, size + 1)
        onward = str(replace(walk, last=rows[size - 1].pk)) if len(rows) > size else None
        following = self._address(**{CURSOR: onward}) if onward else None
        self.frame = Frame(int(walk.count or 0), walk.is_exact, self._data_as_of(), following, None)
        return rows[:size]

    def _data_as_of(self) -> str | None:
        """Read before the rows were: they may be newer, and never older."""
        changed_at = getattr(self.request, "data_as_of", None)
        return timezone.localtime(changed_at).isoformat() if changed_at else None

    def get_next_link(self) -> str | None:
        """The address of the next page."""
        return self._address(page=self.page.next_page_number()) if self.page.has_next() else None

    def get_previous_link(self) -> str | None:
        """The address of the page before."""
        return self._address(page=self.page.previous_page_number()) if self.page.has_previous() else None

    def _address(self, **values: object) -> str:
        """The address asked for with these values, out of the parameters as they were read: clients send raw UTF-8."""
        query = self.request.query_params.copy()
        for name, value in values.items():
            query[name] = str(value)
        return f"{self.request.build_absolute_uri(self.request.path)}?{query.urlencode()}"

    def _paginator(self, records: Any, size: int) -> Any:
        return getattr(records, "paginator_class", self.django_paginator_class)(records, size)

    def get_paginated_response(self, data: Any) -> Response:
        """The frame every list has."""
        return Response({**asdict(self.frame), "results": data})

    def get_schema_operation_parameters(self, _view: Any) -> list[dict[str, Any]]:
        """``page``, ``page_size`` and ``cursor`` for the schema."""
        return [
            {"name": CURSOR, "in": "query", "description": MEANINGS[CURSOR], "schema": {"type": "string"}},
            _parameter("page", "Which page, from 1.", minimum=1, default=1),
            _parameter("page_size", MEANINGS["page_size"], minimum=1, maximum=LARGEST_SIZE, default=DEFAULT_SIZE),
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The frame every list has."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "count_is_exact", "data_as_of", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "description": "Rows on all pages together."},
                "count_is_exact": {
                    "type": "boolean",
                    "description": "False where a question has more hits than are counted; narrow it to reach them.",
                },
                "data_as_of": {
                    "type": ["string", "null"],
                    "format": "date-time",
                    "description": (
                        "When anything the registry publishes was last changed: the rows hold all that was so by then. "
                        "The day they are about is another matter, see `as_of`."
                    ),
                },
                "next": {**link, "description": "Address of the next page, null on the last."},
                "previous": {**link, "description": "Address of the page before, null on the first."},
                "results": schema,
            },
        }


def _is_exact(paginator: Any) -> bool:
    answer = getattr(paginator, "answer", None)
    return not (answer and answer.is_capped)


def _parameter(name: str, description: str, **schema: int) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": {"type": "integer", **schema}}
