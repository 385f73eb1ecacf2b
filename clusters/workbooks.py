"""Whole results as Excel workbooks: the columns, rows and order of the CSV files, with numbers and days as such."""

from collections.abc import Iterator
from typing import IO, Any

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from clusters.addresses import Address, linked
from clusters.exports import BATCH, CLUSTERS, ORGANISATIONS, Export, begun, export_rows
from clusters.filtersets import RegistryFilterSet
from clusters.hits import Hits
from clusters.patience import TooBroad
from doors.files import file_headers, refused
from doors.filtersets import Problem
from doors.licence import LICENCE_ADDRESS, LICENCE_NAME
from doors.workbooks import CONTENT_TYPE, Sheet, as_file

#: More rows than this take longer than anybody waits; as CSV they come at once.
MOST_ROWS = 50_000


@require_safe
def clusters_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The clusters the query string asks for."""
    return as_workbook(request, CLUSTERS)


@require_safe
def organisations_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The organisations the query string asks for."""
    return as_workbook(request, ORGANISATIONS)


def as_workbook(request: HttpRequest, what: Export) -> HttpResponseBase:
    """The workbook, or 400 with each fault of the query string in words, or that the result is too large."""
    filterset = what.filterset_class(request.GET, queryset=what.rows)
    if filterset.problems:
        return refused(filterset.problems)
    try:
        if _has_many(filterset):
            return refused([_too_many(filterset)])
        written = _written(request, filterset, what)
    except TooBroad as error:
        return refused([error.problem])
    headers = file_headers(f"{what.name}-{filterset.day.isoformat()}.xlsx")
    return FileResponse(written, content_type=CONTENT_TYPE, headers=headers)


def _written(request: HttpRequest, filterset: RegistryFilterSet, what: Export) -> IO[bytes]:
    rows = begun(export_rows(request, filterset, what, harmless=False).iterator(BATCH), filterset.question)
    sheet = Sheet(capfirst(str(what.name)), [str(column.head) for column in what.columns], rows)
    return as_file(sheet, _about(request, filterset))


def _has_many(filterset: RegistryFilterSet) -> bool:
    """Whether there are more rows than MOST_ROWS. Raises TooBroad."""
    answer = Hits(filterset).answer(0, 1)
    if not answer.is_capped:
        return answer.count > MOST_ROWS
    return filterset.qs.order_by().values("pk")[: MOST_ROWS + 1].count() > MOST_ROWS


def _too_many(filterset: RegistryFilterSet) -> Problem:
    message = _("An Excel file takes %(most)s rows at most. Choose more filters, or take the CSV file.")
    return Problem("q", filterset.question, message % {"most": MOST_ROWS})


def _about(request: HttpRequest, filterset: RegistryFilterSet) -> Iterator[tuple[str, Any]]:
    """What the file is: the second sheet of the workbook."""
    asked = linked(request.path, str(Address(filterset)))
    yield _("About the file"), _("The Cluster Registry")
    yield _("As of"), filterset.day
    yield _("Made"), timezone.localdate()
    yield _("Address"), request.build_absolute_uri(asked)
    yield _("Licence"), f"{LICENCE_NAME}, {LICENCE_ADDRESS}"
    yield _("Counting"), _("How things are counted, and what is not confirmed, stands on the page about open data.")


workbook_patterns = [
    path(gettext_lazy("clusters.xlsx"), clusters_xlsx, name="clusters_xlsx"),
    path(gettext_lazy("organisations.xlsx"), organisations_xlsx, name="organisations_xlsx"),
]
