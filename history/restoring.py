"""Back to what was: a change undone, a record as it stood on a day, a deleted record with its parts."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from history import timeline
from history.applying import Conflicts, apply, ask_deferred_rules, conflicts_of, rebased
from history.belonging import record_of
from history.changesets import Changeset, Row
from history.events import changes_in, current_states, difference, event_model, label_of, rows_of, states_at
from history.holding import RefusedError
from history.meanwhile import YOURS, choices_of, name_of
from history.reasons import REASON
from history.saving import SavingAdmin
from history.wording import in_words, named

CHANGES_PER_PAGE = 100
MOST_DELETED = 200
NEEDS_REASON = _("Nothing was written: say why at the bottom of the page.")
CONFLICTS = _("Nothing was written: it has been changed since. Choose below what stands.")
BROUGHT_BACK = _("It is as it was.")


class RestoringAdmin(SavingAdmin):
    """Records whose history is read, and leads back."""

    def get_urls(self) -> list[URLPattern]:
        """Django's pages, and those that lead back."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("deleted/", view(self.deleted_view), name=f"{name}_deleted"),
            path("<path:object_id>/restore/", view(self.restore_view), name=f"{name}_restore"),
            *super().get_urls(),
        ]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Who changed what, when and why, from the events that the database keeps."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        page = Paginator(timeline.changes(self.history_parts(obj)), CHANGES_PER_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of %s") % obj,
            "changes": page,
            "module_name": str(capfirst(self.opts.verbose_name_plural)),
            "object": obj,
            "opts": self.opts,
            "may_restore": self.has_change_permission(request, obj),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/object_history.html", context)

    def restore_view(self, request: HttpRequest, object_id: str) -> Any:
        """What would be brought back, beside what stands; and bringing it back, with a reason.

        ``?change=`` undoes what was changed at once, ``?at=`` brings the record back to how it stood at a moment.
        """
        obj = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        if not object_id.isdigit():
            raise Http404
        work = self._way_back(request, int(object_id), obj)
        if request.method != "POST":
            return self._restore_page(request, obj, work)
        run = partial(self._restore, request, int(object_id), work)
        return self.held(request, run, partial(self._restore_page, request, obj, work))

    def _way_back(self, request: HttpRequest, pk: int, obj: Any) -> Changeset:
        row: Row = (label_of(self.model), pk)
        try:
            if "change" in request.GET:
                done = changes_in(UUID(request.GET["change"]), with_following=False)
                return done.where(lambda change: row in {change.row, record_of(change)}).inverse()
            moment = parse_datetime(request.GET.get("at", ""))
        except ValueError as error:
            raise Http404 from error
        if moment is None or obj is None:
            raise Http404
        parts = list(self.history_parts(obj))
        return difference(current_states(rows_of(parts)), states_at(parts, moment))

    def _restore(self, request: HttpRequest, pk: int, work: Changeset) -> HttpResponse:
        if not request.POST.get(REASON, "").strip():
            raise RefusedError(NEEDS_REASON)
        conflicts = conflicts_of(work)
        if any(name_of(conflict) not in request.POST for conflict in conflicts):
            raise RefusedError(CONFLICTS)
        chosen = {conflict.key for conflict in conflicts if request.POST[name_of(conflict)] == YOURS}
        try:
            apply(rebased(work, chosen))
        except Conflicts as error:
            raise RefusedError(CONFLICTS) from error
        obj = self.model._default_manager.filter(pk=pk).first()
        if obj is not None:
            self.settle(obj)
            ask_deferred_rules()
        self.judge(request)
        self.message_user(request, BROUGHT_BACK, messages.SUCCESS)
        return HttpResponseRedirect(self._address("history", pk) if obj else self._address("changelist"))

    def _restore_page(self, request: HttpRequest, obj: Any, work: Changeset) -> TemplateResponse:
        refusal = getattr(request, "refusal", None)
        if refusal:
            self.message_user(request, refusal, messages.ERROR)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Bring back"),
            "opts": self.opts,
            "object": obj,
            "rows": in_words(work, within_record=True),
            "decisions": choices_of(conflicts_of(work), request.POST.dict()),
            "reason": request.POST.get(REASON, ""),
        }
        return TemplateResponse(request, "admin/restore.html", context)

    def deleted_view(self, request: HttpRequest) -> TemplateResponse:
        """The records of this kind that were deleted last, and the way back for each."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Deleted: %s") % self.opts.verbose_name_plural,
            "opts": self.opts,
            "deleted": self._deleted(),
            "may_restore": self.has_change_permission(request),
        }
        return TemplateResponse(request, "admin/deleted.html", context)

    def _deleted(self) -> list[dict[str, Any]]:
        events = event_model(self.model)
        there = self.model._default_manager.values("pk")
        gone = events.objects.filter(pgh_label="delete").exclude(pgh_obj_id__in=there).order_by("-pgh_id")
        rows = list(gone.values()[:MOST_DELETED])
        users = timeline.people((row["pgh_context"] or {}).get("user") for row in rows)
        names = named(self.model, {row["pgh_obj_id"] for row in rows})
        return [_deleted_row(row, names, users) for row in rows]

    def _address(self, page: str, *arguments: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=arguments)


def _deleted_row(row: dict[str, Any], names: dict[int, str], users: dict[Any, str]) -> dict[str, Any]:
    context = row["pgh_context"] or {}
    return {
        "pk": row["pgh_obj_id"],
        "name": names.get(row["pgh_obj_id"], ""),
        "at": row["pgh_created_at"],
        "by": users.get(context.get("user"), ""),
        "reason": context.get("reason", ""),
        "context": row["pgh_context_id"],
    }
