"""The forms of a file. The same FilterSets, rows, order and ids as the pages and the API.

PostgreSQL writes lines and records, and these go on as they come, so that any number of rows fits.
"""

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db.models import F, Func, QuerySet, TextField
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clusters.exports import BATCH, begun, head
from clusters.files.asked import AskedTable
from doors.api.expressions import JSONObject
from doors.api.pagination import in_utc
from doors.copying import SEMICOLONS, Pieces, in_batches, sent
from doors.files import refused, streamed
from doors.filtersets import Problem
from doors.licence import LICENCE_ADDRESS
from doors.workbooks import CONTENT_TYPE, Sheet, as_file
from published.edition import current_edition
from regions.places import about_point_of_seat, point_of_seat

#: More rows than this take longer than anybody waits for a workbook; as CSV they come at once.
MOST_ROWS = 50_000
CSV = "text/csv; charset=utf-8"
#: Ending and type of a file, by what its rows are called.
KINDS = {"results": ("json", "application/json"), "features": ("geojson", "application/geo+json")}


def as_csv(asked: AskedTable) -> HttpResponseBase:
    """As Norwegian Excel reads it: UTF-8 with BOM, semicolons. Raises TooBroad."""
    rows = begun(sent(asked.cells(is_run=True), SEMICOLONS), asked.question)
    pieces = in_batches(chain([head(column.head for column in asked.columns)], map(_line, rows)))
    return streamed(asked.request, Pieces(pieces, rows), CSV, asked.headers("csv"))


def _line(row: bytes) -> bytes:
    """As RFC 4180 ends it, and Excel writes it; PostgreSQL writes what a Unix system does."""
    return row[:-1] + b"\r\n"


def as_workbook(asked: AskedTable) -> HttpResponseBase:
    """With numbers and days as such, and a sheet about the file; 400 where there are too many rows. Raises TooBroad."""
    if asked.is_longer_than(MOST_ROWS):
        return refused([_too_many(asked)])
    rows = begun(asked.cells(is_run=False).iterator(BATCH), asked.question)
    sheet = Sheet(capfirst(str(asked.table.name)), [str(column.head) for column in asked.columns], rows)
    return FileResponse(as_file(sheet, asked.about), content_type=CONTENT_TYPE, headers=asked.headers("xlsx"))


def _too_many(asked: AskedTable) -> Problem:
    message = _("An Excel file takes %(most)s rows at most. Choose more filters, or take the CSV file.")
    return Problem("q", asked.question, message % {"most": MOST_ROWS})


def as_json(asked: AskedTable) -> HttpResponseBase:
    """The list of the API without pages. Raises TooBroad."""
    changed_at = current_edition().changed_at
    frame = {"data_as_of": in_utc(changed_at) if changed_at else None, "next": None, "previous": None}
    return _framed(asked, asked.records.values("built"), "results", frame)


def as_geojson(asked: AskedTable) -> HttpResponseBase:
    """A FeatureCollection (RFC 7946) of the same records by their seats. Raises TooBroad."""
    frame = {
        "type": "FeatureCollection",
        "as_of": asked.filterset.day.isoformat(),
        "about_points": _(
            "No address is known. A point is where the label of the region in “point” stands on a map: of the "
            "municipality of the seat, of one that it became, or of the county where only that is known."
        ),
        "licence": LICENCE_ADDRESS,
    }
    return _framed(asked, _features(asked.records, asked.filterset.day), "features", frame)


def _features(rows: QuerySet[Any], day: Any) -> QuerySet[Any]:
    about = Func(about_point_of_seat(day), template="jsonb_build_object('point', %(expressions)s)")
    properties = Func(
        F("built"), about, template="(%(expressions)s)", arg_joiner="::jsonb || ", output_field=TextField()
    )
    feature = JSONObject(
        type=Func(template="'Feature'", output_field=TextField()),
        id=F("pk"),
        geometry=point_of_seat(day),
        properties=properties,
    )
    found: QuerySet[Any] = rows.annotate(feature=feature).values("feature")
    return found


def _framed(asked: AskedTable, rows: QuerySet[Any], name: str, frame: dict[str, Any]) -> HttpResponseBase:
    ending, content_type = KINDS[name]
    begun_rows = begun(sent(rows), asked.question)
    pieces = Pieces(in_batches(_pieces(begun_rows, name, frame)), begun_rows)
    return streamed(asked.request, pieces, content_type, asked.headers(ending))


def _pieces(rows: Iterator[bytes], name: str, frame: dict[str, Any]) -> Iterator[bytes]:
    """An object with the rows in an array, and at the end how many they were."""
    yield f'{json.dumps(frame, ensure_ascii=False)[:-1]}, "{name}": [\n'.encode()
    count = 0
    for count, row in enumerate(rows, start=1):
        yield row if count == 1 else b"," + row
    yield f'], "count": {count}, "count_is_exact": true}}\n'.encode()
