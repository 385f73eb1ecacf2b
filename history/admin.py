"""What every list and form of the staff's workplace has in common.

Everyone on staff sees every record and its history; ``may_edit`` says who changes it; what the
database refuses comes back as a sentence beside the form, with nothing saved and nothing typed lost.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from history.forms import EndState, written
from history.inexact_dates import InexactDate
from history.restoring import RestoringAdmin
from history.valid_time import ValidTime

NOT_STATED = _("Not stated")


class RecordedAdmin(RestoringAdmin):
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
        formset: Any = super().get_formset(request, obj, **kwargs)
        for field in formset.form.base_fields.values():
            field.widget.attrs.setdefault("aria-label", capfirst(field.label or ""))
        formset.deletion_widget = forms.CheckboxInput(attrs={"aria-label": _("Delete")})
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
