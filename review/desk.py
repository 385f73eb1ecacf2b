"""The workplace of records with a second pair of eyes: what is saved there may wait as a revision instead."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from history.admin import RecordedAdmin
from history.applying import Conflicts, apply, rebased
from history.belonging import parent_field
from history.changesets import Changeset
from history.events import label_of
from history.holding import RefusedError
from history.meanwhile import version_of
from history.reasons import REASON
from review.gate import SuggestedError, passage
from review.models import Revision
from review.services import suggest

#: Parameter of a change form: the suggested change that its author edits further.
REVISION = "revision"
#: Links in the message after a save that made many.
MOST_NAMED = 5


class ReviewedAdmin(RecordedAdmin):
    """Records that the public sees, and their parts: changes of them wait for somebody else."""

    change_form_template = "admin/review/change_form.html"

    def release(self, request: HttpRequest, work: Changeset) -> None:
        """Work on what the public sees goes no further than a revision."""
        way = passage(work, request.user)
        if way.waiting:
            raise SuggestedError(way)
        if self._edited(request):
            raise RefusedError(_("Nothing is left of the change. Take it back instead of saving it."))

    def held(self, request: HttpRequest, run: Callable[[], Any], again: Callable[[], Any]) -> Any:
        """As in every workplace; besides, what has to wait is kept as a revision."""
        try:
            return super().held(request, run, again)
        except SuggestedError as held:
            revision = self._edited(request)
            reason = request.POST.get(REASON, "").strip()
            kept = suggest(passage=held.passage, user=request.user, reason=reason, revision=revision)
            return self._kept(request, kept)

    def form_page(self, request: HttpRequest, *args: Any) -> Any:
        """The form; with ``?revision=`` as if that change had been accepted, which is kept in the revision alone."""
        revision = self._edited(request)
        if revision is None:
            return super().form_page(request, *args)
        record = self.get_object(request, unquote(args[0] or ""))
        request.version = version_of(list(self.history_parts(record))) if record else ""  # type: ignore[attr-defined]
        try:
            return self._on_top(request, revision, *args)
        except (Conflicts, IntegrityError):
            text = _("The change no longer fits what the record has become. Take it back and make it anew.")
            self.message_user(request, text, messages.ERROR)
            return HttpResponseRedirect(address_of(revision))

    def _on_top(self, request: HttpRequest, revision: Revision, *args: Any) -> Any:
        with transaction.atomic():
            whole_rows = {(*change.row, None) for change in revision.changeset}
            apply(rebased(revision.changeset, whole_rows))
            response = super().form_page(request, *args)
            if hasattr(response, "render"):
                response.render()
                transaction.set_rollback(True)
        return response

    def _edited(self, request: HttpRequest) -> Revision | None:
        number = request.GET.get(REVISION, "")
        if not (number.isascii() and number.isdigit()):
            return None
        return Revision.objects.waiting().filter(pk=int(number), author=request.user.pk, service="").first()

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """The form, with what already waits for this record."""
        obj = kwargs.get("obj")
        if obj is not None:
            record = self.record_row(obj)
            context["waiting"] = Revision.objects.waiting().about(*record).order_by("suggested_at")
        context["edited_revision"] = self._edited(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def record_row(self, obj: Any) -> tuple[str, int]:
        """The record that a row of this workplace is part of."""
        model: Any = type(obj)
        field = parent_field(model)
        parent = getattr(obj, field.attname) if field else None
        return (label_of(field.related_model), parent) if parent else (label_of(type(obj)), obj.pk)

    def _kept(self, request: HttpRequest, kept: list[Revision]) -> HttpResponseRedirect:
        """Say what became of the save, with the way to it."""
        named = ((address_of(revision), revision.title) for revision in kept[:MOST_NAMED])
        links = format_html_join(", ", '<a href="{}">{}</a>', named)
        text = ngettext(
            "Your change is seen by the public once another publisher has accepted it:",
            "Your changes are seen by the public once another publisher has accepted them:",
            len(kept),
        )
        self.message_user(request, format_html("{} {}", text, links), messages.WARNING)
        return HttpResponseRedirect(address_of(kept[0]))


def address_of(revision: Revision) -> str:
    """The page where a suggested change is read and decided."""
    return reverse("admin:review_revision_change", args=[revision.pk])
