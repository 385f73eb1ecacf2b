"""Pages of the workplace: one kind of work, the calendar of deadlines, saved views of lists."""

import datetime as dt
from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from workplace.calendar import calendar
from workplace.kinds import KINDS
from workplace.models import CalendarToken, SavedView
from workplace.saving import SavedViewForm, list_address
from workplace.services import renew_calendar, revoke_calendar
from workplace.work import Work, own_rows, task

ROWS_PER_PAGE = 50


@require_safe
def work_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The rows of one kind of work: the person's own, or with ``all=1`` everybody's."""
    work = next((work for work in KINDS if work.slug == slug), None)
    if work is None:
        raise Http404
    day = timezone.localdate()
    everyone = request.GET.get("all") == "1"
    rows = work.waiting(day) if everyone else own_rows(work, request.user, day)
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("p"))
    context = {"work": work, "page": page, "tasks": _tasks(work, page), "everyone": everyone, "day": day}
    return _page(request, "work_list", str(work.title), context)


def _tasks(work: Work, page: Any) -> list[Any]:
    return [task(work, row) for row in page]


def calendar_page(request: HttpRequest) -> HttpResponse:
    """Where a person gets, renews and revokes the address of their calendar."""
    if request.method == "POST":
        return _change_calendar(request)
    user: Any = request.user
    key = CalendarToken.objects.filter(user=user).first()
    return _page(request, "calendar", _("Calendar of deadlines"), {"key": key})


@sensitive_variables("token")
def _change_calendar(request: HttpRequest) -> HttpResponse:
    """The address is shown on the answer to the form itself, this once; it is kept nowhere."""
    user: Any = request.user
    if "revoke" in request.POST:
        revoke_calendar(user=user)
        messages.success(request, _("The address is revoked. Programs that have it read nothing any more."))
        return HttpResponseRedirect(reverse("workplace:calendar"))
    token = renew_calendar(user=user)
    path = reverse("workplace:feed", args=[translation.get_language() or "nb", token])
    context = {"key": CalendarToken.objects.get(user=user), "address": request.build_absolute_uri(path)}
    return _page(request, "calendar", _("Calendar of deadlines"), context)


@require_safe
@sensitive_variables("token")
def feed(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """The calendar of the person whose token it is; 404 for every other."""
    key = CalendarToken.found_by(token)
    if key is None:
        raise Http404
    with translation.override(language):
        content = calendar(key.user, timezone.localdate(), request.build_absolute_uri)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="klyngeregisteret.ics"'
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, max_age=int(dt.timedelta(minutes=15).total_seconds()))
    return response


@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep a list as the person sees it, under a name; then back to it."""
    form = SavedViewForm(request.user, request.POST)
    address = list_address(request.POST.get("list_label", ""))
    if address is None:
        raise Http404
    if form.is_valid():
        view = form.save()
        messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
        return HttpResponseRedirect(f"{address}?{view.query}")
    messages.error(request, " ".join(str(fault) for faults in form.errors.values() for fault in faults))
    return HttpResponseRedirect(f"{address}?{request.POST.get('query', '')}")


@require_POST
def delete_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away one of the person's own views; then back to its list."""
    view = get_object_or_404(SavedView, pk=pk, user=request.user)
    view.delete()
    messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
    return HttpResponseRedirect(list_address(view.list_label) or reverse("admin:index"))


def _page(request: HttpRequest, name: str, title: str, context: dict[str, Any]) -> HttpResponse:
    frame = admin.site.each_context(request)
    return render(request, f"workplace/{name}.html", {**frame, "title": title, **context})
