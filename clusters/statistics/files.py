"""Figures as files: CSV with a line for every number, SVG with the picture; what others have published and found."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from bilingual.templatetags.bilingual import long_day
from clusters.exports import Reading, stream
from clusters.statistics.declared import BY_NAME
from clusters.statistics.drawing import drawn
from clusters.statistics.figures import FigureRefused
from clusters.statistics.tables import Cell, Column, Row, Table
from doors.files import refused
from doors.languages import LANG, in_asked_language, of_file
from doors.licence import LICENCE, LICENCE_ADDRESS

#: Room above the drawing under the heading, and below it for where it comes from.
TOP, FOOT = 34, 28
#: A line of the heading, a letter of it, and the narrowest there is room for a credit in; in units of the picture.
HEADING_LINE, HEADING_LETTER, NARROWEST = 22, 9, 640


@dataclass(frozen=True)
class Number:
    """One number of a figure with all that says what it is."""

    table: Table
    row: Row
    column: Column
    cell: Cell
    site: str


_FIGURE: tuple[tuple[Any, Reading], ...] = (
    (gettext_lazy("Figure"), lambda line: line.table.figure.name),
    (gettext_lazy("Narrowed to"), lambda line: ", ".join(line.table.conditions)),
    (gettext_lazy("Row code"), lambda line: line.row.code),
    (gettext_lazy("Row"), lambda line: str(line.row.name)),
    (gettext_lazy("Column code"), lambda line: line.column.code),
    (gettext_lazy("Column"), lambda line: str(line.column.name)),
    (gettext_lazy("Value"), lambda line: line.cell.value),
    (gettext_lazy("Unit"), lambda line: str(line.table.figure.unit)),
    (gettext_lazy("As of"), lambda line: line.cell.day.isoformat()),
    (gettext_lazy("Year is over"), lambda line: _("no") if line.row.is_incomplete else _("yes")),
    (gettext_lazy("Words"), lambda line: " / ".join(line.row.words)),
    (gettext_lazy("Rows"), lambda line: f"{line.site}{line.cell.address}" if line.cell.address else ""),
    (gettext_lazy("Source"), lambda line: " | ".join(line.row.sources) or _("The Cluster Registry")),
    (gettext_lazy("Counted"), lambda _line: timezone.localdate().isoformat()),
    (gettext_lazy("Licence"), lambda _line: LICENCE),
)
_PUBLISHED: tuple[tuple[Any, Reading], ...] = (
    (gettext_lazy("As of"), lambda row: row.published.as_of.isoformat()),
    (gettext_lazy("Measure"), lambda row: row.measure),
    (gettext_lazy("Bound"), lambda row: str(row.published.get_bound_display())),
    (gettext_lazy("Published"), lambda row: row.published.value),
    (gettext_lazy("Counted here"), lambda row: row.counted.value if row.counted else ""),
    (gettext_lazy("of these, end not confirmed"), lambda row: row.assumed.value if row.assumed else ""),
    (gettext_lazy("Why they differ"), lambda row: str(row.published.gap)),
    (gettext_lazy("Wording in the source"), lambda row: row.published.wording_nb),
    (gettext_lazy("Source"), lambda row: row.published.source),
)
_EFFECTS: tuple[tuple[Any, Reading], ...] = (
    (gettext_lazy("Year"), lambda row: row.year),
    (gettext_lazy("Evaluator"), lambda row: row.evaluator),
    (gettext_lazy("What was studied"), lambda row: str(row.scope)),
    (gettext_lazy("Method"), lambda row: str(row.method)),
    (gettext_lazy("Finding"), lambda row: str(row.finding)),
    (gettext_lazy("Bound"), lambda row: str(row.get_bound_display())),
    (gettext_lazy("Value"), lambda row: row.value),
    (gettext_lazy("Unit"), lambda row: str(row.unit)),
    (gettext_lazy("Source"), lambda row: row.source),
)
#: Figure → the columns of its file where a line is more than one number, and the fact of the table that has the lines.
_WHOLE = {"published-figures": (_PUBLISHED, "compared"), "effects": (_EFFECTS, "findings")}


@require_safe
@in_asked_language
def figure_csv(request: HttpRequest, name: str) -> HttpResponseBase:
    """A figure as it is asked for, a line for every number; of what others have published and found, one for each."""
    try:
        table = _asked(request, name)
    except FigureRefused as error:
        return refused(error.problems)
    if name in _WHOLE:
        columns, fact = _WHOLE[name]
        return _file(table.facts[fact], columns, name, table.day)
    lines = _numbers(table, request.build_absolute_uri("/").rstrip("/"))
    return _file(lines, _FIGURE, name, table.day)


@require_safe
@in_asked_language
def figure_svg(request: HttpRequest, name: str) -> HttpResponseBase:
    """The picture of a figure by itself."""
    try:
        table = _asked(request, name)
    except FigureRefused as error:
        return refused(error.problems)
    response = render(request, "statistics/figure.svg", _drawing(table), content_type="image/svg+xml; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}-{table.day.isoformat()}.svg"'
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _drawing(table: Table) -> dict[str, Any]:
    """The picture between a heading, which may need several lines, and where it comes from."""
    picture = drawn(table)
    width = max(picture.width, NARROWEST)
    lines = wrap(table.heading, int(width / HEADING_LETTER))
    top = HEADING_LINE * len(lines) + TOP
    values = {"day": long_day(table.day), "counted": long_day(timezone.localdate())}
    credit = f"{_('The Cluster Registry, as of %(day)s, counted %(counted)s.') % values} {LICENCE}."
    if table.is_partly_assumed:
        credit = f"{credit} {_('Dashed: the end is not confirmed.')}"
    if table.figure.drawing == "map":
        credit = f"{credit} {_('Outlines: © Kartverket (CC BY 4.0), simplified.')}"
    return {
        "credit": credit,
        "description": f"{table.title}. {table.figure.whole_rule}",
        "foot": top + picture.height + FOOT - 10,
        "height": top + picture.height + FOOT,
        "lines": [(HEADING_LINE * place, line) for place, line in enumerate(lines, 1)],
        "picture": picture,
        "subtitle": top - 14,
        "table": table,
        "top": top,
        "width": width,
    }


def _asked(request: HttpRequest, name: str) -> Table:
    """The figure as it is asked for. Raises FigureRefused, and Http404 where there is none of the name."""
    if name not in BY_NAME:
        raise Http404
    figure = BY_NAME[name]
    filterset = of_file(figure.asks)(request.GET)
    if filterset.problems:
        raise FigureRefused(filterset.problems)
    page = request.GET.copy()
    page.pop(LANG, None)
    return figure.answer(page)


def _numbers(table: Table, site: str) -> Iterator[Number]:
    for row in table.lines:
        for column, cell in zip(table.columns, row.cells, strict=True):
            if cell.value is not None:
                yield Number(table, row, column, cell, site)


def _file(rows: Iterable[Any], columns: tuple[tuple[Any, Reading], ...], name: str, day: dt.date) -> HttpResponseBase:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}-{day.isoformat()}.csv"',
        "Cache-Control": "public, no-cache",
        "Link": f'<{LICENCE_ADDRESS}>; rel="license"',
    }
    lines = stream(rows, columns, translation.get_language())
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


figure_patterns = [
    path(gettext_lazy("statistics/<slug:name>.csv"), figure_csv, name="figure_csv"),
    path(gettext_lazy("statistics/<slug:name>.svg"), figure_svg, name="figure_svg"),
]
