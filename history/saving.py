"""Saving in the workplace: what was written is looked at as a whole before it is kept."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import pghistory
from django.contrib import admin, messages
from django.db import IntegrityError, models, transaction
from django.forms.models import _get_foreign_key  # what the admin itself goes by
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from history import refusals
from history.applying import apply, ask_deferred_rules
from history.changesets import Changeset
from history.events import changes_in, changes_since
from history.holding import MeanwhileError, MergedError, RefusedError
from history.meanwhile import SEEN, VERSION, choices_of, editors_of, merged, posted_version, version_of
from history.reasons import REASON, asks_why, say_why
from history.wording import in_words

MEANWHILE = _("Somebody else has changed this record since you opened it. Nothing of yours is saved yet.")
NO_VERSION = _("Nothing was saved: the form does not say which version of the record it was made from. Open it again.")
NO_REASON = _("Nothing was saved: say why at the bottom of the form. This change needs a reason.")


class SavingAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A model whose rows are written under rules that are about the whole of a save."""

    def history_parts(self, obj: Any) -> Iterable[tuple[type[models.Model], dict[str, Any]]]:
        """The kinds of rows whose changes stand on the record's history page, with how to find them."""
        yield self.model, {"pgh_obj_id": obj.pk}
        for inline in self.inlines:
            foreign_key = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
            yield inline.model, {foreign_key.attname: obj.pk}

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Save, or show the same form again with what is against it: a rule, or what somebody else saved meanwhile."""
        form = partial(self.form_page, request, object_id, form_url, extra_context)
        return self.held(request, form, form)

    def form_page(self, request: HttpRequest, *args: Any) -> Any:
        """Django's page of the form."""
        return super().changeform_view(request, *args)

    def held(self, request: HttpRequest, run: Callable[[], Any], again: Callable[[], Any]) -> Any:
        """Run something that writes; where it is held back, nothing is kept and ``again`` shows why."""
        say_why(request)
        try:
            with transaction.atomic():
                return run()
        except IntegrityError as error:
            refusal: Any = refusals.in_words(error)
        except MergedError as held:
            return self.held(request, partial(self._write_merged, request, held), again)
        except MeanwhileError as held:
            request.meanwhile = held  # type: ignore[attr-defined]
            refusal = MEANWHILE
        except RefusedError as held:
            refusal = held.message
        request.refusal = refusal  # type: ignore[attr-defined]
        return again()

    def _write_merged(self, request: HttpRequest, held: MergedError) -> HttpResponse:
        apply(held.work)
        self.settle(held.record)
        ask_deferred_rules()
        self.judge(request)
        return self.response_change(request, held.record)

    def save_related(self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool) -> None:  # noqa: FBT001 (Django's signature)
        """Save the rows of the page, then ask the database about the rules it keeps until the end."""
        super().save_related(request, form, formsets, change)
        self.settle(form.instance)
        ask_deferred_rules()
        self.judge(request, form.instance if change else None)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete the record, unless a rule is against it."""
        super().delete_model(request, obj)
        self.judge(request)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Delete the records, unless a rule is against it."""
        super().delete_queryset(request, queryset)
        self.judge(request)

    def judge(self, request: HttpRequest, record: Any = None) -> None:
        """Ask about everything that was written in this request, before it is kept; every writing action ends here.

        ``record`` is the one a form was opened for. Raises HeldError.
        """
        with pghistory.context() as context:
            work = changes_in(context.id, with_following=False)
            if record is not None:
                self._compare(request, record, work, context.id)
        if asks_why(work) and not request.POST.get(REASON, "").strip():
            raise RefusedError(NO_REASON)
        self.release(request, work)

    def release(self, request: HttpRequest, work: Changeset) -> None:
        """Let the work go on to the tables; raises HeldError where it has another way to go."""

    def _compare(self, request: HttpRequest, record: Any, work: Changeset, context_id: Any) -> None:
        """Raise where somebody else has changed the record since the form was made."""
        version = posted_version(request.POST, VERSION)
        if version is None:
            raise RefusedError(NO_VERSION)
        parts = list(self.history_parts(record))
        theirs = changes_since(parts, version, but=context_id)
        if not theirs:
            return
        seen = posted_version(request.POST, SEEN)
        both, undecided = merged(work, theirs, request.POST.dict())
        if seen is None or changes_since(parts, seen, but=context_id) or undecided:
            raise MeanwhileError(theirs, undecided)
        raise MergedError(both, record)

    def settle(self, obj: Any) -> None:
        """What follows from a change of the record; called after everything on the page was saved."""

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """The form, with the version of the record it is made from, and what became of it meanwhile."""
        obj = kwargs.get("obj")
        if obj is not None:
            parts = list(self.history_parts(obj))
            context["version"] = request.POST.get(VERSION) or getattr(request, "version", "") or version_of(parts)
            held = getattr(request, "meanwhile", None)
            if held is not None:
                # In this order: what is saved between the two stands in the list and is not taken for seen.
                context["seen"] = version_of(parts)
                theirs = changes_since(parts, posted_version(request.POST, VERSION) or {})
                context["meanwhile"] = in_words(theirs, within_record=True)
                context["editors"] = editors_of(theirs)
                context["decisions"] = choices_of(held.undecided, request.POST.dict())
        context["reason"] = request.POST.get(REASON, "")
        return super().render_change_form(request, context, *args, **kwargs)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Delete, or say which rule is against it."""

        def page() -> Any:
            return super(SavingAdmin, self).delete_view(request, object_id, extra_context)

        return self.held(request, page, partial(self._not_done, request))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list with its actions; a refused action says which rule is against it."""

        def page() -> Any:
            return super(SavingAdmin, self).changelist_view(request, extra_context)

        return self.held(request, page, partial(self._not_done, request))

    def _not_done(self, request: HttpRequest) -> HttpResponse:
        self.message_user(request, request.refusal, messages.ERROR)  # type: ignore[attr-defined]
        return HttpResponseRedirect(request.get_full_path())
