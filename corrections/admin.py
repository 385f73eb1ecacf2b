from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from corrections.addresses import page_of
from corrections.choices import NEXT, State
from corrections.models import CorrectionReport
from corrections.services import close_report, return_report, take_report
from history.admin import RecordedAdmin

#: What the reporter wrote, and what follows from what was done: nobody on staff changes it.
WRITTEN = ("reference", "about", "block", "text", "evidence", "reply_to", "received")
FOLLOWING = ("taken", "closed")


class ReportStateForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is done with a report."""

    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "state" in self.fields:
            stored = State(self.instance.state)
            allowed = [(state.value, state.label) for state in (stored, *NEXT[stored])]
            self.fields["state"].choices = allowed  # type: ignore[attr-defined]


@admin.register(CorrectionReport)
class CorrectionReportAdmin(RecordedAdmin):
    """Reports from the public: read by all staff, handled by the staff of the record's steward."""

    form = ReportStateForm
    list_display = ("reference", "subject", "block", "state", "steward", "received")
    list_filter = ("state", "block", "cluster__steward", "language")
    list_select_related = ("cluster__steward",)
    search_fields = ("reference", "subject", "text")
    ordering = ("-created_at", "-pk")
    actions = ("take",)
    radio_fields = {"state": admin.VERTICAL}
    readonly_fields = (*WRITTEN, *FOLLOWING)
    fieldsets = (
        (None, {"fields": WRITTEN}),
        (
            _("What becomes of it"),
            {
                "description": _(
                    "Mend the record first, then close the report. The e-mail address is deleted when you close it, so "
                    "write to the reporter before that. The answer stands on the page the reporter was given."
                ),
                "fields": ("state", "answer", *FOLLOWING),
            },
        ),
    )

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        """The staff of the record's steward, as ``editable_by`` says; nobody once it is closed."""
        user: Any = request.user
        editable = CorrectionReport.objects.editable_by(user)
        if obj is None:
            return not editable.query.is_empty()
        return not obj.is_closed and editable.filter(pk=obj.pk).exists()

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 (Django's signature)
        """Reports come from the public page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """For administrators, should somebody write what must not be kept; all else goes by itself in time."""
        return bool(request.user.administers)  # type: ignore[union-attr]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: ARG002, FBT001
        """Take, return or close the report, or keep what is written of the answer so far."""
        now = timezone.now()
        if "state" not in form.changed_data:
            obj.save(update_fields=["answer"])
        elif obj.state == State.TAKEN:
            take_report(report=obj, user=request.user, now=now)
        elif obj.state == State.NEW:
            return_report(report=obj)
        else:
            close_report(report=obj, state=obj.state, user=request.user, now=now)

    @admin.action(description=_("Take the selected reports: I look into them"), permissions=["change"])
    def take(self, request: HttpRequest, queryset: Any) -> None:
        """Of the selected ones, those that are new and the person may handle."""
        user: Any = request.user
        reports = list(queryset.editable_by(user).filter(state=State.NEW))
        for report in reports:
            take_report(report=report, user=user, now=timezone.now())
        self.message_user(request, _("Reports taken: %(n)s.") % {"n": len(reports)})

    def view_on_site(self, obj: CorrectionReport) -> str:
        """What the reporter sees."""
        return obj.get_absolute_url()

    @admin.display(description=_("steward"), ordering="cluster__steward")
    def steward(self, obj: CorrectionReport) -> str:
        """Whose staff handle it."""
        return str(obj.cluster.steward) if obj.cluster else str(_("all owners"))

    @admin.display(description=_("received"), ordering="created_at")
    def received(self, obj: CorrectionReport) -> str:
        """The day in the short form of tables."""
        return date_format(timezone.localtime(obj.created_at), "SHORT_DATETIME_FORMAT")

    @admin.display(description=_("about"))
    def about(self, obj: CorrectionReport) -> SafeString | str:
        """The record, with the ways to its public page and to the form that mends it; or the search without results."""
        record: Any = obj.cluster or obj.organisation or obj.region
        if record is not None:
            edit = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
            links = ((edit, _("Edit")), (page_of(record), _("Public page")))
            return format_html("{}: {}", obj.subject, format_html_join(" · ", '<a href="{}">{}</a>', links))
        if obj.searched:
            address = f"{reverse('clusters:clusters')}?{obj.searched}"
            return format_html('{}: <a href="{}">{}</a>', _("Search without results"), address, obj.searched)
        return obj.subject or str(_("The registry as a whole"))

    @admin.display(description=_("e-mail for the answer"))
    def reply_to(self, obj: CorrectionReport) -> SafeString | str:
        """A letter begun, in the reporter's language to be."""
        if not obj.email:
            return str(_("Deleted") if obj.is_closed else _("None given"))
        subject = quote(str(_("Your report %(reference)s") % {"reference": obj.reference}))
        return format_html('<a href="mailto:{}?subject={}">{}</a> ({})', obj.email, subject, obj.email, obj.language)

    @admin.display(description=_("taken"))
    def taken(self, obj: CorrectionReport) -> str | None:
        """Who and when."""
        return _who_and_when(obj.taken_by, obj.taken_at)

    @admin.display(description=_("closed"))
    def closed(self, obj: CorrectionReport) -> str | None:
        """Who and when."""
        return _who_and_when(obj.closed_by, obj.closed_at)


def _who_and_when(person: Any, moment: Any) -> str | None:
    if moment is None:
        return None
    when = date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
    return f"{person}, {when}" if person else when
