"""Figures as files: CSV with a line for every number, SVG with the picture; what others have published and found."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from bilingual.templatetags.bilingual import long_day
from clusters.exports import Reading, stream
from clusters.filtersets import RegistryFilterSet
from clusters.models import Cluster
from clusters.record_filtersets import ClusterRecordFilterSet
from clusters.statistics.counts import Counts
from clusters.statistics.figures import BY_NAME
from clusters.statistics.page import Statistics
from clusters.statistics.pictures import picture
from clusters.statistics.tables import Cell, Column, Row, Table
from doors.filtersets import sentence
from doors.licence import LICENCE, LICENCE_ADDRESS

#: Room above the drawing for the title, and below it for where it comes from.
TOP, FOOT = 56, 28


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


@require_safe
def figure_csv(request: HttpRequest, name: str) -> HttpResponseBase:
    """A figure of a day, a line for every number."""
    filterset = _asked(request, name)
    if filterset.problems:
        return _refused(filterset)
    table = BY_NAME[name].table(Counts(filterset.day))
    lines = _numbers(table, request.build_absolute_uri("/").rstrip("/"))
    return _file(lines, _FIGURE, name, filterset.day)


@require_safe
def figure_svg(request: HttpRequest, name: str) -> HttpResponse:
    """The picture of a figure by itself."""
    filterset = _asked(request, name)
    if filterset.problems:
        return _refused(filterset)
    table = BY_NAME[name].table(Counts(filterset.day))
    drawn = picture(table)
    values = {"day": long_day(table.day), "counted": long_day(timezone.localdate())}
    credit = _("The Cluster Registry, as of %(day)s, counted %(counted)s.") % values
    if table.is_partly_assumed:
        credit = f"{credit} {_('Dashed: the end is not confirmed.')}"
    context = {
        "credit": credit,
        "description": f"{table.figure.title}. {table.figure.whole_rule}",
        "foot": TOP + drawn.height + FOOT - 10,
        "height": TOP + drawn.height + FOOT,
        "picture": drawn,
        "table": table,
        "top": TOP,
    }
    response = render(request, "statistics/figure.svg", context, content_type="image/svg+xml; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}-{table.day.isoformat()}.svg"'
    response.headers["Cache-Control"] = "public, no-cache"
    return response


@require_safe
def published_csv(request: HttpRequest) -> HttpResponseBase:
    """Published figures until a day, beside what the registry counts."""
    filterset = ClusterRecordFilterSet(request.GET, queryset=Cluster.objects.all())
    if filterset.problems:
        return _refused(filterset)
    return _file(Statistics(filterset.day).published, _PUBLISHED, "published-figures", filterset.day)


@require_safe
def effects_csv(request: HttpRequest) -> HttpResponseBase:
    """What evaluations had found until a day."""
    filterset = ClusterRecordFilterSet(request.GET, queryset=Cluster.objects.all())
    if filterset.problems:
        return _refused(filterset)
    return _file(Statistics(filterset.day).effects, _EFFECTS, "effects", filterset.day)


def _asked(request: HttpRequest, name: str) -> RegistryFilterSet:
    """The question. Raises Http404 where there is no such figure."""
    if name not in BY_NAME:
        raise Http404
    return ClusterRecordFilterSet(request.GET, queryset=Cluster.objects.all())


def _refused(filterset: RegistryFilterSet) -> HttpResponse:
    faults = "\n".join(sentence(problem) for problem in filterset.problems)
    return HttpResponse(f"{faults}\n", status=400, content_type="text/plain; charset=utf-8")


def _numbers(table: Table, site: str) -> Iterator[Number]:
    for row in table.lines:
        for column, cell in zip(table.columns, row.cells, strict=True):
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
    path(gettext_lazy("statistics/published-figures.csv"), published_csv, name="published_csv"),
    path(gettext_lazy("statistics/effects.csv"), effects_csv, name="effects_csv"),
    path(gettext_lazy("statistics/<slug:name>.csv"), figure_csv, name="figure_csv"),
    path(gettext_lazy("statistics/<slug:name>.svg"), figure_svg, name="figure_svg"),
]
