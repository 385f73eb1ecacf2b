"""Lists in pages."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from django import forms
from rest_framework.pagination import BasePagination
from rest_framework.request import Request

from doors.api.parameters import MEANINGS, string_type
from doors.api.problems import PageMissing, QueryRefused
from doors.api.rows import LARGEST_OFFSET, Rows, statement_of_page
from doors.api.statements import LAST_ID, Slot, Statement
from doors.api.walking import CURSOR, Walk
from doors.filtersets import Problem

DEFAULT_SIZE = 50
LARGEST_SIZE = 500

Values = dict[Slot, Any]


class PageForm(forms.Form):
    """Which page, and how long a page is."""

    page = forms.IntegerField(min_value=1, required=False)
    page_size = forms.IntegerField(min_value=1, max_value=LARGEST_SIZE, required=False)


def in_utc(moment: dt.datetime) -> str:
    """A moment as answers of the API write it."""
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


@dataclass(frozen=True)
class Frame:
    """What stands around the rows of a page."""

    count: int
    count_is_exact: bool
    data_as_of: str | None
    next: str | None
    previous: str | None

    def around(self, rows: str) -> str:
        """The whole answer; ``rows`` are JSON already, with commas between them."""
        return f'{json.dumps(asdict(self), ensure_ascii=False)[:-1]}, "results": [{rows}]}}'


@dataclass(frozen=True)
class Asked:
    """Which page is asked for."""

    number: int
    size: int
    is_walk: bool

    @classmethod
    def read(cls, request: Request) -> Self:
        """Out of the query string. Raises QueryRefused for what names no page."""
        form = PageForm(request.query_params)
        if not form.is_valid():
            raise QueryRefused(
                Problem(name, request.query_params[name][:80], str(errors[0])) for name, errors in form.errors.items()
            )
        given = form.cleaned_data
        return cls(given["page"] or 1, given["page_size"] or DEFAULT_SIZE, CURSOR in request.query_params)


@dataclass(frozen=True)
class ListStatement:
    """A page of a list, put together; for a walk, any page of it, and how the rows are counted when it begins."""

    asked: Asked
    page: Statement
    counting: Statement | None
    #: More rows than this are not counted.
    most: int | None

    @classmethod
    def of(cls, asked: Asked, rows: Rows, tell: Callable[[Any], Any], slots: tuple[Slot, ...] = ()) -> Self:
        """``tell`` adds to the queryset of the whole records what is told of each."""
        records = tell(rows.whole())
        first = min((asked.number - 1) * asked.size, LARGEST_OFFSET)
        ids = rows.onward(asked.size + 1) if asked.is_walk else rows.page(first, asked.size)
        page = statement_of_page(ids, records, asked.size, slots=(LAST_ID, *slots), settings=rows.settings)
        counting = Statement.of(*rows.page(0, 1), slots=slots, settings=rows.settings) if asked.is_walk else None
        return cls(asked, page, counting, rows.most)

    def counted(self, count: int) -> tuple[int, bool]:
        """The count as it is told, and whether it is exact."""
        return (count, True) if self.most is None else (min(count, self.most), count <= self.most)


class Pages(BasePagination):
    """``count``, ``next``, ``previous`` and ``results``; a page that cannot be given is refused, never guessed.

    With ``cursor`` the whole list can be walked, however long it is: a page then begins after a record, not after
    so many of them, and costs the same anywhere.
    """

    def answer(self, request: Request, listed: ListStatement, values: Values) -> str:
        """The page as JSON. Raises PageMissing beyond the last one, QueryRefused for a cursor that none has given."""
        self.request = request
        frame, rows = self._walked(listed, values) if listed.asked.is_walk else self._page(listed, values)
        return frame.around(rows)

    def _page(self, listed: ListStatement, values: Values) -> tuple[Frame, str]:
        number, size = listed.asked.number, listed.asked.size
        rows, found, _last, _length = listed.page.row(values)
        count, is_exact = listed.counted(found)
        last = max(-(-count // size), 1)
        if number > last:
            raise PageMissing(number, last)
        following = self._address(page=number + 1) if number < last else None
        before = self._address(page=number - 1) if number > 1 else None
        return Frame(count, is_exact, self._data_as_of(), following, before), rows or ""

    def _walked(self, listed: ListStatement, values: Values) -> tuple[Frame, str]:
        """The rows after the cursor; all of them were counted when the walk began."""
        walk = Walk.read(self.request.query_params)
        if walk.count is None and listed.counting:
            count, is_exact = listed.counted(listed.counting.row(values)[1])
            walk = replace(walk, count=count, is_exact=is_exact)
        rows, _count, last, length = listed.page.row({**values, LAST_ID: walk.last})
        goes_on = (length or 0) > listed.asked.size
        following = self._address(**{CURSOR: replace(walk, last=last)}) if goes_on else None
        return Frame(int(walk.count or 0), walk.is_exact, self._data_as_of(), following, None), rows or ""

    def _data_as_of(self) -> str | None:
        """Read before the rows were: they may be newer, and never older."""
        changed_at = getattr(self.request, "data_as_of", None)
        return in_utc(changed_at) if changed_at else None

    def _address(self, **values: object) -> str:
        """The address asked for with these values, out of the parameters as they were read: clients send raw UTF-8."""
        query = self.request.query_params.copy()
        for name, value in values.items():
            query[name] = str(value)
        return f"{self.request.build_absolute_uri(self.request.path)}?{query.urlencode()}"

    def get_schema_operation_parameters(self, _view: Any) -> list[dict[str, Any]]:
        """``page``, ``page_size`` and ``cursor`` for the schema."""
        return [
            {"name": CURSOR, "in": "query", "description": MEANINGS[CURSOR], "schema": string_type(CURSOR)},
            _parameter("page", "Which page, from 1; the first unless given. Not together with `cursor`.", minimum=1),
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


def _parameter(name: str, description: str, **schema: int) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": {"type": "integer", **schema}}
