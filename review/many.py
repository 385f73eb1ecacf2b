"""Several records changed at once: chosen in a list, looked at row by row, and written as one piece of work."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import pghistory
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from history import refusals
from history.applying import ask_deferred_rules
from history.changesets import Changeset
from history.events import changes_in
from history.holding import RefusedError
from history.reasons import REASON, asks_why
from history.saving import NO_REASON
from history.wording import in_words
from review.desk import ReviewedAdmin
from review.gate import Passage, passage

#: As many records as a person can still look through.
MOST_RECORDS = 500
#: Names of boxes and buttons of the page.
#: (“_save” is a button that Django takes for itself.)
CHOSEN, PREVIEW, WRITE, SEEN = "_chosen", "_preview", "_write", "_seen"
TOO_MANY = _("At most %(most)s records are changed at once; you have chosen %(n)s. Narrow the list first.")
NONE_YOURS = _("None of these records is yours to change.")
NOTHING_CHOSEN = _("Tick the fields that are to be changed.")
NO_CHANGE = _("These records already say so: nothing would change.")
CHANGED_SINCE = _("Nothing was saved: what would change is not what you looked at any more. Look through it again.")


class ChoiceOfFields(forms.Form):
    """Which fields are to be changed; their own fields stand beside it."""

    def __init__(self, names: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = forms.MultipleChoiceField(choices=list(names.items()), error_messages={"required": NOTHING_CHOSEN})
        self.fields[CHOSEN] = chosen


@dataclass
class Preview:
    """What would be written, or what is against it."""

    way: Passage | None = None
    work: Changeset = field(default_factory=Changeset)
    faults: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """The same for as long as the very same values would be changed."""
        rows = [
            [*change.row, [[name, (change.before or {}).get(name), change.state.get(name)] for name in change.columns]]
            for change in self.work
        ]
        return sha256(json.dumps(rows).encode()).hexdigest()


class ManyAdmin(ReviewedAdmin):
    """Records of which several can be changed at once, under the same rules as one by itself.

    A workplace offers it by naming ``change_many`` among its actions.
    """

    #: What can be changed so.
    fields_for_many: tuple[str, ...] = ()

    @admin.action(description=_("Change the selected"), permissions=["change"])
    def change_many(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Choose fields and values, look at what would change, save. Others' records are left as they are."""
        number = queryset.count()
        if number > MOST_RECORDS:
            self.message_user(request, TOO_MANY % {"most": MOST_RECORDS, "n": number}, messages.ERROR)
            return None
        rows = self.model._default_manager.filter(pk__in=queryset.order_by().values("pk"))
        records = [row for row in rows.order_by(*self.ordering or ()) if self.has_change_permission(request, row)]
        if not records:
            self.message_user(request, NONE_YOURS, messages.ERROR)
            return None
        choice = ChoiceOfFields(self._names(request), self._posted(request))
        preview = self._previewed(request, records, choice) if choice.is_bound else Preview()
        if WRITE in request.POST and not preview.faults:
            fault = _against_saving(request, preview)
            if not fault:
                self._save(request, records, choice.cleaned_data[CHOSEN])
                return None
            self.message_user(request, fault, messages.ERROR)
        return self._many_page(request, records, number - len(records), preview)

    def _posted(self, request: HttpRequest) -> Any:
        return request.POST if {PREVIEW, WRITE} & set(request.POST) else None

    def _names(self, request: HttpRequest) -> dict[str, Any]:
        """The fields that this person may change, by name, as they are called on pages."""
        readonly = set(self.get_readonly_fields(request))
        names = [name for name in self.fields_for_many if name not in readonly]
        return {name: capfirst(str(self.opts.get_field(name).verbose_name)) for name in names}  # type: ignore[union-attr]

    def _previewed(self, request: HttpRequest, records: list[Any], choice: ChoiceOfFields) -> Preview:
        """What saving would change. Nothing of it is kept."""
        if not choice.is_valid():
            return Preview(faults=[str(fault) for fault in choice.errors[CHOSEN]])
        try:
            with transaction.atomic():
                self._write(request, records, choice.cleaned_data[CHOSEN])
                with pghistory.context() as context:
                    work = changes_in(context.id, with_following=False)
                found = Preview(passage(work, request.user), work, [] if work else [str(NO_CHANGE)])
                transaction.set_rollback(True)
                return found
        except ValidationError as error:
            return Preview(faults=error.messages)
        except RefusedError as held:
            return Preview(faults=[str(held.message)])
        except IntegrityError as error:
            return Preview(faults=[str(refusals.in_words(error))])

    def _write(self, request: HttpRequest, records: list[Any], names: Collection[str]) -> None:
        """Give the records the posted values. Raises ValidationError naming those that cannot have them."""
        ids = [record.pk for record in records]
        form_class = self._form_for_many(request, names)
        faults = []
        for record in self.model._default_manager.select_for_update().filter(pk__in=ids).order_by("pk"):
            form = form_class(request.POST, instance=record)
            if form.is_valid():
                form.save()
                self.settle(record)
            else:
                faults += [f"{record}: {fault}" for errors in form.errors.values() for fault in errors]
        if faults:
            raise ValidationError(faults)
        ask_deferred_rules()

    def _form_for_many(self, request: HttpRequest, names: Collection[str]) -> Any:
        def as_in_the_form(db_field: Any, **kwargs: Any) -> Any:
            return self.formfield_for_dbfield(db_field, request, **kwargs)

        return forms.modelform_factory(self.model, fields=list(names), formfield_callback=as_in_the_form)

    def _save(self, request: HttpRequest, records: list[Any], names: Collection[str]) -> None:
        """Write for good; what has to wait is kept as suggestions by whoever called the action (``held``)."""
        self._write(request, records, names)
        self.judge(request)
        text = ngettext("%(n)s record is changed.", "%(n)s records are changed.", len(records))
        self.message_user(request, text % {"n": len(records)}, messages.SUCCESS)

    def _many_page(self, request: HttpRequest, records: list[Any], others: int, preview: Preview) -> HttpResponse:
        names = self._names(request)
        form = self._form_for_many(request, names)(initial=request.POST.dict())
        for name, label in names.items():
            widget: Any = form.fields[name].widget
            # Inside what Django wraps around a field that refers to another record.
            getattr(widget, "widget", widget).attrs["aria-label"] = label
        chosen = request.POST.getlist(CHOSEN)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Change several: %(kind)s") % {"kind": self.opts.verbose_name_plural},
            "opts": self.opts,
            "records": records,
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "across": request.POST.get("select_across", ""),
            "others": others,
            "fields": [(form[name], name in chosen) for name in form.fields],
            "faults": preview.faults,
            "rows": in_words(preview.work),
            "seen": preview.digest,
            "waiting": len(preview.way.waiting) if preview.way else 0,
            "reason": request.POST.get(REASON, ""),
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/review/many.html", context)


def _against_saving(request: HttpRequest, preview: Preview) -> Any:
    """Why what was previewed is not saved yet; empty if nothing is against it."""
    if preview.digest != request.POST.get(SEEN):
        return CHANGED_SINCE
    return NO_REASON if asks_why(preview.work) and not request.POST.get(REASON, "").strip() else ""
