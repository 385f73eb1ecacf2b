"""What every list and form of the staff's workplace has in common.

Everyone on staff sees every record and its history; ``may_edit`` says who changes it; what the
database refuses comes back as a sentence beside the form, with nothing saved and nothing typed lost.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from history import refusals, timeline
from history.applying import ask_deferred_rules
from history.forms import EndState, written
from history.inexact_dates import InexactDate
from history.valid_time import ValidTime

NOT_STATED = _("Not stated")
CHANGES_PER_PAGE = 100


class RecordedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A model whose changes are recorded. Only administrators change it, unless ``may_edit`` says otherwise."""

    list_per_page = 50
    # Counting everything a second time under a filter costs more than it tells.
    show_full_result_count = False
    empty_value_display = NOT_STATED
    # An address written without a scheme is a secure one.
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    class Media:
        js = ("admin/js/jquery.init.js", "js/admin.js")

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 (for those who override it)
        """Whether the person may change the record, or, without one, any record of this kind."""
        return bool(request.user.administers)  # type: ignore[union-attr]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Everyone on staff sees everything."""
        return bool(request.user.is_active and request.user.is_staff)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Everyone on staff sees everything."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """As ``may_edit`` says."""
        return self.may_edit(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As ``may_edit`` says."""
        return self.may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As ``may_edit`` says."""
        return self.may_edit(request, obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 (Django's signature)
        """The form, knowing who fills it in and what the database has just refused."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        refusal = getattr(request, "refusal", None)
        return _refused(form, refusal) if refusal else form

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A field without the buttons that would change or delete what it only refers to."""
        return _only_adding(super().formfield_for_dbfield(db_field, request, **kwargs))

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Save, or show the same form again with the rule that the database holds against it."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            request.refusal = refusals.in_words(error)  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool) -> None:  # noqa: FBT001 (Django's signature)
        """Save the rows of the page, then ask the database about the rules it keeps until the end."""
        super().save_related(request, form, formsets, change)
        self.settle(form.instance)
        ask_deferred_rules()

    def settle(self, obj: Any) -> None:
        """What follows from a change of the record; called after everything on the page was saved."""

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Delete, or say which rule is against it."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except IntegrityError as error:
            return self._not_deleted(request, error)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list with its actions; a refused action says which rule is against it."""
        try:
            return super().changelist_view(request, extra_context)
        except IntegrityError as error:
            return self._not_deleted(request, error)

    def _not_deleted(self, request: HttpRequest, error: IntegrityError) -> HttpResponse:
        self.message_user(request, refusals.in_words(error), messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())

    def history_parts(self, obj: Any) -> Iterable[tuple[type[models.Model], dict[str, Any]]]:
        """The kinds of rows whose changes stand on the record's history page, with how to find them."""
        yield self.model, {"pgh_obj_id": obj.pk}
        for inline in self.inlines:
            foreign_key = inline.fk_name or (self.opts.concrete_model or self.model)._meta.model_name
            yield inline.model, {f"{foreign_key}_id": obj.pk}

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
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/object_history.html", context)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: the database's own history has it (history_view)."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: the database's own history has it (history_view)."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Nothing: the database's own history has it (history_view)."""


class RecordedInline(admin.TabularInline):  # type: ignore[type-arg]
    """Rows on the page of the record they belong to, for whoever may change that record."""

    extra = 0
    show_change_link = True
    empty_value_display = NOT_STATED

    def _may_edit(self, request: HttpRequest, obj: Any) -> bool:
        return bool(self.admin_site.get_model_admin(self.parent_model).may_edit(request, obj))  # type: ignore[attr-defined]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Everyone on staff sees everything."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change the record."""
        return self._may_edit(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change the record."""
        return self._may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change the record."""
        return self._may_edit(request, obj)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A field narrow enough for a table."""
        field = _only_adding(super().formfield_for_dbfield(db_field, request, **kwargs))
        if db_field.name == "source":
            field.widget = forms.TextInput(attrs={"size": 20})
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Choices are read once for all rows of the table, not once a row."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        searched: Any = self.get_autocomplete_fields(request)
        if isinstance(field, forms.ModelChoiceField) and db_field.name not in searched:
            choices: Any = field.choices
            field.choices = list(choices)
        return field

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """A table whose fields each have a name of their own for those who do not see the column headings."""
        formset = super().get_formset(request, obj, **kwargs)
        for field in formset.form.base_fields.values():
            field.widget.attrs.setdefault("aria-label", capfirst(field.label or ""))
        return formset


class PeriodColumns:
    """How the period of a row is shown where it cannot be edited, for admin classes of models with valid time."""

    PERIOD_FIELDS = ("begins", "end_state", "ends")

    @admin.display(description=_("from"), ordering="period__startswith")
    def begins(self, obj: ValidTime) -> Any:
        """First day, as exactly as it is known."""
        begins = written(obj)["begins"]
        return begins.shown if begins else NOT_STATED

    @admin.display(description=_("end"), ordering="end_precision")
    def end_state(self, obj: ValidTime) -> Any:
        """What is known of the end."""
        return EndState(written(obj)["end_state"]).label

    @admin.display(description=_("to (last day)"), ordering="period__endswith")
    def ends(self, obj: ValidTime) -> Any:
        """Last day, as exactly as it is known, or the assumed one marked as such."""
        if not obj.is_end_confirmed and obj.last_date:
            return format_html("{} {}", InexactDate(obj.last_date, obj.end_precision).shown, _("(assumed)"))
        ends = written(obj)["ends"]
        return ends.shown if ends else ""


def _only_adding(field: Any) -> Any:
    """The form field, offering to add what it refers to only where something is searched for among many."""
    widget = getattr(field, "widget", None)
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
        widget.can_add_related = widget.can_add_related and isinstance(widget.widget, AutocompleteSelect)
    return field


def _refused(form: Any, refusal: str) -> Any:
    """The form class with one fault that only the database could see."""

    def clean(self: Any) -> Any:
        cleaned = super(refused, self).clean()
        self.add_error(None, refusal)
        return cleaned

    refused = type(form)(form.__name__, (form,), {"clean": clean})
    return refused
