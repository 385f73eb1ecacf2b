"""What people do with an import: each a POST that leads back to its page, with a sentence about the outcome."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from imports import limits, permissions, work
from imports.admin.page import choices_form, clusters_of
from imports.forms import ReasonForm
from imports.kinds.base import FAULTY, MISSING
from imports.models import Batch, Missing, State
from imports.staging import stage_again
from imports.undoing import NotUndoneError, undo_batch
from imports.writing import NotWrittenError, begin_writing, write_batch

Action = Callable[..., HttpResponse]
__all__ = ["ACTIONS", "PermissionDenied"]


def _back(batch: Batch) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:imports_batch_change", args=[batch.pk]))


@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the answers, and work out anew what would be written."""
    batch = get_object_or_404(Batch, pk=pk)
    if not permissions.may_choose(batch, request.user) or batch.state != State.READY:
        raise PermissionDenied
    form = choices_form(batch, request.POST)
    if not form.is_valid():
        for name, faults in form.errors.items():
            label = form.fields[name].label if name in form.fields else ""
            messages.error(request, f"{label}: {' '.join(map(str, faults))}")
        return _back(batch)
    batch.same_as = {**batch.same_as, **form.same_as()}
    batch.missing, batch.end_missing = form.cleaned_data["missing"], form.ends(form.cleaned_data)
    batch.save()
    stage_again(batch)
    messages.success(request, _("Your choices are kept. This is what would be written now."))
    return _back(batch)


@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the import, beside the pages if it is long."""
    batch = get_object_or_404(Batch, pk=pk)
    user: Any = request.user
    fault = permissions.fault_in_writing(batch, clusters_of(batch), user)
    if fault or (batch.touches_published and batch.state != State.WAITING):
        messages.error(request, str(fault or permissions.SECOND_EYES))
        return _back(batch)
    skips = batch.skips_faulty if batch.state == State.WAITING else "skip" in request.POST
    try:
        begin_writing(batch, skips_faulty=skips, now=timezone.now())
    except NotWrittenError as refused:
        messages.error(request, str(refused.fault))
        return _back(batch)
    job = partial(write_batch, batch_id=batch.pk, user=user, now=timezone.now())
    rows = sum(batch.counts.values())
    work.run(job, beside=rows > limits.AT_ONCE, user=user.pk)
    batch.refresh_from_db()
    if batch.state == State.APPLIED:
        messages.success(request, _("The import is written."))
    return _back(batch)


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the import on to a publisher who did not make it."""
    batch = get_object_or_404(Batch, pk=pk)
    if not permissions.may_choose(batch, request.user):
        raise PermissionDenied
    skips = "skip" in request.POST
    if batch.count(FAULTY) and not skips:
        messages.error(request, _("Correct the faulty rows, or choose to leave them out."))
    elif batch.count(MISSING) and batch.missing == Missing.UNDECIDED:
        messages.error(request, _("Say first what becomes of the members who are not in the file."))
    else:
        batch.state, batch.skips_faulty = State.WAITING, skips
        batch.save()
        messages.success(request, _("Sent on. A publisher of the steward other than you must write it."))
    return _back(batch)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the import away; nothing of it was written. Its author may, and whoever would have written it."""
    batch = get_object_or_404(Batch, pk=pk)
    is_busy = batch.state in work.BUSY and not work.was_interrupted(batch)
    is_open = batch.state in {State.READY, State.WAITING, *work.BUSY}
    may = permissions.may_import(request.user) and permissions.may_change(clusters_of(batch), request.user)
    if is_busy or not is_open or not may:
        raise PermissionDenied
    batch.rows.all().delete()
    batch.state = State.DISCARDED
    batch.save()
    messages.success(request, _("Thrown away. Nothing was written."))
    return _back(batch)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """After the server was stopped in the middle: nothing was written; look again, or send the file again."""
    batch = get_object_or_404(Batch, pk=pk)
    if not work.was_interrupted(batch) or not permissions.may_import(request.user):
        raise PermissionDenied
    if not batch.rows.exists():
        batch.state = State.DISCARDED
        batch.save()
        messages.info(request, _("The file was not read to its end and is not kept. Send it once more."))
        return HttpResponseRedirect(reverse("admin:imports_batch_add"))
    stage_again(batch)
    return _back(batch)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the import back, unless later edits would be lost."""
    batch = get_object_or_404(Batch, pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(fault) for fault in form.errors["reason"]))
        return _back(batch)
    try:
        undo_batch(batch_id=pk, user=request.user, reason=form.cleaned_data["reason"], now=timezone.now())
    except NotUndoneError as refused:
        messages.error(request, _("Nothing was undone."))
        for fault in refused.faults:
            messages.error(request, str(fault))
        return _back(batch)
    messages.success(request, _("The import is undone: every record is as it was."))
    return _back(batch)


ACTIONS: dict[str, Action] = {
    "choose": choose,
    "write": write,
    "send": send,
    "discard": discard,
    "reopen": reopen,
    "undo": undo,
}
