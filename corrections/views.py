"""The pages where anybody reports an error, and reads what became of it."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from access.networks import network_of
from bilingual.text import current_language
from clusters.models import Cluster, Organisation
from corrections.filtersets import SubjectFilterSet
from corrections.forms import ReportForm
from corrections.models import CorrectionReport
from corrections.models.correction_report import LONGEST_SUBJECT
from corrections.services import TooManyReports, receive_report
from corrections.tokens import key_of
from regions.models import Region

#: Bytes; a form filled to the brim is a fifth of it.
LARGEST_BODY = 100_000
REFERENCES: dict[type[Any], str] = {Cluster: "cluster", Organisation: "organisation", Region: "region"}


# Nobody is logged in here, so there is no session that another site could misuse, and no cookie; the signed token says
# that the form was opened.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form, with what is wrong with it; once received, the way to its receipt."""
    filterset = SubjectFilterSet(request.GET, queryset=CorrectionReport.objects.all())
    if filterset.problems:
        return render(request, "400.html", {"problems": filterset.problems}, status=HTTPStatus.BAD_REQUEST)
    if request.method != "POST":
        return _form(request, filterset, ReportForm(initial={"block": filterset.given("block") or _first(filterset)}))
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        return _form(request, filterset, ReportForm(), status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _form(request, filterset, form, status=HTTPStatus.BAD_REQUEST)
    return _received(request, filterset, form)


def _received(request: HttpRequest, filterset: SubjectFilterSet, form: ReportForm) -> HttpResponse:
    content = {name: form.cleaned_data[name] for name in ("block", "text", "evidence", "email")}
    about = request.META.get("QUERY_STRING", "")
    try:
        kept = receive_report(
            key=key_of(form.nonce, about, *content.values()),
            network=network_of(request),
            now=timezone.localtime(),
            language=current_language(),
            searched=filterset.given("searched"),
            **_subject(filterset),
            **content,
        )
    except TooManyReports as error:
        response = _form(request, filterset, form, status=HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(error.seconds)
        return response
    return HttpResponseRedirect(kept.get_absolute_url(), status=HTTPStatus.SEE_OTHER)


def _subject(filterset: SubjectFilterSet) -> dict[str, Any]:
    """The record as a reference, and what it is called now."""
    record = filterset.record
    if record is None:
        return {"subject": ""}
    return {REFERENCES[type(record)]: record, "subject": str(record.name)[:LONGEST_SUBJECT]}


def _first(filterset: SubjectFilterSet) -> str:
    """The part of the page that is likely meant."""
    return "missing" if filterset.given("missing") else "facts" if filterset.record else "other"


def _form(
    request: HttpRequest, filterset: SubjectFilterSet, form: ReportForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "form": form,
        "is_too_large": status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "is_too_many": status == HTTPStatus.TOO_MANY_REQUESTS,
        "subject": filterset,
    }
    return render(request, "corrections/report.html", context, status=status)


@never_cache
@require_safe
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of a report, for whoever has its reference; nothing of what was written."""
    found = CorrectionReport.objects.filter(reference=reference.upper()).first()
    if found is None:
        raise Http404
    return render(request, "corrections/receipt.html", {"report": found})
