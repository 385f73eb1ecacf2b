"""Suggested changes: the list of them, and the page where one is read beside what stands and decided."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from history import refusals
from history.applying import Conflicts, conflicts_of
from history.holding import RefusedError
from history.meanwhile import YOURS, choices_of, name_of
from history.timeline import people
from history.wording import in_words
from review.kinds import kind_of
from review.models import Revision
from review.services import accept, may_decide, refuse, take_back

CONFLICTS = gettext_lazy(
    "Nothing was written: the record has been changed since this was suggested. Choose below what stands."
)


@admin.register(Revision)
class RevisionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Everyone on staff reads them; a publisher other than the author decides."""

    list_display = ("title", "suggested", "by", "reason", "state", "decided")
    list_filter = ("state", "record_kind")
    search_fields = ("title", "reason", "note")
    ordering = ("-suggested_at", "pk")
    list_per_page = 50
    show_full_result_count = False
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Everyone on staff sees everything."""
        return bool(request.user.is_active and request.user.is_staff)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Everyone on staff sees everything."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """A change is suggested by making it, on the record's own page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Only by deciding about it."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """What was suggested, and what became of it, stays readable."""
        return False

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",  # noqa: ARG002 (Django's signature)
        extra_context: Any = None,
    ) -> Any:
        """Read the change, and decide about it."""
        if object_id is None:
            raise PermissionDenied
        revision = self.get_object(request, object_id)
        if revision is None or not self.has_view_permission(request, revision):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if request.method == "POST":
            return self._decided(request, revision)
        return self._page(request, revision, extra_context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:  # noqa: ARG002 (Django's signature)
        """What became of it stands on its page."""
        return HttpResponseRedirect(reverse("admin:review_revision_change", args=[object_id]))

    def _decided(self, request: HttpRequest, revision: Revision) -> Any:
        """Do what the button says; where something is against it, say so on the same page."""
        try:
            with transaction.atomic():
                done = self._decide(request, revision)
        except Conflicts:
            self.message_user(request, CONFLICTS, messages.ERROR)
            return self._page(request, revision)
        except IntegrityError as error:
            self.message_user(request, refusals.in_words(error), messages.ERROR)
            return self._page(request, revision)
        except RefusedError as held:
            self.message_user(request, held.message, messages.ERROR)
        else:
            self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(request.get_full_path())

    def _decide(self, request: HttpRequest, revision: Revision) -> str:
        note = request.POST.get("note", "")[:500]
        if "_accept" in request.POST:
            accept(revision=revision, user=request.user, note=note, yours=self._choices(request, revision))
            return _("The change is accepted and stands in the record.")
        if "_refuse" in request.POST:
            refuse(revision=revision, user=request.user, note=note)
            return _("The change is refused. Its author reads why.")
        take_back(revision=revision, user=request.user)
        return _("The change is taken back. Nothing of it was seen by the public.")

    def _choices(self, request: HttpRequest, revision: Revision) -> set[Any] | None:
        """The conflicts in which the suggestion wins; None while one of them is not decided."""
        conflicts = [] if revision.service else conflicts_of(revision.changeset)
        if any(name_of(conflict) not in request.POST for conflict in conflicts):
            return None
        return {conflict.key for conflict in conflicts if request.POST[name_of(conflict)] == YOURS}

    def _page(self, request: HttpRequest, revision: Revision, extra_context: Any = None) -> TemplateResponse:
        changeset = revision.changeset
        conflicts = conflicts_of(changeset) if revision.waits and not revision.service else []
        users = people([revision.author_id, revision.decided_by_id])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Suggested change: %s") % revision.title,
            "opts": self.opts,
            "revision": revision,
            "author": users.get(revision.author_id, ""),
            "decider": users.get(revision.decided_by_id, ""),
            "rows": in_words(changeset, within_record=not revision.service),
            "decisions": choices_of(conflicts, request.POST.dict()),
            "record_address": _address(revision),
            "may_decide": may_decide(revision, request.user),
            "is_author": revision.author_id == request.user.pk,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/review/revision.html", context)

    @admin.display(description=gettext_lazy("suggested"), ordering="suggested_at")
    def suggested(self, obj: Revision) -> str:
        """When."""
        return date_format(localtime(obj.suggested_at), "SHORT_DATETIME_FORMAT")

    @admin.display(description=gettext_lazy("suggested by"))
    def by(self, obj: Revision) -> str:
        """Who."""
        return people([obj.author_id]).get(obj.author_id, "")

    @admin.display(description=gettext_lazy("decided"), ordering="decided_at")
    def decided(self, obj: Revision) -> str:
        """When it was decided."""
        return date_format(localtime(obj.decided_at), "SHORT_DATETIME_FORMAT") if obj.decided_at else ""


def _address(revision: Revision) -> str:
    """The page of the record; empty where it has none any more."""
    kind = kind_of(revision.record_kind)
    if kind is None or not kind.model._default_manager.filter(pk=revision.record_id).exists():
        return ""
    try:
        meta = kind.model._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[revision.record_id])
    except NoReverseMatch:
        return ""
