"""Lists in pages."""

from typing import Any

from django import forms
from django.core.paginator import EmptyPage
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from doors.api.parameters import MEANINGS
from doors.api.problems import PageMissing, QueryRefused
from doors.filtersets import Problem

DEFAULT_SIZE = 50
LARGEST_SIZE = 500


class PageForm(forms.Form):
    """Which page, and how long a page is."""

    page = forms.IntegerField(min_value=1, required=False)
    page_size = forms.IntegerField(min_value=1, max_value=LARGEST_SIZE, required=False)


class Pages(PageNumberPagination):
    """``count``, ``next``, ``previous`` and ``results``; a page that cannot be given is refused, never guessed."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:  # noqa: ARG002
        """The rows of the page. Raises QueryRefused for a malformed number, PageMissing beyond the last page."""
        self.request = request
        form = PageForm(request.query_params)
        if not form.is_valid():
            raise QueryRefused(
                Problem(name, request.query_params[name][:80], str(errors[0])) for name, errors in form.errors.items()
            )
        number = form.cleaned_data["page"] or 1
        paginator_class = getattr(queryset, "paginator_class", self.django_paginator_class)
        paginator = paginator_class(queryset, form.cleaned_data["page_size"] or DEFAULT_SIZE)
        try:
            self.page = paginator.page(number)
        except EmptyPage as error:
            raise PageMissing(number, paginator.num_pages) from error
        return list(self.page)

    def get_paginated_response(self, data: Any) -> Response:
        """The frame every list has."""
        paginator: Any = self.page.paginator if self.page else None
        answer = getattr(paginator, "answer", None)
        return Response(
            {
                "count": paginator.count,
                "count_is_exact": not (answer and answer.is_capped),
                "next": self.get_next_link(),
                "previous": self.get_previous_link(),
                "results": data,
            }
        )

    def get_schema_operation_parameters(self, _view: Any) -> list[dict[str, Any]]:
        """``page`` and ``page_size`` for the schema."""
        return [
            _parameter("page", "Which page, from 1.", minimum=1, default=1),
            _parameter("page_size", MEANINGS["page_size"], minimum=1, maximum=LARGEST_SIZE, default=DEFAULT_SIZE),
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The frame every list has."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "count_is_exact", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "description": "Rows on all pages together."},
                "count_is_exact": {
                    "type": "boolean",
                    "description": "False where a question has more hits than are counted; narrow it to reach them.",
                },
                "next": {**link, "description": "Address of the next page, null on the last."},
                "previous": {**link, "description": "Address of the page before, null on the first."},
                "results": schema,
            },
        }


def _parameter(name: str, description: str, **schema: int) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": {"type": "integer", **schema}}
