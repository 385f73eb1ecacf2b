"""Whole results as CSV, the way Norwegian Excel reads it: UTF-8 with BOM, semicolons, headers in the page's language.

The same FilterSets, rows, order and ids as the pages and the API. PostgreSQL writes the lines, and these go on as they
come, so that any number of rows fits.
"""

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, F, QuerySet, Subquery, Value, When
from django.db.models.functions import TruncDate
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from bilingual.expressions import picked
from bilingual.text import current_language
from clusters.choices import OrganisationKind, Reach, Status
from clusters.correlated import of_cluster
from clusters.filtersets import ClusterFilterSet, OrganisationFilterSet, RegistryFilterSet
from clusters.models import Cluster, Organisation
from clusters.patience import TooBroad, in_time
from doors.api.expressions import Joined
from doors.columns import Column, label, with_columns
from doors.copying import SEMICOLONS, Pieces, in_batches, sent
from doors.files import file_headers, refused, streamed
from doors.licence import LICENCE
from history.valid_time import EndPrecision
from regions.models import Region
from regions.places import code_of_seat, name_of_seat

#: What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BATCH = 200

Reading = Callable[[Any], Any]


@dataclass(frozen=True)
class Asked:
    """What the columns rest on beside the row."""

    day: dt.date
    site: str


@dataclass(frozen=True)
class Export:
    """A list as a file: what it is called, what is in it, and what stands in its columns."""

    name: Any
    filterset_class: type[RegistryFilterSet]
    rows: "QuerySet[Any]"
    columns: tuple[Column, ...]


class ClusterExportFilterSet(ClusterFilterSet):
    """An export is always whole: it has no pages."""

    paging = ()


class OrganisationExportFilterSet(OrganisationFilterSet):
    """An export is always whole: it has no pages."""

    paging = ()


def _column(name: str) -> Callable[[Asked], Any]:
    return lambda _asked: F(name)


def _code(level: str) -> Callable[[Asked], Any]:
    return lambda asked: code_of_seat(asked.day, level)


def _name(level: str) -> Callable[[Asked], Any]:
    return lambda asked: name_of_seat(asked.day, level, current_language())


def _page(view: str, key: str) -> Callable[[Asked], Any]:
    """The address of the record's page; ``0`` fits every address of one."""

    def address(asked: Asked) -> Any:
        before, _key, after = f"{asked.site}{reverse(view, args=[0])}".rpartition("/0/")
        return Joined(Value(f"{before}/"), F(key), Value(f"/{after}"))

    return address


def _is_end_confirmed(_asked: Asked) -> Case:
    end = "of_the_day__tier_period__end_precision"
    is_unknown = When(**{end: EndPrecision.UNKNOWN}, then=Value(_("no")))
    return Case(When(of_the_day__tier__isnull=True, then=Value(_("no"))), is_unknown, default=Value(_("yes")))


def _sectors(_asked: Asked) -> Subquery:
    named = StringAgg(picked("sector__name"), ", ", order_by="sector__name_key")
    return Subquery(of_cluster("ClusterSector").order_by().values("cluster").values(all=named))


_SEAT = (
    Column(gettext_lazy("Municipality number"), _code(Region.Level.MUNICIPALITY)),
    Column(gettext_lazy("Municipality"), _name(Region.Level.MUNICIPALITY)),
    Column(gettext_lazy("County number"), _code(Region.Level.COUNTY)),
    Column(gettext_lazy("County"), _name(Region.Level.COUNTY)),
)


def _last(view: str, key: str) -> tuple[Column, ...]:
    return (
        Column(gettext_lazy("Website"), _column("website"), is_free_text=True),
        Column(gettext_lazy("Last changed"), lambda _asked: TruncDate("updated_at")),
        Column(gettext_lazy("Page"), _page(view, key)),
        Column(gettext_lazy("Licence"), lambda _asked: Value(LICENCE)),
        Column(gettext_lazy("Source"), _column("source"), is_free_text=True),
    )


CLUSTERS = Export(
    name=gettext_lazy("clusters"),
    filterset_class=ClusterExportFilterSet,
    rows=Cluster.objects.all(),
    columns=(
        Column(gettext_lazy("Id"), _column("pk")),
        Column(gettext_lazy("Slug"), _column("slug")),
        Column(gettext_lazy("Name"), _column("name"), is_free_text=True),
        Column(gettext_lazy("Acronym"), _column("acronym"), is_free_text=True),
        Column(gettext_lazy("Tier code"), _column("of_the_day__tier__code")),
        Column(gettext_lazy("Tier"), lambda _asked: picked("of_the_day__tier__short_name"), is_free_text=True),
        Column(gettext_lazy("Status"), lambda _asked: label("status", Status.choices)),
        Column(gettext_lazy("End confirmed"), _is_end_confirmed),
        Column(gettext_lazy("In the programme since"), _column("since")),
        *_SEAT,
        Column(gettext_lazy("Reach"), lambda _asked: label("reach", Reach.choices)),
        Column(gettext_lazy("Sectors"), _sectors, is_free_text=True),
        Column(gettext_lazy("Members"), _column("member_count")),
        Column(pgettext_lazy("year", "Founded"), _column("founded_year")),
        Column(gettext_lazy("Summary"), lambda _asked: picked("summary"), is_free_text=True),
        *_last("clusters:cluster", "slug"),
    ),
)
ORGANISATIONS = Export(
    name=gettext_lazy("organisations"),
    filterset_class=OrganisationExportFilterSet,
    rows=Organisation.objects.all(),
    columns=(
        Column(gettext_lazy("Id"), _column("pk")),
        Column(gettext_lazy("Organisation number"), _column("organisation_number"), is_free_text=True),
        Column(gettext_lazy("Name"), _column("name"), is_free_text=True),
        Column(gettext_lazy("Kind"), lambda _asked: label("kind", OrganisationKind.choices)),
        *_SEAT,
        Column(gettext_lazy("Industry code"), _column("industry_code"), is_free_text=True),
        Column(gettext_lazy("Clusters"), _column("cluster_count")),
        *_last("clusters:organisation", "pk"),
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
        rows = begun(sent(export_rows(request, filterset, what, harmless=True), SEMICOLONS), filterset.question)
    except TooBroad as error:
        return refused([error.problem])
    pieces = in_batches(chain([head(what.columns)], map(_line, rows)))
    headers = file_headers(f"{what.name}-{filterset.day.isoformat()}.csv")
    return streamed(request, Pieces(pieces, rows), "text/csv; charset=utf-8", headers)


def head(columns: Iterable[Column]) -> bytes:
    """The first line of a CSV file, and that it is UTF-8."""
    line: str = csv.writer(Line(), delimiter=";").writerow([str(column.head) for column in columns])
    return f"\ufeff{line}".encode()


def _line(row: bytes) -> bytes:
    """As RFC 4180 ends it, and Excel writes it; PostgreSQL writes what a Unix system does."""
    return row[:-1] + b"\r\n"


class Begun:
    """Rows of which the first has been read already; closed, they let go of the database, however far they were read.

    A generator would not: what stands in its ``finally`` is left out while nobody has asked it for anything.
    """

    def __init__(self, rows: Any) -> None:
        self._rows = rows
        self._first = list(islice(rows, 1))

    def __iter__(self) -> "Begun":
        return self

    def __next__(self) -> Any:
        return self._first.pop() if self._first else next(self._rows)

    def close(self) -> None:
        """No more rows are wanted."""
        self._rows.close()


def begun(rows: Iterator[Any], question: str) -> Begun:
    """The rows with the first of them read: whatever is wrong with the question shows by then. Raises TooBroad."""
    with in_time(question):
        return Begun(rows)


def export_rows(request: HttpRequest, filterset: RegistryFilterSet, what: Export, *, harmless: bool) -> Any:
    """The rows of the query, in order, as tuples of what stands in the columns."""
    asked = Asked(filterset.day, request.build_absolute_uri("/").rstrip("/"))
    return with_columns(filterset.qs, what.columns, asked, harmless=harmless)


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
