"""Merging two records, in the workplace: compared and previewed first, and undone with one button."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.merging import NotMergedError, mergers_of, undo_merge
from clusters.models import Cluster
from clusters.organisation_number import compact
from clusters.permissions import can_be_edited_by
from history import refusals
from history.applying import Conflicts
from history.changesets import Changeset
from history.events import label_of
from history.wording import in_words
from review.desk import address_of
from review.gate import is_seen
from review.services import ServiceCall, suggest_service

NOT_FOUND = gettext_lazy(
    "Nothing here is called “%(text)s”. Write the id, the organisation number, the slug or the name."
)
SEVERAL = gettext_lazy("Several records are called “%(text)s”. Write the id of one: %(ids)s.")
SUGGESTED = gettext_lazy("Nothing is merged yet: that happens when another publisher accepts it.")
PUBLISHERS = gettext_lazy("Only publishers and administrators merge, and only records that are theirs to change.")


class MergeForm(forms.Form):
    """Why the records are one; a choice for each value in which they differ stands beside it."""

    reason = forms.CharField(
        label=gettext_lazy("Why they are one"),
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


class Mergeable(admin.ModelAdmin):  # type: ignore[type-arg]
    """A record of which there may be two."""

    #: clusters/merging.py, for this kind of record, and the values that may be taken from either.
    merge: Callable[..., Changeset]
    values_to_choose: tuple[str, ...] = ()

    def get_urls(self) -> list[URLPattern]:
        """The page on which another record is merged into this one."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/merge/", view(self.merge_view), name=f"{name}_merge"),
            path("<int:pk>/unmerge/", view(self.unmerge_view), name=f"{name}_unmerge"),
        ]
        return [*own, *super().get_urls()]

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Find the other record, look at what would move, merge."""
        kept = self._own(request, pk)
        text = str(request.POST.get("other") or request.GET.get("other") or "").strip()
        other, fault = self._other(text) if text else (None, "")
        if other is not None and not can_be_edited_by(other, request.user):  # type: ignore[arg-type]
            raise PermissionDenied
        form = MergeForm(request.POST or None)
        if request.method == "POST" and other is not None and form.is_valid():
            return self._merged(request, kept, other, form.cleaned_data["reason"])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge another record into %(record)s") % {"record": kept},
            "opts": self.opts,
            "object": kept,
            "other": other,
            "text": text,
            "fault": fault,
            "form": form,
            "differing": self._differing(kept, other) if other else [],
            "preview": self._preview(kept, other) if other else {},
            "mergers": mergers_of(kept),
        }
        return TemplateResponse(request, "admin/clusters/merge.html", context)

    def unmerge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a merger back."""
        kept = self._own(request, pk)
        known = {merger["context"] for merger in mergers_of(kept)}
        context = str(request.POST.get("context", ""))
        if request.method != "POST" or context not in known:
            raise PermissionDenied
        try:
            undo_merge(context=context, reason=str(request.POST.get("reason", "")))
        except NotMergedError as refused:
            messages.error(request, str(refused))
        except IntegrityError as error:
            messages.error(request, refusals.in_words(error))
        except Conflicts as conflicts:
            messages.error(
                request, _("Nothing was undone: these records have been changed since, which would be lost.")
            )
            rows = Changeset(tuple({found.change.row: found.change for found in conflicts.found}.values()))
            for words in in_words(rows)[:20]:
                messages.error(request, f"{words.kind} {words.row}")
        else:
            messages.success(request, _("The merger is undone: both records are as they were."))
        return HttpResponseRedirect(self._page_of(kept.pk, "merge"))

    def _own(self, request: HttpRequest, pk: int) -> Any:
        """The record, for whoever may merge into it."""
        kept = self.get_object(request, str(pk))
        user: Any = request.user
        if kept is None or not user.publishes or not can_be_edited_by(kept, user):
            raise PermissionDenied(str(PUBLISHERS))
        return kept

    def _other(self, text: str) -> tuple[Any, str]:
        """The record that the text names, and what is wrong where it names none or several."""
        concrete: Any = self.opts.concrete_model  # of every kind
        rows: Any = concrete._default_manager.all()
        digits = compact(text)
        found = list(rows.filter(pk=int(digits))) if digits.isdigit() and len(digits) < 9 else []  # noqa: PLR2004
        unique = "slug" if self.model is Cluster else "organisation_number"
        found = found or list(rows.filter(**{unique: digits or text})) or list(rows.filter(name__iexact=text)[:10])
        if len(found) == 1:
            return found[0], ""
        ids = ", ".join(str(row.pk) for row in found)
        return None, (SEVERAL if found else NOT_FOUND) % {"text": text, "ids": ids}

    def _differing(self, kept: Any, other: Any) -> list[dict[str, Any]]:
        """The values in which the records differ; an empty one is filled from the other unless said otherwise."""
        rows = []
        for name in self.values_to_choose:
            mine, theirs = getattr(kept, name), getattr(other, name)
            if mine != theirs and theirs not in (None, ""):
                label = capfirst(str(self.model._meta.get_field(name).verbose_name))
                takes = mine in (None, "")
                shown = {"mine": _shown(kept, name), "theirs": _shown(other, name)}
                rows.append({"name": name, "label": label, "takes": takes, **shown})
        return rows

    def _preview(self, kept: Any, other: Any) -> dict[str, Any]:
        """What a merger would change, in words, or the rule that is against it. Nothing of it is kept."""
        try:
            with transaction.atomic():
                changes = type(self).merge(kept=kept, other=other, from_other=(), reason=_("Preview"))
                words = in_words(changes)
                transaction.set_rollback(True)
        except NotMergedError as refused:
            return {"refusal": str(refused)}
        except IntegrityError as error:
            return {"refusal": refusals.in_words(error)}
        finally:
            kept.refresh_from_db()
            other.refresh_from_db() if other.pk else None
        return {"words": words[:200], "count": len(words)}

    def _merged(self, request: HttpRequest, kept: Any, other: Any, reason: str) -> HttpResponse:
        chosen = [name for name in self.values_to_choose if request.POST.get(f"take_{name}") == "other"]
        name, pk, waits = str(other), other.pk, is_seen(kept) or is_seen(other)
        try:
            with transaction.atomic():
                work = type(self).merge(kept=kept, other=other, from_other=chosen, reason=reason)
                transaction.set_rollback(waits)
        except NotMergedError as refused:
            messages.error(request, str(refused))
        except IntegrityError as error:
            messages.error(request, refusals.in_words(error))
        else:
            if waits:
                call = ServiceCall("merge", {"other": pk, "from_other": chosen}, work)
                return self._suggested(request, kept.pk, call, reason)
            messages.success(
                request, _("%(other)s is merged into this record; its address leads here.") % {"other": name}
            )
        return HttpResponseRedirect(self._page_of(kept.pk, "merge"))

    def _suggested(self, request: HttpRequest, kept: int, call: ServiceCall, reason: str) -> HttpResponse:
        """The public sees one of the two: somebody else looks at the merger first."""
        record = (label_of(self.model), kept)
        revision = suggest_service(record=record, call=call, user=request.user, reason=reason)
        messages.warning(request, SUGGESTED)
        return HttpResponseRedirect(address_of(revision))

    def _page_of(self, pk: int, page: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=[pk])


def _shown(record: Any, name: str) -> Any:
    """The value as people read it."""
    labelled = getattr(record, f"get_{name}_display", None)
    return labelled() if labelled else getattr(record, name)
