"""Whole results as CSV, the way Norwegian Excel reads it: UTF-8 with BOM, semicolons, headers in the page's language.

The same FilterSets, rows, order and ids as the pages and the API; streamed, so that any number of rows fits.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.db.models import QuerySet, Value
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from bilingual.text import pick
from clusters.choices import Status
from clusters.filtersets import ClusterFilterSet, OrganisationFilterSet, RegistryFilterSet
from clusters.models import Cluster, Organisation
from clusters.patience import TooBroad, in_time
from doors.files import file_headers, refused
from doors.licence import LICENCE
from history.valid_time import EndPrecision

#: What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BATCH = 200

Reading = Callable[[Any], Any]


@dataclass(frozen=True)
class Export:
    """A list as a file: what it is called, what is in it, and what stands in its columns."""

    name: Any
    filterset_class: type[RegistryFilterSet]
    rows: "QuerySet[Any]"
    columns: tuple[tuple[Any, Reading], ...]


class ClusterExportFilterSet(ClusterFilterSet):
    """An export is always whole: it has no pages."""

    paging = ()


class OrganisationExportFilterSet(OrganisationFilterSet):
    """An export is always whole: it has no pages."""

    paging = ()


def _place(row: Any, level: str) -> list[dict[str, Any]]:
    return [place for place in row.places or () if place["level"] == level]


def _codes(level: str) -> Reading:
    return lambda row: " / ".join(place["code"] for place in _place(row, level))


def _names(level: str) -> Reading:
    return lambda row: " / ".join(pick(place) for place in _place(row, level))


def _tier(row: Any) -> dict[str, Any]:
    return row.standing["tier"] if row.standing else {}


def _is_end_confirmed(row: Any) -> str:
    confirmed = row.standing and row.standing["end_precision"] != EndPrecision.UNKNOWN
    return _("yes") if confirmed else _("no")


_SEAT = (
    (gettext_lazy("Municipality number"), _codes("municipality")),
    (gettext_lazy("Municipality"), _names("municipality")),
    (gettext_lazy("County number"), _codes("county")),
    (gettext_lazy("County"), _names("county")),
)
_LAST = (
    (gettext_lazy("Website"), lambda row: row.website),
    (gettext_lazy("Last changed"), lambda row: timezone.localtime(row.updated_at).date()),
    (gettext_lazy("Page"), lambda row: f"{row.site}{row.get_absolute_url()}"),
    (gettext_lazy("Licence"), lambda _row: LICENCE),
    (gettext_lazy("Source"), lambda row: row.source),
)

CLUSTERS = Export(
    name=gettext_lazy("clusters"),
    filterset_class=ClusterExportFilterSet,
    rows=Cluster.objects.all(),
    columns=(
        (gettext_lazy("Id"), lambda row: row.pk),
        (gettext_lazy("Slug"), lambda row: row.slug),
        (gettext_lazy("Name"), lambda row: row.name),
        (gettext_lazy("Acronym"), lambda row: row.acronym),
        (gettext_lazy("Tier code"), lambda row: _tier(row).get("code", "")),
        (gettext_lazy("Tier"), lambda row: pick(_tier(row)) if row.standing else ""),
        (gettext_lazy("Status"), lambda row: Status(row.status).label),
        (gettext_lazy("End confirmed"), _is_end_confirmed),
        (gettext_lazy("In the programme since"), lambda row: row.since),
        *_SEAT,
        (gettext_lazy("Reach"), lambda row: row.get_reach_display()),
        (gettext_lazy("Sectors"), lambda row: ", ".join(pick(sector) for sector in row.sector_list or ())),
        (gettext_lazy("Members"), lambda row: row.member_count),
        (pgettext_lazy("year", "Founded"), lambda row: row.founded_year),
        (gettext_lazy("Summary"), lambda row: row.summary),
        *_LAST,
    ),
)
ORGANISATIONS = Export(
    name=gettext_lazy("organisations"),
    filterset_class=OrganisationExportFilterSet,
    rows=Organisation.objects.all(),
    columns=(
        (gettext_lazy("Id"), lambda row: row.pk),
        (gettext_lazy("Organisation number"), lambda row: row.organisation_number),
        (gettext_lazy("Name"), lambda row: row.name),
        (gettext_lazy("Kind"), lambda row: row.get_kind_display()),
        *_SEAT,
        (gettext_lazy("Industry code"), lambda row: row.industry_code),
        (gettext_lazy("Clusters"), lambda row: row.cluster_count),
        *_LAST,
    ),
)


@require_safe
def clusters_csv(request: HttpRequest) -> HttpResponseBase:
    """The clusters the query string asks for."""
    return export(request, CLUSTERS)


@require_safe
def organisations_csv(request: HttpRequest) -> HttpResponseBase:
    """The organisations the query string asks for."""
    return export(request, ORGANISATIONS)


def export(request: HttpRequest, what: Export) -> HttpResponseBase:
    """The file, or 400 with each fault of the query string in words."""
    filterset = what.filterset_class(request.GET, queryset=what.rows)
    if filterset.problems:
        return refused(filterset.problems)
    try:
        rows = begun(export_rows(request, filterset).iterator(BATCH), filterset.question)
    except TooBroad as error:
        return refused([error.problem])
    lines = stream(rows, what.columns, translation.get_language())
    headers = file_headers(f"{what.name}-{filterset.day.isoformat()}.csv")
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def begun(rows: Iterable[Any], question: str) -> Iterator[Any]:
    """The rows with the first of them read: from then on nothing can take too long. Raises TooBroad.

    PostgreSQL works out the whole answer before it gives the first row, because the cursor outlives its transaction.
    """
    source = iter(rows)
    with in_time(question):
        first = list(islice(source, 1))
    return chain(first, source)


def export_rows(request: HttpRequest, filterset: RegistryFilterSet) -> Any:
    """The rows of the query, in order, with all that the columns read."""
    answer: Any = filterset.qs
    return answer.with_places(filterset.day).annotate(site=Value(request.build_absolute_uri("/").rstrip("/")))


class Line:
    """A file for csv.writer that hands the line back."""

    def write(self, text: str) -> str:
        """The line itself."""
        return text


def stream(rows: Iterable[Any], columns: tuple[tuple[Any, Reading], ...], language: str | None) -> Iterator[str]:
    """The file in pieces. The language is given along: it is no longer the request's when the rows are read."""
    write = csv.writer(Line(), delimiter=";").writerow
    source = iter(rows)
    with translation.override(language):
        piece = "\ufeff" + write([str(header) for header, _value in columns])
    while piece:
        yield piece
        with translation.override(language):
            piece = "".join(write([cell(value(row)) for _header, value in columns]) for row in islice(source, BATCH))


def cell(value: Any) -> Any:
    """The value as it stands in the file; text that a spreadsheet would run as a formula gets an apostrophe."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


export_patterns = [
    path(gettext_lazy("clusters.csv"), clusters_csv, name="clusters_csv"),
    path(gettext_lazy("organisations.csv"), organisations_csv, name="organisations_csv"),
]
